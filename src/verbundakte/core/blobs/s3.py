"""A store in a bucket of an S3 server: `<tenant>/<aa>/<sha256>`, written once, read back.

Nothing the server says about integrity is believed: after each upload the bytes are read back and
their SHA-256 is compared. Versions of the bucket are not used.
"""

import logging
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import BinaryIO

from verbundakte.core.blobs.backend import digest_stream
from verbundakte.core.blobs.errors import BytesMissing, Entry, StoreAway, Stored, checked, name_of
from verbundakte.core.blobs.s3_objects import Objects
from verbundakte.core.blobs.sigv4 import Server
from verbundakte.core.metrics import store_errors

logger = logging.getLogger("verbundakte.store")
FRESH = timedelta(hours=1)
ONLY_NEW = {"if-none-match": "*"}


class Bucket:
    """Bytes of towns in a bucket. Every call may raise StoreAway."""

    name = "s3"

    def __init__(self, server: Server):
        self.objects = Objects(server)

    def entry(self, tenant: int, sha256: str) -> Entry | None:
        """Return what is there under this digest."""
        found = self.objects.head(key_of(tenant, sha256))
        return Entry(sha256, found.size, found.at) if found else None

    def put_file(self, tenant: int, path: Path, stored: Stored) -> None:
        """Upload a file under its digest, read it back, then take it out of the spool.

        Raises StoreFull. What lay there damaged is replaced; what cannot be read back as it was
        sent is an error, so that no row ever names it.
        """
        key = key_of(tenant, stored.sha256)
        with open(path, "rb") as file:
            is_new = self.objects.put(key, file, stored, ONLY_NEW)
            if not is_new and self._is_old(tenant, stored):
                self.objects.put(key, file, stored, {})  # else the clean-up may just be at it
            if self.digest(tenant, stored.sha256) != stored:
                if not is_new:
                    self.objects.put(key, file, stored, {})
                if is_new or self.digest(tenant, stored.sha256) != stored:
                    store_errors.add(store="s3", kind="wrong")
                    logger.error("store gives back other bytes than it was given")
                    self.remove(tenant, stored.sha256)
                    raise StoreAway
        path.unlink(missing_ok=True)

    def open(self, tenant: int, sha256: str) -> BinaryIO:
        """Open for reading; asks for bytes only when they are read."""
        found = self.objects.head(key_of(tenant, sha256))
        if found is None:
            raise BytesMissing
        return self.objects.open(found, sha256)

    def digest(self, tenant: int, sha256: str) -> Stored | None:
        """Return what the stored bytes really are, None when they are not there."""
        found = self.objects.head(key_of(tenant, sha256))
        if found is None:
            return None
        with self.objects.open(found) as file:
            return digest_stream(file)

    def entries(self, tenant: int, after: str = "") -> Iterator[Entry]:
        """Yield everything by name."""
        prefix = f"{int(tenant)}/"
        for one in self.objects.entries(prefix, key_of(tenant, after) if after else ""):
            yield Entry(name_of(one.name.removeprefix(prefix)), one.size, one.at)

    def remove(self, tenant: int, sha256: str) -> None:
        """Delete, if it is there."""
        self.objects.remove(key_of(tenant, sha256))

    def make(self) -> None:
        """Make the bucket, if it is not there."""
        self.objects.make()

    @property
    def is_resting(self) -> bool:
        """Whether it is left alone because it did not answer."""
        return self.objects.wire.is_resting

    def _is_old(self, tenant: int, stored: Stored) -> bool:
        found = self.entry(tenant, stored.sha256)
        return found is None or datetime.now(UTC) - found.at > FRESH


def key_of(tenant: int, sha256: str) -> str:
    """Return the key of an object."""
    return f"{int(tenant)}/{checked(sha256)[:2]}/{sha256}"
