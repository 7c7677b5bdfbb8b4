"""Follows the content streams of pages, forms, patterns and Type 3 glyphs (6.2)."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import pikepdf

from verbundakte.core.converters.pdfa import colour, pictures, spoken, state
from verbundakte.core.converters.pdfa.catalog import check_language
from verbundakte.core.converters.pdfa.colour import Use
from verbundakte.core.converters.pdfa.lexer import Name, Operation, Text, operations
from verbundakte.core.converters.pdfa.objects import (
    INTEGER,
    check_name,
    check_real,
    check_string,
)
from verbundakte.core.converters.pdfa.paper import (
    Paper,
    entries,
    is_dict,
    is_stream,
    items,
    key_of,
    named,
    stream_bytes,
    value,
)
from verbundakte.core.converters.pdfa.state import State
from verbundakte.core.converters.pdfa.structure import check_hex

OPERATORS = frozenset(
    b"b B b* B* BDC BI BMC BT BX c cm CS cs d d0 d1 Do DP EI EMC ET EX f F f* G g gs h i ID j J K k"
    b" l M m MP n q Q re RG rg ri s S SC sc SCN scn sh T* Tc Td TD Tf Tj TJ TL Tm Tr Ts Tw Tz v w W"
    b" W* y ' \"".split()
)
FILLING = frozenset(b"f F f* B B* b b*".split())
STROKING = frozenset(b"S s B B* b b*".split())
SHOWING = frozenset(b"Tj TJ ' \"".split())
DEVICES = {
    b"g": ("fill", "DeviceGray"), b"rg": ("fill", "DeviceRGB"), b"k": ("fill", "DeviceCMYK"),
    b"G": ("stroke", "DeviceGray"), b"RG": ("stroke", "DeviceRGB"), b"K": ("stroke", "DeviceCMYK"),
}  # fmt: skip
SPACES = {b"cs": "fill", b"CS": "stroke"}
PATTERNS = {b"scn": "fill", b"SCN": "stroke"}
FILL_MODES, STROKE_MODES, INVISIBLE = (0, 2, 4, 6), (1, 2, 5, 6), 3
NESTING = 28
DEEPEST = 24
EVERY = 2000
INNER = ("DeviceGray", "DeviceRGB", "DeviceCMYK", "Pattern")


@dataclass
class Shown:
    """A font and what was shown with it: visibly, hidden, without a replacement text."""

    font: Any
    place: str
    visible: set[bytes] = field(default_factory=set)
    hidden: set[bytes] = field(default_factory=set)
    unspoken: set[bytes] = field(default_factory=set)


@dataclass
class Walk:
    """Where the walk is: page, resources (own ones or those of what called), depth."""

    paper: Paper
    place: str
    resources: object
    outer: object = None
    depth: int = 0
    state: State = field(default_factory=State)
    is_clear: bool = False
    saved: list[State] = field(default_factory=list)
    page: object = None
    spoken: list[bool] = field(default_factory=list)

    def find(self, category: str, wanted: bytes | str, *, is_needed: bool = True) -> object:
        """Return a named resource. One that only the caller has breaks a rule of part 2."""
        key = "/" + (
            wanted.decode("utf-8", "surrogateescape") if isinstance(wanted, bytes) else wanted
        )
        own = value(value(self.resources, category), key)
        if own is not None or not is_needed:
            return own
        self.paper.fail("ressourcen", self.place)
        found = value(value(self.outer, category), key)
        if found is None:
            self.paper.doubt(f"{self.place} nennt etwas, das es in der Datei nicht gibt ({key}).")
        return found

    def use(self, *, is_stroke: bool = False) -> Use:
        """How a colour is used here."""
        resources = self.resources if self.resources is not None else self.outer
        return Use(resources, self.place, self.state.overprints(is_stroke=is_stroke))


def follow(walk: Walk, data: bytes | None) -> None:
    """Follow one content stream to its end."""
    if data is None:
        walk.paper.doubt(f"Der Inhalt ist nicht lesbar ({walk.place}).")
        return
    for count, operation in enumerate(operations(data), 1):
        if count % EVERY == 0:
            walk.paper.pace()
        for operand in operation.operands:
            _check_operand(walk, operand)
        if operation.operator not in OPERATORS:
            walk.paper.fail("operator", walk.place)
            continue
        _step(walk, operation)


def _check_operand(walk: Walk, found: object) -> None:
    paper, place = walk.paper, walk.place
    if isinstance(found, Text):
        check_string(paper, len(found.value), place)
        if found.hex is not None:
            check_hex(paper, found.hex, place)
    elif isinstance(found, Name):
        if len(found.text) > 100:
            check_name(paper, found.text.decode("latin-1"), place)
    elif isinstance(found, float):
        check_real(paper, found, place)
    elif isinstance(found, int) and not -INTEGER <= found < INTEGER:
        paper.fail("grenze-ganzzahl", place)
    elif isinstance(found, list | dict):
        for inner in found.values() if isinstance(found, dict) else found:
            _check_operand(walk, inner)


def _step(walk: Walk, operation: Operation) -> None:
    operator, operands = operation.operator, operation.operands
    if operator in DEVICES:
        which, space = DEVICES[operator]
        _choose(walk, which, space)
    elif operator in FILLING or operator in STROKING:
        _paint(walk, operator in FILLING, operator in STROKING)
    elif operator in SHOWING:
        _show(walk, operands)
    elif operator in STEPS:
        STEPS[operator](walk, operation)


def _save(walk: Walk, operation: Operation) -> None:
    walk.saved.append(walk.state)
    walk.paper.check(len(walk.saved) <= NESTING, "grenze-verschachtelung", walk.place)


def _restore(walk: Walk, operation: Operation) -> None:
    if walk.saved:
        walk.state = walk.saved.pop()


def _space(walk: Walk, operation: Operation) -> None:
    which = SPACES[operation.operator]
    wanted = _name(operation)
    _choose(walk, which, wanted if wanted in INNER else walk.find("/ColorSpace", wanted))


def _choose(walk: Walk, which: str, space: object) -> None:
    """A colour space counts as used when it is chosen, even if nothing is painted then."""
    walk.state = replace(walk.state, **{which: space, f"{which}_pattern": None})
    _use_colour(walk, which)


def _pattern(walk: Walk, operation: Operation) -> None:
    if operation.operands and isinstance(operation.operands[-1], Name):
        found = walk.find("/Pattern", operation.operands[-1].text)
        which = PATTERNS[operation.operator]
        walk.state = replace(walk.state, **{f"{which}_pattern": found})


def _name(operation: Operation, at: int = 0) -> str:
    found = operation.operands[at] if len(operation.operands) > at else None
    return found.text.decode("utf-8", "surrogateescape") if isinstance(found, Name) else ""


def _paint(walk: Walk, fills: bool, strokes: bool) -> None:
    for is_wanted, which in ((fills, "fill"), (strokes, "stroke")):
        if not is_wanted:
            continue
        pattern = getattr(walk.state, f"{which}_pattern")
        _use_colour(walk, which)
        if pattern is not None:
            _follow_pattern(walk, pattern)


def _use_colour(walk: Walk, which: str) -> None:
    space = getattr(walk.state, which)
    seen = walk.paper.memory.setdefault("painted", set())
    how = walk.use(is_stroke=which == "stroke")
    mark = (_mark(space), _mark(how.resources), walk.place, how.overprints)
    if mark not in seen:
        seen.add(mark)
        colour.use(walk.paper, space, how)


def _mark(found: object) -> object:
    return key_of(found) if isinstance(found, pikepdf.Object) else str(found)


def _follow_pattern(walk: Walk, pattern: object) -> None:
    if value(pattern, "/PatternType") == 2:
        colour.use(walk.paper, value(value(pattern, "/Shading"), "/ColorSpace"), walk.use())
        _, is_clear = state.apply(walk.paper, value(pattern, "/ExtGState"), walk.state, walk.place)
        walk.is_clear |= is_clear
    elif is_stream(pattern):
        _enter(walk, pattern, State())


def _show(walk: Walk, operands: list) -> None:
    font, mode = walk.state.font, walk.state.mode
    _paint(walk, mode in FILL_MODES, mode in STROKE_MODES)
    if font is None:
        walk.paper.fail("schrift-fehlt", walk.place)
        return
    known = walk.paper.memory.setdefault("fonts", {})
    key = _mark(font)
    if key not in known:
        known[key] = Shown(font, walk.place)
        if named(font, "/Subtype") == "Type3":
            _follow_glyphs(walk, font)
    shown = known[key].hidden if mode == INVISIBLE else known[key].visible
    for operand in operands:
        for each in operand if isinstance(operand, list) else [operand]:
            if isinstance(each, Text):
                shown.add(each.value)
                if not any(walk.spoken):
                    known[key].unspoken.add(each.value)


def _follow_glyphs(walk: Walk, font: object) -> None:
    resources = value(font, "/Resources")
    for _, glyph in entries(value(font, "/CharProcs")):
        if is_stream(glyph):
            inner = Walk(walk.paper, walk.place, resources, walk.resources, walk.depth + 1)
            follow(inner, stream_bytes(glyph))
            walk.is_clear |= inner.is_clear


def _state(walk: Walk, operation: Operation) -> None:
    found = walk.find("/ExtGState", _name(operation))
    walk.state, is_clear = state.apply(walk.paper, found, walk.state, walk.place)
    walk.is_clear |= is_clear
    mask = value(found, "/SMask")
    if is_dict(mask) and is_stream(value(mask, "/G")):
        _enter(walk, value(mask, "/G"), State())


def _font(walk: Walk, operation: Operation) -> None:
    walk.state = replace(walk.state, font=walk.find("/Font", _name(operation)))


def _mode(walk: Walk, operation: Operation) -> None:
    mode = operation.operands[0] if operation.operands else 0
    walk.state = replace(walk.state, mode=int(mode) if isinstance(mode, int | float) else 0)


def _intent(walk: Walk, operation: Operation) -> None:
    colour.check_intent_name(walk.paper, _name(operation), walk.place)


def _shade(walk: Walk, operation: Operation) -> None:
    colour.use(
        walk.paper, value(walk.find("/Shading", _name(operation)), "/ColorSpace"), walk.use()
    )


def _inline(walk: Walk, operation: Operation) -> None:
    image = operation.inline or {}
    if image.get(b"IM", image.get(b"ImageMask")) is True:
        _paint(walk, True, False)
    pictures.check_inline(walk.paper, image, walk.use())


def _object(walk: Walk, operation: Operation) -> None:
    found = walk.find("/XObject", _name(operation))
    kind = named(found, "/Subtype")
    if kind == "Image" and is_stream(found):
        if value(found, "/ImageMask") is True:
            _paint(walk, True, False)
        walk.is_clear |= pictures.check_image(walk.paper, found, walk.use())
    elif kind == "Form" and is_stream(found):
        walk.is_clear |= pictures.check_form(walk.paper, found, walk.use())
        _enter(walk, found, walk.state)
    elif found is not None:
        walk.paper.fail("xobjekt-postscript", walk.place)


def _marked(walk: Walk, operation: Operation) -> None:
    properties = spoken.properties_of(operation)
    if isinstance(properties, Name):
        properties = walk.find("/Properties", properties.text, is_needed=False)
    if walk.paper.level == "a":
        found = properties.get(b"Lang") if isinstance(properties, dict) else None
        language = found.value.decode("latin-1") if isinstance(found, Text) else None
        check_language(walk.paper, language or value(properties, "/Lang"))
    if operation.operator == b"BDC":
        walk.spoken.append(spoken.says_something(walk.paper, walk.page, properties))


def _begin(walk: Walk, operation: Operation) -> None:
    walk.spoken.append(False)


def _end(walk: Walk, operation: Operation) -> None:
    if walk.spoken:
        walk.spoken.pop()


def enter_form(walk: Walk, form: object) -> None:
    """Follow a form that something else than a content stream shows (an annotation)."""
    walk.is_clear |= pictures.check_form(walk.paper, form, walk.use())
    _enter(walk, form, State())


def _enter(walk: Walk, form: pikepdf.Stream, start: State) -> None:
    """Follow the content of a form, once for each state that it begins with."""
    known = walk.paper.memory.setdefault("forms", {})
    begins = tuple(_mark(getattr(start, each)) for each in start.__dataclass_fields__)
    own = value(form, "/Resources")
    mark = (key_of(form), begins, None if own is not None else _mark(walk.resources))
    if mark in known or walk.depth > DEEPEST:
        walk.is_clear |= known.get(mark, False)
        return
    known[mark] = False
    outer = walk.resources if walk.resources is not None else walk.outer
    inner = Walk(walk.paper, walk.place, own, outer, walk.depth + 1, start, page=form)
    inner.spoken = [any(walk.spoken)]
    follow(inner, stream_bytes(form))
    known[mark] = inner.is_clear
    walk.is_clear |= inner.is_clear


STEPS: dict[bytes, Callable[[Walk, Operation], None]] = {
    b"q": _save, b"Q": _restore, b"cs": _space, b"CS": _space, b"scn": _pattern, b"SCN": _pattern,
    b"gs": _state, b"Tf": _font, b"Tr": _mode, b"ri": _intent, b"sh": _shade, b"BI": _inline,
    b"Do": _object, b"BDC": _marked, b"DP": _marked, b"BMC": _begin,
    b"EMC": _end,
}  # fmt: skip


def page_data(page: pikepdf.Dictionary) -> bytes | None:
    """Return the content of a page; its parts are one stream, split anywhere between tokens."""
    found = value(page, "/Contents")
    parts = items(found) if isinstance(found, pikepdf.Array) else [found]
    streams = [stream_bytes(part) for part in parts if is_stream(part)]
    return None if any(part is None for part in streams) else b"\n".join(streams)
