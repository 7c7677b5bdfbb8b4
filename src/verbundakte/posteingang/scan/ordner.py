"""Folders into which scanners and printer drivers write: look, wait until a file is whole, take it.

Nothing but the operating system in here. A folder lies below the root that the operator allows, and
below the part of it that belongs to the town. Each step of the way is opened by itself and never
through a symbolic link, so that no name leads out.
"""

import contextlib
import errno
import os
import re
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

DONE, REFUSED, HELD = "erledigt", "abgewiesen", "quarantaene"
CHUNK = 1 << 20
MOST_FILES = 2_000
MOST_PARTS = 6
PART = re.compile(r"[^/\\\0.][^/\\\0]{0,99}")
UNFINISHED = (".part", ".partial", ".tmp", ".temp", ".crdownload", ".filepart", ".lock")
WRITING = (os.O_WRONLY, os.O_RDWR)


class OrdnerProblem(Exception):
    """A folder cannot be used. `message` is German: what, where, what to do."""

    def __init__(self, message: str):
        super().__init__(message)
        self.message = message


class NotWhole(Exception):
    """A file changed while it was read, is written to, or is gone; it is looked at again later."""


@dataclass(frozen=True)
class Gesehen:
    """A file as a look into the folder saw it. `name` as the system gives it (os.fsdecode)."""

    name: str
    size: int
    changed_ns: int

    @property
    def shown_name(self) -> str:
        """Return the name as people read it; bytes that are no text are replaced."""
        return os.fsencode(self.name).decode("utf-8", "replace")

    def identity(self, digest: str) -> str:
        """Return what tells this file from others: taken twice it is the same one."""
        parts = (os.fsencode(self.name), self.size, self.changed_ns, digest)
        return sha256(repr(parts).encode()).hexdigest()


def parts_of(text: str) -> list[str]:
    """Return the steps of a folder as a person wrote it. Raises OrdnerProblem."""
    parts = [part for part in text.replace("\\", "/").split("/") if part]
    if not parts or len(parts) > MOST_PARTS or not all(map(PART.fullmatch, parts)):
        raise OrdnerProblem(
            "Der Ordner wird ohne Laufwerk und ohne „..“ genannt, zum Beispiel: poststelle/scanner-1."
        )
    return parts


@contextmanager
def opened(root: Path, parts: Iterable[str]) -> Iterator[int]:
    """Open a folder below `root` step by step, never through a link. Raises OrdnerProblem."""
    shown = "/".join(parts)
    with contextlib.ExitStack() as stack:
        here = _descend(stack, str(root), None, shown)
        for part in parts:
            here = _descend(stack, part, here, shown)
        yield here


def _descend(stack: contextlib.ExitStack, part: str, above: int | None, shown: str) -> int:
    flags = os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC | (os.O_NOFOLLOW if above else 0)
    try:
        found = os.open(part, flags, dir_fd=above)
    except OSError as error:
        raise OrdnerProblem(_sentence(error, shown)) from None
    stack.callback(os.close, found)
    return found


def _sentence(error: OSError, shown: str) -> str:
    if error.errno in (errno.EACCES, errno.EPERM):
        return (
            f"Auf den Ordner „{shown}“ fehlt das Recht. Der Betrieb gibt dem Dienst das Recht, dort zu"
            " lesen, zu schreiben und zu verschieben."
        )
    if error.errno in (errno.ELOOP, errno.ENOTDIR):
        return f"„{shown}“ ist kein Ordner, oder ein Verweis führt dorthin. Nennen Sie den Ordner selbst."
    if error.errno == errno.ENOENT:
        return f"Den Ordner „{shown}“ gibt es nicht. Der Betrieb legt ihn an oder bindet ihn ein."
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"Im Ordner „{shown}“ ist kein Platz. Der Betrieb schafft Platz."
    if error.errno == errno.EROFS:
        return f"In den Ordner „{shown}“ lässt sich nicht schreiben. Der Betrieb bindet ihn anders ein."
    return f"Der Ordner „{shown}“ antwortet nicht. Der Betrieb prüft, ob er eingebunden ist."


def look(folder: int, shown: str) -> list[Gesehen]:
    """Return the files that lie there, the oldest first; no links, folders, hidden or unfinished ones.

    Raises OrdnerProblem.
    """
    found = []
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if len(found) < MOST_FILES and _is_wanted(entry.name):
                    with contextlib.suppress(FileNotFoundError):
                        found += _seen(entry)
    except OSError as error:
        raise OrdnerProblem(_sentence(error, shown)) from None
    return sorted(found, key=lambda one: (one.changed_ns, one.name))


def _is_wanted(name: str) -> bool:
    return not name.startswith((".", "~$")) and not name.lower().endswith(UNFINISHED)


def _seen(entry: os.DirEntry) -> list[Gesehen]:
    told = entry.stat(follow_symlinks=False)
    return [_as_seen(entry.name, told)] if stat.S_ISREG(told.st_mode) else []


def _as_seen(name: str, told: os.stat_result) -> Gesehen:
    return Gesehen(name, told.st_size, told.st_mtime_ns)


@contextmanager
def whole(folder: int, seen: Gesehen) -> Iterator[BinaryIO]:
    """Open a file that nobody writes to; at the end it is compared again. Raises NotWhole.

    Without the right to read it OrdnerProblem is raised.
    """
    flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK
    try:
        handle = os.open(seen.name, flags, dir_fd=folder)
    except PermissionError:
        raise OrdnerProblem(
            f"Die Datei „{seen.shown_name}“ lässt sich nicht lesen: Das Recht fehlt. Der Betrieb prüft,"
            " mit welchen Rechten der Scanner schreibt."
        ) from None
    except OSError as error:
        raise NotWhole from error
    with os.fdopen(handle, "rb") as file:
        told = os.fstat(handle)
        if not stat.S_ISREG(told.st_mode) or is_written_to(told):
            raise NotWhole
        yield file
        if _as_seen(seen.name, os.fstat(handle)) != seen or is_written_to(told):
            raise NotWhole


def is_written_to(told: os.stat_result) -> bool:
    """Tell whether a process of this machine has a file open for writing, as far as /proc tells."""
    return any(
        _same(f"/proc/{process}/fd/{number}", told) and _writes(process, number)
        for process in _names("/proc")
        if process.isdigit()
        for number in _names(f"/proc/{process}/fd")
    )


def _names(folder: str) -> list[str]:
    try:
        return os.listdir(folder)
    except OSError:  # of others, or over since
        return []


def _same(path: str, told: os.stat_result) -> bool:
    try:
        found = os.stat(path)
    except OSError:
        return False
    return (found.st_dev, found.st_ino) == (told.st_dev, told.st_ino)


def _writes(process: str, number: str) -> bool:
    try:
        lines = Path(f"/proc/{process}/fdinfo/{number}").read_text().splitlines()
    except OSError:
        return False
    flags = next((int(line.split()[1], 8) for line in lines if line.startswith("flags:")), 0)
    return flags & os.O_ACCMODE in WRITING


def put_away(folder: int, seen: Gesehen, into: str, shown: str) -> str:
    """Move a file into a folder beside it and return its name there; nothing is written over.

    A file that was replaced meanwhile stays. Raises NotWhole, OrdnerProblem.
    """
    try:
        told = os.stat(seen.name, dir_fd=folder, follow_symlinks=False)
    except OSError:
        raise NotWhole from None
    if _as_seen(seen.name, told) != seen:
        raise NotWhole
    return move(folder, seen.name, into, shown)


def move(folder: int, name: str, into: str, shown: str) -> str:
    """Move what has a name into a folder beside it, as `put_away`; return its name there."""
    try:
        with contextlib.suppress(FileExistsError):
            os.mkdir(into, 0o770, dir_fd=folder)
        target = os.open(into, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=folder)
    except OSError as error:
        raise OrdnerProblem(_sentence(error, f"{shown}/{into}")) from None
    try:
        free = _free_name(target, name)
        os.rename(name, free, src_dir_fd=folder, dst_dir_fd=target)
        os.fsync(target)
        os.fsync(folder)
        return free
    except FileNotFoundError:
        raise NotWhole from None
    except OSError as error:
        raise OrdnerProblem(_sentence(error, f"{shown}/{into}")) from None
    finally:
        os.close(target)


def _free_name(folder: int, name: str) -> str:
    stem, extension = os.path.splitext(name)
    tried, number = name, 1
    while _exists(folder, tried):
        number += 1
        tried = f"{stem} ({number}){extension}"
    return tried


def _exists(folder: int, name: str) -> bool:
    try:
        os.stat(name, dir_fd=folder, follow_symlinks=False)
    except FileNotFoundError:
        return False
    return True
