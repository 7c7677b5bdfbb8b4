"""winmail.dat (MS-OXTNEF): a list of attributes; here the text and the attachments."""

import struct

from verbundakte.core.converters import charset, eml, rtf
from verbundakte.core.converters.errors import Damaged
from verbundakte.core.converters.limits import MAX_ATTACHMENTS
from verbundakte.core.converters.results import Attachment, Mail

TOOL = "verbundakte-tnef 2"
SIGNATURE = b"\x78\x9f\x3e\x22"
SUBJECT, BODY, MESSAGE_PROPERTIES = 0x8004, 0x800C, 0x9003
ATTACH_DATA, ATTACH_TITLE, ATTACH_RENDERING, ATTACH_PROPERTIES = 0x800F, 0x8010, 0x9002, 0x9005
RTF_PROPERTY, HTML_PROPERTY, LONG_NAME_PROPERTY = 0x1009, 0x1013, 0x3707
FIXED_SIZES = {2: 4, 3: 4, 4: 4, 5: 8, 6: 8, 7: 8, 10: 4, 11: 4, 20: 8, 64: 8, 72: 16}
VARIABLE = (13, 30, 31, 258)


def read(data: bytes) -> Mail:
    """Return what the file holds. Raises Damaged when it is not TNEF."""
    if not data.startswith(SIGNATURE):
        raise Damaged("Die Datei winmail.dat ist beschädigt.")
    headers, text, html, attachments = {}, "", "", []
    for tag, value in _attributes(data):
        if tag == SUBJECT:
            headers["Subject"] = eml.one_line(charset.decode(value.rstrip(b"\0")))
        elif tag == BODY:
            text = charset.decode(value.rstrip(b"\0"))
        elif tag == MESSAGE_PROPERTIES:
            found = _properties(value)
            html = charset.decode(found.get(HTML_PROPERTY, b""), is_markup=True)
            packed = found.get(RTF_PROPERTY)
            text = text or (rtf.to_text(rtf.unpack(packed)) if packed and not html else "")
        elif tag == ATTACH_RENDERING and len(attachments) < MAX_ATTACHMENTS:
            attachments.append({"name": f"anlage-{len(attachments) + 1}.bin", "data": b""})
        elif attachments and tag == ATTACH_TITLE:
            attachments[-1]["name"] = eml.one_line(charset.decode(value.rstrip(b"\0")))
        elif attachments and tag == ATTACH_DATA:
            attachments[-1]["data"] = value
        elif attachments and tag == ATTACH_PROPERTIES:
            name = _properties(value).get(LONG_NAME_PROPERTY, b"").decode().rstrip("\0")
            attachments[-1]["name"] = eml.one_line(name) or attachments[-1]["name"]
    return Mail(headers, text, html, tuple(_attachment(**found) for found in attachments), TOOL)


def _attachment(name: str, data: bytes) -> Attachment:
    return Attachment(name, "application/octet-stream", "", False, data)


def _attributes(data: bytes):
    """Yield (tag, value); stops quietly where the file ends early."""
    position = 6
    while position + 9 <= len(data):
        _, tag, _, size = struct.unpack_from("<BHHI", data, position)
        value = data[position + 9 : position + 9 + size]
        if len(value) < size:
            return
        yield tag, value
        position += 9 + size + 2


def _properties(data: bytes) -> dict[int, bytes]:
    """Return string and binary properties of a MAPI block; strings as UTF-8."""
    found: dict[int, bytes] = {}
    try:
        count, position = struct.unpack_from("<I", data)[0], 4
        for _ in range(min(count, 2000)):
            kind, tag = struct.unpack_from("<HH", data, position)
            position += 4
            if tag >= 0x8000:
                position = _skip_name(data, position)
            value, position = _value(data, position, kind)
            if value is not None:
                found[tag] = value
    except (struct.error, ValueError):
        return found
    return found


def _skip_name(data: bytes, position: int) -> int:
    kind, size = struct.unpack_from("<II", data, position + 16)
    return position + 24 + (_padded(size) if kind else 0)


def _value(data: bytes, position: int, kind: int) -> tuple[bytes | None, int]:
    base = kind & 0xFFF
    many = kind & 0x1000 or base in VARIABLE
    count = struct.unpack_from("<I", data, position)[0] if many else 1
    position += 4 if many else 0
    value = None
    for _ in range(min(count, 2000)):
        if base in VARIABLE:
            size = struct.unpack_from("<I", data, position)[0]
            value = data[position + 4 : position + 4 + size]
            position += 4 + _padded(size)
        else:
            position += FIXED_SIZES[base] if base in FIXED_SIZES else _unknown(base)
    if value is not None and base == 31:
        value = value.decode("utf-16-le", "replace").encode()
    elif value is not None and base == 30:
        value = charset.decode(value).encode()
    return value, position


def _padded(size: int) -> int:
    return (size + 3) & ~3


def _unknown(kind: int) -> int:
    raise ValueError(kind)
