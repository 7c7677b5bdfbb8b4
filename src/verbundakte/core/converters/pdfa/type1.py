"""Reads a Type 1 font program: names, built-in encoding and widths (Adobe Type 1 Font Format)."""

import re
from dataclasses import dataclass, field

from fontTools.encodings.StandardEncoding import StandardEncoding
from fontTools.misc import eexec

EEXEC = re.compile(rb"eexec[ \t\r\n]+")
HEX = re.compile(rb"[0-9A-Fa-f\s]{8}")
MATRIX = re.compile(rb"/FontMatrix\s*[\[{]\s*([0-9.eE+-]+)")
STANDARD = re.compile(rb"/Encoding\s+StandardEncoding\s+def")
PUT = re.compile(rb"dup\s+(\d+|8#[0-7]+|16#[0-9A-Fa-f]+)\s*/([^\s/{}\[\]()<>%]+)\s+put")
PADDING = re.compile(rb"/lenIV\s+(\d+)")
GLYPHS = re.compile(rb"/CharStrings\b")
GLYPH = re.compile(rb"/([^\s/{}\[\]()<>%]+)\s+(\d+)\s+(?:RD|-\||\S+) ")
NOTDEF = ".notdef"
FILE_KEY, STRING_KEY = 55665, 4330
HSBW, ESCAPE, SBW, DIV = 13, 12, 7, 12
SEGMENT = 128


@dataclass
class Type1:
    """Glyph names with their widths in the font's units, and what each code means."""

    widths: dict[str, float | None] = field(default_factory=dict)
    encoding: dict[int, str] = field(default_factory=dict)
    scale: float = 1.0


def read(data: bytes) -> Type1:
    """Read a font program. Raises ValueError when it is none."""
    data = _without_segments(data)
    begun = EEXEC.search(data)
    if not begun:
        raise ValueError("no eexec")
    clear, packed = data[: begun.start()], data[begun.end() :]
    if HEX.match(packed):
        digits = re.sub(rb"[^0-9A-Fa-f]", b"", packed)
        packed = bytes.fromhex(digits[: len(digits) // 2 * 2].decode())
    private = eexec.decrypt(packed, FILE_KEY)[0][4:]
    matrix = MATRIX.search(clear)
    found = Type1(scale=float(matrix[1]) * 1000 if matrix else 1.0)
    found.encoding = _encoding(clear)
    found.widths = _widths(private)
    if not found.widths:
        raise ValueError("no glyphs")
    return found


def _without_segments(data: bytes) -> bytes:
    """Take away the segment heads of a PFB file, which some put into a PDF."""
    parts = []
    while data[:1] == bytes([SEGMENT]) and data[1:2] in (b"\1", b"\2"):
        length = int.from_bytes(data[2:6], "little")
        parts.append(data[6 : 6 + length])
        data = data[6 + length :]
    return b"".join(parts) or data


def _encoding(clear: bytes) -> dict[int, str]:
    if STANDARD.search(clear):
        return {code: each for code, each in enumerate(StandardEncoding) if each != NOTDEF}
    found = {}
    for each in PUT.finditer(clear):
        base, _, digits = each[1].decode().rpartition("#")
        found[int(digits, int(base or 10))] = each[2].decode("latin-1")
    return found


def _widths(private: bytes) -> dict[str, float | None]:
    padding = PADDING.search(private)
    skipped = int(padding[1]) if padding else 4
    begun = GLYPHS.search(private)
    found: dict[str, float | None] = {}
    at = begun.end() if begun else len(private)
    while glyph := GLYPH.search(private, at):
        length = int(glyph[2])
        packed = private[glyph.end() : glyph.end() + length]
        found[glyph[1].decode("latin-1")] = _width(eexec.decrypt(packed, STRING_KEY)[0][skipped:])
        at = glyph.end() + length
    return found


def _width(string: bytes) -> float | None:
    """The width that a charstring sets first (hsbw or sbw)."""
    stack: list[float] = []
    at = 0
    while at < len(string):
        byte = string[at]
        at += 1
        if byte >= 32:
            value, at = _number(string, byte, at)
            stack.append(value)
        elif byte == HSBW:
            return stack[1] if len(stack) > 1 else None
        elif byte == ESCAPE and string[at : at + 1] == bytes([SBW]):
            return stack[2] if len(stack) > 2 else None
        elif byte == ESCAPE and string[at : at + 1] == bytes([DIV]) and len(stack) > 1:
            divisor = stack.pop()
            stack[-1] = stack[-1] / divisor if divisor else 0.0
            at += 1
        else:
            return None
    return None


def _number(string: bytes, byte: int, at: int) -> tuple[float, int]:
    if byte <= 246:
        return byte - 139, at
    if byte <= 250:
        return (byte - 247) * 256 + string[at] + 108, at + 1
    if byte <= 254:
        return -(byte - 251) * 256 - string[at] - 108, at + 1
    return int.from_bytes(string[at : at + 4], signed=True), at + 4
