"""Schwärzung: find places in a PDF, and make a copy in which areas are gone for good.

Nothing of the original goes into the copy but what can be seen: each page becomes a picture, the
areas are painted over before it is stored, and only letters that show in that picture outside of the
areas become the text that is laid over it.
"""

import io
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from itertools import groupby
from typing import cast

import pikepdf
from PIL import Image, ImageChops, ImageDraw

from verbundakte.core.converters import pdf
from verbundakte.core.converters.letters import flat_page, letters_of
from verbundakte.core.converters.places import (
    Box,
    Hit,
    Letter,
    as_high_as_its_line,
    hits,
    joined,
    touches,
    union,
)
from verbundakte.core.converters.source import Source
from verbundakte.core.converters.text_layer import TextLayer

TOOL = f"pikepdf {pikepdf.__version__} / {pdf.TOOL}"
DPI, QUALITY = 200, 78
EDGE = 1
BLOCK = "\u2588"
GREY_SPREAD = 24
MAX_HITS = 5_000


def find_places(
    source: Source,
    *,
    terms: list[str],
    patterns: list[str],
    pages: list[int],
    words: dict,
    in_picture: bool,
) -> tuple[dict, list[bytes]]:
    """Operation: the places of words and patterns on `pages` (from 1), one after the other.

    `words`: the recognised words of pages without text. Words over the end of a page are found.
    """
    found: list[Hit] = []
    blank: list[int] = []
    last: list[Letter] = []
    with pdf.opened(source) as document:
        total = len(document)
        for number in (page for page in pages if page <= total):
            with flat_page(document, number) as page:
                letters = letters_of(
                    page, number, words.get(str(number), ()), in_picture=in_picture
                )
            found += hits(joined(last, letters), terms, patterns, only_across=True)
            found += hits(letters, terms, patterns)
            if not any(letter.char.isalnum() for letter in letters):
                blank.append(number)
            last = letters
    rows = [asdict(hit) for hit in found[:MAX_HITS]]
    return {"hits": rows, "blank": blank, "pages": total}, []


def redact_pages(
    source: Source, *, pages: list[int], areas: dict, words: dict, in_picture: bool
) -> tuple[dict, list[bytes]]:
    """Operation: `pages` (from 1) as pictures without what lies in `areas` ({page: boxes})."""
    target, layer, made = pikepdf.new(), TextLayer(), []
    hides_layers = _hides_layers(source)
    with pdf.opened(source) as document:
        for number in pages:
            boxes = [tuple(box) for box in areas.get(str(number), ())]
            with flat_page(document, number) as page:
                size = page.get_size()
                letters = letters_of(
                    page, number, words.get(str(number), ()), in_picture=in_picture
                )
            picture = _painted(pdf.render(document, number, round(size[0] / 72 * DPI)), boxes)
            texts = [] if hides_layers else list(_texts(letters, boxes, picture))
            made.append((size, picture, layer.content(texts, *size)))
    font = layer.font(target)
    for size, picture, content in made:
        target.pages.append(_page(target, size, picture, content, font))
    path = source.folder / "redacted.pdf"
    target.save(path, compress_streams=True)
    return {"pages": len(made), "tool": TOOL}, [path.read_bytes()]


def _hides_layers(source: Source) -> bool:
    """Tell whether some of what stands in the file is switched off: its text must not come along."""
    try:
        with source.open() as stream, pikepdf.open(stream) as document:
            shown = document.Root.get("/OCProperties", pikepdf.Dictionary()).get("/D", {})
            return bool(len(shown.get("/OFF", []))) or str(shown.get("/BaseState", "/ON")) != "/ON"
    except (pikepdf.PdfError, pikepdf.PasswordError):
        return True  # what cannot be asked is left to the text recognition of the copy


def tones(picture: Image.Image) -> tuple[int, int]:
    """Return the darkest and the brightest tone of a grey picture."""
    return cast("tuple[int, int]", picture.getextrema())


def _painted(picture: Image.Image, boxes: Sequence[Box]) -> Image.Image:
    """Paint the areas black and let a picture without colours be grey."""
    draw = ImageDraw.Draw(picture)
    wide, high = picture.width / 1000, picture.height / 1000
    for left, top, right, bottom in boxes:
        corner = (left * wide - EDGE, top * high - EDGE)
        draw.rectangle((*corner, right * wide + EDGE, bottom * high + EDGE), fill="black")
    red, green, blue = picture.split()
    spreads = (ImageChops.difference(red, green), ImageChops.difference(green, blue))
    is_grey = all(tones(spread)[1] <= GREY_SPREAD for spread in spreads)
    return picture.convert("L") if is_grey else picture


def _texts(
    letters: Sequence[Letter], boxes: Sequence[Box], picture: Image.Image
) -> Iterator[tuple[str, Box]]:
    """Yield the words that stay and show, each with its box; for an area a block, once."""
    seen = picture if picture.mode == "L" else picture.convert("L")
    places = [_area_at(letter, boxes) for letter in letters]
    kept = [
        area is None and letter.box is not None and _shows(letter.box, seen)
        for letter, area in zip(letters, places, strict=True)
    ]
    lines: dict[int, list[Box]] = {}
    for letter, stays in zip(letters, kept, strict=True):
        if stays and letter.box:
            lines.setdefault(letter.line, []).append(letter.box)
    told: set[int] = set()
    for (line, stays, area), group in groupby(
        zip(letters, kept, places, strict=True), key=lambda one: (one[0].line, one[1], one[2])
    ):
        if stays:
            yield from _word([one[0] for one in group], lines[line], boxes)
        elif area is not None and area not in told:
            told.add(area)
            yield BLOCK, boxes[area]
    yield from ((BLOCK, box) for area, box in enumerate(boxes) if area not in told)


def _area_at(letter: Letter, boxes: Sequence[Box]) -> int | None:
    if letter.box is None:
        return None
    return next((at for at, box in enumerate(boxes) if touches(letter.box, box, by=0.0)), None)


def _shows(box: Box, seen: Image.Image) -> bool:
    """Tell whether there is anything but one even tone where a letter stands."""
    wide, high = seen.width / 1000, seen.height / 1000
    left, top = max(0, int(box[0] * wide)), max(0, int(box[1] * high))
    right, bottom = (
        min(seen.width, int(box[2] * wide) + 1),
        min(seen.height, int(box[3] * high) + 1),
    )
    if right <= left or bottom <= top:
        return False
    low, most = tones(seen.crop((left, top, right, bottom)))
    return most - low > GREY_SPREAD


def _word(
    run: Sequence[Letter], line: Sequence[Box], boxes: Sequence[Box]
) -> Iterator[tuple[str, Box]]:
    """A word in its box, as high as its line; letter by letter where that would reach an area."""
    own = [(letter.char, letter.box) for letter in run if letter.box]
    around = as_high_as_its_line(union([box for _, box in own]), line)
    if any(touches(around, box, by=0.0) for box in boxes):
        yield from own
    else:
        yield "".join(char for char, _ in own), around


def _page(
    target: pikepdf.Pdf,
    size: tuple[float, float],
    picture: Image.Image,
    content: bytes,
    font: pikepdf.Object,
) -> pikepdf.Page:
    width, height = size
    stream, name = io.BytesIO(), pikepdf.Name
    picture.save(stream, "JPEG", quality=QUALITY, dpi=(DPI, DPI))
    space = name.DeviceGray if picture.mode == "L" else name.DeviceRGB
    image = target.make_stream(
        stream.getvalue(), Type=name.XObject, Subtype=name.Image, Width=picture.width,
        Height=picture.height, ColorSpace=space, BitsPerComponent=8, Filter=name.DCTDecode,
    )  # fmt: skip
    drawing = f"q {width:.3f} 0 0 {height:.3f} 0 0 cm /Bild Do Q\n".encode()
    return pikepdf.Page(
        target.make_indirect(
            pikepdf.Dictionary(
                Type=name.Page,
                MediaBox=[0, 0, width, height],
                Resources=pikepdf.Dictionary(
                    XObject=pikepdf.Dictionary(Bild=image), Font=pikepdf.Dictionary(Text=font)
                ),
                Contents=target.make_stream(drawing + content),
            )
        )
    )
