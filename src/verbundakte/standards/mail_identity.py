"""When two copies of a mail are the same mail (RFC 5322), told from its bytes without taking it apart.

Every mailbox adds lines of its own to a mail's head (Received, Delivered-To ...) and may write line ends
anew. The same remain the lines its sender wrote and the body. UIDs of a mailbox say nothing.
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

SENDERS_LINES = (
    b"message-id", b"date", b"from", b"sender", b"to", b"cc", b"subject", b"in-reply-to",
    b"references", b"content-type",
)  # fmt: skip
RECEIVERS_LINES = (b"delivered-to", b"x-original-to", b"envelope-to", b"x-envelope-to")
MOST_HEAD_BYTES = 512 * 1024
CHUNK = 256 * 1024
MESSAGE_ID = re.compile(rb"<([^<>\s\0]{1,250})>")
ADDRESS = re.compile(r"[\w.+-]{1,100}@[\w.-]{1,200}", re.ASCII)
MOST_NAMED = 200


@dataclass(frozen=True)
class MailIdentity:
    """`key` is the same for each copy of a mail; Message-IDs are without their brackets.

    `receivers`: to whom mail servers delivered this copy, not whom its sender named.
    """

    key: str
    message_id: str
    answered: tuple[str, ...]
    receivers: tuple[str, ...]


def identify_mail(file: BinaryIO) -> MailIdentity:
    """Return what a mail is, reading it once from its beginning; every sequence of bytes is one."""
    head, rest = _head(file)
    lines = list(_lines(head))
    digest = hashlib.sha256()
    for name in SENDERS_LINES:
        for value in _values(lines, (name,)):
            digest.update(name + b":" + b" ".join(value.split()) + b"\n")
    digest.update(b"\n" + _body_digest(rest, file))
    message_ids = _message_ids(lines, (b"message-id",))
    return MailIdentity(
        key=f"email:{digest.hexdigest()}",
        message_id=message_ids[0] if message_ids else "",
        answered=tuple(_message_ids(lines, (b"in-reply-to", b"references"))),
        receivers=tuple(_receivers(lines)),
    )


def _head(file: BinaryIO) -> tuple[bytes, bytes]:
    """Return the head, and what was read of the body already."""
    data = b""
    while len(data) < MOST_HEAD_BYTES:
        chunk = file.read(CHUNK)
        data = (data + chunk).lstrip(b"\r\n")
        if end := re.search(rb"\r?\n\r?\n", data):
            return data[: end.start()], data[end.end() :]
        if not chunk:
            break
    return data, data  # no blank line: whether it is a head at all is not known


def _lines(head: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield name and value of each line of the head; what goes on in the next line is one."""
    name, value = b"", b""
    for line in head.split(b"\n"):
        if line[:1] in (b" ", b"\t"):
            value += line
            continue
        if name:
            yield name, value
        name, _, value = line.partition(b":")
        name = name.strip().lower()
    if name:
        yield name, value


def _values(lines: list[tuple[bytes, bytes]], names: tuple[bytes, ...]) -> list[bytes]:
    return [value for name, value in lines if name in names]


def _message_ids(lines: list[tuple[bytes, bytes]], names: tuple[bytes, ...]) -> list[str]:
    found = MESSAGE_ID.findall(b" ".join(_values(lines, names)))
    return list(dict.fromkeys(one.decode("ascii", "replace") for one in found))[:MOST_NAMED]


def _receivers(lines: list[tuple[bytes, bytes]]) -> list[str]:
    text = b" ".join(_values(lines, RECEIVERS_LINES)).decode("ascii", "replace").lower()
    return list(dict.fromkeys(ADDRESS.findall(text)))[:MOST_NAMED]


def _body_digest(begun: bytes, file: BinaryIO) -> bytes:
    """Digest of the body with LF as line end and without line ends at its end."""
    digest, held, line_ends = hashlib.sha256(), b"", 0
    chunk = begun or file.read(CHUNK)
    while chunk:
        data = held + chunk
        held = data[-1:] if data.endswith(b"\r") else b""
        data = data[: len(data) - len(held)].replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        settled = data.rstrip(b"\n")
        if settled:
            digest.update(b"\n" * line_ends + settled)
            line_ends = 0
        line_ends += len(data) - len(settled)
        chunk = file.read(CHUNK)
    return digest.digest()
