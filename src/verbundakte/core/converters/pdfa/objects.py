"""What holds for every object: limits, filters, where streams may lie (6.1)."""

import pikepdf

from verbundakte.core.converters.pdfa import attachments, metadata, signatures
from verbundakte.core.converters.pdfa.paper import (
    Paper,
    entries,
    is_stream,
    items,
    name,
    named,
    number,
    value,
    words,
)

FILTERS = words(
    "ASCIIHexDecode ASCII85Decode FlateDecode RunLengthDecode CCITTFaxDecode JBIG2Decode"
    " DCTDecode JPXDecode"
)
INTEGER = 2**31
REAL = {1: 32767.0}
LATER_REAL, SMALLEST = 3.403e38, 1.175e-38
STRING = {1: 65535}
LATER_STRING, NAME, ARRAY, DICTIONARY = 32767, 127, 8191, 4095
EVERY = 500


def check(paper: Paper) -> None:
    """Walk through everything that the trailer leads to."""
    seen: set[tuple[int, int]] = set()
    waiting: list[tuple[object, str]] = [(paper.pdf.trailer, "Trailer")]
    count = 0
    while waiting:
        found, place = waiting.pop()
        count += 1
        if count % EVERY == 0:
            paper.pace()
        if isinstance(found, pikepdf.Object) and found.is_indirect:
            if found.objgen in seen:
                continue
            seen.add(found.objgen)
            place = f"Objekt {found.objgen[0]}"
        waiting.extend((inner, place) for inner in _look(paper, found, place))


def _look(paper: Paper, found: object, place: str) -> list:
    """Check one value; return what lies in it."""
    if isinstance(found, pikepdf.Array):
        paper.check(len(found) <= ARRAY, "grenze-feld", place)
        return _plain_or_inner(paper, list(found), place)
    if isinstance(found, pikepdf.Dictionary | pikepdf.Stream):
        inner = entries(found)
        paper.check(len(inner) <= DICTIONARY, "grenze-verzeichnis", place)
        for key, each in inner:
            check_name(paper, key, place)
            if key == "Metadata" and is_stream(each):
                metadata.check_holder(paper, each, place)
        attachments.note(paper, found)
        signatures.note(paper, found)
        if is_stream(found):
            _check_stream(paper, found, place)
        return _plain_or_inner(paper, [each for _, each in inner], place)
    check_plain(paper, found, place)
    return []


def _plain_or_inner(paper: Paper, values: list, place: str) -> list:
    inner = []
    for each in values:
        if isinstance(each, pikepdf.Array | pikepdf.Dictionary | pikepdf.Stream):
            inner.append(each)
        else:
            check_plain(paper, each, place)
    return inner


def check_plain(paper: Paper, found: object, place: str) -> None:
    """Check a number, string or name against the limits."""
    if isinstance(found, bool) or found is None:
        return
    if isinstance(found, int):
        paper.check(-INTEGER <= found < INTEGER, "grenze-ganzzahl", place)
    elif isinstance(found, pikepdf.Name):
        check_name(paper, str(found)[1:], place)
    elif isinstance(found, pikepdf.String):
        check_string(paper, len(bytes(found)), place)
    elif (real := number(found)) is not None:
        check_real(paper, real, place)


def check_real(paper: Paper, real: float, place: str) -> None:
    """Check a real number against the limits."""
    paper.check(abs(real) <= REAL.get(paper.part, LATER_REAL), "grenze-kommazahl", place)
    paper.check(real == 0 or abs(real) >= SMALLEST, "grenze-kommazahl-klein", place)


def check_string(paper: Paper, length: int, place: str) -> None:
    """Check the length of a string."""
    paper.check(length <= STRING.get(paper.part, LATER_STRING), "grenze-zeichenkette", place)


def check_name(paper: Paper, text: str, place: str) -> None:
    """Check the length of a name."""
    length = len(text.encode("utf-8", "surrogateescape"))
    paper.check(length <= NAME, "grenze-name", place)


def _check_stream(paper: Paper, found: pikepdf.Stream, place: str) -> None:
    is_outside = any(key in found for key in ("/F", "/FFilter", "/FDecodeParms"))
    paper.check(not is_outside, "strom-ausserhalb", place)
    used = value(found, "/Filter")
    parameters = value(found, "/DecodeParms")
    steps = items(used) if isinstance(used, pikepdf.Array) else [used]
    settings = items(parameters) if isinstance(parameters, pikepdf.Array) else [parameters]
    for index, step in enumerate(steps):
        if step is None:
            continue
        setting = settings[index] if index < len(settings) else None
        _check_filter(paper, name(step), setting, place)


def _check_filter(paper: Paper, used: str | None, setting: object, place: str) -> None:
    if used == "LZWDecode":
        paper.fail("lzw", place)
    elif used == "Crypt":
        is_identity = named(setting, "/Name") in (None, "Identity")
        paper.check(is_identity and not paper.is_first, "filter", place)
    else:
        paper.check(
            used in FILTERS and (used != "JPXDecode" or not paper.is_first), "filter", place
        )
