"""Images, JPEG 2000 and other XObjects (6.2.4-6.2.9)."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

import pikepdf

from verbundakte.core.converters.pdfa.colour import Use, check_intent_name, use
from verbundakte.core.converters.pdfa.objects import FILTERS
from verbundakte.core.converters.pdfa.paper import (
    Paper,
    is_stream,
    items,
    key_of,
    name,
    named,
    value,
    words,
)

SHORT_FILTERS = words("AHx A85 Fl RL CCF DCT")
NOT_INLINE = frozenset(("JBIG2Decode", "JPXDecode"))
BITS, FIRST_BITS = (1, 2, 4, 8, 16), (1, 2, 4, 8)
CIEJAB = 19
METHODS = (1, 2, 3)
CHANNELS = (1, 3, 4)
BOXES_INSIDE = (b"jp2h",)
VARYING = 255


def check_image(paper: Paper, image: pikepdf.Stream, how: Use, *, is_mask: bool = False) -> bool:
    """Check an image; return whether it is transparent in part."""
    place = how.place
    paper.check("/Alternates" not in image, "bild-alternativen", place)
    paper.check("/OPI" not in image, "opi", place)
    paper.check(value(image, "/Interpolate") is not True, "bild-glaettung", place)
    check_intent_name(paper, named(image, "/Intent"), place)
    soft = value(image, "/SMask")
    paper.check(soft is None or name(soft) == "None", "transparenz-bild", place)
    is_stencil = value(image, "/ImageMask") is True
    is_jpx = "JPXDecode" in _filters(image)
    bits = value(image, "/BitsPerComponent")
    if not is_jpx:
        _check_depth(paper, bits, place, is_stencil=is_stencil)
    space = value(image, "/ColorSpace")
    if space is not None and not is_stencil and not is_mask:
        use(paper, space, how)
    if is_jpx:
        _check_jpx(paper, image, how, has_space=space is not None)
    if is_stream(soft):
        check_image(paper, soft, how, is_mask=True)
    mask = value(image, "/Mask")
    if is_stream(mask):
        check_image(paper, mask, how, is_mask=True)
    return is_stream(soft) or value(image, "/SMaskInData") in (1, 2)


def _filters(image: pikepdf.Stream) -> list[str | None]:
    used = value(image, "/Filter")
    return [name(each) for each in items(used)] if isinstance(used, pikepdf.Array) else [name(used)]


def check_inline(paper: Paper, image: dict, how: Use) -> None:
    """Check an inline image (its dictionary as written in the content stream)."""
    used = image.get(b"F", image.get(b"Filter"))
    for each in used if isinstance(used, list) else [used]:
        text = getattr(each, "text", b"").decode("latin-1")
        is_known = text in SHORT_FILTERS or (text in FILTERS and text not in NOT_INLINE)
        paper.check(each is None or is_known, "filter-im-text", how.place)
    smoothed = image.get(b"I", image.get(b"Interpolate"))
    paper.check(smoothed is not True, "bild-glaettung", how.place)
    intent = image.get(b"Intent")
    check_intent_name(paper, intent.text.decode("latin-1") if intent else None, how.place)
    is_stencil = image.get(b"IM", image.get(b"ImageMask")) is True
    bits = image.get(b"BPC", image.get(b"BitsPerComponent"))
    _check_depth(paper, bits, how.place, is_stencil=is_stencil)
    space = image.get(b"CS", image.get(b"ColorSpace"))
    if space is not None and not is_stencil:
        use(paper, space, how)


def _check_depth(paper: Paper, bits: object, place: str, *, is_stencil: bool) -> None:
    allowed = (None, 1) if is_stencil else FIRST_BITS if paper.is_first else BITS
    paper.check(bits in allowed, "bild-tiefe", place)


@dataclass
class Jpx:
    """What a JPEG 2000 file says about its colours."""

    channels: int = 0
    depth: int = 0
    has_depth_box: bool = False
    colours: list[tuple[int, int, int | None]] = None


def _check_jpx(paper: Paper, image: pikepdf.Stream, how: Use, *, has_space: bool) -> None:
    found, place = _read_jpx(image.read_raw_bytes()), how.place
    if found is None:
        paper.doubt(f"Ein JPEG-2000-Bild ist nicht lesbar ({place}).")
        return
    paper.check(found.channels in CHANNELS, "jpx-kanaele", place)
    paper.check(not found.has_depth_box and 1 <= found.depth <= 38, "jpx-tiefe", place)
    best = sum(approximation == 1 for _, approximation, _ in found.colours)
    if not has_space:
        paper.check(len(found.colours) == 1 or best == 1, "jpx-farbe", place)
    for method, _, enumerated in found.colours:
        paper.check(method in METHODS, "jpx-verfahren", place)
        paper.check(enumerated != CIEJAB, "jpx-farbe", place)


def _read_jpx(data: bytes) -> Jpx | None:
    """Read the boxes of a JP2 file (ISO 15444-1, annex I); None for what is no such file."""
    found = Jpx(colours=[])
    for kind, content in _boxes(data):
        if kind == b"ihdr" and len(content) >= 11:
            found.channels = struct.unpack_from("!H", content, 8)[0]
            found.depth = (content[10] & 0x7F) + 1 if content[10] != VARYING else 0
        elif kind == b"bpcc":
            found.has_depth_box = True
        elif kind == b"colr" and len(content) >= 3:
            enumerated = struct.unpack_from("!I", content, 3)[0] if content[0] == 1 else None
            found.colours.append((content[0], content[2], enumerated))
        elif kind == b"cdef" and len(content) >= 2:
            found.channels -= _opacities(content)
    return found if found.channels and found.colours else None


def _opacities(content: bytes) -> int:
    count = struct.unpack_from("!H", content)[0]
    kinds = [struct.unpack_from("!H", content, 4 + 6 * at)[0] for at in range(count)]
    return sum(kind in (1, 2) for kind in kinds)


def _boxes(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 0
    while at + 8 <= len(data):
        length, kind = struct.unpack_from("!I4s", data, at)
        head = 8
        if length == 1 and at + 16 <= len(data):
            length, head = struct.unpack_from("!Q", data, at + 8)[0], 16
        length = length or len(data) - at
        if length < head:
            return
        content = data[at + head : at + length]
        if kind in BOXES_INSIDE:
            yield from _boxes(content)
        elif kind != b"jp2c":
            yield kind, content
        at += length


def check_form(paper: Paper, form: pikepdf.Stream, how: Use) -> bool:
    """Check a form XObject's dictionary; return whether it is a transparency group."""
    is_script = named(form, "/Subtype2") == "PS" or "/PS" in form
    paper.check(not is_script, "xobjekt-postscript", how.place)
    paper.check("/OPI" not in form, "opi", how.place)
    paper.check("/Ref" not in form, "xobjekt-verweis", how.place)
    soft = value(form, "/SMask")
    paper.check(soft is None, "transparenz-bild", how.place)
    return check_group(paper, form, how)


def check_group(paper: Paper, holder: object, how: Use) -> bool:
    """Check the transparency group of a page or form; return whether there is one."""
    group = value(holder, "/Group")
    if named(group, "/S") != "Transparency":
        return False
    paper.fail("transparenz-gruppe", how.place)
    use(paper, value(group, "/CS"), how)
    return True


def check_shading(paper: Paper, shading: object, how: Use) -> None:
    """Check the colours of a shading."""
    known = paper.memory.setdefault("shadings", set())
    mark = key_of(shading) if isinstance(shading, pikepdf.Object) else None
    if mark in known:
        return
    known.add(mark)
    use(paper, value(shading, "/ColorSpace"), how)
