"""Files of a folder that shall be taken over. Links are never followed, only real files are read."""

import hashlib
import os
import stat
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

CHUNK = 1024 * 1024
HIDDEN = {"Cc", "Cf", "Zl", "Zp"}
LINK = "Das ist eine Verknüpfung; Verknüpfungen werden nicht verfolgt."
SPECIAL = "Das ist keine gewöhnliche Datei."


class Unreadable(Exception):
    """A file (or folder) cannot be read; `message` is the German reason."""

    def __init__(self, message: str):
        super().__init__(message)
        self.message = message

    @classmethod
    def of(cls, error: OSError, what: str = "Datei") -> "Unreadable":
        """Return the reason for an error of the system."""
        if isinstance(error, PermissionError):
            return cls(f"Die {what} lässt sich nicht lesen: Die Berechtigung fehlt.")
        if isinstance(error, FileNotFoundError):
            return cls(f"Die {what} gibt es nicht mehr.")
        return cls(f"Die {what} lässt sich nicht lesen ({error.strerror}).")


@dataclass(frozen=True)
class Entry:
    """Something in the folder: `name` and `path` as the system gives them (surrogate escapes)."""

    path: str
    problem: str = ""

    @property
    def name(self) -> str:
        """The last part of the path."""
        return self.path.rsplit("/", 1)[-1]

    @property
    def shown(self) -> str:
        """The path as text: bytes that are no text are escaped as `\\xff`."""
        return os.fsencode(self.path).decode("utf-8", "backslashreplace")


def printable(text: str) -> str:
    """Return a text for the terminal: control and direction characters are escaped."""
    return "".join(
        char.encode("unicode_escape").decode() if unicodedata.category(char) in HIDDEN else char
        for char in text
    )


def entries(top: Path) -> list[Entry]:
    """Return everything below a folder that is not itself a folder, by path."""
    found: list[Entry] = []

    def cannot(error: OSError) -> None:
        path = os.path.relpath(error.filename, top)
        found.append(Entry(path, Unreadable.of(error, "der Ordner").message))

    for folder, below, files in os.walk(top, onerror=cannot):
        links = [name for name in below if os.path.islink(os.path.join(folder, name))]
        for name in [*files, *links]:
            found.append(Entry(os.path.relpath(os.path.join(folder, name), top)))
    return sorted(found, key=lambda entry: os.fsencode(entry.path))


@contextmanager
def opened(top: Path, entry: Entry) -> Iterator[BinaryIO]:
    """Open a file for reading. Raises Unreadable, also while it is read by `chunks`."""
    flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
    path = os.path.join(top, entry.path)
    if os.path.islink(path):
        raise Unreadable(LINK)
    try:
        descriptor = os.open(path, flags)
    except OSError as error:
        is_special = os.path.lexists(path) and not stat.S_ISREG(os.lstat(path).st_mode)
        raise Unreadable(SPECIAL) if is_special else Unreadable.of(error) from error
    with os.fdopen(descriptor, "rb") as file:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise Unreadable(SPECIAL)
        yield file


def chunks(file: BinaryIO) -> Iterator[bytes]:
    """Yield the bytes of an open file from its beginning. Raises Unreadable."""
    try:
        file.seek(0)
        while chunk := file.read(CHUNK):
            yield chunk
    except OSError as error:
        raise Unreadable.of(error) from error


def digest(file: BinaryIO) -> str:
    """Return the SHA-256 (hex) of an open file. Raises Unreadable."""
    found = hashlib.sha256()
    for chunk in chunks(file):
        found.update(chunk)
    return found.hexdigest()
