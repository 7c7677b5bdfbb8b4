"""XMP metadata: there, well formed, with PDF/A identification and known properties (6.6, 6.7)."""

import re
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from verbundakte.core.converters.pdfa import packet, schemas
from verbundakte.core.converters.pdfa.packet import NotXmp, Packet
from verbundakte.core.converters.pdfa.paper import (
    Paper,
    is_stream,
    named,
    stream_bytes,
    value,
)
from verbundakte.core.converters.pdfa.schemas import Known

ID = "http://www.aiim.org/pdfa/ns/id/"
DC, XMP, PDF = "http://purl.org/dc/elements/1.1/", "http://ns.adobe.com/xap/1.0/", (
    "http://ns.adobe.com/pdf/1.3/"
)  # fmt: skip
PARTS = (1, 2, 3)
LEVELS = {1: ("A", "B"), 2: ("A", "B", "U"), 3: ("A", "B", "U")}
INFO = (
    ("/Title", DC, "title"), ("/Subject", DC, "description"), ("/Author", DC, "creator"),
    ("/Keywords", PDF, "Keywords"), ("/Producer", PDF, "Producer"),
    ("/Creator", XMP, "CreatorTool"),
)  # fmt: skip
INFO_DATES = (("/CreationDate", "CreateDate"), ("/ModDate", "ModifyDate"))
PDF_DATE = re.compile(
    r"D:(\d{4})(\d\d)?(\d\d)?(\d\d)?(\d\d)?(\d\d)?(?:(Z|[+-])(?:(\d\d)'?(?:(\d\d)'?)?)?)?"
)


def claim(data: bytes | None) -> tuple[int, str]:
    """Return part and level that the metadata claim; (0, "") when they claim nothing."""
    try:
        found = packet.read(data or b"")
    except NotXmp:
        return _loose_claim(data or b"")
    text = found.text(ID, "part").strip()
    return int(text) if text.isdigit() else 0, found.text(ID, "conformance").strip().lower()


def _loose_claim(data: bytes) -> tuple[int, str]:
    """What broken metadata seem to claim: such a file fails, it does not claim nothing."""
    part = re.search(rb"pdfaid:part\s*(?:>|=\s*['\"])\s*(\d)", data)
    level = re.search(rb"pdfaid:conformance\s*(?:>|=\s*['\"])\s*([ABUabu])", data)
    return (int(part[1]) if part else 0), (level[1].decode().lower() if level else "")


def main_packet(paper: Paper) -> bytes | None:
    """Return the document's XMP packet."""
    found = value(paper.root, "/Metadata")
    return stream_bytes(found) if is_stream(found) else None


def check(paper: Paper) -> None:
    """Check the metadata of the document and of its parts."""
    holder = value(paper.root, "/Metadata")
    if not is_stream(holder):
        paper.fail("xmp-fehlt")
        return
    data = stream_bytes(holder)
    try:
        found = packet.read(data or b"")
    except NotXmp:
        paper.fail("xmp-form")
        return
    known = Known()
    _check_packet(paper, found, known, "Dokument")
    _identification(paper, found)
    if paper.is_first:
        _info(paper, found)
    _others(paper, holder, known)


def _check_packet(paper: Paper, found: Packet, known: Known, place: str) -> None:
    paper.check("bytes" not in found.attributes, "xmp-kopf", place)
    paper.check("encoding" not in found.attributes, "xmp-kopf", place)
    for code in schemas.read_extensions(found, known):
        paper.fail(code, place)
    base = schemas.predefined(min(paper.part, 2))
    for each in found.properties:
        if each.space == schemas.EXTENSION:
            continue
        kind = base.get((each.space, each.name)) or known.properties.get((each.space, each.name))
        paper.check(kind is not None, "xmp-eigenschaft", f"{each.prefix}:{each.name}")
        if kind is not None:
            is_right = schemas.is_of_type(each.node, kind, known)
            paper.check(is_right, "xmp-typ", f"{each.prefix}:{each.name}")


def _identification(paper: Paper, found: Packet) -> None:
    fields = [each for each in found.properties if each.space == ID]
    paper.check(found.find(ID, "part"), "xmp-kennung")
    level = found.text(ID, "conformance")
    paper.check(level in LEVELS[paper.part], "xmp-kennung")
    paper.check(all(each.prefix == "pdfaid" for each in fields), "xmp-kennung-vorsatz")


def _others(paper: Paper, holder: object, known: Known) -> None:
    """The metadata streams of pages, pictures, fonts."""
    for found in paper.memory.get("metadata", []):
        if found.objgen == holder.objgen or not is_stream(found):
            continue
        place = f"Objekt {found.objgen[0]}"
        try:
            inner = packet.read(stream_bytes(found) or b"")
        except NotXmp:
            paper.fail("xmp-form", place)
            continue
        own = Known(dict(known.properties), dict(known.types))
        _check_packet(paper, inner, own, place)


def check_holder(paper: Paper, found: Any, place: str) -> None:
    """Check how a metadata stream is stored, and remember it."""
    paper.memory.setdefault("metadata", []).append(found)
    paper.check("/Filter" not in found, "xmp-gepackt", place)
    is_marked = named(found, "/Type") in (None, "Metadata")
    paper.check(is_marked, "xmp-form", place)


def _info(paper: Paper, found: Packet) -> None:
    """In part 1 the document information must say the same as the metadata."""
    info = value(paper.pdf.trailer, "/Info")
    for key, space, name in INFO:
        told = value(info, key)
        if told is None:
            continue
        same = _same_text(str(told), found, space, name)
        paper.check(same, "xmp-angaben", key[1:])
    for key, name in INFO_DATES:
        told = value(info, key)
        if told is not None:
            written = _moment(found.text(XMP, name))
            paper.check(
                written is not None and written == pdf_moment(str(told)), "xmp-angaben", key[1:]
            )


def _same_text(told: str, found: Packet, space: str, name: str) -> bool:
    each = found.find(space, name)
    if each is None:
        return False
    if each.node.kind == "Alt":
        default = [item.text for item in each.node.items if item.language == "x-default"]
        return bool(default) and default[0] == told.rstrip("\0")
    if each.node.kind in ("Seq", "Bag"):
        return len(each.node.items) == 1 and each.node.items[0].text == told.rstrip("\0")
    return each.node.text == told.rstrip("\0")


def pdf_moment(text: str) -> datetime | None:
    """Return the moment that a date of the document information means (ISO 32000-1, 7.9.4)."""
    found = PDF_DATE.match(text)
    if not found:
        return None
    year, month, day, hour, minute, second = (int(each or 0) for each in found.groups()[:6])
    sign, hours, minutes = found[7], int(found[8] or 0), int(found[9] or 0)
    away = timedelta(hours=hours, minutes=minutes) * (-1 if sign == "-" else 1)
    try:
        zone = timezone(away)
        return datetime(year, month or 1, day or 1, hour, minute, second, tzinfo=zone).astimezone(
            UTC
        )
    except ValueError:
        return None


def _moment(text: str) -> datetime | None:
    if not schemas.DATE.fullmatch(text.strip()):
        return None
    padded = text.strip() + {4: "-01-01", 7: "-01"}.get(len(text.strip()), "")
    try:
        found = datetime.fromisoformat(padded)
    except ValueError:
        return None
    return found.replace(tzinfo=found.tzinfo or UTC, microsecond=0).astimezone(UTC)
