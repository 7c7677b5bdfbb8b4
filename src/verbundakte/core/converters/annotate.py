"""Remarks and marks written into a copy of a PDF as its annotations, for other programs to show."""

from datetime import datetime

import pikepdf
from pikepdf import Array, Dictionary, Name

from verbundakte.core.converters.frames import page_frame
from verbundakte.core.converters.source import Source
from verbundakte.core.converters.volume import opened

TOOL = f"pikepdf {pikepdf.__version__}"
PRINTED = 4
YELLOW, GREY = (1, 0.87, 0.35), (0.85, 0.85, 0.85)
SIGN, STEP, EDGE = 20, 24, 12
APPEARANCE = "/Deckung gs {0} {1} {2} rg {3}"


def annotate(source: Source, *, notes: list[dict]) -> tuple[dict, list[bytes]]:
    """Operation: the PDF with `notes` on its pages: page, areas (left, top, width, height in parts of
    a thousand of the page as it is shown), text, author, at (ISO), is_settled, answers.

    What is marked becomes a highlight, a remark without a place a sign at the edge of its page.
    Raises Encrypted or Damaged.
    """
    path, signs = source.folder / "annotated.pdf", {}
    with source.open() as stream, opened(stream) as document:
        for number, note in enumerate(notes, 1):
            if not 1 <= note["page"] <= len(document.pages):
                continue
            page = document.pages[note["page"] - 1]
            if note["areas"]:
                made = _highlight(document, page, note)
            else:
                signs[note["page"]] = signs.get(note["page"], -1) + 1
                made = _sign(page, signs[note["page"]])
            _put(document, page, made, note, f"Anmerkung-{number}")
        document.save(path, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return {"tool": TOOL}, [path.read_bytes()]


def _put(document: pikepdf.Pdf, page: pikepdf.Page, made: Dictionary, note: dict, name: str):
    """Write an annotation and the answers to it."""
    if "/Annots" not in page.obj:
        page.obj.Annots = Array()
    first = document.make_indirect(_told(made, note, name))
    page.obj.Annots.append(first)
    for number, answer in enumerate(note["answers"], 1):
        reply = Dictionary(Subtype=Name.Text, Rect=made.Rect, IRT=first, RT=Name.R)
        page.obj.Annots.append(document.make_indirect(_told(reply, answer, f"{name}-{number}")))


def _told(made: Dictionary, note: dict, name: str) -> Dictionary:
    made.Type, made.F, made.NM = Name.Annot, PRINTED, pikepdf.String(name)
    made.Contents, made.T = pikepdf.String(note["text"]), pikepdf.String(note["author"])
    made.M = made.CreationDate = f"{datetime.fromisoformat(note['at']):D:%Y%m%d%H%M%SZ}"
    return made


def _sign(page: pikepdf.Page, before: int) -> Dictionary:
    (wide, tall), matrix = page_frame(page)
    left, top = wide - EDGE - SIGN, tall - EDGE - before * STEP
    rect = _around([_point(matrix, left, top - SIGN), _point(matrix, left + SIGN, top)])
    return Dictionary(Subtype=Name.Text, Rect=rect, Name=Name.Comment, C=Array(YELLOW))


def _highlight(document: pikepdf.Pdf, page: pikepdf.Page, note: dict) -> Dictionary:
    (wide, tall), matrix = page_frame(page)
    quads = []
    for left, top, width, height in note["areas"]:
        xs = [left * wide / 1000, (left + width) * wide / 1000]
        ys = [tall - top * tall / 1000, tall - (top + height) * tall / 1000]
        quads.append([_point(matrix, x, y) for y in ys for x in xs])
    rect = _around([corner for quad in quads for corner in quad])
    colour = GREY if note["is_settled"] else YELLOW
    return Dictionary(
        Subtype=Name.Highlight, Rect=rect, C=Array(colour),
        QuadPoints=Array([value for quad in quads for corner in quad for value in corner]),
        AP=Dictionary(N=document.make_indirect(_appearance(document, rect, quads, colour))),
    )  # fmt: skip


def _appearance(document: pikepdf.Pdf, rect: Array, quads: list, colour: tuple) -> pikepdf.Stream:
    """How a highlight looks: colour over which the letters stay readable."""
    drawn = "".join(
        f"{a[0]:.2f} {a[1]:.2f} m {b[0]:.2f} {b[1]:.2f} l {d[0]:.2f} {d[1]:.2f} l "
        f"{c[0]:.2f} {c[1]:.2f} l h f "
        for a, b, c, d in quads
    )
    stream = document.make_stream(APPEARANCE.format(*colour, drawn).encode())
    stream.Type, stream.Subtype, stream.BBox = Name.XObject, Name.Form, rect
    stream.Resources = Dictionary(ExtGState=Dictionary(Deckung=Dictionary(BM=Name.Multiply)))
    return stream


def _point(matrix: tuple[float, ...], x: float, y: float) -> tuple[float, float]:
    across, up = pikepdf.Matrix(*matrix).transform((x, y))
    return round(across, 2), round(up, 2)


def _around(corners: list[tuple[float, float]]) -> Array:
    xs, ys = zip(*corners, strict=True)
    return Array([min(xs), min(ys), max(xs), max(ys)])
