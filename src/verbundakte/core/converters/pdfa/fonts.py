"""Font dictionaries: what they must say, and whether their program is embedded (6.2.11, 6.3)."""

import re

import pikepdf

from verbundakte.core.converters.pdfa import cmaps, fontfiles, glyphs
from verbundakte.core.converters.pdfa.colour import is_utf8
from verbundakte.core.converters.pdfa.content import Shown
from verbundakte.core.converters.pdfa.encodings import base_of, differences, has_only_known_names
from verbundakte.core.converters.pdfa.fontfiles import Program
from verbundakte.core.converters.pdfa.paper import (
    Paper,
    is_dict,
    is_stream,
    items,
    named,
    stream_bytes,
    value,
    words,
)

KINDS = words("Type1 MMType1 TrueType Type3 Type0 CIDFontType0 CIDFontType2")
STANDARD = words(
    "Courier Courier-Bold Courier-Oblique Courier-BoldOblique Helvetica Helvetica-Bold"
    " Helvetica-Oblique Helvetica-BoldOblique Times-Roman Times-Bold Times-Italic"
    " Times-BoldItalic Symbol ZapfDingbats"
)
SUBSET = re.compile(r"[A-Z]{6}\+")
SYMBOLIC = 4
PROGRAMS = {"Type1C", "CIDFontType0C", "OpenType"}
TRUETYPE_ENCODINGS = ("WinAnsiEncoding", "MacRomanEncoding")
CMAPS = words(
    "GB-EUC-H GB-EUC-V GBpc-EUC-H GBpc-EUC-V GBK-EUC-H GBK-EUC-V GBKp-EUC-H GBKp-EUC-V GBK2K-H"
    " GBK2K-V UniGB-UCS2-H UniGB-UCS2-V UniGB-UTF16-H UniGB-UTF16-V B5pc-H B5pc-V HKscs-B5-H"
    " HKscs-B5-V ETen-B5-H ETen-B5-V ETenms-B5-H ETenms-B5-V CNS-EUC-H CNS-EUC-V UniCNS-UCS2-H"
    " UniCNS-UCS2-V UniCNS-UTF16-H UniCNS-UTF16-V 83pv-RKSJ-H 90ms-RKSJ-H 90ms-RKSJ-V"
    " 90msp-RKSJ-H 90msp-RKSJ-V 90pv-RKSJ-H Add-RKSJ-H Add-RKSJ-V EUC-H EUC-V Ext-RKSJ-H"
    " Ext-RKSJ-V H V UniJIS-UCS2-H UniJIS-UCS2-V UniJIS-UCS2-HW-H UniJIS-UCS2-HW-V UniJIS-UTF16-H"
    " UniJIS-UTF16-V KSC-EUC-H KSC-EUC-V KSCms-UHC-H KSCms-UHC-V KSCms-UHC-HW-H KSCms-UHC-HW-V"
    " KSCpc-EUC-H UniKS-UCS2-H UniKS-UCS2-V UniKS-UTF16-H UniKS-UTF16-V"
)


def check(paper: Paper) -> None:
    """Check every font with which something was shown."""
    for shown in list(paper.memory.get("fonts", {}).values()):
        paper.pace()
        font, place = shown.font, shown.place
        if not is_dict(font):
            paper.fail("schrift-art", place)
            continue
        kind = named(font, "/Subtype")
        _dictionary(paper, font, place)
        if kind == "Type0":
            _composite(paper, shown)
        elif kind == "Type3":
            _widths(paper, font, place)
            glyphs.check_type3(paper, shown)
        else:
            _simple(paper, shown)


def _dictionary(paper: Paper, font: pikepdf.Dictionary, place: str) -> None:
    paper.check(named(font, "/Type") == "Font", "schrift-art", place)
    kind, title = named(font, "/Subtype"), named(font, "/BaseFont")
    paper.check(kind in KINDS, "schrift-art", place)
    paper.check(kind == "Type3" or title is not None, "schrift-name", place)
    paper.check(is_utf8(title or ""), "name-utf8", place)


def is_standard(font: object) -> bool:
    """Whether it is one of the 14 fonts that need no widths."""
    return named(font, "/Subtype") == "Type1" and named(font, "/BaseFont") in STANDARD


def _widths(paper: Paper, font: pikepdf.Dictionary, place: str) -> None:
    first, last = value(font, "/FirstChar"), value(font, "/LastChar")
    if is_standard(font) and "/Widths" not in font:
        return
    is_given = isinstance(first, int) and isinstance(last, int)
    widths = value(font, "/Widths")
    is_array = isinstance(widths, pikepdf.Array)
    fits = is_given and is_array and len(widths) == last - first + 1
    paper.check(fits, "schrift-breiten-angabe", place)


def embedded(paper: Paper, descriptor: object, kind: str | None, place: str) -> Program | None:
    """Return the font program of a descriptor; a doubt is noted for one that cannot be read."""
    for key in fontfiles.FILES:
        found = value(descriptor, key)
        if is_stream(found):
            return _program(paper, found, key, place)
    return None


def _program(paper: Paper, found: pikepdf.Stream, key: str, place: str) -> Program | None:
    known = paper.memory.setdefault("programs", {})
    mark = (found.objgen, key)
    if mark not in known:
        known[mark] = _read(found, key)
        if key == "/FontFile3":
            paper.check(named(found, "/Subtype") in PROGRAMS, "schrift-programm", place)
            is_late = paper.is_first and named(found, "/Subtype") == "OpenType"
            paper.check(not is_late, "schrift-programm", place)
    if known[mark] is None:
        paper.fail("schrift-programm", place)
    return known[mark]


def _read(found: pikepdf.Stream, key: str) -> Program | None:
    data = stream_bytes(found) or b""
    try:
        if key == "/FontFile":
            return fontfiles.read_type1(data)
        if key == "/FontFile2" or data[:4] in (b"OTTO", b"\0\1\0\0", b"true"):
            return fontfiles.read_truetype(data)
        return fontfiles.read_cff(data)
    except Exception:  # foreign bytes may break any parser in any way
        return None


def _simple(paper: Paper, shown: Shown) -> None:
    font, place = shown.font, shown.place
    kind = named(font, "/Subtype")
    descriptor = value(font, "/FontDescriptor")
    _widths(paper, font, place)
    program = embedded(paper, descriptor, kind, place)
    has_program = any(is_stream(value(descriptor, key)) for key in fontfiles.FILES)
    paper.check(has_program or not shown.visible, "schrift-eingebettet", place)
    title = named(font, "/BaseFont") or ""
    if kind in ("Type1", "MMType1"):
        _charset(paper, descriptor, program, title, place)
    is_symbolic = bool(int(value(descriptor, "/Flags") or 0) & SYMBOLIC)
    if kind == "TrueType" and has_program:
        _truetype(paper, font, program, place, is_symbolic=is_symbolic)
    if program is not None or not has_program:
        glyphs.check_simple(paper, shown, program, is_symbolic=is_symbolic)


def _charset(
    paper: Paper, descriptor: object, program: Program | None, title: str, place: str
) -> None:
    listed = value(descriptor, "/CharSet")
    if paper.is_first:
        paper.check(listed is not None or not SUBSET.match(title), "schrift-zeichenliste", place)
    if listed is None or program is None or not program.names:
        return
    wanted = set(str(listed).split("/")) - {"", ".notdef"}
    has = set(program.names) - {".notdef"}
    paper.check({each.strip() for each in wanted} == has, "schrift-zeichenliste-falsch", place)


def _truetype(
    paper: Paper, font: object, program: Program | None, place: str, *, is_symbolic: bool
) -> None:
    encoding = value(font, "/Encoding")
    count = program.tables if program else 0
    if is_symbolic:
        paper.check(encoding is None, "schrift-kodierung-symbol", place)
        is_clear = count == 1 or (
            not paper.is_first and (3, 0) in (program.cmaps if program else {})
        )
        paper.check(is_clear, "schrift-tabelle-symbol", place)
        return
    paper.check(count >= 1, "schrift-tabelle", place)
    base, changed = base_of(font), differences(font)
    is_plain = base in TRUETYPE_ENCODINGS and not changed
    has_unicode = program is not None and (3, 1) in program.cmaps
    is_listed = (
        not paper.is_first
        and base in TRUETYPE_ENCODINGS
        and has_only_known_names(font)
        and has_unicode
    )
    paper.check(is_plain or is_listed, "schrift-kodierung", place)


def _composite(paper: Paper, shown: Shown) -> None:
    font, place = shown.font, shown.place
    below = items(value(font, "/DescendantFonts"))
    inner = below[0] if below else None
    if not is_dict(inner):
        paper.fail("schrift-art", place)
        return
    _dictionary(paper, inner, place)
    cmap = _encoding(paper, font, inner, place)
    kind, descriptor = named(inner, "/Subtype"), value(inner, "/FontDescriptor")
    has_program = any(is_stream(value(descriptor, key)) for key in fontfiles.FILES)
    paper.check(has_program or not shown.visible, "schrift-eingebettet", place)
    program = embedded(paper, descriptor, kind, place)
    mapping = value(inner, "/CIDToGIDMap")
    if kind == "CIDFontType2" and (has_program or paper.is_first):
        is_mapped = named(inner, "/CIDToGIDMap") == "Identity" or is_stream(mapping)
        paper.check(is_mapped, "schrift-zuordnung", place)
    title = named(inner, "/BaseFont") or ""
    if paper.is_first and SUBSET.match(title) and has_program:
        paper.check(is_stream(value(descriptor, "/CIDSet")), "schrift-cidset", place)
    if not cmap.is_known:
        paper.doubt(f"Die Zeichenzuordnung {cmap.title} ist hier nicht bekannt ({place}).")
        return
    glyphs.check_composite(paper, shown, inner, program, cmap)


def _encoding(paper: Paper, font: object, inner: object, place: str) -> cmaps.CMap:
    encoding = value(font, "/Encoding")
    cmap = cmaps.read_encoding(encoding)
    if is_stream(encoding):
        paper.check((value(encoding, "/WMode") or 0) == cmap.mode, "schrift-schreibrichtung", place)
        largest = max((to + high - low for _, low, high, to in cmap.ranges), default=0)
        paper.check(largest <= glyphs.LARGEST_CID, "grenze-cid", place)
        outer = value(encoding, "/UseCMap")
        if outer is not None and not is_stream(outer):
            title = named(encoding, "/UseCMap") or ""
            is_allowed = title in cmaps.IDENTITY or (title in CMAPS and not paper.is_first)
            paper.check(is_allowed, "schrift-cmap", place)
        _same_collection(paper, encoding, inner, place)
    elif cmap.title not in cmaps.IDENTITY:
        is_allowed = cmap.title in CMAPS and not paper.is_first
        paper.check(is_allowed, "schrift-cmap", place)
    return cmap


def _same_collection(paper: Paper, encoding: object, inner: object, place: str) -> None:
    if named(encoding, "/CMapName") in cmaps.IDENTITY:
        return
    outer, own = value(encoding, "/CIDSystemInfo"), value(inner, "/CIDSystemInfo")
    if isinstance(outer, pikepdf.Array) and len(outer):
        outer = outer[0]
    same = all(str(value(outer, key)) == str(value(own, key)) for key in ("/Registry", "/Ordering"))
    newer = int(value(own, "/Supplement") or 0) >= int(value(outer, "/Supplement") or 0)
    paper.check(same and (newer or paper.is_first), "schrift-sammlung", place)
