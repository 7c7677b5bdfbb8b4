"""What lies on the pages of a scan: nothing, a code of ours, or something to keep.

A page is blank when no cells of about 0.7 mm that lie together (but for a few) are clearly darker than
its paper: single ones are dust. The edge is left out, where scanners draw shadows and files are punched.
"""

from importlib.metadata import version

import pikepdf
import zxingcpp
from PIL import Image, ImageChops, ImageFilter, ImageStat

from verbundakte.core.converters import images, jbig2, media, pdf
from verbundakte.core.converters.errors import Unsupported
from verbundakte.core.converters.source import Source

TOOL = f"zxing-cpp {version('zxing-cpp')}"
WIDTH = 1240  # 150 dpi on A4
CELLS_WIDE, CELLS_MOST_HIGH = 300, 3_000
EDGE = 0.04
DARKER, DUST = 28, 3
NEIGHBOURS = ImageFilter.Kernel((3, 3), (1, 1, 1, 1, 0, 1, 1, 1, 1), scale=8)
MOST_CODES, MOST_CHARS = 4, 120
ONLY_SCANS = "Seiten eines Scans gibt es nur in PDF und Bildern."


def look_at_scan(
    source: Source, *, first: int = 1, count: int = 20, prefix: str = ""
) -> tuple[dict, list[bytes]]:
    """Operation: of `count` pages from `first` on whether they are blank, and codes with `prefix`.

    `pages` is how many there are in all; `has_symbols` whether a picture is coded by symbols.
    """
    kind = media.identify(source).kind
    if kind == "pdf":
        with pdf.opened(source) as document:
            pages = len(document)
            wanted = range(first, min(first + count, pages + 1))
            found = [_looked(pdf.render(document, number, WIDTH), prefix) for number in wanted]
        symbols = first == 1 and _has_symbols(source)
    elif kind == "image":
        pages = images.frame_count(images.opened(source))
        wanted = range(first, min(first + count, pages + 1))
        found = [_looked(_narrowed(images.frame(source, number)), prefix) for number in wanted]
        symbols = False
    else:
        raise Unsupported(ONLY_SCANS)
    return {"pages": pages, "found": found, "has_symbols": symbols, "tool": TOOL}, []


def _narrowed(picture: Image.Image) -> Image.Image:
    if picture.width <= WIDTH:
        return picture
    return picture.resize((WIDTH, max(1, round(picture.height * WIDTH / picture.width))))


def _looked(picture: Image.Image, prefix: str) -> dict:
    grey = picture.convert("L")
    is_blank = dark_cells(grey) <= DUST
    return {"is_blank": is_blank, "codes": [] if is_blank else _codes(grey, prefix)}


def dark_cells(grey: Image.Image) -> int:
    """Return how many cells of a page are clearly darker than its paper, beside another such cell."""
    across, down = round(grey.width * EDGE), round(grey.height * EDGE)
    inside = grey.crop((across, down, grey.width - across, grey.height - down))
    wide = min(CELLS_WIDE, inside.width)
    high = max(1, min(CELLS_MOST_HIGH, round(inside.height * wide / inside.width)))
    cells = inside.resize((wide, high), Image.Resampling.BOX)
    paper = ImageStat.Stat(cells).median[0]
    dark = cells.point([255 * (value <= paper - DARKER) for value in range(256)])
    beside = dark.filter(NEIGHBOURS).point([255 * (value > 0) for value in range(256)])
    return ImageChops.darker(dark, beside).histogram()[255]


def _codes(grey: Image.Image, prefix: str) -> list[str]:
    found = zxingcpp.read_barcodes(grey, formats=zxingcpp.BarcodeFormat.QRCode)
    texts = [code.text[:MOST_CHARS] for code in found if code.text.startswith(prefix)]
    return sorted(set(texts))[:MOST_CODES]


def _has_symbols(source: Source) -> bool:
    """Tell whether a stream of a PDF, or what it shares with others, is coded by symbols."""
    try:
        with pikepdf.open(source.open()) as document:
            return any(_is_symbolic(found) for found in document.objects)
    except (pikepdf.PdfError, RecursionError):  # what nobody can read shows nothing either
        return False


def _is_symbolic(found) -> bool:
    if not isinstance(found, pikepdf.Stream) or "/JBIG2Decode" not in str(found.get("/Filter", "")):
        return False
    streams = [found.read_raw_bytes()]
    parameters = found.get("/DecodeParms", pikepdf.Dictionary())
    for one in parameters if isinstance(parameters, pikepdf.Array) else [parameters]:
        shared = one.get("/JBIG2Globals") if isinstance(one, pikepdf.Dictionary) else None
        if isinstance(shared, pikepdf.Stream):
            streams.append(shared.read_bytes())
    return any(map(jbig2.has_symbols, streams))
