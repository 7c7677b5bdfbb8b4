"""The letters of a PDF page with their places, as the page is shown: turned, with its annotations."""

import ctypes
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import pypdfium2
import pypdfium2.raw as pdfium

from verbundakte.core.converters.errors import Damaged
from verbundakte.core.converters.pdf import DAMAGED, NO_SUCH_PAGE
from verbundakte.core.converters.places import Box, Letter

FINE = 1_000_000
FLAT = 0.05  # points
WHOLE: Box = (0.0, 0.0, 1000.0, 1000.0)
Words = Sequence[Sequence]
"""Recognised words: [text, left, top, width, height] in parts of a thousand."""


@contextmanager
def flat_page(document: pypdfium2.PdfDocument, number: int) -> Iterator[pypdfium2.PdfPage]:
    """Open page `number` (from 1); what annotations and fields show has become part of it."""
    if not 1 <= number <= len(document):
        raise Damaged(NO_SUCH_PAGE)
    try:
        page = document[number - 1]
        if pdfium.FPDFPage_GetAnnotCount(page.raw) > 0:
            pdfium.FPDFPage_Flatten(page.raw, pdfium.FLAT_NORMALDISPLAY)
            page.close()
            page = document[number - 1]
    except pypdfium2.PdfiumError:
        raise Damaged(DAMAGED) from None
    try:
        yield page
    finally:
        page.close()


def letters_of(
    page: pypdfium2.PdfPage, number: int, words: Words = (), *, in_picture: bool = False
) -> list[Letter]:
    """Return the letters of a page in the order of reading: its own text, else recognised words.

    `in_picture`: the words lie in the picture on the page, not on the page itself.
    """
    found = _own_letters(page, number)
    if words and not any(letter.char.isalnum() for letter in found):
        return _recognised(words, number, _picture_area(page) if in_picture else WHOLE)
    return found


def _own_letters(page: pypdfium2.PdfPage, number: int) -> list[Letter]:
    text = page.get_textpage()
    try:
        raw, line = text.raw, 0
        found: list[Letter] = []
        last: Box | None = None
        to_shown = _to_shown(page)
        for at in range(pdfium.FPDFText_CountChars(raw)):
            code = pdfium.FPDFText_GetUnicode(raw, at)
            char = chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"
            box = None
            if not char.isspace():
                box = to_shown(*_sides(raw, at))
            if box is not None:
                line += last is not None and _is_below(box, last)
                last = box
            found.append(Letter(char, box, number, line))
            if char == "\n":
                line, last = line + 1, None
        return found
    finally:
        text.close()


def _is_below(box: Box, last: Box) -> bool:
    """Tell whether a letter begins a new line: of a word that is parted pdfium tells no break."""
    return box[0] < last[0] and box[1] > (last[1] + last[3]) / 2


def _sides(raw, at: int) -> tuple[float, float, float, float]:
    """Left, bottom, right, top of a letter; of one that shows nothing the place it takes."""
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    pdfium.FPDFText_GetCharBox(raw, at, left, right, bottom, top)
    if right.value - left.value > FLAT and top.value - bottom.value > FLAT:
        return left.value, bottom.value, right.value, top.value
    loose = pdfium.FS_RECTF()
    pdfium.FPDFText_GetLooseCharBox(raw, at, loose)
    return loose.left, loose.bottom, loose.right, loose.top


def _to_shown(page: pypdfium2.PdfPage):
    """The way from the coordinates of the file to the page as it is shown."""

    def place(x: float, y: float) -> tuple[float, float]:
        across, down = ctypes.c_int(), ctypes.c_int()
        pdfium.FPDF_PageToDevice(page.raw, 0, 0, FINE, FINE, 0, x, y, across, down)
        return across.value * 1000 / FINE, down.value * 1000 / FINE

    zero, east, north = place(0, 0), place(100, 0), place(0, 100)
    (e, f), a, b = zero, (east[0] - zero[0]) / 100, (east[1] - zero[1]) / 100
    c, d = (north[0] - zero[0]) / 100, (north[1] - zero[1]) / 100

    def box(left: float, bottom: float, right: float, top: float) -> Box | None:
        xs = sorted((a * left + c * bottom + e, a * right + c * top + e))
        ys = sorted((b * left + d * bottom + f, b * right + d * top + f))
        is_shown = xs[1] > 0 and ys[1] > 0 and xs[0] < 1000 and ys[0] < 1000
        return (xs[0], ys[0], xs[1], ys[1]) if is_shown else None

    return box


def _picture_area(page: pypdfium2.PdfPage) -> Box:
    """Where the first picture of the page lies."""
    for one in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=2):
        found = _to_shown(page)(*one.get_bounds())
        if found is not None:
            return found
    return WHOLE


def _recognised(words: Words, number: int, area: Box) -> list[Letter]:
    """The letters of recognised words. Where in a word each stands is not known: all have its box."""
    wide, high = (area[2] - area[0]) / 1000, (area[3] - area[1]) / 1000
    found: list[Letter] = []
    line, last = 0, None
    for text, left, top, width, height in words:
        box = (
            area[0] + left * wide,
            area[1] + top * high,
            area[0] + (left + width) * wide,
            area[1] + (top + height) * high,
        )
        is_next = last is not None and (box[1] > (last[1] + last[3]) / 2 or box[0] < last[0])
        if last is not None:
            found.append(Letter("\n" if is_next else " ", None, number, line))
            line += is_next
        found += [Letter(char, box, number, line) for char in text]
        last = box
    return found
