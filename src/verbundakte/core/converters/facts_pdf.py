"""What a PDF tells of itself (pdfium), and what stands in its raw objects."""

import contextlib
import mmap
import re
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone

import pypdfium2
import pypdfium2.raw as pdfium

from verbundakte.core.converters import facts
from verbundakte.core.converters.source import Source

MARK = re.compile(
    rb"/(JavaScript|JS|Launch|RichMedia|SubmitForm|ImportData|Collection)(?![A-Za-z0-9])"
)
ACTIVE = {
    "JavaScript": "javascript", "JS": "javascript", "Launch": "launch", "RichMedia": "media",
    "SubmitForm": "submit", "ImportData": "submit",
}  # fmt: skip
STREAM = re.compile(rb"(?<!end)stream\r?\n")
MAX_OBJECT_STREAM = 4 << 20
MAX_OBJECT_STREAMS = 400
SIZES_LOOKED_AT = 30
MILLIMETRES = 25.4 / 72
DATE = re.compile(r"D:(\d{4})(\d\d)?(\d\d)?(\d\d)?(\d\d)?(\d\d)?([+\-Z])?(\d\d)?'?(\d\d)?")
MAY = ((4, "Drucken"), (8, "Ändern"), (16, "Kopieren"))


def marks(source: Source) -> set[str]:
    """Return names of what acts or collects, found outside of streams and in object streams.

    A scan's compressed bytes are no objects: they would contain such names by chance.
    """
    found: set[str] = set()
    with mmap.mmap(source.descriptor, 0, access=mmap.ACCESS_READ) as data:
        for piece in _objects(data):
            found |= {name.decode() for name in MARK.findall(piece)}
    return found


def _objects(data: mmap.mmap) -> Iterator[bytes]:
    at, unpacked = 0, 0
    while start := STREAM.search(data, at):
        before = data[at : start.start()]
        yield before
        end = data.find(b"endstream", start.end())
        if end < 0:
            yield data[start.end() :][:MAX_OBJECT_STREAM]
            return
        if b"/ObjStm" in before[-400:] and unpacked < MAX_OBJECT_STREAMS:
            unpacked += 1
            with contextlib.suppress(zlib.error):
                yield zlib.decompressobj().decompress(data[start.end() : end], MAX_OBJECT_STREAM)
        at = end + len(b"endstream")
    yield data[at:]


def of_pdf(document: pypdfium2.PdfDocument, found: set[str]) -> facts.Facts:
    """Return title, author, programs, page size, protection, forms, attachments, what acts."""
    told, raw = facts.Facts(), document.raw
    given = document.get_metadata_dict(skip_empty=True)
    for code, name in (("title", "Title"), ("author", "Author"), ("application", "Creator"),
                       ("producer", "Producer")):  # fmt: skip
        told.tell(code, given.get(name, ""))
    told.tell("created_at", _moment(given.get("CreationDate", "")))
    told.tell("changed_at", _moment(given.get("ModDate", "")))
    told.tell("page_sizes", _page_sizes(document))
    _tell_protection(told, raw)
    form = pdfium.FPDF_GetFormType(raw)
    told.tell("form", {1: "AcroForm", 2: "XFA", 3: "XFA"}.get(form, ""))
    told.tell("signatures", max(0, pdfium.FPDF_GetSignatureCount(raw)))
    told.tell("is_portfolio", "Collection" in found)
    names = _attachments(document)
    told.tell("attachments", names)
    if programs := facts.are_programs(names):
        told.warn("programs", *programs)
    for mark in sorted(found & ACTIVE.keys()):
        told.warn(ACTIVE[mark])
    if pdfium.FPDFDoc_GetJavaScriptActionCount(raw) > 0:
        told.warn("javascript")
    return told


def _tell_protection(told: facts.Facts, raw) -> None:
    if pdfium.FPDF_GetSecurityHandlerRevision(raw) < 0:
        return
    allowed = pdfium.FPDF_GetDocPermissions(raw)
    denied = [name for bit, name in MAY if not allowed & bit]
    told.tell("protection", denied or ["nichts"])


def _attachments(document: pypdfium2.PdfDocument) -> list[str]:
    count = min(max(0, pdfium.FPDFDoc_GetAttachmentCount(document.raw)), facts.MOST)
    names = []
    for number in range(count):
        try:
            names.append(document.get_attachment(number).get_name() or f"Anlage {number + 1}")
        except pypdfium2.PdfiumError:
            names.append(f"Anlage {number + 1}")
    return names


def _page_sizes(document: pypdfium2.PdfDocument) -> list[str]:
    """Return the sizes of the first pages as "210 x 297" in millimetres, each once."""
    sizes = []
    for number in range(min(len(document), SIZES_LOOKED_AT)):
        try:
            wide, high = document.get_page_size(number)
        except pypdfium2.PdfiumError:
            continue
        sizes.append(f"{round(wide * MILLIMETRES)} × {round(high * MILLIMETRES)}")
    return list(dict.fromkeys(sizes))[:4]


def _moment(value: str) -> str:
    """Return a date of PDF (ISO 32000-1, 7.9.4) in ISO 8601, empty when it is none."""
    found = DATE.match(value)
    if not found:
        return ""
    year, *rest = found.group(*range(1, 7))
    sign, hours, minutes = found.group(7, 8, 9)
    zone = timezone(timedelta(hours=int(hours or 0), minutes=int(minutes or 0)) * _sign(sign))
    try:
        month, day, hour, minute, second = (int(part) if part else 0 for part in rest)
        at = datetime(int(year), month or 1, day or 1, hour, minute, second, tzinfo=zone)
    except ValueError:
        return ""
    return facts.moment(at.astimezone(UTC))


def _sign(sign: str | None) -> int:
    return -1 if sign == "-" else 1
