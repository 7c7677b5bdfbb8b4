"""One PDF out of many letters, ready for the printer: each begins on a front side and carries a code.

The code stands at the left edge of the first page of each letter, outside of what DIN 5008 uses, so that
inserting machines and whoever finds a letter on the floor can tell which one it is.
"""

from collections.abc import Sequence
from contextlib import ExitStack

import pikepdf
import segno

from verbundakte.core.converters import pdf
from verbundakte.core.converters.frames import page_frame
from verbundakte.core.converters.letters import flat_page, letters_of
from verbundakte.core.converters.places import Box, Letter, union
from verbundakte.core.converters.source import Source
from verbundakte.core.converters.volume import calm, unpacked

TOOL = f"pikepdf {pikepdf.__version__}"
FONT = pikepdf.Name("/VaBriefnummer")
MM = 72 / 25.4
CODE_MM, EDGE_MM, FOOT_MM, SIZE = 9.0, 5.0, 62.0, 5.5


def print_job(
    source: Source, *, names: list[str], letters: list[dict], is_duplex: bool
) -> tuple[dict, list[bytes]]:
    """Operation: the parts of a ZIP in the order of `letters`: {"parts": numbers of `names`, or [number,
    page] of one page of it, "code": text of its code or "", "label": small text beside it}.

    With `is_duplex` a letter with an odd number of pages is followed by an empty one. Returns the number
    of pages of each letter. Raises Encrypted or Damaged.
    """
    target, path, counts = pikepdf.new(), source.folder / "print.pdf", []
    font = target.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Font,
            Subtype=pikepdf.Name.Type1,
            BaseFont=pikepdf.Name.Helvetica,
            Encoding=pikepdf.Name.WinAnsiEncoding,
        )
    )
    with ExitStack() as stack:
        parts = list(unpacked(source, names, stack))
        for part in parts:
            for page in part.pages:
                calm(page)
        for letter in letters:
            begin = len(target.pages)
            for part in letter["parts"]:
                target.pages.extend(_pages(parts, part))
            counts.append(len(target.pages) - begin)
            if letter["code"] and counts[-1]:
                _mark(target.pages[begin], letter["code"], letter["label"], font)
            if is_duplex and counts[-1] % 2:
                target.add_blank_page(page_size=(210 * MM, 297 * MM))
        target.remove_unreferenced_resources()
        target.save(path, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return {"pages": counts, "tool": TOOL}, [path.read_bytes()]


def page_lines(source: Source, *, page: int) -> tuple[dict, list[bytes]]:
    """Operation: the lines of text of a page with their sides, and the size of the page, in mm."""
    with pdf.opened(source) as document, flat_page(document, page) as opened:
        wide, high = (side / MM for side in opened.get_size())
        lines = _lines(letters_of(opened, page))
    rows = [
        [text, *(part / 1000 * side for part, side in zip(box, (wide, high) * 2, strict=True))]
        for text, box in lines
    ]
    return {"size": [wide, high], "lines": rows}, []


def _pages(parts: Sequence[pikepdf.Pdf], part: int | list[int]) -> list[pikepdf.Page]:
    if isinstance(part, int):
        return list(parts[part].pages)
    which, number = part
    return [parts[which].pages[number - 1]]


def _mark(page: pikepdf.Page, code: str, label: str, font: pikepdf.Object) -> None:
    rows = list(segno.make(code, error="m", micro=False).matrix)
    _, shown = page_frame(page)
    step, bottom = CODE_MM * MM / len(rows), FOOT_MM * MM
    squares = " ".join(
        f"{x * step:.3f} {(len(rows) - 1 - y) * step:.3f} {step:.3f} {step:.3f} re"
        for y, row in enumerate(rows)
        for x, dark in enumerate(row)
        if dark
    )
    text = label.encode("cp1252", "replace").hex()
    place = " ".join(f"{value:.2f}" for value in shown)
    page.add_resource(font, pikepdf.Name.Font, FONT)
    page.contents_add(b"q\n", prepend=True)
    page.contents_add(
        f"\nQ q {place} cm 1 0 0 1 {EDGE_MM * MM:.2f} {bottom:.2f} cm 0 g {squares} f"
        f" BT {FONT} {SIZE} Tf 0 1 -1 0 -2 0 Tm <{text}> Tj ET Q\n".encode()
    )


def _lines(letters: list[Letter]) -> list[tuple[str, Box]]:
    """Return text and place of each line; what stands far apart in one is two."""
    found: list[list[Letter]] = []
    for letter in letters:
        last = next((one for one in reversed(found[-1]) if one.box), None) if found else None
        if last is None or letter.line != last.line or _is_apart(last, letter):
            found.append([])
        found[-1].append(letter)
    lines = []
    for line in found:
        boxes = [letter.box for letter in line if letter.box is not None]
        if boxes:
            lines.append(("".join(letter.char for letter in line).strip(), union(boxes)))
    return lines


def _is_apart(last: Letter, letter: Letter) -> bool:
    """Tell whether between two letters of a line there is room for several."""
    if last.box is None or letter.box is None:
        return False
    high = last.box[3] - last.box[1]
    return letter.box[0] - last.box[2] > max(10.0, 2 * high) or letter.box[1] > last.box[3]
