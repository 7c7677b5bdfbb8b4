"""Text that is there to be found and read aloud, not to be seen: laid over the picture of a page."""

import io
from functools import cache

import pikepdf
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib.tables._g_l_y_f import Glyph

from verbundakte.core.converters.places import Box

FONT_NAME = "VaOhneBild"
UNITS, ADVANCE = 1000, 500
HIGH = 984  # pdfium adds a 64th to the height of a letter
AT_ONCE = 100
TO_UNICODE = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
{mapping}endcmap
CMapName currentdict /CMap defineresource pop
end
end
"""


class TextLayer:
    """The invisible texts of some pages of one PDF; they share a font that knows only what they use."""

    def __init__(self):
        self._codes: dict[str, int] = {}

    def content(self, texts: list[tuple[str, Box]], width: float, height: float) -> bytes:
        """Return the operators that write each text into its box (thousandths of the page)."""
        lines = ["BT 3 Tr"]
        for text, (left, top, right, bottom) in texts:
            size = max(0.1, (bottom - top) * height / 1000)
            wide = max(0.1, (right - left) * width / 1000)
            stretch = 100 * wide / (len(text) * size * ADVANCE / UNITS)
            x, y = left * width / 1000, height - bottom * height / 1000
            codes = "".join(f"{self._code(char):04X}" for char in text)
            lines.append(
                f"/Text {size:.3f} Tf {stretch:.3f} Tz 1 0 0 1 {x:.3f} {y:.3f} Tm <{codes}> Tj"
            )
        lines.append("ET")
        return "\n".join(lines).encode()

    def _code(self, char: str) -> int:
        return self._codes.setdefault(char, len(self._codes) + 1)

    def font(self, target: pikepdf.Pdf) -> pikepdf.Object:
        """Return the font of all that was written, as an object of `target`."""
        count, name = len(self._codes), pikepdf.Name
        descriptor = pikepdf.Dictionary(
            Type=name.FontDescriptor, FontName=name(f"/{FONT_NAME}"), Flags=4,
            FontBBox=[0, 0, ADVANCE, UNITS], ItalicAngle=0, Ascent=UNITS, Descent=0,
            CapHeight=UNITS, StemV=80, FontFile2=target.make_stream(box_font()),
        )  # fmt: skip
        below = pikepdf.Dictionary(
            Type=name.Font, Subtype=name.CIDFontType2, BaseFont=name(f"/{FONT_NAME}"), DW=ADVANCE,
            CIDSystemInfo=pikepdf.Dictionary(Registry="Adobe", Ordering="Identity", Supplement=0),
            FontDescriptor=target.make_indirect(descriptor),
            CIDToGIDMap=target.make_stream(b"\0\1" * (count + 1)),
        )  # fmt: skip
        return target.make_indirect(
            pikepdf.Dictionary(
                Type=name.Font, Subtype=name.Type0, BaseFont=name(f"/{FONT_NAME}"),
                Encoding=name("/Identity-H"), DescendantFonts=[target.make_indirect(below)],
                ToUnicode=target.make_stream(unicode_map(self._codes)),
            )
        )  # fmt: skip


def unicode_map(codes: dict[str, int]) -> bytes:
    """Return the stream that tells which character each code means."""
    lines = [
        f"<{code:04X}> <{char.encode('utf-16-be').hex().upper()}>" for char, code in codes.items()
    ]
    blocks = (lines[at : at + AT_ONCE] for at in range(0, len(lines), AT_ONCE))
    mapping = "".join(
        f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar\n" for block in blocks
    )
    return TO_UNICODE.format(mapping=mapping).encode()


@cache
def box_font() -> bytes:
    """Return a font whose only letter is a box as high as its line: so readers know its place."""
    pen = TTGlyphPen(None)
    pen.moveTo((0, 0))
    for corner in ((0, HIGH), (ADVANCE, HIGH), (ADVANCE, 0)):
        pen.lineTo(corner)
    pen.closePath()
    glyphs = {".notdef": Glyph(), "feld": pen.glyph()}
    builder = FontBuilder(UNITS, isTTF=True)
    builder.setupGlyphOrder(list(glyphs))
    builder.setupCharacterMap({})
    builder.setupGlyf(glyphs)
    builder.setupHorizontalMetrics(dict.fromkeys(glyphs, (ADVANCE, 0)))
    builder.setupHorizontalHeader(ascent=UNITS, descent=0)
    builder.setupNameTable({"familyName": FONT_NAME, "styleName": "Regular"})
    builder.setupOS2(sTypoAscender=UNITS, sTypoDescender=0, usWinAscent=UNITS, usWinDescent=0)
    builder.setupPost()
    builder.font.recalcTimestamp = False
    builder.updateHead(created=0, modified=0)
    stream = io.BytesIO()
    builder.save(stream)
    return stream.getvalue()
