"""Messages in a watched folder: each is a folder of its own or one ZIP file. Nothing but the
operating system in here; how a folder is opened and a file is whole stands in `scan/ordner`."""

import contextlib
import os
import shutil
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from verbundakte.posteingang.behoerdenpost.teile import Teil
from verbundakte.posteingang.scan import ordner
from verbundakte.posteingang.scan.ordner import Gesehen, NotWhole, OrdnerProblem

MOST_MESSAGES, MOST_FILES, MOST_LEVELS = 500, 300, 3
MOST_BYTES = 1 << 30
TOO_MANY = (
    "Die Nachricht „{name}“ hat mehr als 300 Dateien, mehr als drei Ebenen oder mehr als 1 GB. Teilen"
    " Sie sie auf, oder laden Sie die Dateien einzeln hoch."
)


class TooMuch(Exception):
    """A message no folder of a product has; `message` is German."""

    def __init__(self, name: str):
        self.message = TOO_MANY.format(name=name[:100])
        super().__init__(self.message)


@dataclass(frozen=True)
class _Lying:
    """A file of a message: its place in it (as the system names it) and how it looked."""

    parts: tuple[str, ...]
    seen: Gesehen


def look(folder: int, shown: str) -> list[Gesehen]:
    """Return the messages that lie there, the oldest first: ZIP files as they are, folders with the
    size and the last change of all that is in them. Raises OrdnerProblem."""
    found = [one for one in ordner.look(folder, shown) if is_zip(one)]
    try:
        with os.scandir(folder) as entries:
            names = sorted(entry.name for entry in entries if _is_message(entry))
    except OSError:
        raise OrdnerProblem(f"Der Ordner „{shown}“ lässt sich nicht lesen.") from None
    for name in names[:MOST_MESSAGES]:
        with contextlib.suppress(NotWhole):
            found.append(_summed(folder, name))
    return sorted(found, key=lambda one: (one.changed_ns, one.name))


def is_zip(seen: Gesehen) -> bool:
    """Tell whether a message is one file."""
    return seen.name.lower().endswith(".zip")


def _is_message(entry: os.DirEntry) -> bool:
    is_ours = entry.name in (ordner.DONE, ordner.REFUSED) or entry.name.startswith((".", "~"))
    return not is_ours and entry.is_dir(follow_symlinks=False)


def _summed(folder: int, name: str) -> Gesehen:
    """Return a folder as one thing; what is too much counts by what was seen of it."""
    size, changed = 0, 0
    try:
        for one in _lying(folder, name):
            size += one.seen.size
            changed = max(changed, one.seen.changed_ns)
    except TooMuch:
        size += MOST_BYTES
    return Gesehen(name, size, changed)


def _lying(folder: int, name: str) -> Iterator[_Lying]:
    """Yield the files of a message in the order of their places. Raises TooMuch, NotWhole."""
    count, total = 0, 0
    for one in _below(folder, (name,)):
        count, total = count + 1, total + one.seen.size
        if count > MOST_FILES or total > MOST_BYTES:
            raise TooMuch(name)
        yield one


def _below(folder: int, parts: tuple[str, ...]) -> Iterator[_Lying]:
    if len(parts) > MOST_LEVELS:
        raise TooMuch(parts[0])
    with _opened(folder, parts) as here:
        try:
            with os.scandir(here) as entries:
                found = sorted(entries, key=lambda entry: entry.name)
        except OSError as error:
            raise NotWhole from error
        for entry in found[: MOST_FILES + 1]:
            if entry.name.startswith((".", "~$")):
                continue
            if entry.is_dir(follow_symlinks=False):
                yield from _below(folder, (*parts, entry.name))
            elif entry.is_file(follow_symlinks=False):
                told = entry.stat(follow_symlinks=False)
                seen = Gesehen(entry.name, told.st_size, told.st_mtime_ns)
                yield _Lying((*parts, entry.name), seen)


@contextmanager
def _opened(folder: int, parts: tuple[str, ...]) -> Iterator[int]:
    """Open a folder of a message step by step, never through a link. Raises NotWhole."""
    with contextlib.ExitStack() as stack:
        here = folder
        for part in parts:
            flags = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
            try:
                here = os.open(part, flags, dir_fd=here)
            except OSError as error:
                raise NotWhole from error
            stack.callback(os.close, here)
        yield here


def copy_message(folder: int, seen: Gesehen, spool: Callable[[], Path]) -> list[Teil]:
    """Copy the files of a message folder into the spool; the caller removes them.

    Raises NotWhole (it still grows), TooMuch, OrdnerProblem, OSError (the spool is full).
    """
    if _summed(folder, seen.name) != seen:
        raise NotWhole
    found: list[Teil] = []
    try:
        for one in _lying(folder, seen.name):
            with _opened(folder, one.parts[:-1]) as here, ordner.whole(here, one.seen) as source:
                found.append(Teil(_shown(one.parts[1:]), spool()))
                with open(found[-1].path, "xb") as target:
                    shutil.copyfileobj(source, target, ordner.CHUNK)
    except BaseException:
        drop(found)
        raise
    return found


def drop(teile: list[Teil]) -> None:
    """Remove the copies."""
    for teil in teile:
        teil.path.unlink(missing_ok=True)


def _shown(parts: tuple[str, ...]) -> str:
    return "/".join(os.fsencode(part).decode("utf-8", "replace") for part in parts)


def put_away(folder: int, seen: Gesehen, into: str, shown: str) -> None:
    """Move a message into a folder beside it, unless it changed meanwhile. Raises as scan/ordner."""
    try:
        told = os.stat(seen.name, dir_fd=folder, follow_symlinks=False)
    except OSError:
        raise NotWhole from None
    if stat.S_ISDIR(told.st_mode):
        if _summed(folder, seen.name) != seen:
            raise NotWhole
        ordner.move(folder, seen.name, into, shown)
    else:
        ordner.put_away(folder, seen, into, shown)
