"""Colour spaces, ICC profiles and output intents (6.2.2-6.2.4)."""

from dataclasses import dataclass

import pikepdf

from verbundakte.core.converters.pdfa.lexer import Name
from verbundakte.core.converters.pdfa.paper import (
    Paper,
    Profile,
    entries,
    is_dict,
    is_stream,
    items,
    key_of,
    name,
    named,
    stream_bytes,
    value,
    words,
)

DEVICE = {"DeviceGray": "GRAY", "DeviceRGB": "RGB ", "DeviceCMYK": "CMYK"}
SHORT = {"G": "DeviceGray", "RGB": "DeviceRGB", "CMYK": "DeviceCMYK", "I": "Indexed"}
DEFAULTS = {"DeviceGray": "DefaultGray", "DeviceRGB": "DefaultRGB", "DeviceCMYK": "DefaultCMYK"}
DEVICE_CODES = {"DeviceGray": "farbe-grau", "DeviceRGB": "farbe-rgb", "DeviceCMYK": "farbe-cmyk"}
COMPONENTS = {"GRAY": (1,), "RGB ": (3,), "LAB ": (3,), "CMYK": (4,)}
OUTPUT_CLASSES, OUTPUT_COLOURS = {"prtr", "mntr"}, {"RGB ", "CMYK", "GRAY"}
INPUT_CLASSES, INPUT_COLOURS = {"prtr", "mntr", "scnr", "spac"}, {"RGB ", "CMYK", "GRAY", "LAB "}
KNOWN = words("CalGray CalRGB Lab Pattern")
PROCESS = frozenset(("Cyan", "Magenta", "Yellow", "Black", "None", "All"))
INTENTS = words("RelativeColorimetric AbsoluteColorimetric Perceptual Saturation")
ICC_HEADER = 128
COLORANTS = {1: 8}
LATER_COLORANTS = 32
DEEPEST = 8


@dataclass(frozen=True)
class Use:
    """How a colour is used: where, with which resources, and whether it overprints."""

    resources: object
    place: str
    overprints: bool = False


def check_intents(paper: Paper) -> None:
    """Check the output intents and remember the profile of the one for PDF/A."""
    profiles = set()
    for intent in items(value(paper.root, "/OutputIntents")):
        if not is_dict(intent):
            continue
        is_outside = named(intent, "/S") == "GTS_PDFX" and "/DestOutputProfileRef" in intent
        paper.check(not is_outside, "ausgabe-verweis")
        found = value(intent, "/DestOutputProfile")
        if is_stream(found):
            profiles.add(key_of(found))
        if named(intent, "/S") != "GTS_PDFA1":
            continue
        profile = read_profile(found)
        is_valid = (
            profile is not None
            and profile.device_class in OUTPUT_CLASSES
            and profile.colours in OUTPUT_COLOURS
            and profile.version < _newest(paper)
        )
        paper.check(is_valid or found is None, "ausgabe-profil")
        if is_valid:
            paper.check(_fits(found, profile), "icc-komponenten")
            paper.output = profile
    paper.check(len(profiles) <= 1, "ausgabe-mehrere")


def _newest(paper: Paper) -> float:
    return 3.0 if paper.is_first else 5.0


def read_profile(found: object) -> Profile | None:
    """Return what the header of an ICC profile says (ICC.1, 7.2); None when it is none."""
    data = stream_bytes(found) if is_stream(found) else None
    if data is None or len(data) < ICC_HEADER or data[36:40] != b"acsp":
        return None
    version = data[8] + (data[9] >> 4) / 10
    return Profile(data[12:16].decode("latin-1"), data[16:20].decode("latin-1"), version)


def _fits(found: object, profile: Profile) -> bool:
    return value(found, "/N") in COMPONENTS.get(profile.colours, ())


def check_intent_name(paper: Paper, found: str | None, place: str) -> None:
    """Check the name of a rendering intent."""
    paper.check(found is None or found in INTENTS, "wiedergabeabsicht", place)


def use(paper: Paper, space: object, how: Use, depth: int = 0) -> None:
    """Check a colour space that is used to paint."""
    if depth > DEEPEST or space is None:
        return
    kind, *rest = _parts(space)
    kind = SHORT.get(kind or "", kind)
    if kind in DEVICE:
        _device(paper, kind, how, depth)
    elif kind == "ICCBased":
        _icc(paper, rest[0] if rest else None, how)
    elif kind in ("Indexed", "Pattern"):
        use(paper, rest[0] if rest else None, how, depth + 1)
    elif kind == "Separation":
        _separation(paper, rest, how, depth)
    elif kind == "DeviceN":
        _device_n(paper, rest, how, depth)
    elif kind not in KNOWN:
        _by_name(paper, kind, how, depth)


def _parts(space: object) -> list:
    if isinstance(space, pikepdf.Array) and len(space):
        return [name(space[0]), *list(space)[1:]]
    if isinstance(space, list) and space:
        return [_written(space[0]), *space[1:]]
    return [_written(space)]


def _written(found: object) -> str | None:
    """A name, also one that stands in a content stream."""
    if isinstance(found, Name):
        return found.text.decode("utf-8", "surrogateescape")
    return found if isinstance(found, str) else name(found)


def _by_name(paper: Paper, kind: str | None, how: Use, depth: int) -> None:
    found = value(value(how.resources, "/ColorSpace"), f"/{kind}") if kind else None
    if found is None:
        paper.doubt(f"Der Farbraum {kind or 'ohne Namen'} ist nicht bestimmbar ({how.place}).")
    elif name(found) != kind:
        use(paper, found, how, depth + 1)


def _device(paper: Paper, kind: str, how: Use, depth: int) -> None:
    instead = value(value(how.resources, "/ColorSpace"), f"/{DEFAULTS[kind]}")
    if instead is not None and name(instead) != kind:
        use(paper, instead, how, depth + 1)
        return
    wanted = None if kind == "DeviceGray" else DEVICE[kind]
    is_kept = paper.output is not None and wanted in (None, paper.output.colours)
    paper.check(is_kept, DEVICE_CODES[kind], how.place)


def _icc(paper: Paper, stream: object, how: Use) -> None:
    known = paper.memory.setdefault("icc", {})
    if not is_stream(stream):
        paper.fail("icc", how.place)
        return
    key = key_of(stream)
    if key not in known:
        known[key] = read_profile(stream)
    profile = known[key]
    is_valid = (
        profile is not None
        and profile.device_class in INPUT_CLASSES
        and profile.colours in INPUT_COLOURS
        and profile.version < _newest(paper)
    )
    paper.check(is_valid, "icc", how.place)
    if profile is not None:
        paper.check(_fits(stream, profile), "icc-komponenten", how.place)
        paper.check(not (how.overprints and profile.colours == "CMYK"), "ueberdruck", how.place)


def _separation(paper: Paper, rest: list, how: Use, depth: int) -> None:
    if len(rest) < 3:
        paper.doubt(f"Ein Farbraum ist unvollständig ({how.place}).")
        return
    colorant = name(rest[0]) or ""
    _check_text(paper, colorant, how.place)
    known = paper.memory.setdefault("separations", {})
    definition = (_flat(rest[1]), _flat(rest[2]))
    same = known.setdefault(colorant, definition)
    paper.check(same == definition, "schmuckfarbe-gleich", how.place)
    use(paper, rest[1], how, depth + 1)


def _flat(found: object, depth: int = 0) -> object:
    """An object so that two of them are equal when they say the same."""
    if depth > DEEPEST:
        return "..."
    if is_stream(found):
        content = {
            key: inner
            for key, inner in entries(found)
            if key not in ("Length", "Filter", "DecodeParms")
        }
        plain = tuple(
            sorted((key, repr(_flat(inner, depth + 1))) for key, inner in content.items())
        )
        return plain, stream_bytes(found)
    if is_dict(found):
        return tuple(sorted((key, repr(_flat(inner, depth + 1))) for key, inner in entries(found)))
    if isinstance(found, pikepdf.Array):
        return tuple(_flat(inner, depth + 1) for inner in found)
    return str(found)


def _device_n(paper: Paper, rest: list, how: Use, depth: int) -> None:
    if len(rest) < 3:
        paper.doubt(f"Ein Farbraum ist unvollständig ({how.place}).")
        return
    colorants = [name(each) or "" for each in items(rest[0])]
    most = COLORANTS.get(paper.part, LATER_COLORANTS)
    paper.check(len(colorants) <= most, "grenze-farben", how.place)
    attributes = rest[3] if len(rest) > 3 else None
    defined = dict(entries(value(attributes, "/Colorants")))
    process = {name(each) for each in items(value(value(attributes, "/Process"), "/Components"))}
    for colorant in colorants:
        _check_text(paper, colorant, how.place)
        is_known = colorant in defined or colorant in process or colorant in PROCESS
        paper.check(is_known, "schmuckfarbe-angabe", how.place)
    for colorant, space in defined.items():
        if colorant in colorants:
            use(paper, space, how, depth + 1)
    use(paper, rest[1], how, depth + 1)
    use(paper, value(value(attributes, "/Process"), "/ColorSpace"), how, depth + 1)


def _check_text(paper: Paper, text: str, place: str) -> None:
    paper.check(is_utf8(text), "name-utf8", place)


def is_utf8(text: str) -> bool:
    """Whether a name was valid UTF-8 in the file."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return "\ufffd" not in text
