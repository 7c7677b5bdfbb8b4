"""Names of mailbox folders as IMAP4rev1 writes them (RFC 3501, 5.1.3: modified UTF-7)."""

import base64
import re

SHIFTED = re.compile(r"&([^&-]*)-")
OTHERS = re.compile(r"[^\x20-\x7e]+")


def to_wire(name: str) -> str:
    """Return a folder's name as it is sent to a server."""

    def shift(match: re.Match) -> str:
        coded = base64.b64encode(match.group().encode("utf-16-be")).decode().rstrip("=")
        return f"&{coded.replace('/', ',')}-"

    return OTHERS.sub(shift, name.replace("&", "&-"))


def quoted(name: str) -> str:
    """Return a folder's name as a quoted string of a command. Raises ValueError for line breaks."""
    if any(ord(character) < 32 for character in name):
        raise ValueError(name)
    wire = to_wire(name).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{wire}"'


def from_wire(name: str) -> str:
    """Return a folder's name for the screen; one that is written wrongly stays as it is."""

    def unshift(match: re.Match) -> str:
        coded = match.group(1)
        if not coded:
            return "&"
        try:
            padded = coded.replace(",", "/") + "=" * (-len(coded) % 4)
            return base64.b64decode(padded, validate=True).decode("utf-16-be")
        except ValueError:
            return match.group()

    return SHIFTED.sub(unshift, name)
