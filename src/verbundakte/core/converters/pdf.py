"""Reading PDF with pypdfium2: pages, text, picture, and what is active in the file."""

import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image

from verbundakte.core.converters.errors import Damaged, Encrypted, TooLarge
from verbundakte.core.converters.limits import (
    MAX_RENDER_PIXELS,
    MAX_TEXT_CHARS,
    MAX_TEXT_PAGES,
)
from verbundakte.core.converters.source import IN_MEMORY, Source

TOOL = f"pypdfium2 {pypdfium2.PYPDFIUM_INFO} / PDFium {pypdfium2.PDFIUM_INFO}"
ENCRYPTED = "Die PDF-Datei ist mit einem Kennwort geschützt."
DAMAGED = "Die PDF-Datei ist beschädigt und lässt sich nicht öffnen."
NO_SUCH_PAGE = "Diese Seite gibt es in dem Dokument nicht."
ACTIVE = re.compile(rb"/(?:JavaScript|JS|Launch|RichMedia|SubmitForm|ImportData)\b")
OBJECT_STREAM = re.compile(rb"/Type\s*/ObjStm\b.{0,300}?stream\r?\n", re.DOTALL)
MAX_OBJECT_STREAM = 4 << 20
MAX_OBJECT_STREAMS = 400
MAX_PAGE_POINTS = 20_000


@contextmanager
def opened(source: Source) -> Iterator[pypdfium2.PdfDocument]:
    """Open the document. Raises Encrypted or Damaged."""
    stream = source.data if source.size <= IN_MEMORY else source.open()
    try:
        document = pypdfium2.PdfDocument(stream)
    except pypdfium2.PdfiumError:
        wants_password = pdfium.FPDF_GetLastError() == pdfium.FPDF_ERR_PASSWORD
        raise Encrypted(ENCRYPTED) if wants_password else Damaged(DAMAGED) from None
    try:
        if not len(document):
            raise Damaged(DAMAGED)
        yield document
    finally:
        document.close()


def notice_codes(source: Source, document: pypdfium2.PdfDocument) -> list[str]:
    """Return what a person should know: active contents, attachments, forms, signatures."""
    codes = []
    raw = document.raw
    if pdfium.FPDFDoc_GetJavaScriptActionCount(raw) > 0 or _has_active(source.data):
        codes.append("active")
    if pdfium.FPDF_GetSecurityHandlerRevision(raw) >= 0:
        codes.append("protected")
    if pdfium.FPDFDoc_GetAttachmentCount(raw) > 0:
        codes.append("attachments")
    if pdfium.FPDF_GetSignatureCount(raw) > 0:
        codes.append("signed")
    if pdfium.FPDF_GetFormType(raw) != pdfium.FORMTYPE_NONE:
        codes.append("form")
    return codes


def _has_active(data: bytes) -> bool:
    if ACTIVE.search(data):
        return True
    for count, found in enumerate(OBJECT_STREAM.finditer(data)):
        if count > MAX_OBJECT_STREAMS:
            return False
        try:
            unpacked = zlib.decompressobj().decompress(data[found.end() :], MAX_OBJECT_STREAM)
        except zlib.error:
            continue
        if ACTIVE.search(unpacked):
            return True
    return False


def texts(document: pypdfium2.PdfDocument) -> tuple[list[str], list[int]]:
    """Return the text of each page, and the numbers (from 1) of pages that need OCR."""
    if len(document) > MAX_TEXT_PAGES:
        raise TooLarge(f"Das Dokument hat mehr als {MAX_TEXT_PAGES} Seiten.")
    pages, without, total = [], [], 0
    for number in range(1, len(document) + 1):
        text, shows_something = _page_text(document, number)
        total += len(text)
        if total > MAX_TEXT_CHARS:
            break
        pages.append(text)
        if shows_something and sum(map(str.isalnum, text)) < 3:
            without.append(number)
    return pages, without


def _page_text(document: pypdfium2.PdfDocument, number: int) -> tuple[str, bool]:
    try:
        page = document[number - 1]
    except pypdfium2.PdfiumError:
        return "", False
    try:
        text_page = page.get_textpage()
        text = text_page.get_text_range(errors="ignore")
        text_page.close()
        objects = pdfium.FPDFPage_CountObjects(page.raw)
        shows_something = objects + pdfium.FPDFPage_GetAnnotCount(page.raw) > 0
    except pypdfium2.PdfiumError:
        return "", False
    finally:
        page.close()
    clean = text.replace("\r\n", "\n").replace("\0", "").replace("\ufffe", "-")
    return clean.encode("utf-8", "ignore").decode(), shows_something


def render(document: pypdfium2.PdfDocument, number: int, width: int) -> Image.Image:
    """Return page `number` (from 1) `width` pixels wide; no script runs, forms are shown."""
    if not 1 <= number <= len(document):
        raise Damaged(NO_SUCH_PAGE)
    try:
        page = document[number - 1]
    except pypdfium2.PdfiumError:
        raise Damaged(DAMAGED) from None
    try:
        points_wide, points_high = page.get_size()
        if not 0 < points_wide < MAX_PAGE_POINTS or not 0 < points_high < MAX_PAGE_POINTS:
            raise TooLarge("Die Seite ist zu groß für eine Ansicht.")
        scale = min(width / points_wide, (MAX_RENDER_PIXELS / points_wide / points_high) ** 0.5)
        scale = max(scale, 1 / min(points_wide, points_high))
        bitmap = page.render(scale=scale, may_draw_forms=False, draw_annots=True)
        picture = bitmap.to_pil().convert("RGB")
        bitmap.close()
        return picture
    finally:
        page.close()


def page_points(document: pypdfium2.PdfDocument, number: int) -> tuple[float, float]:
    """Return width and height of a page in points."""
    width, height = document.get_page_size(number - 1)
    return max(1.0, width), max(1.0, height)
