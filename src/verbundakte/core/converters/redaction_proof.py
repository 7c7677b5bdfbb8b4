"""The proof of a Schwärzung: the finished copy is read again, by other ways than it was made.

Whatever is found is a German sentence; nothing may be stored then.
"""

import re
import subprocess
from collections.abc import Iterable, Iterator, Sequence

import pikepdf
from PIL import Image

from verbundakte.core.converters import pdf, programs
from verbundakte.core.converters.letters import flat_page, letters_of
from verbundakte.core.converters.places import (
    Box,
    Letter,
    hits,
    joined,
    pattern_of,
    touches,
)
from verbundakte.core.converters.redaction import BLOCK, tones
from verbundakte.core.converters.source import Source
from verbundakte.core.converters.text_layer import box_font, unicode_map
from verbundakte.core.search.fold import fold

WIDTH = 800
DARK = 60
SECONDS = 40
FOUND = "Seite {page}: Ein gesuchter Begriff ist noch zu lesen."
TOUCHED = "Seite {page}: Unter einer Schwärzung steht noch Text."
LIGHT = "Seite {page}: Eine Schwärzung deckt nicht."
STILL = "Ein gesuchter Begriff ist noch zu lesen."
STRANGE = "In der Datei steht mehr als Seitenbilder und ihr Text."
PAGE_KEYS = {"/Type", "/Parent", "/MediaBox", "/Resources", "/Contents"}
ROOT_KEYS = {"/Type", "/Pages"}
IMAGE_KEYS = {
    "/Type", "/Subtype", "/Width", "/Height", "/ColorSpace", "/BitsPerComponent", "/Filter",
    "/Length",
}  # fmt: skip
KINDS = {"/Catalog", "/Pages", "/Page", "/Font", "/FontDescriptor"}
STRINGS = {"Adobe", "Identity"}
FONT_KEYS = {"/Type", "/Subtype", "/BaseFont", "/Encoding", "/DescendantFonts", "/ToUnicode"}
CODE = re.compile(r"^<([0-9A-F]{4})> <((?:[0-9A-F]{4})+)>$", re.MULTILINE)


def prove_pages(
    source: Source,
    *,
    pages: list[int],
    terms: list[str],
    patterns: list[str],
    areas: dict,
    kept: dict,
) -> tuple[dict, list[bytes]]:
    """Operation: what is wrong on these pages. `areas` are painted over, `kept` were left out
    on purpose (both {page: boxes})."""
    problems: list[str] = []
    last: list[Letter] = []
    with pdf.opened(source) as document:
        for number in pages:
            with flat_page(document, number) as page:
                letters = letters_of(page, number)
            burnt, left = (_boxes(of, number) for of in (areas, kept))
            around = left + _boxes(kept, number - 1)
            found = [*hits(letters, terms, patterns), *_across(last, letters, terms, patterns)]
            if any(not _is_kept(hit.boxes, around) for hit in found):
                problems.append(FOUND.format(page=number))
            if any(_lies_in(letter, burnt) for letter in letters):
                problems.append(TOUCHED.format(page=number))
            if not _is_dark(pdf.render(document, number, WIDTH), burnt):
                problems.append(LIGHT.format(page=number))
            last = letters
    return {"problems": problems}, []


def _across(last: list[Letter], letters: list[Letter], terms, patterns) -> Iterable:
    return hits(joined(last, letters), terms, patterns, only_across=True)


def _boxes(of: dict, number: int) -> list[Box]:
    return [tuple(box) for box in of.get(str(number), ())]


def _is_kept(boxes: Sequence[Box], kept: Sequence[Box]) -> bool:
    return all(any(touches(box, other) for other in kept) for box in boxes)


def _lies_in(letter: Letter, burnt: Sequence[Box]) -> bool:
    if letter.box is None or letter.char == BLOCK:
        return False
    return any(touches(letter.box, box) for box in burnt)


def _is_dark(picture: Image.Image, burnt: Sequence[Box]) -> bool:
    """Tell whether nothing but black is seen where it was painted (its edges are not asked)."""
    grey = picture.convert("L")
    wide, high = grey.width / 1000, grey.height / 1000
    for left, top, right, bottom in burnt:
        inner = (
            int(left * wide) + 2,
            int(top * high) + 2,
            int(right * wide) - 1,
            int(bottom * high) - 1,
        )
        if inner[0] < inner[2] and inner[1] < inner[3] and tones(grey.crop(inner))[1] > DARK:
            return False
    return True


def prove_file(source: Source, *, terms: list[str]) -> tuple[dict, list[bytes]]:
    """Operation: what is wrong with the file as a whole: anything in it that does not belong, and
    `terms` (those that were nowhere left out) in the text as it is read without pdfium."""
    problems = []
    with source.open() as stream, pikepdf.open(stream) as document:
        if not is_plain(document):
            problems.append(STRANGE)
        texts = [] if problems else [_text_of(page) for page in document.pages]
    wanted = [pattern_of(term) for term in terms]
    for content in (*texts, *_second_reading(source)):
        if any(pattern.search(fold(content)) for pattern in wanted):
            problems.append(STILL)
            break
    return {"problems": problems, "tool": _tool()}, []


def is_plain(document: pikepdf.Pdf) -> bool:
    """Tell whether every object of a file is one that a Schwärzung makes: pages, each with one
    picture without remarks, their operators, and the font of boxes that is never seen."""
    if set(document.Root.keys()) - ROOT_KEYS or "/Info" in document.trailer:
        return False
    known: set[tuple[int, int]] = set()
    for page in document.pages:
        streams = _plain_streams(page.obj)
        if not streams:
            return False
        known |= {one.objgen for one in streams}
    return all(_is_known(one, known) for one in document.objects)


def _plain_streams(page: pikepdf.Object) -> list[pikepdf.Object]:
    """Return the streams of a page that holds nothing else, an empty list for any other page."""
    resources = page.get("/Resources", pikepdf.Dictionary())
    if set(page.keys()) - PAGE_KEYS or set(resources.keys()) != {"/XObject", "/Font"}:
        return []
    if set(resources.XObject.keys()) != {"/Bild"} or set(resources.Font.keys()) != {"/Text"}:
        return []
    picture, font = resources.XObject.Bild, resources.Font.Text
    if not _is_plain_picture(picture) or not _is_plain_font(font):
        return []
    below = font.DescendantFonts[0]
    empty = below.FontDescriptor.FontFile2
    return [picture, page.Contents, font.ToUnicode, below.CIDToGIDMap, empty]


def _is_plain_picture(picture: pikepdf.Object) -> bool:
    return not set(picture.keys()) - IMAGE_KEYS and not _has_remarks(picture.read_raw_bytes())


def _is_plain_font(font: pikepdf.Object) -> bool:
    if set(font.keys()) != FONT_KEYS:
        return False
    below = font.DescendantFonts[0]
    return (
        below.FontDescriptor.FontFile2.read_bytes() == box_font()
        and not below.CIDToGIDMap.read_bytes().replace(b"\0\1", b"")
        and unicode_map(_codes(font)) == font.ToUnicode.read_bytes()
    )


def _has_remarks(jpeg: bytes) -> bool:
    """Tell whether a JPEG says more than its picture (Exif, comments, thumbnails)."""
    at = 2
    while at + 4 <= len(jpeg) and jpeg[at] == 0xFF and jpeg[at + 1] != 0xDA:
        if jpeg[at + 1] == 0xFE or 0xE1 <= jpeg[at + 1] <= 0xEF:
            return True
        at += 2 + int.from_bytes(jpeg[at + 2 : at + 4])
    return False


def _is_known(one: pikepdf.Object, streams: set[tuple[int, int]]) -> bool:
    if isinstance(one, pikepdf.Stream):
        return one.objgen in streams or str(one.get("/Type", "")) in ("/ObjStm", "/XRef")
    return str(one.get("/Type", "")) in KINDS and set(_strings(one)) <= STRINGS


def _strings(one: pikepdf.Object) -> Iterator[str]:
    """The strings that stand in an object itself."""
    values = one.values() if isinstance(one, pikepdf.Dictionary) else one
    for value in values:
        if isinstance(value, pikepdf.String):
            yield str(value)
        elif isinstance(value, (pikepdf.Dictionary, pikepdf.Array)) and not value.is_indirect:
            yield from _strings(value)


def _codes(font: pikepdf.Object) -> dict[str, int]:
    """Return {character: code} as the font tells it."""
    return {
        bytes.fromhex(text).decode("utf-16-be"): int(code, 16)
        for code, text in CODE.findall(font.ToUnicode.read_bytes().decode("ascii"))
        if int(code, 16)
    }


def _text_of(page: pikepdf.Page) -> str:
    """The text of a page by its own operators."""
    chars = {code: char for char, code in _codes(page.obj.Resources.Font.Text).items()}
    pieces = []
    for operands, operator in pikepdf.parse_content_stream(page):
        if str(operator) == "Tj":
            data = bytes(operands[0])
            codes = (int.from_bytes(data[at : at + 2]) for at in range(0, len(data), 2))
            pieces.append("".join(chars.get(code, "\ufffd") for code in codes))
    return " ".join(pieces)


def _second_reading(source: Source) -> Iterator[str]:
    """The text as poppler reads it, where that program is installed."""
    program = programs.find("poppler")
    if not program.is_present:
        return
    command = [program.path, "-enc", "UTF-8", str(source.copy(".pdf")), "-"]
    try:
        done = subprocess.run(command, capture_output=True, timeout=SECONDS, check=True)
    except (OSError, subprocess.SubprocessError):
        return  # it is asked beside the others, not instead of them
    yield done.stdout.decode("utf-8", "replace")


def _tool() -> str:
    program = programs.find("poppler")
    second = f" / poppler {program.version}" if program.is_present else ""
    return f"{pdf.TOOL}{second}"
