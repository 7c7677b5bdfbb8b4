"""Reading PDF with pypdfium2: pages, text, picture, and what a person should know of it."""

from collections.abc import Iterator
from contextlib import contextmanager

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image

from verbundakte.core.converters.errors import Damaged, Encrypted, TooLarge
from verbundakte.core.converters.facts import Facts
from verbundakte.core.converters.limits import MAX_RENDER_PIXELS, TEXT_PIECE
from verbundakte.core.converters.revision import stamped
from verbundakte.core.converters.source import IN_MEMORY, Source

BUILD = str(pypdfium2.PDFIUM_INFO).partition("@")[0]
TOOL = stamped("pdf", f"PDFium {BUILD}", f"pypdfium2 {pypdfium2.PYPDFIUM_INFO}")
ENCRYPTED = (
    "Die PDF-Datei ist mit einem Kennwort geschützt. Öffnen Sie sie mit dem Kennwort, speichern Sie"
    " sie ohne und legen Sie das als neue Fassung ab; das Original bleibt, wie es ist."
)
DAMAGED = "Die PDF-Datei ist beschädigt und lässt sich nicht öffnen."
NO_SUCH_PAGE = "Diese Seite gibt es in dem Dokument nicht."
LOOKED_AT = 5
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
        if not any(_loads(document, index) for index in range(min(LOOKED_AT, len(document)))):
            raise Damaged(DAMAGED)
        yield document
    finally:
        document.close()


def _loads(document: pypdfium2.PdfDocument, index: int) -> bool:
    """Tell whether a page is really there: a broken tree promises pages that do not exist."""
    try:
        document[index].close()
    except pypdfium2.PdfiumError:
        return False
    return True


def notice_codes(document: pypdfium2.PdfDocument, found: Facts) -> list[str]:
    """Return what a person should know: active contents, attachments, forms, signatures."""
    raw = document.raw
    told = {
        "active": bool(found.active),
        "protected": pdfium.FPDF_GetSecurityHandlerRevision(raw) >= 0,
        "attachments": pdfium.FPDFDoc_GetAttachmentCount(raw) > 0,
        "portfolio": "is_portfolio" in found.known,
        "signed": pdfium.FPDF_GetSignatureCount(raw) > 0,
        "form": pdfium.FPDF_GetFormType(raw) != pdfium.FORMTYPE_NONE,
        "xfa": found.known.get("form") == "XFA",
    }
    return [code for code, is_so in told.items() if is_so]


def texts(
    document: pypdfium2.PdfDocument, first: int = 1, count: int = TEXT_PIECE
) -> tuple[list[str], list[int]]:
    """Return the text of `count` pages from `first` on, and the numbers of those that need OCR.

    A long document is read in pieces, each within the limits of one conversion.
    """
    pages, without = [], []
    for number in range(first, min(first + count, len(document) + 1)):
        text, shows_something = _page_text(document, number)
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
