"""Lines of a Vermerk that are tasks: "- [ ] Gutachten anfordern (bis 14.03.)", "Aufgabe: ... bis Montag",
"Aufgabe für Probst: ..."."""

import re
from dataclasses import dataclass, replace
from datetime import date

from verbundakte.geschaeftsgang.zeitangabe import read_when

MOST_LINES = 50
_MARK = re.compile(
    r"^\s*(?:[-*]\s*\[ \]\s*|aufgabe(?:\s+(?:für|an)\s+([^:]{2,60}?))?\s*:\s*)(.+)$", re.I
)
_UNTIL = re.compile(r"[\s(,]+bis\s+(?:zum\s+)?([^()]{2,24}?)\)?\s*$", re.I)


@dataclass(frozen=True)
class Aufgabenzeile:
    """A task as it stands in a text; `due_on` None when the line names no day, `fuer` whom it names."""

    text: str
    due_on: date | None = None
    fuer: str = ""


def aufgaben_in(text: str, on: date) -> list[Aufgabenzeile]:
    """Return the tasks of a text in their order, at most MOST_LINES."""
    found = []
    for line in text.splitlines():
        if match := _MARK.match(line):
            task = _task(match[2].strip()[:500], on)
            found.append(replace(task, fuer=(match[1] or "").strip()))
    return found[:MOST_LINES]


def _task(said: str, on: date) -> Aufgabenzeile:
    until = _UNTIL.search(said)
    if until is None:
        return Aufgabenzeile(said)
    for day in (until[1], until[1].rstrip(". ")):  # a dot ends the day or the sentence
        try:
            return Aufgabenzeile(said[: until.start()].strip(), read_when(day, on))
        except ValueError:
            continue
    return Aufgabenzeile(said)
