"""Lines of a Vermerk that are tasks: "- [ ] Gutachten anfordern (bis 14.03.)", "Aufgabe: ... bis Montag"."""

import re
from dataclasses import dataclass
from datetime import date

from verbundakte.geschaeftsgang.zeitangabe import read_when

MOST_LINES = 50
_MARK = re.compile(r"^\s*(?:[-*]\s*\[ \]\s*|aufgabe\s*:\s*)(.+)$", re.I)
_UNTIL = re.compile(r"[\s(,]+bis\s+(?:zum\s+)?([^()]{2,24}?)\)?\.?\s*$", re.I)


@dataclass(frozen=True)
class Aufgabenzeile:
    """A task as it stands in a text; `due_on` None when the line names no day."""

    text: str
    due_on: date | None = None


def aufgaben_in(text: str, on: date) -> list[Aufgabenzeile]:
    """Return the tasks of a text in their order, at most MOST_LINES."""
    found = []
    for line in text.splitlines():
        if match := _MARK.match(line):
            found.append(_task(match[1].strip()[:500], on))
    return found[:MOST_LINES]


def _task(said: str, on: date) -> Aufgabenzeile:
    until = _UNTIL.search(said)
    if until is None:
        return Aufgabenzeile(said)
    try:
        return Aufgabenzeile(said[: until.start()].strip(), read_when(until[1], on))
    except ValueError:
        return Aufgabenzeile(said)
