"""When something is to come up again, as clerks write it: "3w", "in 2 Monaten", "14.03.", "Montag"."""

import re
from datetime import date, timedelta

from verbundakte.standards.fristen import Dauer, Einheit, span_end

FURTHEST_YEARS = 20
UNKNOWN = "„{text}“ ist kein Tag. Schreiben Sie zum Beispiel 3w, in 2 Monaten, 14.03. oder Montag."
NO_MEETINGS = "Sitzungen kennt die Anwendung noch nicht. Schreiben Sie den Tag, zum Beispiel 14.03."
_WORDS = {"heute": 0, "morgen": 1, "übermorgen": 2}
_NUMBERS = {"einem": 1, "einer": 1, "ein": 1, "zwei": 2, "drei": 3, "vier": 4, "sechs": 6}
_WEEKDAYS = ("montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonntag")
_RELATIVE = re.compile(
    rf"(?:in\s+|nach\s+)?(\d{{1,3}}|{'|'.join(_NUMBERS)})\s*"
    r"(t|tage?n?|w|wochen?|m|monate?n?|j|jahre?n?)"
)
_DAY = re.compile(r"(\d{1,2})\.\s*(\d{1,2})\.\s*(\d{2}|\d{4})?")
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})")


def read_when(text: str, on: date) -> date:
    """Return the day that is meant, seen from `on`. Raises ValueError with a German sentence."""
    said = " ".join(text.lower().split())
    found = _relative(said, on) or _weekday(said, on) or _absolute(said, on)
    if found is None:
        raise ValueError(NO_MEETINGS if "sitzung" in said else UNKNOWN.format(text=text[:40]))
    if found < on:
        raise ValueError("Der Tag liegt schon zurück. Wählen Sie einen, der noch kommt.")
    if found.year > on.year + FURTHEST_YEARS:
        raise ValueError(f"Höchstens {FURTHEST_YEARS} Jahre im Voraus.")
    return found


def _relative(said: str, on: date) -> date | None:
    if said in _WORDS:
        return on + timedelta(days=_WORDS[said])
    match = _RELATIVE.fullmatch(said)
    if match is None:
        return None
    number = _NUMBERS.get(match[1]) or int(match[1])
    return span_end(on, Dauer(number, Einheit(match[2][0]))) if number else None


def _weekday(said: str, on: date) -> date | None:
    said = said.removeprefix("am ").removeprefix("nächsten ").replace("sonnabend", "samstag")
    if said not in _WEEKDAYS:
        return None
    return on + timedelta(days=(_WEEKDAYS.index(said) - on.weekday() - 1) % 7 + 1)


def _absolute(said: str, on: date) -> date | None:
    said = said.removeprefix("am ").removeprefix("zum ").removeprefix("bis ")
    if match := _ISO.fullmatch(said):
        return _day(*(int(part) for part in match.groups()))
    if not (match := _DAY.fullmatch(said)):
        return None
    day, month, year = match.groups()
    if year:
        return _day(int(year) + (2000 if len(year) == 2 else 0), int(month), int(day))
    years = (_day(on.year + more, int(month), int(day)) for more in range(9))
    return next((found for found in years if found and found >= on), None)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
