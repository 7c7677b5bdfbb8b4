"""The content-addressed, write-once store.

Bytes first: temporary name, SHA-256 while streaming, then durably under the digest (a folder, or S3).
Only then may a row name them. Names of users never touch it. Equal content is stored once inside a
town and never shared between towns.
"""

import contextlib
import hashlib
import logging
import os
import shutil
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO
from uuid import uuid4

from django.conf import settings

from verbundakte.core.blobs.backend import CHUNK, Backend, digest_stream
from verbundakte.core.blobs.errors import (
    BytesDamaged,
    BytesMissing,
    Entry,
    StoreAway,
    Stored,
    StoreFull,
    checked,
    reason_of,
)
from verbundakte.core.blobs.folder import Folder
from verbundakte.core.blobs.places import LOCAL, in_order

__all__ = [
    "BytesDamaged",
    "BytesMissing",
    "StoreAway",
    "StoreFull",
    "Stored",
    "digest_file",
    "entries",
    "entry_of",
    "free_bytes",
    "open_blob",
    "path_of",
    "put",
    "put_bytes",
    "put_file",
    "read",
    "reason_of",
    "remove",
    "spool_path",
    "trim_cache",
    "verify",
]
CACHE = "cache"
logger = logging.getLogger("verbundakte.store")


def free_bytes() -> int:
    """Return the free space of this machine's disk. Raises StoreAway."""
    return shutil.disk_usage(_folder("tmp")).free


def spool_path(name: str | None = None) -> Path:
    """Return a path in the spool for bytes on their way (`name`: our own id, never a user's).

    Raises StoreAway.
    """
    return _folder("tmp") / (name or uuid4().hex)


def _folder(name: str) -> Path:
    """Return a folder that is made at the start only: without it the disk is not there."""
    folder = settings.DATA_DIR / name
    if not folder.is_dir():
        raise StoreAway
    return folder


def put(tenant: int, chunks: Iterable[bytes]) -> Stored:
    """Store a stream. Returns digest and size. Raises StoreFull or StoreAway; then nothing is left."""
    temporary = spool_path()
    digest, size = hashlib.sha256(), 0
    try:
        with open(temporary, "xb") as file:
            for chunk in chunks:
                digest.update(chunk)
                size += len(chunk)
                file.write(chunk)
        return put_file(tenant, temporary, Stored(digest.hexdigest(), size))
    except OSError as error:
        raise reason_of(error) from error
    finally:
        temporary.unlink(missing_ok=True)


def put_bytes(tenant: int, content: bytes) -> Stored:
    """Store bytes that are already in memory."""
    return put(tenant, [content])


def digest_file(path: Path) -> Stored:
    """Return digest and size of a file."""
    with open(path, "rb") as file:
        return digest_stream(file)


def put_file(tenant: int, path: Path, stored: Stored | None = None) -> Stored:
    """Move a spooled file into the store (same disk). Returns digest and size."""
    try:
        stored = stored or digest_file(path)
        in_order()[0].put_file(tenant, path, stored)
        return stored
    except OSError as error:
        raise reason_of(error) from error


def open_blob(tenant: int, sha256: str) -> BinaryIO:
    """Open stored bytes for reading. Raises BytesMissing or StoreAway."""
    return _first(lambda backend: backend.open(tenant, sha256))


def read(tenant: int, sha256: str) -> bytes:
    """Return stored bytes as a whole (small files)."""

    def whole(backend: Backend) -> bytes:
        with backend.open(tenant, sha256) as file:
            return file.read()

    return _first(whole)


def _first(ask):
    """Ask one store after the other; what one has not, or damaged, another may have."""
    missing = BytesMissing()
    for backend in in_order():
        try:
            return ask(backend)
        except BytesMissing as error:
            missing = error if isinstance(error, BytesDamaged) else missing
    raise missing


def path_of(tenant: int, sha256: str) -> Path:
    """Return where the bytes can be read on this machine; from S3 they are fetched (and compared).

    Nothing lies there when they are missing. Raises StoreAway.
    """
    path = Folder(settings.DATA_DIR / "blobs").path(tenant, sha256)
    if path.exists():
        return path
    for backend in in_order():
        if backend.name != LOCAL:
            with contextlib.suppress(BytesMissing):
                return _fetched(backend, tenant, sha256)
    return path


def _fetched(backend: Backend, tenant: int, sha256: str) -> Path:
    """Return a copy of an object on this machine, kept for the next one who asks."""
    target = _cached(tenant, sha256)
    with contextlib.suppress(FileNotFoundError):
        os.utime(target)
        return target
    temporary = spool_path()
    try:
        with backend.open(tenant, sha256) as source, open(temporary, "xb") as file:
            shutil.copyfileobj(source, file, CHUNK)
        temporary.chmod(0o440)
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.replace(temporary, target)
        return target
    except OSError as error:
        raise reason_of(error) from error
    finally:
        temporary.unlink(missing_ok=True)


def _cached(tenant: int, sha256: str) -> Path:
    return settings.DATA_DIR / CACHE / str(int(tenant)) / checked(sha256)[:2] / sha256


def trim_cache(unused_for: float = 24 * 3600) -> int:
    """Delete fetched copies nobody asked for lately, the oldest first when they are too many.

    Returns how many.
    """
    found = []
    for path in (settings.DATA_DIR / CACHE).glob("*/*/*"):
        with contextlib.suppress(FileNotFoundError):
            found.append((path.stat().st_mtime, path.stat().st_size, path))
    found.sort()
    limit, room, removed = time.time() - unused_for, settings.S3_CACHE_BYTES, 0
    held = sum(size for _, size, _ in found)
    for at, size, path in found:
        if at > limit and held <= room:
            break
        path.unlink(missing_ok=True)
        held -= size
        removed += 1
    return removed


def entries(tenant: int) -> Iterator[tuple[Backend, Entry]]:
    """Yield everything stored for a town, one store after the other."""
    for backend in in_order():
        for entry in backend.entries(tenant):
            yield backend, entry


def verify(tenant: int, sha256: str) -> bool:
    """Tell whether the bytes that are read still have their digest. Raises StoreAway."""
    for backend in in_order():
        if found := backend.digest(tenant, sha256):
            return found.sha256 == sha256
    return False


def entry_of(tenant: int, sha256: str) -> Entry | None:
    """Return what is there under this digest, None when no store has it. Raises StoreAway."""
    for backend in in_order():
        if found := backend.entry(tenant, sha256):
            return found
    return None


def remove(tenant: int, sha256: str) -> None:
    """Delete bytes that no row names any more, wherever they are (through `register.remove_unnamed`).

    What cannot be reached at the moment is left to the clean-up of the next hours.
    """
    _cached(tenant, sha256).unlink(missing_ok=True)
    for backend in in_order():
        try:
            backend.remove(tenant, sha256)
        except StoreAway:
            logger.warning("bytes are deleted later", extra={"tenant": tenant})
