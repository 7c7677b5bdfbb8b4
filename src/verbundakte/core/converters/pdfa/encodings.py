"""Codes to glyph names, and glyph names to Unicode, for simple fonts (ISO 32000-1, annex D)."""

from functools import cache

from fontTools import agl
from fontTools.encodings.MacRoman import MacRoman
from fontTools.encodings.StandardEncoding import StandardEncoding

from verbundakte.core.converters.pdfa.paper import is_dict, items, name, named, value

NOTDEF = ".notdef"
WIN_GAPS = {
    127: "bullet", 129: "bullet", 141: "bullet", 143: "bullet", 144: "bullet", 157: "bullet",
    160: "space", 173: "hyphen", 178: "twosuperior", 179: "threesuperior", 185: "onesuperior",
}  # fmt: skip
SUPERIOR = {"onesuperior": "\xb9", "twosuperior": "\xb2", "threesuperior": "\xb3"}
PRINTABLE = 32


@cache
def table(kind: str) -> tuple[str, ...]:
    """Return the 256 glyph names of a named encoding."""
    if kind == "WinAnsiEncoding":
        return tuple(_win_name(code) for code in range(256))
    if kind == "MacRomanEncoding":
        return (*(NOTDEF for _ in range(PRINTABLE)), *MacRoman[PRINTABLE:])
    return tuple(StandardEncoding)


def _win_name(code: int) -> str:
    if code in WIN_GAPS:
        return WIN_GAPS[code]
    if code < PRINTABLE:
        return NOTDEF
    character = ord(bytes([code]).decode("cp1252", "replace"))
    return agl.UV2AGL.get(character, NOTDEF)


def base_of(font: object) -> str | None:
    """Return the name of the encoding, or of the one it is based on; None without."""
    found = value(font, "/Encoding")
    return name(found) or (named(found, "/BaseEncoding") if is_dict(found) else None)


def differences(font: object) -> dict[int, str]:
    """Return the codes that an encoding dictionary maps otherwise."""
    found, code, changed = value(font, "/Encoding"), 0, {}
    for each in items(value(found, "/Differences")) if is_dict(found) else []:
        if isinstance(each, int):
            code = each
        elif name(each) is not None:
            changed[code] = name(each) or NOTDEF
            code += 1
    return changed


def encoding_of(font: object, built_in: dict[int, str] | None) -> dict[int, str]:
    """Return the glyph name of each code. `built_in` is what the font program itself says."""
    base = base_of(font)
    if base is None and built_in is not None:
        found = dict(built_in)
    else:
        found = dict(enumerate(table(base or "StandardEncoding")))
    return found | differences(font)


def unicode_of(glyph: str) -> str:
    """Return the text of a glyph name of the Adobe Glyph List; empty when it is none."""
    return SUPERIOR.get(glyph) or agl.toUnicode(glyph)


def has_only_known_names(font: object) -> bool:
    """Whether each name among the differences is in the Adobe Glyph List."""
    return all(unicode_of(each) or each == NOTDEF for each in differences(font).values())
