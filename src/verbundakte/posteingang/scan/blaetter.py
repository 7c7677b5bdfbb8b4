"""The code on a sheet: it names the sheet, and only this installation for this town can write it.

`VA1:<sheet>:<signature>`, base32 in capitals (the small kind of QR code). A sheet of another town, or
one made up, has no valid signature; its page is a page like any other.
"""

import base64
import hmac
from hashlib import sha256
from uuid import UUID

from verbundakte.core.secrets import key_for

PREFIX = "VA1:"
SIGNED_BYTES = 15


def code_of(town: UUID, sheet: UUID) -> str:
    """Return the text of the QR code of a sheet of a town."""
    return f"{PREFIX}{_written(sheet.bytes)}:{_written(_signature(town, sheet))}"


def read_code(town: UUID, text: str) -> UUID | None:
    """Return which sheet of this town a code names; None for one of another town or a made up one."""
    try:
        name, signature = (_read(part) for part in text.removeprefix(PREFIX).split(":"))
        sheet = UUID(bytes=name)
    except ValueError:
        return None
    is_ours = text.startswith(PREFIX) and hmac.compare_digest(signature, _signature(town, sheet))
    return sheet if is_ours else None


def _signature(town: UUID, sheet: UUID) -> bytes:
    key = key_for("posteingang.trennblatt")
    return hmac.new(key, town.bytes + sheet.bytes, sha256).digest()[:SIGNED_BYTES]


def _written(data: bytes) -> str:
    return base64.b32encode(data).decode().rstrip("=")


def _read(text: str) -> bytes:
    return base64.b32decode(text + "=" * (-len(text) % 8))
