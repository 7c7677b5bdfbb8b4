"""Embedded font programs: which glyphs they have, and how wide these are in thousandths."""

import logging
import struct
from dataclasses import dataclass, field
from io import BytesIO
from itertools import pairwise

from fontTools.cffLib import CFFFontSet
from fontTools.misc.psCharStrings import T2WidthExtractor
from fontTools.ttLib import TTFont

from verbundakte.core.converters.pdfa import type1
from verbundakte.core.converters.pdfa.encodings import NOTDEF

logging.getLogger("fontTools").setLevel(logging.CRITICAL)

FILES = ("/FontFile", "/FontFile2", "/FontFile3")


@dataclass
class Program:
    """A font program. Glyphs are named (Type 1, CFF) or numbered (TrueType); some are `empty`."""

    kind: str
    names: dict[str, int] = field(default_factory=dict)
    encoding: dict[int, str] | None = None
    cmaps: dict[tuple[int, int], dict[int, int]] = field(default_factory=dict)
    tables: int = 0
    count: int = 0
    cids: dict[int, int] | None = None
    empty: frozenset[int] = frozenset()
    source: object = None
    scale: float = 1.0
    known: dict[int, float | None] = field(default_factory=dict)

    def width(self, glyph: int) -> float | None:
        """Return the width of a glyph by its number; None when it cannot be told."""
        if glyph not in self.known:
            self.known[glyph] = self._width(glyph)
        return self.known[glyph]

    def _width(self, glyph: int) -> float | None:
        try:
            if self.kind == "truetype":
                return self.source[glyph] * self.scale
            if self.kind == "type1":
                return list(self.source.values())[glyph] * self.scale
            return _cff_width(self.source, glyph) * self.scale
        except Exception:  # a broken glyph breaks its interpreter in any way
            return None


def _cff_width(top: object, glyph: int) -> float:
    strings = top.CharStrings
    found, _ = strings.getItemAndSelector(top.charset[glyph])
    private = found.private
    reader = T2WidthExtractor(
        getattr(private, "Subrs", []),
        top.GlobalSubrs,
        private.nominalWidthX,
        private.defaultWidthX,
        private,
    )
    reader.execute(found)
    return float(reader.width)


def read_truetype(data: bytes) -> Program:
    """Read a TrueType program (FontFile2), or an OpenType one with TrueType outlines."""
    font = TTFont(BytesIO(data), lazy=True, checkChecksums=0)
    if "CFF " in font:
        return read_cff(font.getTableData("CFF "), cmaps=_cmaps(font))
    program = Program("truetype", source=_advances(font), count=font["maxp"].numGlyphs)
    program.scale = 1000 / font["head"].unitsPerEm
    program.cmaps = _cmaps(font)
    program.tables = len(font["cmap"].tables) if "cmap" in font else 0
    program.names = {each: at for at, each in enumerate(font.getGlyphOrder())}
    program.empty = _empty_glyphs(font)
    return program


def _empty_glyphs(font: TTFont) -> frozenset[int]:
    """The numbers of glyphs that draw nothing: a subset keeps the places of those it left out."""
    places = list(font["loca"].locations) if "loca" in font else []
    pairs = enumerate(pairwise(places))
    return frozenset(at for at, (start, end) in pairs if start == end)


def _advances(font: TTFont) -> list[int]:
    """The widths of all glyphs; subsets may leave out the end of the table (hmtx)."""
    data, told = font.getTableData("hmtx"), font["hhea"].numberOfHMetrics
    found = [each for each, _ in struct.iter_unpack(">Hh", data[: len(data) // 4 * 4])][:told]
    missing = font["maxp"].numGlyphs - told
    return found + [found[-1]] * missing if len(found) == told else found


def _cmaps(font: TTFont) -> dict[tuple[int, int], dict[int, int]]:
    if "cmap" not in font:
        return {}
    return {
        (each.platformID, each.platEncID): {
            code: font.getGlyphID(glyph) for code, glyph in (each.cmap or {}).items()
        }
        for each in font["cmap"].tables
        if hasattr(each, "cmap")
    }


def read_cff(data: bytes, cmaps: dict | None = None) -> Program:
    """Read a CFF program (FontFile3)."""
    fonts = CFFFontSet()
    fonts.decompile(BytesIO(data), None)
    top = fonts[0]
    program = Program("cff", source=top, count=len(top.CharStrings), cmaps=cmaps or {})
    program.tables = len(program.cmaps)
    matrix = getattr(top, "FontMatrix", [0.001])
    program.scale = matrix[0] * 1000
    if hasattr(top, "ROS"):
        program.cids = {int(each[3:] or 0) if each != NOTDEF else 0: at
                        for at, each in enumerate(top.charset)}  # fmt: skip
        inner = getattr(top.FDArray[0], "FontMatrix", None) if hasattr(top, "FDArray") else None
        if inner and "FontMatrix" not in top.rawDict:
            program.scale = inner[0] * 1000
    else:
        program.names = {each: at for at, each in enumerate(top.charset)}
        program.encoding = _cff_encoding(top)
    return program


def _cff_encoding(top: object) -> dict[int, str] | None:
    found = getattr(top, "Encoding", None)
    if isinstance(found, list):
        return {code: each for code, each in enumerate(found) if each != NOTDEF}
    return None


def read_type1(data: bytes) -> Program:
    """Read a Type 1 program (FontFile)."""
    found = type1.read(data)
    program = Program("type1", source=found.widths, count=len(found.widths))
    program.names = {each: at for at, each in enumerate(found.widths)}
    program.encoding, program.scale = found.encoding, found.scale
    return program
