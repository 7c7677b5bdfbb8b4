"""The help card: what the query language can do, with examples, and with ones that find something."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from verbundakte.core.search.compiler import STOP_WORDS
from verbundakte.core.search.fold import fold

_WORD = re.compile(r"[^\W\d_]{5,}")


@dataclass(frozen=True)
class Example:
    """A question one can write and what it finds."""

    query: str
    meaning: str


LANGUAGE = (
    Example("hundesteuer befreiung", "beide Wörter, auch gebeugt und als Teil anderer Wörter"),
    Example("632.20-2026/0147", "ein Aktenzeichen, auch nur sein Anfang; ein ganzes öffnet sofort"),
    Example("„erhebliche Bedenken“", "genau diese Wortfolge, in Anführungszeichen"),
    Example("carport ODER garage", "eines von beiden"),
    Example("carport -garage", "das eine, aber nicht das andere"),
    Example("(carport ODER garage) -abriss", "Klammern halten zusammen, was zusammengehört"),
    Example("bau*, *steuer*", "Anfang oder Teil eines Wortes"),
    Example("müler~", "ein Wort trotz Tippfehler"),
    Example("§ 34 BauGB", "eine Vorschrift"),
    Example("titel:satzung, nummer:632*", "nur im Betreff, nur in Nummern"),
    Example(
        "typ:bescheid, plan:632.20, dateityp:pdf", "nach Art, Aktenplan, Dateityp; auch stand:"
    ),
    Example("datum:2024..2025, datum:>=2024, vor:2024", "nach dem Datum, Tage als 12.03.2024"),
    Example("datum:letzte Woche, seit:gestern", "auch heute, dieser Monat, letzte 30 Tage"),
    Example("kosten:>=1000, flurstück:12/3", "eigene Felder, Zahlen und Tage auch von..bis"),
)


@dataclass(frozen=True)
class Known:
    """What stands in a file somebody may see, to make examples of."""

    title: str
    number: str = ""
    dokumenttyp: str = ""
    year: int | None = None


def examples_from(known: Sequence[Known]) -> list[Example]:
    """Return examples made of files that are there; each finds at least the file it is made of."""
    found: list[Example] = []
    first = next((one for one in known if len(_words(one.title)) >= 2), None)
    if first is None:
        return found
    one, two = _words(first.title)[:2]
    other = next(iter(_others(known, first.title)), "")
    found.append(Example(f"{one.lower()} {two.lower()}", LANGUAGE[0].meaning))
    numbered = next((row for row in known if row.number), None)
    if numbered:
        begin = re.split(r"[-/]", numbered.number)[0]
        found.append(Example(f"nummer:{begin}*", "was mit dieser Nummer beginnt"))
    if phrase := _phrase(first.title):
        found.append(Example(f"„{phrase}“", LANGUAGE[2].meaning))
    if other:
        found.append(Example(f"{one} ODER {other}", LANGUAGE[3].meaning))
        found.append(Example(f"{one} -{other}", LANGUAGE[4].meaning))
        found.append(Example(f"({one} ODER {other}) {two}", LANGUAGE[5].meaning))
    found.append(Example(f"{one[:5].lower()}*", "Anfang eines Wortes; *…* ein Teil davon"))
    found.append(Example(f"{_mistyped(one)}~", LANGUAGE[7].meaning))
    found.append(Example(f"titel:{two.lower()}", "nur im Betreff; auch text: und nummer:"))
    if first.dokumenttyp:
        found.append(Example(f"typ:{first.dokumenttyp}", LANGUAGE[10].meaning))
    if first.year:
        found.append(Example(f"datum:{first.year}", "auch 2023..2024, >=2024, letzte Woche"))
        found.append(Example(f"{one.lower()} seit:{first.year}", "auch vor:, nach:, bis:"))
    return found


def _words(title: str) -> list[str]:
    return [word for word in _WORD.findall(title) if fold(word) not in STOP_WORDS]


def _others(known: Iterable[Known], title: str) -> Iterable[str]:
    """Yield words of other titles that do not stand in this one."""
    for row in known:
        for word in _words(row.title):
            if fold(word) not in fold(title) and not any(
                fold(own) in fold(word) for own in _words(title)
            ):
                yield word


def _phrase(title: str) -> str:
    match = re.search(r"[^\W\d_]{3,} [^\W\d_]{3,}", title)
    return match[0] if match else ""


def _mistyped(word: str) -> str:
    """Return a word with its third and fourth letter swapped."""
    lowered = word.lower()
    return lowered[:2] + lowered[3] + lowered[2] + lowered[4:]
