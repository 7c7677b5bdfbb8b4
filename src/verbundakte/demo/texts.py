"""Makes German texts from templates: alternatives, remembered facts, shared paragraphs.

Notation: `[a|b]` chooses; `{name}` is a fact; `{name=a|b}` chooses once and remembers;
`{zahl:3-9}`, `{komma:3-9}`, `{euro:50-900}` draw a number, with `:name` behind also remembered;
`{tag:+14}` is a day counted from the document's date; `{datum:2}` the date of document 2.
In templates a line is a paragraph; `# ` a heading, `- ` a point, `@pool` a shared paragraph,
`%name` a table.
"""

import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path
from random import Random

from verbundakte.demo.tables import TABLES
from verbundakte.demo.world import Block

FOLDER = Path(__file__).with_name("vorlagen")
WITHOUT_EXTRAS = (
    "Einladung",
    "Personalschreiben",
    "Beschlussauszug",
    "Telefonvermerk",
    "Abfrage",
    "Dienstanweisung",
)
POOL_OF_PARTNER = {
    ("eingang", "buerger"): "mehr_person",
    ("eingang", "nachbar"): "mehr_person",
    ("eingang", "kollege"): "mehr_kollege",
    ("eingang", "verein"): "mehr_verein",
    ("eingang", "firma"): "mehr_stelle",
    ("eingang", "behoerde"): "mehr_stelle",
    ("ausgang", "behoerde"): "mehr_behoerde",
}
ENDINGS = (
    "# Gebühr",
    "# Rechtsbehelf",
    "Die Gebühr beträgt",
    "Die Verwaltungsgebühr beträgt",
    "@datenschutz",
    "@kosten",
    "@schluss",
    "@wv",
    "@zahlung",
)
FILES = ("bauen", "ordnung", "innen", "leistung")
_CHOICE = re.compile(r"\[([^\[\]]*)\]")
_SLOT = re.compile(r"\{(\w+)(?:=([^{}]*))?(?::([^{}:]*))?(?::(\w+))?\}")


@dataclass(frozen=True)
class DocumentTemplate:
    """One document of a Vorgangsart."""

    richtung: str
    aufgabe: str
    """Task word of another unit that writes it; empty for the unit in charge."""
    formats: tuple[str, ...]
    typ: str
    day: int
    partner: str
    betreff: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Vorgangsart:
    """A kind of matter with its documents in order."""

    key: str
    plan: tuple[str, ...]
    aufgabe: str
    towns: tuple[str, ...]
    akte: str
    vorgang: str
    vorgaenge: tuple[int, int]
    is_personal: bool
    dokumente: tuple[DocumentTemplate, ...]


@dataclass
class Facts:
    """What is known while a text is written; `values` is remembered for the whole Vorgang."""

    rng: Random
    values: dict[str, str]
    day: date
    days: list[date] = field(default_factory=list)


def german_date(day: date) -> str:
    """Return `23.11.2026`."""
    return f"{day:%d.%m.%Y}"


def workday(day: date) -> date:
    """Return the day itself or the Monday after a weekend."""
    return day + timedelta(days=7 - day.weekday()) if day.weekday() > 4 else day


def euro(amount: float) -> str:
    """Return `1.284,50 EUR`."""
    return f"{amount:,.2f}".translate(str.maketrans(",.", ".,")) + " EUR"


def _slot(match: re.Match, facts: Facts) -> str:
    name, choices, argument, memory = match.groups()
    if choices is not None:
        return facts.values.setdefault(name, facts.rng.choice(choices.split("|")))
    if argument is None:
        return german_date(facts.day) if name == "datum" else facts.values[name]
    if memory and memory in facts.values:
        return facts.values[memory]
    value = _drawn(name, argument, facts)
    if memory:
        facts.values[memory] = value
    return value


def _drawn(name: str, argument: str, facts: Facts) -> str:
    if name == "tag":
        return german_date(workday(facts.day + timedelta(days=int(argument))))
    if name == "datum":
        return german_date(facts.days[int(argument) - 1])
    low, _, high = argument.partition("-")
    number = facts.rng.randint(int(low), int(high))
    if name == "komma":
        return f"{number},{facts.rng.randrange(1, 100):02d}"
    if name == "euro":
        return euro(number if number > 2000 else number + facts.rng.choice((0, 0, 0.5, 0.75)))
    return str(number)


def write(template: str, facts: Facts) -> str:
    """Return the template with every choice made and every slot filled."""
    while _CHOICE.search(template):
        template = _CHOICE.sub(lambda m: facts.rng.choice(m.group(1).split("|")), template, 1)
    return _SLOT.sub(lambda match: _slot(match, facts), template)


def write_blocks(lines: tuple[str, ...], facts: Facts) -> tuple[Block, ...]:
    """Return the blocks of a document."""
    blocks = []
    for line in lines:
        if line.startswith("%"):
            blocks.append(Block("tabelle", rows=TABLES[line[1:]](facts.rng, facts.values)))
        elif line.startswith("@"):
            paragraph = facts.rng.choice(pools()[line[1:]])
            blocks.append(Block("absatz", write(paragraph, facts)))
        else:
            kind = {"# ": "titel", "- ": "punkt"}.get(line[:2], "absatz")
            text = line if kind == "absatz" else line[2:]
            blocks.append(Block(kind, write(text, facts)))
    return tuple(blocks)


def lengthen(template: DocumentTemplate, rng: Random) -> tuple[str, ...]:
    """Return the template's lines with one to three general paragraphs before its end."""
    if "xlsx" in template.formats or template.typ in WITHOUT_EXTRAS:
        return template.lines
    pool = POOL_OF_PARTNER.get((template.richtung, template.partner), f"mehr_{template.richtung}")
    least = 1 if template.richtung == "eingang" else 2
    extras = rng.sample(pools()[pool], rng.randint(least, 3))
    ends = [n for n, line in enumerate(template.lines) if line.startswith(ENDINGS)]
    place = ends[0] if ends else len(template.lines)
    return (*template.lines[:place], *extras, *template.lines[place:])


def _lines(name: str) -> list[str]:
    text = (FOLDER / f"{name}.txt").read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line]


@cache
def pools() -> dict[str, tuple[str, ...]]:
    """Return the shared paragraphs by name."""
    found: dict[str, list[str]] = {}
    for line in _lines("bausteine"):
        if line.startswith("== "):
            current = found.setdefault(line[3:], [])
        else:
            current.append(line)
    return {name: tuple(paragraphs) for name, paragraphs in found.items()}


@cache
def general_documents() -> tuple[DocumentTemplate, ...]:
    """Return what is written in any matter between its own documents; partner `*` is its citizen."""
    return documents("allgemein")


@cache
def documents(name: str) -> tuple[DocumentTemplate, ...]:
    """Return the documents of a template file that belong to no kind of matter."""
    lines = _lines(name)
    starts = [n for n, line in enumerate(lines) if line.startswith("--- ")] + [len(lines)]
    return tuple(_document(lines[start:end]) for start, end in pairwise(starts))


@cache
def vorgangsarten() -> tuple[Vorgangsart, ...]:
    """Return every kind of matter, in the order of the template files."""
    arten: list[list[str]] = []
    for line in (line for name in FILES for line in _lines(name)):
        if line.startswith("=== "):
            arten.append([])
        arten[-1].append(line)
    return tuple(_vorgangsart(lines) for lines in arten)


def _vorgangsart(lines: list[str]) -> Vorgangsart:
    starts = [n for n, line in enumerate(lines) if line.startswith("--- ")] + [len(lines)]
    head = dict(line.split(": ", 1) for line in lines[1 : starts[0]])
    low, _, high = head["vorgaenge"].partition("-")
    return Vorgangsart(
        key=lines[0][4:],
        plan=tuple(head["plan"].split()),
        aufgabe=head["aufgabe"],
        towns=tuple(head["towns"].split()),
        akte=head["akte"],
        vorgang=head["vorgang"],
        vorgaenge=(int(low), int(high)),
        is_personal=head.get("nur_genannte") == "ja",
        dokumente=tuple(_document(lines[start:end]) for start, end in pairwise(starts)),
    )


def _document(lines: list[str]) -> DocumentTemplate:
    who, formats, typ, day, partner, betreff = lines[0][4:].split(" | ")
    richtung, _, aufgabe = who.partition(":")
    return DocumentTemplate(
        richtung=richtung,
        aufgabe=aufgabe,
        formats=tuple(formats.split(",")),
        typ=typ,
        day=int(day),
        partner=partner,
        betreff=betreff,
        lines=tuple(lines[1:]),
    )
