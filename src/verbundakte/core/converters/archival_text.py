"""Lays the recognised words of a scan unseen over its pages, each where it stands in the picture."""

import pikepdf

from verbundakte.core.converters.frames import Frame, page_frame
from verbundakte.core.converters.pdfa.lexer import operations
from verbundakte.core.converters.text_layer import TextLayer

FONT = pikepdf.Name("/VaErkannt")
FONT_WRITTEN = b"/VaErkannt "
WORD_PARTS = 5


def lay_over(pdf: pikepdf.Pdf, texts: dict[int, list], *, is_picture: bool) -> None:
    """Write `texts` (page -> [text, left, top, width, height] in thousandths) over the pages."""
    layer, written = TextLayer(), []
    for number, words in texts.items():
        if not 1 <= number <= len(pdf.pages):
            continue
        page = pdf.pages[number - 1]
        boxes = [_box(word) for word in words if len(word) == WORD_PARTS and word[0].strip()]
        frame = _picture_frame(page) if is_picture else page_frame(page)
        if not boxes or frame is None:
            continue
        (wide, high), matrix = frame
        text = layer.content(boxes, wide, high).replace(b"/Text ", FONT_WRITTEN)
        placed = " ".join(f"{value:.5f}" for value in matrix).encode()
        page.contents_add(b"q\n", prepend=True)
        page.contents_add(b"\nQ\nq " + placed + b" cm\n" + text + b"\nQ\n")
        written.append(page)
    if written:
        font = layer.font(pdf)
        for page in written:
            page.add_resource(font, pikepdf.Name.Font, FONT)


def _box(word: list) -> tuple[str, tuple[float, float, float, float]]:
    text, left, top, width, height = word
    return text + " ", (left, top, left + width, top + height)


def _picture_frame(page: pikepdf.Page) -> Frame | None:
    """The place of the only picture of a page that was made from it, as the page is shown."""
    page.contents_coalesce()
    placed, kept = pikepdf.Matrix(), []
    for operation in operations(page.obj.Contents.read_bytes()):
        if operation.operator == b"q":
            kept.append(placed)
        elif operation.operator == b"Q" and kept:
            placed = kept.pop()
        elif operation.operator == b"cm":
            placed = pikepdf.Matrix(*map(float, operation.operands)) @ placed
        elif operation.operator == b"Do":
            _, to_page = page_frame(page)
            shown = placed @ pikepdf.Matrix(*to_page).inverse()
            area = shown.transform(pikepdf.Rectangle(0, 0, 1, 1))
            there = pikepdf.Matrix(1, 0, 0, 1, area.llx, area.lly) @ pikepdf.Matrix(*to_page)
            return (area.width, area.height), there.shorthand
    return None
