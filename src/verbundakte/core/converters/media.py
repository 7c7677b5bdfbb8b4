"""What is this file? By its content; the name only decides between kinds of plain text."""

import re
import stat
import zipfile
from dataclasses import asdict
from pathlib import PurePath

import olefile

from verbundakte.core.converters import charset, cms, heif, sounds
from verbundakte.core.converters.hints import notice
from verbundakte.core.converters.limits import MAX_UNPACKED_BYTES, MAX_ZIP_ENTRIES, MAX_ZIP_RATIO
from verbundakte.core.converters.results import Identified
from verbundakte.core.converters.signatures.marks import is_signed_xml
from verbundakte.core.converters.source import IN_MEMORY, Source

TOOL = "verbundakte-identify 1"
OFFICE = "application/vnd.openxmlformats-officedocument."
ODF = "application/vnd.oasis.opendocument."

# media type: (kind, extension)
TYPES = {
    "application/pdf": ("pdf", "pdf"),
    f"{OFFICE}wordprocessingml.document": ("office", "docx"),
    f"{OFFICE}spreadsheetml.sheet": ("office", "xlsx"),
    f"{OFFICE}presentationml.presentation": ("office", "pptx"),
    f"{ODF}text": ("office", "odt"),
    f"{ODF}spreadsheet": ("office", "ods"),
    f"{ODF}presentation": ("office", "odp"),
    f"{ODF}graphics": ("office", "odg"),
    "application/msword": ("office", "doc"),
    "application/vnd.ms-excel": ("office", "xls"),
    "application/vnd.ms-powerpoint": ("office", "ppt"),
    "application/rtf": ("office", "rtf"),
    "application/vnd.wordperfect": ("office", "wpd"),
    "application/vnd.ms-outlook": ("mail", "msg"),
    "application/vnd.ms-tnef": ("mail", "dat"),
    "message/rfc822": ("mail", "eml"),
    "application/mbox": ("archive", "mbox"),
    "application/zip": ("archive", "zip"),
    "application/gzip": ("archive", "gz"),
    "application/x-bzip2": ("archive", "bz2"),
    "application/x-xz": ("archive", "xz"),
    "application/x-tar": ("archive", "tar"),
    "application/vnd.ms-cab-compressed": ("archive", "cab"),
    "application/x-7z-compressed": ("archive", "7z"),
    "application/vnd.rar": ("archive", "rar"),
    "image/jpeg": ("image", "jpg"),
    "image/png": ("image", "png"),
    "image/tiff": ("image", "tif"),
    "image/gif": ("image", "gif"),
    "image/bmp": ("image", "bmp"),
    "image/webp": ("image", "webp"),
    "image/jp2": ("image", "jp2"),
    "image/avif": ("image", "avif"),
    "image/heic": ("image", "heic"),
    "image/svg+xml": ("text", "svg"),
    "text/html": ("html", "html"),
    "text/plain": ("text", "txt"),
    "text/markdown": ("text", "md"),
    "text/csv": ("text", "csv"),
    "text/xml": ("text", "xml"),
    "application/vnd.etsi.asic-s+zip": ("archive", "asics"),
    "application/vnd.etsi.asic-e+zip": ("archive", "asice"),
    "application/json": ("text", "json"),
    "application/pkcs7-mime": ("certificate", "p7m"),
    "application/pkcs7-mime; smime-type=signed-data": ("mail", "p7m"),
    "application/cms": ("archive", "p7m"),
    "application/x-executable": ("program", "bin"),
    "application/octet-stream": ("unknown", "bin"),
    **sounds.TYPES,
}
MAGIC = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"II*\0", "image/tiff"),
    (b"MM\0*", "image/tiff"),
    (b"II+\0", "image/tiff"),
    (b"MM\0+", "image/tiff"),
    (b"\0\0\0\x0cjP  \r\n", "image/jp2"),
    (b"{\\rtf", "application/rtf"),
    (b"\xffWPC", "application/vnd.wordperfect"),
    (b"\x78\x9f\x3e\x22", "application/vnd.ms-tnef"),
    (b"\x1f\x8b", "application/gzip"),
    (b"BZh", "application/x-bzip2"),
    (b"\xfd7zXZ\0", "application/x-xz"),
    (b"MSCF\0\0\0\0", "application/vnd.ms-cab-compressed"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"\x7fELF", "application/x-executable"),
)
TAR_HEAD = 512
OLD_WORD = (b"\xdb\xa5", b"\x31\xbe\0\0", b"\x9b\xa5")
OOXML_PARTS = (
    ("word/", f"{OFFICE}wordprocessingml.document"),
    ("xl/", f"{OFFICE}spreadsheetml.sheet"),
    ("ppt/", f"{OFFICE}presentationml.presentation"),
)
OLE_STREAMS = (
    ("__properties_version1.0", "application/vnd.ms-outlook"),
    ("WordDocument", "application/msword"),
    ("Workbook", "application/vnd.ms-excel"),
    ("Book", "application/vnd.ms-excel"),
    ("PowerPoint Document", "application/vnd.ms-powerpoint"),
)
SAME_EXTENSION = {
    "jpeg": "jpg", "tiff": "tif", "htm": "html", "xhtml": "html", "mhtml": "eml", "mht": "eml",
    "docm": "docx", "dotx": "docx", "dotm": "docx", "xlsm": "xlsx", "pptm": "pptx",
    "markdown": "md", "tgz": "gz", "dot": "doc", "log": "txt", "tnef": "dat", "p7s": "p7m", "exe": "bin",
}  # fmt: skip
MAILBOX_LINE = re.compile(rb"^From \S+ .*\d\d:\d\d", re.MULTILINE)
MAIL_HEADER = re.compile(
    rb"^(?:From|To|Subject|Date|Received|Return-Path|MIME-Version|Message-ID|Delivered-To"
    rb"|Content-Type|X-[A-Za-z-]+):",
    re.IGNORECASE | re.MULTILINE,
)
HTML_START = re.compile(rb"<(?:!doctype\s+html|html|head|body|table|div|p|script|title)\b", re.I)
SAMPLE_CHARACTERS = 32768
MIME_START = re.compile(rb"\s*(?:MIME-Version|Content-Type|Content-Transfer-Encoding):", re.I)
ENVELOPED = 3
ASIC = "application/vnd.etsi.asic-"
PKCS7_OID = b"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07"


def identify(source: Source) -> Identified:
    """Return what `source` is. Never raises for foreign bytes; pages are counted elsewhere."""
    if not source.size:
        return _result("application/octet-stream", source, ["empty"])
    media_type, codes = _by_magic(source)
    found_charset = None
    if media_type is None:
        media_type, found_charset = _by_text(source)
    if media_type == "application/x-executable":
        codes.append("program")
    if media_type == "text/xml" and is_signed_xml(source):
        codes.append("signed")
    return _result(media_type, source, codes, found_charset)


def as_json(found: Identified) -> dict:
    """Return the identification in the shape that travels to the application."""
    return asdict(found)


def _result(media_type: str, source: Source, codes: list[str], found_charset=None) -> Identified:
    kind, extension = TYPES[media_type]
    claimed = PurePath(source.name.replace("\\", "/")).suffix.lower().lstrip(".")
    claimed = SAME_EXTENSION.get(claimed, claimed)
    known = {entry[1] for entry in TYPES.values()}
    if (
        source.size
        and claimed in known
        and claimed != extension
        and not {kind, claimed} <= {"text", "txt"}
    ):
        codes.append("name_mismatch")
    notices = tuple(notice(code) for code in dict.fromkeys(codes))
    return Identified(media_type, kind, extension, TOOL, found_charset, None, notices)


def _by_magic(source: Source) -> tuple[str | None, list[str]]:
    head = source.head
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip_type(source)
    if head.startswith(olefile.MAGIC):
        return _ole_type(source)
    if head[:1] == b"\x30" and PKCS7_OID in head[:40]:  # before what may lie in the envelope
        return _pkcs7_type(source)
    for start, media_type in MAGIC:
        if head.startswith(start):
            return media_type, []
    if head.startswith(b"MZ") and (b"\0" in head[:64] or len(head) < 64):
        return "application/x-executable", []
    if b"%PDF-" in head[:1024]:
        return "application/pdf", []
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return "image/webp", []
    if head[4:8] == b"ftyp":
        brand = head[8:12]
        known = {b"avif": "image/avif", **dict.fromkeys(heif.BRANDS, "image/heic")}
        return known.get(brand) or sounds.type_of(head) or "application/octet-stream", []
    if media_type := sounds.type_of(head):
        return media_type, []
    if head.startswith(b"BM") and head[6:10] == b"\0\0\0\0":
        return "image/bmp", []
    if is_tar(head):
        return "application/x-tar", []
    if head.startswith(OLD_WORD):
        return "application/msword", []
    return None, []


def is_tar(head: bytes) -> bool:
    """Tell whether the first 512 bytes are the head of a tar (POSIX ustar and GNU)."""
    return head[257:262] == b"ustar"


def _pkcs7_type(source: Source) -> tuple[str, list[str]]:
    """A signature alone, or with what was signed inside: a mail or any other file."""
    head = source.head
    if head[head.index(PKCS7_OID) + len(PKCS7_OID)] == ENVELOPED:
        return "application/pkcs7-mime", ["encrypted"]
    inside = cms.signed_content(source.data) if source.size <= IN_MEMORY else None
    if not inside:
        return "application/pkcs7-mime", ["signed"]
    is_mail = MIME_START.match(inside) or _is_mail(inside[:SAMPLE_CHARACTERS])
    if is_mail:  # the mail itself tells that it is signed
        return "application/pkcs7-mime; smime-type=signed-data", []
    return "application/cms", ["signed"]


def _zip_type(source: Source) -> tuple[str, list[str]]:
    try:
        with source.open() as stream, zipfile.ZipFile(stream) as archive:
            names = archive.namelist()[: MAX_ZIP_ENTRIES + 1]
            locked = any(entry.flag_bits & 1 for entry in archive.infolist()[:MAX_ZIP_ENTRIES])
            media_type = _package_type(archive, names)
            codes = _package_notices(archive, set(names), media_type)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError):
        return _broken_zip_type(source.head, source.name), ["damaged"]
    if locked:
        codes.append("encrypted")
    if len(names) > MAX_ZIP_ENTRIES:
        codes.append("crowded")
    return media_type, codes


def _broken_zip_type(head: bytes, name: str) -> str:
    for folder, media_type in OOXML_PARTS:
        if folder.encode() in head:
            return media_type
    return _sealed_package_type(name) if b"[Content_Types].xml" in head else "application/zip"


def _package_type(archive: zipfile.ZipFile, names: list[str]) -> str:
    if "mimetype" in names and archive.getinfo("mimetype").file_size < 200:
        declared = archive.read("mimetype").decode("ascii", "replace").strip()
        declared = declared.removesuffix("-template")
        old = declared.replace("application/vnd.sun.xml.writer", f"{ODF}text")
        if old in TYPES:
            return old
    if "[Content_Types].xml" in names:
        for folder, media_type in OOXML_PARTS:
            if any(name.startswith(folder) for name in names):
                return media_type
    return "application/zip"


def _package_notices(archive: zipfile.ZipFile, names: set[str], media_type: str) -> list[str]:
    codes = []
    if media_type.startswith(OFFICE):
        if any(name.endswith("vbaProject.bin") for name in names):
            codes.append("macros")
        if any(name.startswith("_xmlsignatures/") for name in names):
            codes.append("signed")
        if any("/embeddings/" in name for name in names):
            codes.append("attachments")
        if any(_has_external(archive, name) for name in names if name.endswith(".rels")):
            codes.append("external")
    elif media_type.startswith(ODF):
        if any(name.startswith(("Basic/", "Scripts/")) for name in names):
            codes.append("macros")
        if "META-INF/manifest.xml" in names:
            manifest = _small(archive, "META-INF/manifest.xml")
            if b"encryption-data" in manifest:
                codes.append("encrypted")
        if "META-INF/documentsignatures.xml" in names:
            codes.append("signed")
    elif media_type.startswith(ASIC):
        codes.append("signed")
    elif media_type == "application/zip":
        codes += _archive_notices(archive.infolist()[:MAX_ZIP_ENTRIES])
    return codes


def _archive_notices(entries: list[zipfile.ZipInfo]) -> list[str]:
    codes = []
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    if unpacked > MAX_UNPACKED_BYTES and unpacked > MAX_ZIP_RATIO * packed:
        codes.append("bomb")
    if any(entry.filename.lower().endswith((".zip", ".7z", ".rar", ".gz")) for entry in entries):
        codes.append("nested")
    if any(_points_outside(entry) for entry in entries):
        codes.append("unsafe_names")
    return codes


def _points_outside(entry: zipfile.ZipInfo) -> bool:
    parts = entry.filename.replace("\\", "/").split("/")
    is_absolute = parts[0] == "" or parts[0].endswith(":")
    return is_absolute or ".." in parts or stat.S_ISLNK(entry.external_attr >> 16)


def _has_external(archive: zipfile.ZipFile, name: str) -> bool:
    relations = _small(archive, name)
    return any(
        b'TargetMode="External"' in relation and b"hyperlink" not in relation
        for relation in relations.split(b"<Relationship ")
    )


def _small(archive: zipfile.ZipFile, name: str) -> bytes:
    entry = archive.getinfo(name)
    if entry.file_size > 1 << 20 or entry.flag_bits & 1:
        return b""
    return archive.read(name)


def _ole_type(source: Source) -> tuple[str, list[str]]:
    try:
        with source.open() as stream, olefile.OleFileIO(stream) as document:
            return _ole_content(document, source.name)
    except Exception:  # olefile raises whatever the bytes make it raise
        return "application/octet-stream", ["damaged"]


def _ole_content(document: olefile.OleFileIO, name: str) -> tuple[str, list[str]]:
    if document.exists("EncryptedPackage"):
        return _sealed_package_type(name), ["encrypted"]
    streams = {entry[-1] for entry in document.listdir(streams=True, storages=True)}
    codes = ["macros"] if streams & {"VBA", "_VBA_PROJECT", "Macros"} else []
    for stream, media_type in OLE_STREAMS:
        if document.exists(stream):
            if _ole_is_encrypted(document, stream):
                codes.append("encrypted")
            return media_type, codes
    return "application/octet-stream", codes


def _sealed_package_type(name: str) -> str:
    """The content is unreadable: only here the name decides between Word, Excel, PowerPoint."""
    claimed = {"xlsx": OOXML_PARTS[1], "xlsm": OOXML_PARTS[1], "pptx": OOXML_PARTS[2]}
    return claimed.get(name.lower().rpartition(".")[2], OOXML_PARTS[0])[1]


def _ole_is_encrypted(document: olefile.OleFileIO, name: str) -> bool:
    if name == "PowerPoint Document":
        return document.exists("EncryptedSummary")
    if name not in ("WordDocument", "Workbook", "Book"):
        return False
    head = document.openstream(name).read(4096)
    if name == "WordDocument":
        return len(head) > 11 and bool(head[11] & 1)
    position = 0
    while position + 4 <= len(head):
        record = int.from_bytes(head[position : position + 2], "little")
        if record == 0x2F:
            return True
        position += 4 + int.from_bytes(head[position + 2 : position + 4], "little")
    return False


def _by_text(source: Source) -> tuple[str, str | None]:
    head = source.head
    name = charset.detect(head, is_markup=b"<" in head[:2048])
    text = head.decode(name, "replace")
    odd = sum(text[:8192].count(chr(code)) for code in (*range(9), *range(14, 27), 0xFFFD))
    if odd > max(2, len(text[:8192]) // 50):
        return "application/octet-stream", None
    sample = text[:SAMPLE_CHARACTERS].lstrip("\ufeff").encode("utf-8", "ignore")
    return _text_type(sample, source.name.lower()), name


def _text_type(head: bytes, name: str) -> str:
    start = head.lstrip()
    if name.endswith(".txt"):
        return "text/plain"
    if not start.startswith(b"<") and _is_mail(head):
        is_mailbox = len(MAILBOX_LINE.findall(head)) > 1 or name.endswith(".mbox")
        return "application/mbox" if is_mailbox else "message/rfc822"
    if b"<svg" in start[:1024]:
        return "image/svg+xml"
    if HTML_START.match(start) or (start.startswith(b"<") and HTML_START.search(start[:4096])):
        return "text/html"
    if start.startswith(b"<?xml") or name.endswith((".xml", ".xsd")):
        return "text/xml"
    if name.endswith((".html", ".htm")):
        return "text/html"
    if name.endswith((".md", ".markdown")):
        return "text/markdown"
    if name.endswith(".json"):
        return "application/json"
    return "text/csv" if name.endswith(".csv") else "text/plain"


def _is_mail(head: bytes) -> bool:
    block = head.lstrip().replace(b"\r\n", b"\n").split(b"\n\n", 1)[0]
    first = block.split(b"\n", 1)[0]
    if not re.match(rb"[!-9;-~]{1,76}:", first) and not MAIL_HEADER.search(block[:300]):
        return False
    return len({found.lower() for found in MAIL_HEADER.findall(block)}) >= 2
