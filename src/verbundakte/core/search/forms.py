"""Every word form of an index in two files beside it, to look for letters inside words.

An index finds terms by their beginning; for `*antrag*` it would look at each of them. Here they stand
one a line, and looking for letters in that is what a computer does fastest. A form is written here
before it stands in the index. One that has left the index does no harm, it finds nothing; `rewrite`
leaves it out.
"""

import mmap
import os
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from threading import Lock

WITH_LETTERS, OTHERS = "formen.txt", "zahlen.txt"
MOST_KNOWN = 300_000
MOST_ANSWERS, MOST_FORMS = 100, 5_000
_LINE = b"\n"
_BEGINNING = re.compile(rb"(?<=\n)(?:[\x00-\x09\x0b-\x7f]|[\xc0-\xff][\x80-\xbf]+)")


def has_letters(form: str) -> bool:
    """Tell in which of the two files a form stands: a pattern with letters fits none of the other."""
    return any(map(str.isalpha, form))


class FormFiles:
    """The forms beside one index. Safe to use from several threads; one process writes."""

    def __init__(self, folder: Path):
        self._folder = folder
        self._open: dict[str, tuple[tuple[int, int], mmap.mmap]] = {}
        self._found: dict[tuple, list[str]] = {}
        self._lock = Lock()

    def exist(self) -> bool:
        """Tell whether the forms of this index are written down; older ones had none."""
        return (self._folder / OTHERS).exists()

    def rewrite(self, forms: Iterable[str]) -> None:
        """Write all forms anew, in the place of what stood there."""
        found: dict[str, list[str]] = {WITH_LETTERS: [], OTHERS: []}
        for form in forms:
            found[WITH_LETTERS if has_letters(form) else OTHERS].append(form)
        for name, kept in found.items():  # OTHERS comes last: then both are there
            fresh = self._folder / f"{name}.neu"
            with fresh.open("wb") as file:
                _write(file, kept)
            fresh.replace(self._folder / name)

    def append(self, forms: Iterable[str]) -> None:
        """Write further forms; they are on the disk when this returns."""
        found: dict[str, list[str]] = {}
        for form in forms:
            found.setdefault(WITH_LETTERS if has_letters(form) else OTHERS, []).append(form)
        for name, kept in found.items():
            with (self._folder / name).open("ab") as file:
                _write(file, kept)

    def beginnings(self) -> list[str]:
        """Return the first letters of all forms."""
        found = set()
        for name in (WITH_LETTERS, OTHERS):
            _, text = self._mapped(name) or (None, b"")
            found |= {match.group() for match in _BEGINNING.finditer(text)}
        return sorted(one.decode() for one in found)

    def like(self, pattern: str) -> list[str] | None:
        """Return the forms that a pattern with `*` matches as a whole; None when none are written down.

        A page, its facets and the page after it ask for the same: the last answers are kept.
        """
        names = (WITH_LETTERS,) if has_letters(pattern) else (WITH_LETTERS, OTHERS)
        files = [self._mapped(name) for name in names]
        if None in files:
            return None
        key = (pattern, *(identity for identity, _ in files))
        found = self._found.get(key)
        if found is None:
            found = _matching(pattern, [text for _, text in files])
            with self._lock:
                if len(self._found) >= MOST_ANSWERS:
                    self._found.clear()
                if len(found) <= MOST_FORMS:
                    self._found[key] = found
        return found

    def _mapped(self, name: str) -> tuple[tuple[int, int], mmap.mmap] | None:
        """Return a file as it is now, and by what it is known; None when it is not there."""
        try:
            with self._lock, (self._folder / name).open("rb") as file:
                status = os.fstat(file.fileno())
                identity = (status.st_ino, status.st_size)
                if name not in self._open or self._open[name][0] != identity:
                    mapped = mmap.mmap(file.fileno(), identity[1], access=mmap.ACCESS_READ)
                    self._open[name] = (identity, mapped)
                return self._open[name]
        except FileNotFoundError:
            return None


def _write(file, forms: list[str]) -> None:
    """A line begins with its end, so that each stands between two, and no file is empty."""
    file.write(("\n" + "".join(f"{form}\n" for form in forms)).encode())
    file.flush()
    os.fsync(file.fileno())


def _matching(pattern: str, texts: Iterable[mmap.mmap]) -> list[str]:
    pieces = pattern.split("*")
    longest = max(pieces, key=len).encode()
    matches = re.compile(".*".join(map(re.escape, pieces)), re.DOTALL).fullmatch
    lines = {line for text in texts for line in _lines_with(text, longest)}
    return [form for line in lines if matches(form := line.decode(errors="replace"))]


def _lines_with(text: mmap.mmap, letters: bytes) -> Iterator[bytes]:
    at = text.find(letters)
    while at >= 0:
        end = text.find(_LINE, at)
        if end < 0:
            return  # is being written just now
        yield text[text.rfind(_LINE, 0, at) + 1 : end]
        at = text.find(letters, end)


class NewForms:
    """Gathers the forms of documents that are written, until their index is committed.

    `is_known` tells of a form whether it stands in the index already.
    """

    def __init__(self, files: FormFiles, is_known: Callable[[str], bool]):
        self._files = files
        self._is_known = is_known
        self._seen: set[str] = set()
        self._new: list[str] = []

    def add(self, forms: Iterable[str]) -> None:
        """Note the forms of a document."""
        fresh = set(forms) - self._seen
        if len(self._seen) > MOST_KNOWN:
            self._seen.clear()
        self._seen |= fresh
        self._new += [form for form in fresh if not self._is_known(form)]

    def save(self) -> None:
        """Write down what is new."""
        if self._new:
            self._files.append(self._new)
        self._new.clear()
