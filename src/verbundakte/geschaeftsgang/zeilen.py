"""Lines of a Verfügung as clerks write them, read into steps. Pure: no ORM, no clock.

"1. Vermerk", "3. Mz. Amt 20", "4. Wv. 01.03.", "z. d. A.", "z. K. Frau Probst", "b. R.",
"/mz kämmerei, /wv 3w". Names are found in a `Verzeichnis`; what is unknown, or may mean several, is said
in one German sentence and nothing is guessed.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from uuid import UUID

from verbundakte.core.search.fold import fold

MOST_NAMED = 4
OUTSIDE = ("stellungnahme", "einvernehmen", "benehmen")
OWN = ("vermerk", "wiedervorlage", "zda", "bearbeitung", "versand")
"""Kinds that one does oneself when nobody is named."""

_WORDS = (
    (r"z\.?\s*d\.?\s*a\.?|zu den akten", "zda", ""),
    (r"z\.?\s*k(?:ts|enntnis)?\.?|(?:zur )?kenntnis(?:nahme)?|kts\.?", "kenntnis", ""),
    (r"(?:z\.?\s*)?m\.?\s*z\.?|(?:zur )?mitzeichnung", "mitzeichnung", ""),
    (
        r"(?:z\.?\s*)?s\.?\s*z\.?|(?:zur )?schlu(?:ss|ß)zeichnung|z\.?\s*u\.?|(?:zur )?unterschrift",
        "schlusszeichnung",
        "",
    ),
    (r"w\.?\s*v\.?|wiedervorlage", "wiedervorlage", ""),
    (r"b\.?\s*r\.?|(?:bitte )?rücksprache", "bearbeitung", "Rücksprache"),
    (r"z\.?\s*w\.?\s*v\.?|zur weiteren veranlassung", "bearbeitung", "zur weiteren Veranlassung"),
    (r"(?:z\.?\s*)?stn\.?|(?:zur )?stellungnahme", "stellungnahme", ""),
    (r"einvernehmen", "einvernehmen", ""),
    (r"beschlu(?:ss|ß)", "beschluss", ""),
    (r"benehmen", "benehmen", ""),
    (r"(?:zum )?versand|absenden|zur post", "versand", ""),
    (r"(?:zur )?bearbeitung|z\.?\s*b\.?|bitte erledigen", "bearbeitung", ""),
    (r"vermerk|verm\.?", "vermerk", ""),
)
_KINDS = [
    (re.compile(rf"(?:{pattern})(?=$|[\s:,])", re.I), art, text) for pattern, art, text in _WORDS
]
_LETTER = re.compile(r"(schreiben|brief|bescheid|antwort)\s+an\s+", re.I)
_NUMBER = re.compile(r"\s*(\d{1,3})\s*([a-z])?\s*[.)]\s+(?=\S)|\s*(\d{1,3})\s*([a-z])?\)\s*", re.I)
_DAY = re.compile(r"(?:\b(?:bis|am|zum)\s+)?\b(\d{1,2})\.\s?(\d{1,2})\.(?:\s?(\d{4}|\d{2})\b)?")
_SPAN = re.compile(
    r"(?:\b(?:in|binnen|nach)\s+)?\b(\d{1,3})\s*(wochen?|tag(?:en|e)?|monat(?:en|e)?|w|t|m)\b", re.I
)
_URGENT = re.compile(r"\b(?:eilt|eilig|sofort)\b|!", re.I)
_HONORIFIC = re.compile(r"^(?:an\s+)?(?:herrn?|frau|hr\.|fr\.)\s+", re.I)
_OFFICE = re.compile(r"^(?:an\s+)?(?:amt|fb|fachbereich|abt\.?|abteilung|sg|ref\.?)\s+(\S+)$", re.I)
_ROLES = {
    "mir": "verfasser", "mich": "verfasser", "selbst": "verfasser",
    "sachbearbeitung": "sachbearbeitung",
    "leitung": "vorgesetzte", "vorgesetzte": "vorgesetzte", "chefin": "vorgesetzte", "chef": "vorgesetzte",
    "amtsleitung": "amtsleitung", "al": "amtsleitung",
}  # fmt: skip


@dataclass(frozen=True)
class Eintrag:
    """Somebody a step can go to: `kind` is person, stelle or einheit; `names` are how to call it.

    `is_last`: meant only where nobody else is called so.
    """

    kind: str
    id: UUID
    name: str
    names: tuple[str, ...]
    is_last: bool = False


class Verzeichnis:
    """Finds persons, Stellen and units by what somebody typed."""

    def __init__(self, eintraege: Iterable[Eintrag]):
        self._known = [
            (eintrag, [fold(name) for name in eintrag.names if name]) for eintrag in eintraege
        ]

    def all_names(self) -> list[str]:
        """Return what all are called in lists."""
        return [eintrag.name for eintrag, _ in self._known]

    def find(self, typed: str) -> list[Eintrag]:
        """Return whom a name may mean: those called exactly so, else those whose words begin so; who
        is `is_last` only where nobody else is."""
        office = _OFFICE.match(typed.strip())
        if office:
            wanted = fold(office[1])
            found = [
                one for one, names in self._known if one.kind == "einheit" and names[0] == wanted
            ]
            if found:
                return found
        wanted = fold(_HONORIFIC.sub("", typed.strip()).removeprefix("an "))
        if not wanted:
            return []
        exact = [one for one, names in self._known if wanted in names]
        return _first(exact) or _first(
            [one for one, names in self._known if _begins(wanted.split(), names)]
        )


def _first(found: list[Eintrag]) -> list[Eintrag]:
    return [one for one in found if not one.is_last] or found


def _begins(words: list[str], names: list[str]) -> bool:
    return any(
        all(any(part.startswith(word) for part in re.split(r"[\s,\-]+", name)) for word in words)
        for name in names
    )


@dataclass(frozen=True)
class Gelesen:
    """One step that was read; `problem` says in one sentence why it cannot be taken as it is.

    Exactly one of `ziel`, `rolle`, `aussen` is given where there is no problem; `kandidaten` are
    whom a name may mean. `stufe`: the same means side by side.
    """

    nummer: int
    eingabe: str
    art: str = ""
    stufe: int = 0
    ziel: Eintrag | None = None
    rolle: str = ""
    aussen: str = ""
    text: str = ""
    frist_on: date | None = None
    is_eilig: bool = False
    problem: str = ""
    kandidaten: tuple[Eintrag, ...] = field(default=())


def read_zeilen(text: str, verzeichnis: Verzeichnis, *, today: date) -> list[Gelesen]:
    """Return the steps of typed lines, in order. Lines "3a." and "3b.", and several names in one
    line, run side by side; else one comes after the other."""
    found: list[Gelesen] = []
    stufe, last = 0, ""
    for nummer, (label, line) in enumerate(_lines(text), 1):
        beside = (
            bool(label) and label[-1].isalpha() and last[:-1] == label[:-1] and last[-1:].isalpha()
        )
        stufe, last = stufe if beside and stufe else stufe + 1, label
        for one in _read_line(line, verzeichnis, today):
            told = f"Zeile {nummer}: {one.problem}" if one.problem else ""
            found.append(replace(one, nummer=nummer, stufe=stufe, problem=told))
    return found


def _lines(text: str) -> Iterator[tuple[str, str]]:
    """Yield (number as written, the rest) of each line; a line of "/" commands is several."""
    for line in text.splitlines():
        rest = line.strip()
        if rest.startswith("/"):
            for part in re.split(r"[,;]?\s*(?=/)", rest):
                if part.strip(" /,;"):
                    yield "", part.strip(" /,;")
        elif rest:
            number = _NUMBER.match(rest)
            label = "".join(part or "" for part in number.groups()).lower() if number else ""
            yield label, rest[number.end() :].strip() if number else rest


def _kind(line: str) -> tuple[str, str, str] | None:
    """Return (kind, text it stands for, the rest of the line), None for what is no Verfügung."""
    letter = _LETTER.match(line)
    if letter:
        return "bearbeitung", line, ""
    for pattern, art, text in _KINDS:
        match = pattern.match(line)
        if match:
            return art, text, line[match.end() :].strip()
    return None


def _read_line(line: str, verzeichnis: Verzeichnis, today: date) -> Iterator[Gelesen]:
    kind = _kind(line)
    if kind is None:
        yield Gelesen(0, line, problem=(
            f"„{line[:60]}“ beginnt mit keiner bekannten Verfügung. Beginnen Sie mit Mz., z. K., Wv.,"
            " z. d. A., Stellungnahme, Versand oder Vermerk."
        ))  # fmt: skip
        return
    art, text, rest = kind
    begun = Gelesen(0, line, art, text=text)
    if art == "vermerk":
        yield replace(begun, rolle="verfasser", text=rest.lstrip(": "))
        return
    names, _, more = rest.partition(":")
    is_eilig = bool(_URGENT.search(names))
    try:
        on, names = _frist(_URGENT.sub("", names), today)
    except ValueError as error:
        yield replace(begun, problem=str(error))
        return
    told = " ".join(part for part in (text, more.strip()) if part)
    begun = replace(begun, text=told, frist_on=on, is_eilig=is_eilig)
    if art == "wiedervorlage" and on is None:
        yield replace(
            begun, problem="Nennen Sie den Tag der Wiedervorlage, zum Beispiel 01.03. oder 3w."
        )
        return
    yield from _addressed(begun, names, verzeichnis)


def _addressed(begun: Gelesen, names: str, verzeichnis: Verzeichnis) -> Iterator[Gelesen]:
    """Yield the step for each of the names; what one does oneself needs none."""
    named = [name.strip(" .,;-") for name in re.split(r",|\s+und\s+|\+", names)]
    named = [name for name in named if name]
    if not named:
        if begun.art in OWN:
            yield replace(begun, rolle="verfasser")
        elif begun.art == "schlusszeichnung":
            yield replace(begun, rolle="vorgesetzte")
        else:
            yield replace(begun, problem="Schreiben Sie dazu, wer das tun soll.")
        return
    for name in named:
        yield _resolved(begun, name, verzeichnis)


def _resolved(begun: Gelesen, name: str, verzeichnis: Verzeichnis) -> Gelesen:
    if begun.art == "beschluss":
        return replace(begun, aussen=name)  # of a Gremium, which is no part of the house
    role = _ROLES.get(fold(name))
    if role:
        return replace(begun, rolle=role)
    found = verzeichnis.find(name)
    if len(found) == 1:
        return replace(begun, ziel=found[0])
    if not found and begun.art in OUTSIDE:
        return replace(begun, aussen=name)
    if not found:
        return replace(
            begun,
            problem=f"„{name}“ gibt es hier nicht. Schreiben Sie Namen, Stelle oder Einheit aus.",
        )
    shown = ", ".join(one.name for one in found[:MOST_NAMED])
    more = " und andere" if len(found) > MOST_NAMED else ""
    return replace(
        begun,
        kandidaten=tuple(found),
        problem=f"„{name}“ können mehrere sein: {shown}{more}. Schreiben Sie es genauer.",
    )


def _frist(rest: str, today: date) -> tuple[date | None, str]:
    """Return the day named in the rest of a line, and the line without it. Raises ValueError."""
    day = _DAY.search(rest)
    if day:
        return _day_of(day, today), (rest[: day.start()] + rest[day.end() :]).strip()
    span = _SPAN.search(rest)
    if span:
        return _later(today, int(span[1]), span[2][0].lower()), (
            rest[: span.start()] + rest[span.end() :]
        ).strip()
    tomorrow = re.search(r"\bmorgen\b", rest, re.I)
    if tomorrow:
        return today + timedelta(days=1), (
            rest[: tomorrow.start()] + rest[tomorrow.end() :]
        ).strip()
    return None, rest


def _day_of(match: re.Match, today: date) -> date:
    """Return the day meant: without a year the next such day. Raises ValueError."""
    day, month, year = int(match[1]), int(match[2]), match[3]
    said = match[0].strip()
    try:
        if year:
            found = date(int(year) + (2000 if len(year) == 2 else 0), month, day)
        else:
            found = date(today.year, month, day)
            if found < today:
                found = date(today.year + 1, month, day)
    except ValueError:
        raise ValueError(f"Den Tag „{said}“ gibt es nicht.") from None
    if found < today:
        raise ValueError(f"Der Tag „{said}“ ist schon vorbei.")
    return found


def _later(today: date, count: int, unit: str) -> date:
    if unit == "w":
        return today + timedelta(weeks=count)
    if unit == "t":
        return today + timedelta(days=count)
    month = today.month - 1 + count
    year, month = today.year + month // 12, month % 12 + 1
    first_after = date(year + month // 12, month % 12 + 1, 1)
    return min(
        date(year, month, 1) + timedelta(days=today.day - 1), first_after - timedelta(days=1)
    )
