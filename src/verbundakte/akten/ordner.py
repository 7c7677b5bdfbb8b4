"""Pure rules of taking over a folder: what is left out, which folders count, where they might go."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import product
from uuid import UUID

from verbundakte.akten import rules
from verbundakte.akten.models import Zielart
from verbundakte.core.search.fold import fold

LEVELS = 2
MOST_WORDS, MOST_SEPARATORS = 3, 5
NO_FOLDER = "Einzelne Dateien"
LITTER = "Hilfsdatei des Betriebssystems oder eines Büroprogramms, wird nicht gebraucht."
PRIVATE = "Im Pfad steht „privat“. Privates gehört nicht in die Akte."
NO_NAME = "Die Datei hat keinen Namen."
_SEPARATOR = re.compile(r"[-_ ]")


@dataclass(frozen=True)
class Listed:
    """A file the browser tells about: its path from the chosen folder on; no byte is here yet."""

    path: str
    size: int
    modified_at: datetime | None


@dataclass(frozen=True)
class Found:
    """The Akte or Vorgang whose number stands in the name of a folder."""

    number: str
    akte: UUID | None = None
    vorgang: UUID | None = None


@dataclass(frozen=True)
class Proposal:
    """Where a folder might go."""

    path: str
    art: str
    betreff: str
    akte: UUID | None = None
    vorgang: UUID | None = None


def read_listing(files: object) -> list[Listed]:
    """Return what the browser tells. Raises ValueError when that is no list of files."""
    if not isinstance(files, list):
        raise ValueError("no list")
    try:
        return [_listed(one) for one in files]
    except (KeyError, TypeError, OverflowError, OSError) as error:
        raise ValueError("no files") from error


def _listed(one: dict) -> Listed:
    size, changed = int(one["size"]), one.get("last_modified")
    if size < 0:
        raise ValueError("negative size")
    modified_at = datetime.fromtimestamp(int(changed) / 1000, UTC) if changed else None
    return Listed(str(one["path"])[:4000], size, modified_at)


def reason_left_out(path: str, size: int, limit: int) -> str:
    """Return why a file is not taken over, or an empty string."""
    name = path.replace("\\", "/").rpartition("/")[2]
    if rules.shown_name(name) == "ohne Namen":
        return NO_NAME
    if rules.is_ignored(name):
        return LITTER
    if "privat" in re.split(r"[^a-z]+", fold(path)):
        return PRIVATE
    return rules.refusal_of(name, b"", size, limit)


def twins(files: Iterable[Listed]) -> set[int]:
    """Return the places of files of which another before has the same name and size."""
    seen, found = set(), set()
    for place, file in enumerate(files):
        key = (file.path.rpartition("/")[2].lower(), file.size)
        if key in seen and file.size:
            found.add(place)
        seen.add(key)
    return found


def folder_of(path: str) -> str:
    """Return the folder on the two upper levels in which a file lies; empty for a single file."""
    return "/".join(rules.shown_path(path).split("/")[:-1][:LEVELS])


def folders_of(paths: Iterable[str]) -> list[str]:
    """Return the folders on the two upper levels, each before those in it."""
    found = {folder_of(path) for path in paths}
    found |= {path.partition("/")[0] for path in found}
    return sorted(found, key=lambda path: [fold(part) for part in path.split("/")])


def numbers_in(name: str) -> dict[str, str]:
    """Return folded spellings of an Aktenzeichen that a folder name may hold, and the words meant.

    A folder name cannot hold a slash, so `-`, `_` and space may stand for it.
    """
    words = name.split()
    found: dict[str, str] = {}
    for first in range(len(words)):
        for last in range(first + 1, min(first + MOST_WORDS, len(words)) + 1):
            told = " ".join(words[first:last]).strip(".,;()[]")
            if any(char.isdigit() for char in told):
                found.update((way, told) for way in _spellings(fold(told)))
    return found


def _spellings(told: str) -> Iterator[str]:
    parts, marks = _SEPARATOR.split(told), _SEPARATOR.findall(told)
    yield told
    if len(marks) > MOST_SEPARATORS:
        return
    for ways in product(*({mark, "/", "-"} for mark in marks)):
        yield "".join(part + mark for part, mark in zip(parts, (*ways, ""), strict=True))


def betreff_of(path: str, number: str = "") -> str:
    """Return a Betreff from a folder name, without the number found in it."""
    name = path.rpartition("/")[2].replace(number, " ") if number else path.rpartition("/")[2]
    text = re.sub(r"[_\s]+", " ", name).strip(" -,;")
    return (text or path.rpartition("/")[2] or NO_FOLDER)[:500]


def propose(folders: Iterable[str], found: dict[str, Found]) -> list[Proposal]:
    """Return where each folder might go; `found`: what the numbers in their names mean.

    A folder with the number of a Vorgang goes there. One with the number of an Akte holds Vorgänge:
    each folder in it becomes one. All others: above a new Vorgang, below a part of it.
    """
    made = []
    for path in folders:
        above, _, below = path.rpartition("/")
        here, over = found.get(path), found.get(above) if below and above else None
        holds = here or (over if over and not over.vorgang else None)
        betreff = betreff_of(path, here.number if here else "")
        if here and here.vorgang:
            made.append(Proposal(path, Zielart.VORHANDEN, betreff, vorgang=here.vorgang))
        elif holds or not above:
            made.append(Proposal(path, Zielart.NEU, betreff, akte=holds.akte if holds else None))
        else:
            made.append(Proposal(path, Zielart.OBEN, betreff))
    return made
