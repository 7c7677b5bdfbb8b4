"""Learn letters of one set of wordings, ask about letters of another; count what was right."""

import re
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from json import loads
from pathlib import Path

from briefe.brief import OWN, Brief, Schreiber
from briefe.welt import HERE, Partner, Welt, sets
from verbundakte.core.search.synonyms import Gruppe, Thesaurus
from verbundakte.posteingang.erkennung import Brief as Gelesen
from verbundakte.posteingang.erkennung import Erkannt, FundArt, recognise
from verbundakte.posteingang.lernen.grundwissen import (
    WithGrundwissen,
    alike,
    counted,
    kind_entry,
    kinds_of_letters,
    plan_entry,
)
from verbundakte.posteingang.lernen.merkmale import Schreiben, analyser, schreiben_of
from verbundakte.posteingang.lernen.rechnen import rank
from verbundakte.posteingang.lernen.speicher import InMemory, Ziel, beispiel_of

PRODUCT = Path(__file__).resolve().parents[2] / "src/verbundakte"
PLAN = PRODUCT / "akten/samples/aktenplan.json"
SYNONYME = PRODUCT / "core/search/samples/synonyme.txt"
NUMBER = re.compile(r"\d{3}\.\d\d-20\d\d/\d{4}-\d\d")
BEGIN, ASKED = date(2026, 1, 5), date(2026, 11, 20)
ASTRAY = 0.03
PRUEFUNG, ENTWICKLUNG = "pruefung", "entwicklung"
SEEDS = {PRUEFUNG: (4711, 90125), ENTWICKLUNG: (31337, 27182)}
"""Another town and other wordings for developing than for measuring: (what was learned, what is asked)."""
MUTE, BY_LOT, TOLD = "kein Wort zur Sache", "Rechnung, nach Los an die Finanzen", "alle anderen"
ASKED_ABOUT = (Ziel.TYP, Ziel.EINHEIT, Ziel.PLAN)


def read(brief: Brief) -> tuple[Erkannt, Schreiben]:
    """Return what the product sees of a letter."""
    given = Gelesen(((1, brief.text),), brief.on, brief.absender, brief.betreff)
    names = (OWN.removeprefix("Stadt "),)
    erkannt = recognise(given, own_names=names, is_own=lambda text: bool(NUMBER.fullmatch(text)))
    return erkannt, schreiben_of(erkannt, brief.text)


def right_of(brief: Brief) -> dict[Ziel, str]:
    """Return what is right about a letter."""
    return {
        Ziel.EINHEIT: brief.einheit,
        Ziel.TYP: brief.art,
        Ziel.PLAN: brief.plan,
        Ziel.VORGANG: brief.sache,
        Ziel.KONTAKT: brief.partner,
    }


@dataclass
class Gelernt:
    """A world with what was learned of it: some of its correspondents never wrote before."""

    welt: Welt
    memory: InMemory
    known: list[Partner]
    new: list[Partner]
    letters: int
    wordings: str = PRUEFUNG
    often: dict[Ziel, list[str]] = field(default_factory=dict)
    often_of: dict[str, list[str]] = field(default_factory=dict)
    sachen: set[str] = field(default_factory=set)
    plan: list = field(default_factory=list)


def learned(letters: int, wordings: str = PRUEFUNG) -> Gelernt:
    """Return a town that has filed so many letters, all in the wordings `lernen`; `wordings`: in
    which it is asked."""
    kinds, matters = sets("lernen")
    seed, _ = SEEDS[wordings]
    welt = Welt(seed, max(30, letters // 7), matters)
    cut = int(len(welt.partners) * 0.8)
    known, new = welt.partners[:cut], welt.partners[cut:]
    writer = Schreiber(welt, kinds, matters, seed + 1, astray=ASTRAY)
    memory, seen, of = InMemory(), defaultdict(Counter), defaultdict(Counter)
    for number in range(letters):
        day = BEGIN + timedelta(days=number * 300 // letters)
        brief = writer.write(writer.dice.choice(known), day, new=0.1)
        right = right_of(brief)
        memory.learn(beispiel_of(read(brief)[1], number, right, brief.on))
        of[brief.partner][brief.sache] += 1
        for ziel in ASKED_ABOUT:
            seen[ziel][right[ziel]] += 1
    found = Gelernt(welt, memory, known, new, letters, wordings)
    found.often = {ziel: [name for name, _ in row.most_common(3)] for ziel, row in seen.items()}
    found.often_of = {key: [name for name, _ in row.most_common(3)] for key, row in of.items()}
    found.sachen = {name for row in of.values() for name in row}
    found.plan = _plan(kinds, matters)
    return found


def _plan(kinds: dict, matters: dict) -> list:
    """Return what a town has before it has learned anything: the delivered plan's keywords."""
    rows = {row["kennzeichen"]: row for row in loads(PLAN.read_text())}
    others = Thesaurus(_synonyms(), analyser()).others
    entries = [kind_entry(name) for name in kinds_of_letters() if name in kinds]
    for line in (HERE / "plan.txt").read_text().splitlines():
        thema, *units = line.split()
        unit, plan, *_ = matters[thema]
        above = {unit_above: None for one in units if (unit_above := one.partition(".")[0]) in rows}
        texts = (
            *(" ".join(_keywords(rows[one])) for one in above),
            *(alike(", ".join(_keywords(rows[one])), others) for one in units),
        )
        entries.append(plan_entry(texts, plan, plan, unit))
    return entries


def _keywords(row: dict) -> list[str]:
    return [row["titel"], *row["stichwoerter"]]


def _synonyms() -> list[Gruppe]:
    rows = [line.partition(" > ") for line in SYNONYME.read_text().splitlines()]
    return [
        Gruppe(tuple(both.split(", ")), tuple(further.split(", ")) if further else ())
        for both, _, further in rows
    ]


@dataclass
class Antworten:
    """What came out of asking: first, among three, the baseline, and certainty beside truth."""

    asked: int = 0
    first: Counter = field(default_factory=Counter)
    third: Counter = field(default_factory=Counter)
    base: Counter = field(default_factory=Counter)
    base_third: Counter = field(default_factory=Counter)
    steps: dict = field(default_factory=lambda: defaultdict(Counter))
    found: Counter = field(default_factory=Counter)
    kinds: dict = field(default_factory=lambda: defaultdict(Counter))
    """What came out for the unit, by how much a letter tells of it."""
    seconds: float = 0.0


def ask(
    town: Gelernt, people: list[Partner], letters: int, ziele, only=lambda brief: True
) -> Antworten:
    """Ask about letters in wordings that nobody learned, written with another seed."""
    kinds, matters = sets(town.wordings)
    writer = Schreiber(town.welt, kinds, matters, SEEDS[town.wordings][1])
    memory = WithGrundwissen(town.memory, counted(town.plan))
    told = Antworten()
    while told.asked < letters:
        brief = writer.write(writer.dice.choice(people), ASKED, new=0.1)
        if not only(brief):
            continue
        erkannt, schreiben = read(brief)
        began = time.process_time()
        ranks = rank(schreiben, memory, on=brief.on)
        told.seconds += time.process_time() - began
        told.asked += 1
        _note(told, town, brief, ranks, ziele)
        _note_kind(told.kinds, brief, [one.ziel for one in ranks.of(Ziel.EINHEIT)])
        _note_found(told.found, brief, erkannt)
    return told


def _note(told: Antworten, town: Gelernt, brief: Brief, ranks, ziele) -> None:
    right = right_of(brief)
    for ziel in ziele:
        names = [one.ziel for one in ranks.of(ziel)]
        often = (
            town.often_of.get(brief.partner, [])
            if ziel is Ziel.VORGANG
            else town.often.get(ziel, [])
        )
        told.first[ziel] += names[:1] == [right[ziel]]
        told.third[ziel] += right[ziel] in names
        told.base[ziel] += often[:1] == [right[ziel]]
        told.base_third[ziel] += right[ziel] in often
        if names:
            step = min(9, int(ranks.of(ziel)[0].anteil * 10))
            told.steps[ziel, step]["asked"] += 1
            told.steps[ziel, step]["right"] += names[0] == right[ziel]


def _note_kind(kinds: dict, brief: Brief, names: list[str]) -> None:
    kind = BY_LOT if brief.went_elsewhere else TOLD if brief.tells else MUTE
    kinds[kind]["asked"] += 1
    kinds[kind]["first"] += names[:1] == [brief.einheit]
    kinds[kind]["third"] += brief.einheit in names


def _note_found(found: Counter, brief: Brief, erkannt: Erkannt) -> None:
    day = erkannt.first(FundArt.DATUM)
    own = {fund.wert for fund in erkannt.of(FundArt.EIGENES_ZEICHEN, FundArt.AKTENZEICHEN)}
    other = {fund.wert for fund in erkannt.of(FundArt.FREMDES_ZEICHEN)}
    if not brief.absender:
        found["datum", "of"] += 1
        found["datum", "right"] += bool(day) and day.wert == brief.datum.isoformat()
    for name, wanted, there in (("eigenes", brief.eigenes, own), ("fremdes", brief.fremdes, other)):
        if wanted:
            found[name, "of"] += 1
            found[name, "right"] += wanted in there
    found["rechnung", "of"] += brief.art == "rechnung"
    found["rechnung", "right"] += brief.art == "rechnung" and bool(erkannt.first(FundArt.RECHNUNG))
    found["rechnung", "wrong"] += brief.art != "rechnung" and bool(erkannt.first(FundArt.RECHNUNG))
