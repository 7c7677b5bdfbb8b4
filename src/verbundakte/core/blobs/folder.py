"""A store in a local folder: `<root>/<tenant>/<aa>/<sha256>`, read-only files."""

import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from verbundakte.core.blobs.backend import digest_stream
from verbundakte.core.blobs.errors import (
    BytesMissing,
    Entry,
    StoreAway,
    Stored,
    checked,
    name_of,
    reason_of,
)


class Folder:
    """Files on a disk of this machine. Without its root folder the disk is not there."""

    name = "lokal"
    is_resting = False

    def __init__(self, root: Path):
        self.root = root

    def path(self, tenant: int, sha256: str) -> Path:
        """Return where the bytes with this digest lie or would lie."""
        return self.root / str(int(tenant)) / checked(sha256)[:2] / sha256

    def entry(self, tenant: int, sha256: str) -> Entry | None:
        """Return what is there under this digest."""
        try:
            return _entry(self.path(tenant, sha256))
        except FileNotFoundError:
            self._require()
            return None
        except OSError as error:
            raise StoreAway from error

    def put_file(self, tenant: int, path: Path, stored: Stored) -> None:
        """Move a file of the same disk here: fsync, rename, fsync of the folder."""
        try:
            self._require()
            target = self.path(tenant, stored.sha256)
            _make_folder(target.parent)
            with open(path, "rb") as file:
                os.fsync(file.fileno())
            path.chmod(0o440)
            os.replace(path, target)  # also over an equal name: what lay there may be damaged
            sync_folder(target.parent)
        except OSError as error:
            raise reason_of(error) from error

    def open(self, tenant: int, sha256: str) -> BinaryIO:
        """Open for reading."""
        try:
            return open(self.path(tenant, sha256), "rb")
        except FileNotFoundError as error:
            self._require()
            raise BytesMissing from error
        except OSError as error:
            raise StoreAway from error

    def digest(self, tenant: int, sha256: str) -> Stored | None:
        """Return what the stored bytes really are, None when they are not there."""
        try:
            with self.open(tenant, sha256) as file:
                return digest_stream(file)
        except BytesMissing:
            return None
        except OSError as error:
            raise StoreAway from error

    def entries(self, tenant: int, after: str = "") -> Iterator[Entry]:
        """Yield everything by name. What lies where it does not belong is told with its folder."""
        root = self.root / str(int(tenant))
        if not root.is_dir():
            self._require()
            return
        for folder in sorted(root.iterdir()):
            if folder.name < after[:2]:
                continue
            for file in sorted(folder.iterdir()) if folder.is_dir() else [folder]:
                if file.name > after and (entry := _seen(file)):
                    yield replace(entry, name=name_of(str(file.relative_to(root))))

    def remove(self, tenant: int, sha256: str) -> None:
        """Delete, if it is there."""
        try:
            self.path(tenant, sha256).unlink(missing_ok=True)
        except OSError as error:
            raise StoreAway from error

    def _require(self) -> None:
        if not self.root.is_dir():
            raise StoreAway


def _entry(file: Path) -> Entry:
    found = file.stat()
    return Entry(file.name, found.st_size, datetime.fromtimestamp(found.st_mtime, UTC))


def _seen(file: Path) -> Entry | None:
    try:
        return _entry(file)
    except FileNotFoundError:  # removed since the folder was read
        return None


def sync_folder(folder: Path) -> None:
    """Let the names in a folder survive a power cut."""
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
        sync_folder(each.parent)
