"""Scanned pages made straight in a copy: the picture is laid otherwise, not computed anew."""

import math
from io import BytesIO

import pikepdf

from verbundakte.core.converters import calming
from verbundakte.core.converters.archival import PROTECTED, SIGNED
from verbundakte.core.converters.errors import Damaged, Encrypted, Unsupported
from verbundakte.core.converters.pdf import DAMAGED, ENCRYPTED
from verbundakte.core.converters.revision import stamped
from verbundakte.core.converters.source import Source

TOOL = stamped("straight", f"pikepdf {pikepdf.__version__}")
OTHER_BOXES = ("/TrimBox", "/BleedBox", "/ArtBox")


def straighten(source: Source, *, pages: dict[str, list[float]]) -> tuple[dict, list[bytes]]:
    """Operation: a PDF with `pages` {from 1: [degrees clockwise, degrees counterclockwise]} straight.

    Nothing is cut off: a page that was slanted becomes as large as its paper needs. Raises
    Unsupported where a change would break what the file promises (signature, protection).
    """
    try:
        target = pikepdf.open(BytesIO(source.data))
    except pikepdf.PasswordError:
        raise Encrypted(ENCRYPTED) from None
    except pikepdf.PdfError:
        raise Damaged(DAMAGED) from None
    path = source.folder / "straight.pdf"
    with target:
        if target.is_encrypted:
            raise Unsupported(PROTECTED)
        if calming.is_signed(target):
            raise Unsupported(SIGNED)
        if any(skew and "/Annots" in target.pages[int(at) - 1] for at, (_, skew) in pages.items()):
            target.flatten_annotations("all")  # what lies on a page turns with it
        for number, (turn, skew) in pages.items():
            page = target.pages[int(number) - 1]
            if turn:
                page.rotate(int(turn), relative=True)
            if skew:
                _lay_straight(page, math.radians(skew))
        target.save(path, fix_metadata_version=False, deterministic_id=True)
    return {"tool": TOOL, "notices": []}, [path.read_bytes()]


def _lay_straight(page: pikepdf.Page, angle: float) -> None:
    """Turn what is drawn about the middle of the page, and let the page grow around it."""
    left, low, right, high = (float(value) for value in page.cropbox)
    across, up = (left + right) / 2, (low + high) / 2
    cos, sin = math.cos(angle), math.sin(angle)
    matrix = (cos, sin, -sin, cos, across - across * cos + up * sin, up - across * sin - up * cos)
    laid = " ".join(f"{value:.6f}" for value in matrix)
    seen = f"{left:.3f} {low:.3f} {right - left:.3f} {high - low:.3f} re W n"
    page.contents_add(f"q {laid} cm {seen}\n".encode(), prepend=True)
    page.contents_add(b"\nQ\n")
    wide = ((right - left) * cos + (high - low) * abs(sin)) / 2
    tall = ((high - low) * cos + (right - left) * abs(sin)) / 2
    page.mediabox = page.cropbox = [
        round(value, 3) for value in (across - wide, up - tall, across + wide, up + tall)
    ]
    for name in OTHER_BOXES:
        if name in page.obj:
            del page.obj[name]
