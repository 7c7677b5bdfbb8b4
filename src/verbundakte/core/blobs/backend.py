"""What a store has to be able to do. Two are there: a folder (`folder.py`) and S3 (`s3.py`)."""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Protocol

from verbundakte.core.blobs.errors import Entry, Stored

CHUNK = 1024 * 1024


class Backend(Protocol):
    """Keeps bytes of towns under their SHA-256. Every call may raise StoreAway."""

    name: str
    is_resting: bool  # left alone for a moment after errors

    def entry(self, tenant: int, sha256: str) -> Entry | None:
        """Return what is there under this digest, None when there is nothing."""

    def put_file(self, tenant: int, path: Path, stored: Stored) -> None:
        """Take over a file of the spool, durably; its path is gone then. Raises StoreFull.

        What lies there already is not trusted: it is compared or replaced.
        """

    def open(self, tenant: int, sha256: str) -> BinaryIO:
        """Open for reading, at any place. Raises BytesMissing; where it notices, BytesDamaged."""

    def digest(self, tenant: int, sha256: str) -> Stored | None:
        """Return what the stored bytes really are, None when they are not there."""

    def entries(self, tenant: int, after: str = "") -> Iterator[Entry]:
        """Yield everything that lies here for a town, by name, from `after` on."""

    def remove(self, tenant: int, sha256: str) -> None:
        """Delete, if it is there."""


def digest_stream(file: BinaryIO) -> Stored:
    """Return digest and size of what can still be read."""
    digest, size = hashlib.sha256(), 0
    while chunk := file.read(CHUNK):
        digest.update(chunk)
        size += len(chunk)
    return Stored(digest.hexdigest(), size)
