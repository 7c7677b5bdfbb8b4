"""Files in parts that go on after a lost connection (tus 1.0.0)."""

from __future__ import annotations

import base64
import hashlib
import os
from typing import BinaryIO

from verbundakte_client.errors import NotReachable, Problem, Unavailable
from verbundakte_client.transport import Answer, Transport

PART_BYTES = 8 * 1024 * 1024
TUS = {"Tus-Resumable": "1.0.0"}
AGAIN = (409, 460)


def _size(file: BinaryIO) -> int:
    size = file.seek(0, os.SEEK_END)
    file.seek(0)
    return size


def begin(transport: Transport, name: str, size: int) -> str:
    """Begin an upload; return its address."""
    told = "filename " + base64.b64encode(name.encode()).decode()
    headers = {**TUS, "Upload-Length": str(size), "Upload-Metadata": told}
    answer = transport.patiently(
        lambda: transport.send("POST", transport.address("uploads"), b"", headers)
    )
    return answer.headers["Location"]


def offset_of(transport: Transport, location: str) -> int:
    """Return how many bytes of an upload are there."""
    return int(transport.ask("HEAD", location, headers=TUS).headers["Upload-Offset"])


def send(transport: Transport, location: str, file: BinaryIO, part_bytes: int = PART_BYTES) -> None:
    """Send what is missing of an upload, each part with its checksum. Raises Problem, NotReachable."""
    size, offset = _size(file), offset_of(transport, location)
    failures = 0
    while offset < size:
        file.seek(offset)
        part = file.read(part_bytes)
        try:
            answer = _send_part(transport, location, offset, part)
            offset, failures = int(answer.headers["Upload-Offset"]), 0
        except (NotReachable, Problem) as error:
            is_again = isinstance(error, NotReachable | Unavailable) or error.status in AGAIN
            failures += 1
            if not is_again or failures >= transport.tries:
                raise
            offset = offset_of(transport, location)  # waits until the server is there again


def _send_part(transport: Transport, location: str, offset: int, part: bytes) -> Answer:
    digest = base64.b64encode(hashlib.sha256(part).digest()).decode()
    headers = {
        **TUS,
        "Content-Type": "application/offset+octet-stream",
        "Upload-Offset": str(offset),
        "Upload-Checksum": f"sha256 {digest}",
    }
    return transport.send("PATCH", transport.address(location), part, headers)
