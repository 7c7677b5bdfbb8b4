"""What lies in an archive: listed, and unpacked one level on request, both within limits.

Names are shown and never used as paths; links and devices are named and left in the archive.
"""

import bz2
import gzip
import io
import lzma
import re
import stat
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime

import pikepdf

from verbundakte.core.converters import charset, cms, eml, hints, invoice, libarchive, media
from verbundakte.core.converters.errors import ConversionFailed, Damaged, TooLarge, Unsupported
from verbundakte.core.converters.limits import (
    MAX_UNPACKED_BYTES,
    MAX_UNPACKED_FILES,
    MAX_ZIP_ENTRIES,
    MAX_ZIP_RATIO,
)
from verbundakte.core.converters.source import Source

TOOL = "verbundakte-archiv 1"
CHUNK = 1 << 18
SMALL = 1 << 20
MAX_LISTED = 1000
MAX_READ_TO_LIST = 1 << 30
NO_FILE = "Verweis oder Gerät, wird nicht entpackt"
LOCKED = "verschlüsselt"
DAMAGED = "Das Archiv ist beschädigt und lässt sich nicht lesen."
BOMB = "Das Archiv ist entpackt ungewöhnlich groß. Es wird nicht entpackt."
TOO_MANY = (
    f"Das Archiv enthält mehr als {MAX_UNPACKED_FILES} Dateien. Entpacken Sie es auf Ihrem Rechner, und"
    " legen Sie ab, was Sie brauchen."
)
NOT_HERE = "Dateien dieser Art lassen sich nicht entpacken."
NOTHING = "In dieser Datei steckt keine andere."
ALL_LOCKED = "Das Archiv ist verschlüsselt. Ohne Kennwort lässt es sich nicht entpacken."
BROKEN = (
    zipfile.BadZipFile, tarfile.TarError, zlib.error, lzma.LZMAError, OSError, EOFError, ValueError,
    NotImplementedError, RuntimeError, KeyError, TypeError, pikepdf.PdfError,
)  # fmt: skip
STREAMS: dict[str, Callable] = {
    "application/gzip": gzip.open,
    "application/x-bzip2": bz2.open,
    "application/x-xz": lzma.open,
}
MAIL_BEGINS = re.compile(rb"(?:\A|\r?\n\r?\n)From \S+[^\r\n]*\r?\n")


@dataclass
class Entry:
    """One file of an archive; `chunks` gives its bytes while the archive stands at it."""

    name: str
    size: int | None
    chunks: Iterator[bytes]
    changed: str = ""
    remark: str = ""


def listing(source: Source, media_type: str) -> tuple[list[dict], list[str]]:
    """Return name, size, day and remark of the first 1,000 files, and notices in German.

    Raises Damaged, TooLarge, Unsupported, MissingProgram.
    """
    found, more = [], 0
    for entry in entries(source, media_type):
        if len(found) < MAX_LISTED:
            found.append({key: value for key, value in vars(entry).items() if key != "chunks"})
        else:
            more += 1
        if more + len(found) > MAX_ZIP_ENTRIES:
            break
    told = []
    if more:
        told.append(f"Das Archiv enthält mehr als {MAX_LISTED} Dateien; gezeigt sind die ersten.")
    if found and all(entry["remark"] == LOCKED for entry in found):
        told.append(hints.NOTICES["encrypted"])
    return found, told


def unpack(source: Source) -> tuple[dict, list[bytes]]:
    """Operation: the files of an archive, one level. Refuses a bomb or what is too much as a whole."""
    media_type = media.identify(source).media_type
    found, parts, total, problems = [], [], 0, []
    for number, entry in enumerate(entries(source, media_type), 1):
        if entry.remark:
            problems.append({"name": entry.name, "reason": entry.remark})
            continue
        if len(parts) >= MAX_UNPACKED_FILES:
            raise TooLarge(TOO_MANY)
        data = _read(entry, total, source.size)
        total += len(data)
        parts.append(data)
        found.append({"number": number, "name": entry.name, "changed": entry.changed})
    if not parts:
        raise Unsupported(ALL_LOCKED if problems else NOTHING)
    return {"files": found, "problems": problems, "tool": TOOL}, parts


def _read(entry: Entry, total: int, packed: int) -> bytes:
    pieces, size = [], 0
    try:
        for chunk in entry.chunks:
            size += len(chunk)
            unpacked = total + size
            if unpacked > MAX_UNPACKED_BYTES or (
                unpacked > SMALL and unpacked > MAX_ZIP_RATIO * packed
            ):
                raise TooLarge(BOMB)
            pieces.append(chunk)
    except BROKEN:
        raise Damaged(DAMAGED) from None
    return b"".join(pieces)


def entries(source: Source, media_type: str) -> Iterator[Entry]:
    """Yield the files of an archive in their order. Raises as `listing`."""
    maker = MAKERS.get(media_type)
    if maker is None:
        raise Unsupported(NOT_HERE)
    try:
        yield from maker(source)
    except pikepdf.PasswordError:
        raise hints.encrypted() from None
    except BROKEN:
        raise Damaged(DAMAGED) from None


def _zip(source: Source) -> Iterator[Entry]:
    with source.open() as stream, zipfile.ZipFile(stream) as archive:
        for info in archive.infolist():
            if info.is_dir():
                continue
            remark = LOCKED if info.flag_bits & 1 else ""
            if stat.S_ISLNK(info.external_attr >> 16):
                remark = NO_FILE
            chunks = _chunks_of_zip(archive, info)
            yield Entry(_zip_name(info), info.file_size, chunks, _day(*info.date_time[:3]), remark)


def _zip_name(info: zipfile.ZipInfo) -> str:
    if info.flag_bits & 0x800:
        return info.filename
    try:  # written without saying how; Python has read it as cp437
        return charset.decode(info.orig_filename.encode("cp437"))
    except UnicodeError:
        return info.filename


def _chunks_of_zip(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Iterator[bytes]:
    with archive.open(info) as stream:
        yield from _chunks(stream)


def _chunks(stream) -> Iterator[bytes]:
    while chunk := stream.read(CHUNK):
        yield chunk


def _day(year: int, month: int, day: int) -> str:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return ""


def day_of(seconds: float) -> str:
    """Return the day of a moment counted from 1970, empty where it is none."""
    if not 0 < seconds < 1 << 33:
        return ""
    return datetime.fromtimestamp(seconds, UTC).date().isoformat()


class _Capped(io.RawIOBase):
    """A decompressed stream that ends with TooLarge instead of running on."""

    def __init__(self, stream):
        self.stream, self.left = stream, MAX_READ_TO_LIST

    def read(self, size: int = -1) -> bytes:
        data = self.stream.read(size)
        self.left -= len(data)
        if self.left < 0:
            raise TooLarge(BOMB)
        return data


def _compressed(source: Source) -> Iterator[Entry]:
    """A compressed tar, or one compressed file."""
    opener = STREAMS[media.identify(source).media_type]
    with source.open() as raw, opener(raw) as stream:
        is_tar = media.is_tar(stream.read(media.TAR_HEAD))
    with source.open() as raw, opener(raw) as stream:
        if is_tar:
            yield from _tar_entries(_Capped(stream))
        else:
            name = re.sub(r"\.(gz|bz2|xz|Z)$", "", source.name, flags=re.IGNORECASE)
            yield Entry(name or "inhalt", None, _chunks(stream))


def _tar(source: Source) -> Iterator[Entry]:
    with source.open() as stream:
        yield from _tar_entries(stream)


def _tar_entries(stream) -> Iterator[Entry]:
    with tarfile.open(fileobj=stream, mode="r|", errors="surrogateescape") as archive:
        for member in archive:
            if member.isdir():
                continue
            name = charset.decode(member.name.encode("utf-8", "surrogateescape"))
            changed = day_of(member.mtime)
            if not member.isreg():
                yield Entry(name, None, iter(()), changed, NO_FILE)
                continue
            yield Entry(name, member.size, _chunks(archive.extractfile(member)), changed)


def _mailbox(source: Source) -> Iterator[Entry]:
    data = source.data
    begins = [found.end() for found in MAIL_BEGINS.finditer(data)]
    heads = [found.start() for found in MAIL_BEGINS.finditer(data)][1:]
    for number, (begin, end) in enumerate(zip(begins, [*heads, len(data)], strict=True), 1):
        mail = data[begin:end]
        subject, day = eml.subject_and_day(mail)
        name = f"{number}. {subject or 'Nachricht ohne Betreff'}.eml"
        yield Entry(name, len(mail), iter((mail,)), day)


def _signed(source: Source) -> Iterator[Entry]:
    """The file in an envelope of a signature (.p7m); the signature is not verified."""
    data = cms.signed_content(source.data) or b""
    name = re.sub(r"\.(p7m|p7s|cms)$", "", source.name, flags=re.IGNORECASE)
    yield Entry(name or "inhalt", len(data), iter((data,)))


def _pdf(source: Source) -> Iterator[Entry]:
    with pikepdf.open(source.open()) as document:
        for name, file in _carried(document):
            data = file.read_bytes()
            yield Entry(name, len(data), iter((data,)))


def _carried(document: pikepdf.Pdf) -> Iterator[tuple[str, pikepdf.Object]]:
    """Yield name and stream of each file a PDF carries; /AF alone is enough (ISO 32000-2, 14.13)."""
    seen = set()
    names = [found.obj for found in document.attachments.values()]
    for spec in (*names, *document.Root.get("/AF", ())):
        files = spec.get("/EF", {})
        file = files.get("/F") or files.get("/UF")
        if file is None or file.objgen in seen:
            continue
        seen.add(file.objgen)
        yield str(spec.get("/UF") or spec.get("/F") or "Anlage"), file


def _invoice(source: Source) -> Iterator[Entry]:
    for name, data in invoice.carried(source.data):
        yield Entry(name, len(data), iter((data,)))


def _other(source: Source) -> Iterator[Entry]:
    for found in libarchive.entries(source):
        remark = LOCKED if found.is_locked else "" if found.is_file else NO_FILE
        yield Entry(found.name, found.size, found.chunks, day_of(found.changed), remark)


MAKERS = {
    "application/zip": _zip,
    "application/vnd.etsi.asic-s+zip": _zip,
    "application/vnd.etsi.asic-e+zip": _zip,
    "application/x-tar": _tar,
    "application/mbox": _mailbox,
    "application/cms": _signed,
    "application/pdf": _pdf,
    "text/xml": _invoice,
    **dict.fromkeys(STREAMS, _compressed),
    **dict.fromkeys(libarchive.MEDIA_TYPES, _other),
}


def describe(source: Source, media_type: str) -> dict:
    """Return the listing as it travels to the application; a problem is told, never raised."""
    try:
        found, told = listing(source, media_type)
    except ConversionFailed as failure:
        return {"files": [], "told": [failure.message]}
    except (MemoryError, RecursionError):
        raise
    except Exception:  # foreign bytes may break any parser in any way
        return {"files": [], "told": [DAMAGED]}
    return {"files": found, "told": told}
