"""The graphics state while a content stream is followed, and the dictionaries that change it."""

from dataclasses import dataclass, replace
from typing import Any

import pikepdf

from verbundakte.core.converters.pdfa.colour import check_intent_name
from verbundakte.core.converters.pdfa.paper import (
    Paper,
    is_dict,
    is_stream,
    items,
    name,
    named,
    number,
    value,
    words,
)

BLENDS = words(
    "Normal Compatible Multiply Screen Overlay Darken Lighten ColorDodge ColorBurn HardLight"
    " SoftLight Difference Exclusion Hue Saturation Color Luminosity"
)
PLAIN = ("Normal", "Compatible")
HALFTONES = (1, 5)
PROCESS_COLOURS = words("Cyan Magenta Yellow Black Red Green Blue Gray")
NEARLY = 0.000001


@dataclass(frozen=True)
class State:
    """What the operators of a content stream set."""

    fill: object = "DeviceGray"
    stroke: object = "DeviceGray"
    fill_pattern: object = None
    stroke_pattern: object = None
    font: object = None
    mode: int = 0
    fill_overprints: bool = False
    stroke_overprints: bool = False
    overprint_mode: int = 0

    def overprints(self, *, is_stroke: bool) -> bool:
        """Whether painting overprints in the mode that ICC based CMYK forbids."""
        is_on = self.stroke_overprints if is_stroke else self.fill_overprints
        return is_on and self.overprint_mode == 1


def apply(paper: Paper, found: Any, state: State, place: str) -> tuple[State, bool]:
    """Check an ExtGState dictionary; return the new state and whether it is transparent."""
    if not is_dict(found):
        return state, False
    paper.check("/TR" not in found, "uebertragungsfunktion", place)
    paper.check(named(found, "/TR2") in (None, "Default"), "uebertragungsfunktion", place)
    if value(found, "/TR2") is not None and named(found, "/TR2") is None:
        paper.fail("uebertragungsfunktion", place)
    paper.check("/HTP" not in found, "raster-ursprung", place)
    _halftone(paper, value(found, "/HT"), place)
    check_intent_name(paper, named(found, "/RI"), place)
    is_clear = _transparency(paper, found, place)
    changes = {}
    font = items(value(found, "/Font"))
    if font:
        changes["font"] = font[0]
    stroke, fill = value(found, "/OP"), value(found, "/op")
    if isinstance(stroke, bool):
        changes["stroke_overprints"] = stroke
        if not isinstance(fill, bool):
            changes["fill_overprints"] = stroke
    if isinstance(fill, bool):
        changes["fill_overprints"] = fill
    mode = number(value(found, "/OPM"))
    if mode is not None:
        changes["overprint_mode"] = int(mode)
    return replace(state, **changes), is_clear


def _transparency(paper: Paper, found: pikepdf.Dictionary, place: str) -> bool:
    soft = value(found, "/SMask")
    has_mask = soft is not None and name(soft) != "None"
    paper.check(not has_mask, "transparenz-maske", place)
    is_thin = False
    for key in ("/CA", "/ca"):
        alpha = number(value(found, key))
        is_full = alpha is None or abs(alpha - 1) < NEARLY
        paper.check(is_full, "transparenz-deckkraft", place)
        is_thin |= not is_full
    blend = value(found, "/BM")
    modes = (
        [name(each) for each in items(blend)] if isinstance(blend, pikepdf.Array) else [name(blend)]
    )
    is_blended = False
    for mode in modes if blend is not None else []:
        paper.check(mode in BLENDS, "transparenz-mischung-unbekannt", place)
        paper.check(mode in PLAIN, "transparenz-mischung", place)
        is_blended |= mode not in PLAIN
    return has_mask or is_thin or is_blended


def _halftone(paper: Paper, found: Any, place: str, colorant: str = "") -> None:
    if not (is_dict(found) or is_stream(found)):
        return
    kind = value(found, "/HalftoneType")
    paper.check(kind in HALFTONES, "raster-art", place)
    paper.check("/HalftoneName" not in found, "raster-name", place)
    if colorant in PROCESS_COLOURS:
        paper.check("/TransferFunction" not in found, "raster-funktion", place)
    elif colorant and colorant != "Default":
        paper.check("/TransferFunction" in found, "raster-funktion", place)
    if kind == 5:
        for key in found.keys():  # noqa: SIM118
            _halftone(paper, value(found, key), place, key[1:])
