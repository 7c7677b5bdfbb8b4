"""Pages of one or several PDFs in a new order, turned; nothing of the pages left out comes along."""

from contextlib import ExitStack
from io import BytesIO

import pikepdf

from verbundakte.core.converters.errors import Damaged
from verbundakte.core.converters.pdf import NO_SUCH_PAGE
from verbundakte.core.converters.source import Source
from verbundakte.core.converters.volume import calm, opened, unpacked

TOOL = f"pikepdf {pikepdf.__version__}"


def arrange(
    source: Source, *, names: list[str], pages: list[list[int]]
) -> tuple[dict, list[bytes]]:
    """Operation: one PDF of `pages` [which of `names` in the ZIP, page from 1, degrees to turn].

    Raises Encrypted or Damaged.
    """
    target, path = pikepdf.new(), source.folder / "arranged.pdf"
    with ExitStack() as stack:
        parts = list(unpacked(source, names, stack))
        for part in parts:
            _flatten_form(part)
            for page in part.pages:
                _loosen(page)
        for which, number, turn in pages:
            if not 1 <= number <= len(parts[which].pages):
                raise Damaged(NO_SUCH_PAGE)
            target.pages.append(parts[which].pages[number - 1])
            target.pages[-1].rotate(turn, relative=True)
        target.remove_unreferenced_resources()
        target.save(
            path,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            deterministic_id=True,
        )
    return {"pages": len(target.pages), "tool": TOOL}, [path.read_bytes()]


def cut(source: Source, *, parts: list[list[int]]) -> tuple[dict, list[bytes]]:
    """Operation: one PDF for each of `parts` (pages from 1). Raises Encrypted or Damaged."""
    made = []
    with source.open() as stream, opened(stream) as document:
        _flatten_form(document)
        for page in document.pages:
            _loosen(page)
        for numbers in parts:
            target, written = pikepdf.new(), BytesIO()
            for number in numbers:
                if not 1 <= number <= len(document.pages):
                    raise Damaged(NO_SUCH_PAGE)
                target.pages.append(document.pages[number - 1])
            target.remove_unreferenced_resources()
            target.save(written, deterministic_id=True)
            made.append(written.getvalue())
    return {"tool": TOOL}, made


def _flatten_form(part: pikepdf.Pdf) -> None:
    """Let what stands in fields of a form become part of the pages: the form stays behind."""
    form = part.Root.get("/AcroForm")
    if form is None:
        return
    if form.get("/NeedAppearances"):
        part.generate_appearance_streams()
    part.flatten_annotations("all")


def _loosen(page: pikepdf.Page) -> None:
    """Cut what leads from a page to the rest of its file: fields of forms, the structure."""
    calm(page)
    for key in ("/StructParents", "/Metadata", "/PieceInfo"):
        if key in page.obj:
            del page.obj[key]
    for annotation in page.obj.get("/Annots", []):
        if isinstance(annotation, pikepdf.Dictionary):
            for key in ("/Parent", "/StructParent", "/IRT"):
                if key in annotation:
                    del annotation[key]
