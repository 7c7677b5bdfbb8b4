"""Each character that was shown: is its glyph there, as wide as told, and does it have a text?"""

import pikepdf

from verbundakte.core.converters.pdfa import cmaps, encodings
from verbundakte.core.converters.pdfa.cmaps import CMap
from verbundakte.core.converters.pdfa.content import Shown
from verbundakte.core.converters.pdfa.encodings import NOTDEF
from verbundakte.core.converters.pdfa.fontfiles import Program
from verbundakte.core.converters.pdfa.lexer import operations
from verbundakte.core.converters.pdfa.paper import (
    Paper,
    entries,
    is_stream,
    items,
    named,
    number,
    numbers,
    stream_bytes,
    value,
)

TOLERANCE = 1.0
FORBIDDEN = frozenset(("\0", "\ufeff", "\ufffe"))
PRIVATE = ((0xE000, 0xF8FF), (0xF0000, 0xFFFFD), (0x100000, 0x10FFFD))
SYMBOL_PAGES = (0x0000, 0xF000, 0xF100, 0xF200)
COLLECTIONS = ("Adobe-GB1", "Adobe-CNS1", "Adobe-Japan1", "Adobe-Korea1", "Adobe-KR")
LARGEST_CID = 65535
UNICODE_LEVELS = ("a", "u")
WIDTH_UNKNOWN = "Eine Schrift ist nicht auswertbar ({place})."


def check_simple(paper: Paper, shown: Shown, program: Program | None, *, is_symbolic: bool) -> None:
    """Check the characters of a Type 1 or TrueType font."""
    font, place = shown.font, shown.place
    first = value(font, "/FirstChar") or 0
    widths = [number(each) for each in items(value(font, "/Widths"))]
    missing = number(value(value(font, "/FontDescriptor"), "/MissingWidth")) or 0.0
    names = encodings.encoding_of(font, program.encoding if program else None)
    is_truetype = named(font, "/Subtype") == "TrueType"
    visible = set(b"".join(shown.visible))
    for code in visible | set(b"".join(shown.hidden)):
        title = names.get(code, NOTDEF)
        glyph = None
        if program is not None:
            by_code = is_truetype and program.kind == "truetype"
            glyph = (
                _truetype_glyph(program, code, title, font, is_symbolic=is_symbolic)
                if by_code
                else program.names.get(title)
            )
        is_missing = glyph in (None, 0) if is_truetype else title == NOTDEF
        if program is not None:
            paper.check(not is_missing, "zeichen-notdef", place)
        if code not in visible or program is None:
            continue
        paper.check(glyph is not None and not is_missing, "zeichen-fehlt", place)
        if widths or "/Widths" in font:
            at = code - first
            told = widths[at] if 0 <= at < len(widths) else missing
            _same_width(
                paper, told, program.width(glyph) if glyph is not None else None, glyph, place
            )
    _simple_texts(paper, shown, names)


def _same_width(
    paper: Paper, told: float | None, real: float | None, glyph: int | None, place: str
) -> None:
    if glyph is None:
        return
    if real is None or told is None:
        paper.doubt(WIDTH_UNKNOWN.format(place=place))
        return
    paper.check(abs(told - real) <= TOLERANCE, "zeichen-breite", place)


def _truetype_glyph(
    program: Program, code: int, title: str, font: object, *, is_symbolic: bool
) -> int | None:
    """The glyph of a code (ISO 32000-1, 9.6.6.4)."""
    if not is_symbolic and value(font, "/Encoding") is not None:
        found = program.cmaps.get((3, 1))
        text = encodings.unicode_of(title)
        if found is not None and text and ord(text[0]) in found:
            return found[ord(text[0])]
        roman = encodings.table("MacRomanEncoding")
        found = program.cmaps.get((1, 0))
        if found is not None and title in roman and found.get(roman.index(title)):
            return found[roman.index(title)]
        return program.names.get(title)
    for key in ((3, 0), (1, 0)):
        found = program.cmaps.get(key)
        if found is None:
            continue
        for page in SYMBOL_PAGES if key == (3, 0) else (0,):
            if found.get(page + code):
                return found[page + code]
    if len(program.cmaps) == 1:
        return next(iter(program.cmaps.values())).get(code)
    return None


def check_type3(paper: Paper, shown: Shown) -> None:
    """Check the characters of a font whose glyphs are content streams."""
    font, place = shown.font, shown.place
    names = dict.fromkeys(range(256), NOTDEF) | encodings.differences(font)
    base = encodings.base_of(font)
    if base:
        names = dict(enumerate(encodings.table(base))) | encodings.differences(font)
    drawn = dict(entries(value(font, "/CharProcs")))
    first = value(font, "/FirstChar") or 0
    widths = numbers(value(font, "/Widths"))
    for code in set(b"".join(shown.visible | shown.hidden)):
        title = names.get(code, NOTDEF)
        paper.check(title != NOTDEF, "zeichen-notdef", place)
        if code not in set(b"".join(shown.visible)):
            continue
        paper.check(is_stream(drawn.get(title)), "zeichen-fehlt", place)
        at = code - first
        real = _type3_width(drawn.get(title))
        if real is not None and 0 <= at < len(widths):
            paper.check(abs(widths[at] - real) <= TOLERANCE, "zeichen-breite", place)
    _simple_texts(paper, shown, names)


def _type3_width(glyph: object) -> float | None:
    if not is_stream(glyph):
        return None
    for operation in operations(stream_bytes(glyph) or b""):
        if operation.operator in (b"d0", b"d1") and operation.operands:
            return number(operation.operands[0])
    return None


def check_composite(
    paper: Paper, shown: Shown, inner: pikepdf.Dictionary, program: Program | None, cmap: CMap
) -> None:
    """Check the characters of a Type 0 font."""
    place = shown.place
    widths = _cid_widths(inner)
    default = number(value(inner, "/DW"))
    default = 1000.0 if default is None else default
    mapping = value(inner, "/CIDToGIDMap")
    table = stream_bytes(mapping) if is_stream(mapping) else None
    visible = {each for text in shown.visible for each in cmap.codes(text)}
    for code, length in visible | {each for text in shown.hidden for each in cmap.codes(text)}:
        cid = cmap.target(code, length)
        paper.check(cid <= LARGEST_CID, "grenze-cid", place)
        glyph = _cid_glyph(program, cid, table) if program else None
        paper.check(cid != 0 or glyph not in (None, 0), "zeichen-notdef", place)
        if program is None or (code, length) not in visible:
            continue
        is_there = glyph is not None and glyph < program.count and (glyph != 0 or not cid)
        paper.check(is_there, "zeichen-fehlt", place)
        if is_there:
            _same_width(paper, widths.get(cid, default), program.width(glyph), glyph, place)
    _check_cidset(paper, value(inner, "/FontDescriptor"), program, table, place)
    _composite_texts(paper, shown, inner, cmap)


def _cid_glyph(program: Program, cid: int, table: bytes | None) -> int | None:
    if program.cids is not None:
        return program.cids.get(cid)
    if table is not None:
        return int.from_bytes(table[2 * cid : 2 * cid + 2]) if 2 * cid + 1 < len(table) else None
    return cid


def _cid_widths(inner: pikepdf.Dictionary) -> dict[int, float]:
    """Read the W array (ISO 32000-1, 9.7.4.3)."""
    found, at = {}, 0
    listed = items(value(inner, "/W"))
    while at + 1 < len(listed):
        first, second = listed[at], listed[at + 1]
        if isinstance(second, pikepdf.Array):
            found |= {int(first) + step: each for step, each in enumerate(numbers(second))}
            at += 2
        elif at + 2 < len(listed):
            width = number(listed[at + 2])
            last = min(int(second), LARGEST_CID)
            if width is not None:
                found |= dict.fromkeys(range(int(first), last + 1), width)
            at += 3
        else:
            break
    return found


def _check_cidset(
    paper: Paper, descriptor: object, program: Program | None, table: bytes | None, place: str
) -> None:
    listed = value(descriptor, "/CIDSet")
    if not is_stream(listed) or program is None:
        return
    bits = stream_bytes(listed) or b""
    told = {8 * at + bit for at, byte in enumerate(bits) for bit in range(8) if byte << bit & 128}
    real = _cids_of(program, table)
    if paper.is_first:  # there what is listed too much breaks no rule
        drawn = real - {0} - (program.empty if table is None else frozenset())
        paper.check(drawn <= told, "schrift-cidset-falsch", place)
        return
    paper.check(told | {0} == real | {0}, "schrift-cidset-falsch", place)


def _cids_of(program: Program, table: bytes | None) -> set[int]:
    """The character identifiers for which the program has a glyph."""
    if program.cids is not None:
        return set(program.cids)
    if table is None:
        return set(range(program.count))
    pairs = zip(table[::2], table[1::2], strict=False)
    return {cid for cid, (high, low) in enumerate(pairs) if high or low}


def _simple_texts(paper: Paper, shown: Shown, names: dict[int, str]) -> None:
    if paper.level not in UNICODE_LEVELS:
        return
    texts = _to_unicode(shown.font)
    bare = set(b"".join(shown.unspoken))
    for code in set(b"".join(shown.visible | shown.hidden)):
        text = texts.get(code) if texts is not None else None
        if text is None:
            text = encodings.unicode_of(names.get(code, NOTDEF))
        _check_text(paper, text, shown.place, code in bare)


def _composite_texts(paper: Paper, shown: Shown, inner: pikepdf.Dictionary, cmap: CMap) -> None:
    if paper.level not in UNICODE_LEVELS:
        return
    texts = _to_unicode(shown.font)
    system = value(inner, "/CIDSystemInfo")
    collection = f"{value(system, '/Registry')}-{value(system, '/Ordering')}"
    if texts is None and collection in COLLECTIONS:
        return
    bare = {code for text in shown.unspoken for code, _ in cmap.codes(text)}
    used = {code for text in shown.visible | shown.hidden for code, _ in cmap.codes(text)}
    for code in used:
        _check_text(paper, (texts or {}).get(code), shown.place, code in bare)


def _to_unicode(font: object) -> dict[int, str] | None:
    found = value(font, "/ToUnicode")
    if not is_stream(found):
        return None
    return cmaps.parse(stream_bytes(found) or b"").texts


def _check_text(paper: Paper, text: str | None, place: str, is_unspoken: bool) -> None:
    paper.check(text, "zeichen-unicode", place)
    if not text:
        return
    paper.check(not FORBIDDEN & set(text), "zeichen-unicode-wert", place)
    is_private = any(low <= ord(each) <= high for each in text for low, high in PRIVATE)
    if is_private and is_unspoken and paper.level == "a":
        paper.fail("zeichen-privat", place)
