"""One PDF out of many: our own sheets, the pages of Lesefassungen, numbers through, bookmarks.

The parts come as a ZIP made by the application; they are foreign bytes all the same. Nothing active
is taken over: no script, no form logic, no action of a link that starts something.
"""

import zipfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pikepdf
import weasyprint

from verbundakte.core.converters import weasy
from verbundakte.core.converters.errors import Damaged, Encrypted
from verbundakte.core.converters.pdf import DAMAGED, ENCRYPTED
from verbundakte.core.converters.source import Source

TOOL = f"pikepdf {pikepdf.__version__} / {weasy.TOOL}"
FONT = pikepdf.Name("/VaNummer")
SAFE_ACTIONS = ("/URI", "/GoTo")
EDGE, BAND, SIZE = 14, 96, 8


def sheet_to_pdf(source: Source) -> tuple[dict, list[bytes]]:
    """Operation: lay out a page of our own (HTML with its style, nothing from elsewhere)."""
    page = weasyprint.HTML(
        string=source.data.decode(), base_url=weasy.NOWHERE, url_fetcher=weasy.OwnPartsOnly({})
    )
    laid_out = page.render()
    return {"pages": len(laid_out.pages), "tool": weasy.TOOL}, [laid_out.write_pdf()]


def count_pages(source: Source) -> tuple[dict, list[bytes]]:
    """Operation: the number of pages. Raises Encrypted or Damaged for what cannot be taken over."""
    with source.open() as stream, opened(stream) as document:
        return {"pages": len(document.pages)}, []


def opened(stream) -> pikepdf.Pdf:
    """Open a PDF. Raises Encrypted, or Damaged (also when it has no pages)."""
    try:
        document = pikepdf.open(stream)
    except pikepdf.PasswordError:
        raise Encrypted(ENCRYPTED) from None
    except pikepdf.PdfError:
        raise Damaged(DAMAGED) from None
    if not len(document.pages):
        raise Damaged(DAMAGED)
    return document


def assemble(
    source: Source, *, parts: list[str], title: str = "", outline: list | None = None
) -> tuple[dict, list[bytes]]:
    """Operation: the pages of `parts` (names in the ZIP) in their order.

    With a `title` the pages are numbered through and `outline` (level, text, page from 1) becomes
    the bookmarks; without, the result is a part for the next round.
    """
    target, path = pikepdf.new(), source.folder / "volume.pdf"
    with ExitStack() as stack:
        for document in unpacked(source, parts, stack):
            target.pages.extend(document.pages)
        for page in target.pages:
            calm(page)
        if title:
            _number(target)
            _mark(target, outline or [])
            target.docinfo["/Title"] = title
        target.save(
            path, compress_streams=True, object_stream_mode=pikepdf.ObjectStreamMode.generate
        )
    return {"pages": len(target.pages), "tool": TOOL}, [path.read_bytes()]


def unpacked(source: Source, names: list[str], stack: ExitStack) -> Iterator[pikepdf.Pdf]:
    """Yield the PDFs of a ZIP, open as long as `stack`. Raises Encrypted or Damaged."""
    with zipfile.ZipFile(source.open()) as box:
        for number, name in enumerate(names):
            box.getinfo(name).filename = f"part-{number}.pdf"
            path = Path(box.extract(name, source.folder))
            stream = stack.enter_context(path.open("rb"))
            yield stack.enter_context(opened(stream))


def calm(page: pikepdf.Page) -> None:
    """Take away from a page what would act by itself or when clicked."""
    for key in ("/AA", "/Thumb", "/B"):
        if key in page.obj:
            del page.obj[key]
    for annotation in page.obj.get("/Annots", []):
        if not isinstance(annotation, pikepdf.Dictionary):
            continue
        if "/AA" in annotation:
            del annotation["/AA"]
        started = annotation.get("/A")
        if isinstance(started, pikepdf.Dictionary) and started.get("/S") not in SAFE_ACTIONS:
            del annotation["/A"]


def _number(target: pikepdf.Pdf) -> None:
    font = target.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Font,
            Subtype=pikepdf.Name.Type1,
            BaseFont=pikepdf.Name.Helvetica,
            Encoding=pikepdf.Name.WinAnsiEncoding,
        )
    )
    count = len(target.pages)
    for number, page in enumerate(target.pages, 1):
        page.add_resource(font, pikepdf.Name.Font, FONT)
        text = f"Seite {number} von {count}"
        stamp = f"\nQ q 0 g BT {FONT} {SIZE} Tf {_corner(page)} Tm ({text}) Tj ET Q\n"
        page.contents_add(b"q\n", prepend=True)
        page.contents_add(stamp.encode())


def _corner(page: pikepdf.Page) -> str:
    """The matrix that writes upright in the lower right corner, as the page is shown."""
    left, low, right, high = (float(value) for value in page.cropbox)
    turned = int(page.obj.get("/Rotate", 0)) % 360
    matrix = {
        90: (0, 1, -1, 0, right - EDGE, high - BAND),
        180: (-1, 0, 0, -1, left + BAND, high - EDGE),
        270: (0, -1, 1, 0, left + EDGE, low + BAND),
    }.get(turned, (1, 0, 0, 1, right - BAND, low + EDGE))
    return " ".join(f"{value:.2f}" for value in matrix)


def _mark(target: pikepdf.Pdf, outline: list) -> None:
    with target.open_outline() as tree:
        branches = [tree.root]
        for level, text, page in outline:
            item = pikepdf.OutlineItem(text, page - 1)
            del branches[level + 1 :]
            above = branches[-1]
            (above if level == 0 or above is tree.root else above.children).append(item)
            branches.append(item)
