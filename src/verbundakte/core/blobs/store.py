"""The content-addressed, write-once store on a local folder.

Bytes first: temporary name, SHA-256 while streaming, fsync of file and folder, rename. Only then may
a row name them. The name on the disk is the digest; names of users never touch it. Equal content is
stored once inside a town and never shared between towns.
"""

import hashlib
import os
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO
from uuid import uuid4

from django.conf import settings

CHUNK = 1024 * 1024


class StoreFull(Exception):
    """No space is left for more bytes; nothing was written."""

    message = (
        "Der Speicherplatz ist erschöpft. Es wurde nichts gespeichert. Melden Sie es dem Betrieb."
    )


class StoreAway(Exception):
    """The store cannot be reached at the moment."""

    message = "Der Dateispeicher antwortet nicht. Versuchen Sie es in einigen Sekunden noch einmal."


class BytesMissing(Exception):
    """A row names bytes that are not there (reported by `check`)."""

    message = "Die Datei liegt nicht im Speicher. Melden Sie es dem Betrieb; er findet sie über ./verbundakte check."


@dataclass(frozen=True)
class Stored:
    """Digest (hex) and size (bytes) of what lies in the store."""

    sha256: str
    size: int


def _root(tenant: int) -> Path:
    return settings.DATA_DIR / "blobs" / str(int(tenant))


def path_of(tenant: int, sha256: str) -> Path:
    """Return where the bytes with this digest lie or would lie."""
    if len(sha256) != 64 or not set(sha256) <= set("0123456789abcdef"):
        raise ValueError("not a SHA-256")
    return _root(tenant) / sha256[:2] / sha256


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _make_folder(folder: Path) -> None:
    missing = []
    while not folder.exists():
        missing.append(folder)
        folder = folder.parent
    for each in reversed(missing):
        each.mkdir(mode=0o750, exist_ok=True)
        _sync_folder(each.parent)


def free_bytes() -> int:
    """Return the free space of the store. Raises StoreAway."""
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
    digest, size = hashlib.sha256(), 0
    with open(path, "rb") as file:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
            size += len(chunk)
    return Stored(digest.hexdigest(), size)


def put_file(tenant: int, path: Path, stored: Stored | None = None) -> Stored:
    """Move a spooled file into the store (same disk). Returns digest and size."""
    try:
        stored = stored or digest_file(path)
        _folder("blobs")
        target = path_of(tenant, stored.sha256)
        if target.exists() and target.stat().st_size == stored.size:
            path.unlink(missing_ok=True)
            return stored
        _make_folder(target.parent)
        with open(path, "rb") as file:
            os.fsync(file.fileno())
        path.chmod(0o440)
        os.replace(path, target)
        _sync_folder(target.parent)
        return stored
    except OSError as error:
        raise reason_of(error) from error


def reason_of(error: OSError) -> Exception:
    """Return StoreFull or StoreAway for an error of the disk."""
    return StoreFull() if error.errno in (28, 122) else StoreAway()


def open_blob(tenant: int, sha256: str) -> BinaryIO:
    """Open stored bytes for reading. Raises BytesMissing or StoreAway."""
    try:
        return open(path_of(tenant, sha256), "rb")
    except FileNotFoundError as error:
        _folder("blobs")
        raise BytesMissing from error
    except OSError as error:
        raise StoreAway from error


def read(tenant: int, sha256: str) -> bytes:
    """Return stored bytes as a whole (small files)."""
    with open_blob(tenant, sha256) as file:
        return file.read()


def digests(tenant: int) -> Iterator[str]:
    """Yield the digest of everything stored for a town."""
    root = _root(tenant)
    if not root.is_dir():
        return
    for folder in sorted(root.iterdir()):
        for file in sorted(folder.iterdir()):
            yield file.name


def verify(tenant: int, sha256: str) -> bool:
    """Tell whether the stored bytes still have their digest."""
    try:
        return digest_file(path_of(tenant, sha256)).sha256 == sha256
    except OSError:
        return False


def remove(tenant: int, sha256: str) -> None:
    """Delete bytes that no row names any more (only the clean-up calls this)."""
    path_of(tenant, sha256).unlink(missing_ok=True)
