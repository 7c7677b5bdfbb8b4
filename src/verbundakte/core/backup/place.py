"""Where backups lie, and a folder as such a place (another: `s3_place.py`).

A file gets its name only when all its bytes are on the disk.
"""

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import BinaryIO, Protocol

from verbundakte.core.backup.vessel import BackupProblem
from verbundakte.core.blobs.folder import sync_folder

PARTIAL = ".teil"
FRESH = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
FULL = (errno.ENOSPC, errno.EDQUOT)


class Place(Protocol):
    """A place for backups: files by name (`set/file`)."""

    def writing(self, name: str) -> AbstractContextManager[BinaryIO]:
        """Open a new file; it has its name only when the block ends without an error."""

    def open(self, name: str) -> BinaryIO:
        """Open for reading. Raises BackupProblem."""

    def names(self) -> list[str]:
        """Return the names of all whole files."""

    def remove_set(self, name: str) -> None:
        """Delete everything of a set, its register first."""

    def drop_partials(self) -> None:
        """Delete what an interrupted run had begun to write."""


class FolderPlace:
    """A folder on a disk."""

    def __init__(self, root: Path):
        self.root = root
        try:
            root.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise BackupProblem(
                f"Der Ordner {root} lässt sich nicht anlegen oder beschreiben; geben Sie mit --to"
                " einen anderen an."
            ) from error

    @contextmanager
    def writing(self, name: str) -> Iterator[BinaryIO]:
        """Open a new file; nothing is left after an error."""
        path = self.root / name
        partial = path.with_name(path.name + PARTIAL)
        path.parent.mkdir(mode=0o700, exist_ok=True)
        try:
            with open(os.open(partial, FRESH, 0o600), "wb") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            os.replace(partial, path)
            sync_folder(path.parent)
        except OSError as error:
            partial.unlink(missing_ok=True)
            if error.errno not in FULL:
                raise
            raise BackupProblem(
                f"Auf dem Datenträger von {self.root} ist kein Platz mehr; schaffen Sie Platz, und"
                " sichern Sie noch einmal. Frühere Sicherungen sind unversehrt."
            ) from error
        except BaseException:
            partial.unlink(missing_ok=True)
            raise

    def open(self, name: str) -> BinaryIO:
        """Open for reading. Raises BackupProblem."""
        try:
            return open(self.root / name, "rb")
        except OSError as error:
            raise BackupProblem(
                f"Die Datei {name} der Sicherung fehlt; verwenden Sie eine andere Sicherung."
            ) from error

    def names(self) -> list[str]:
        """Return the names of all whole files."""
        found = (path for path in self.root.rglob("*") if path.is_file())
        return sorted(str(path.relative_to(self.root)) for path in found if path.suffix != PARTIAL)

    def remove_set(self, name: str) -> None:
        """Delete everything of a set, its register first: a part of it never looks whole."""
        (self.root / name / "verzeichnis").unlink(missing_ok=True)
        shutil.rmtree(self.root / name, ignore_errors=True)

    def drop_partials(self) -> None:
        """Delete what an interrupted run had begun to write."""
        for path in self.root.glob(f"*/*{PARTIAL}"):
            path.unlink()
            if not any(path.parent.iterdir()):
                path.parent.rmdir()
