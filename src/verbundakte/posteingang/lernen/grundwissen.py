"""What is known before anything was learned: the plan's own keywords, and words of kinds of letters.

It counts like a few letters, so that a town's own letters soon say more.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from verbundakte.posteingang.lernen.merkmale import analyser, plan_feature, words_of
from verbundakte.posteingang.lernen.speicher import TOTAL, Beispiel, Gedaechtnis, Zahlen, Ziel

_BETWEEN = re.compile(r"[,;\n]")
WEIGHT, OF_KIND = 20, 40
"""So many letters a keyword counts, and a word that tells the Art: a town's own letters repeat few
wordings, and the next sender has others."""


@dataclass(frozen=True)
class Grundwissen:
    """What is known before: counts as of letters, and which unit leads a plan unit."""

    zahlen: Zahlen
    leading: dict[str, str]


@lru_cache(maxsize=1)
def kinds_of_letters() -> dict[str, str]:
    """Return words that tell a kind of letter, by the Kürzel of the delivered Dokumenttypen."""
    found: dict[str, list[str]] = {}
    for line in Path(__file__).with_name("grundwissen.txt").read_text().splitlines():
        if line.startswith("["):
            words = found.setdefault(line.strip("[]"), [])
        else:
            words.append(line)
    return {name: " ".join(lines) for name, lines in found.items()}


Eintrag = tuple[Collection[int], tuple[str, ...]]
"""Features, and targets as they are counted."""


def plan_entry(texts: Iterable[str], kennzeichen: str, plan: object, unit: object) -> Eintrag:
    """Return what a plan unit tells of itself and of the unit that leads it: words, its file numbers."""
    features = (*words_of(" ".join(texts)), plan_feature(kennzeichen))
    return features, (f"{Ziel.PLAN}:{plan}", *([f"{Ziel.EINHEIT}:{unit}"] if unit else ()))


def kind_entry(kuerzel: str) -> Eintrag:
    """Return what a delivered kind of letters tells."""
    return words_of(kinds_of_letters()[kuerzel]), (f"{Ziel.TYP}:{kuerzel}",)


@lru_cache(maxsize=1)
def word_fields() -> dict[str, tuple[str, ...]]:
    """Return what is written of a matter, by the stems of words that name it: who writes of a
    Grabstein seldom says Grabnutzungsrecht."""
    found: dict[str, tuple[str, ...]] = {}
    for line in Path(__file__).with_name("wortfelder.txt").read_text().splitlines():
        names, _, words = line.partition(" > ")
        for key in analyser().tokens(names).body:
            found[key] = (*found.get(key, ()), *words.split())
    return found


def alike(text: str, others: Callable[[str], Iterable[str]]) -> str:
    """Return keywords with what stands for them, for whole ones and for their words, and with what is
    written of such matters."""
    keywords = [keyword.strip() for keyword in _BETWEEN.split(text)]
    words = [word for keyword in keywords for word in keyword.split()]
    asked = dict.fromkeys((*keywords, *words))
    fields = (word_fields().get(token, ()) for token in dict.fromkeys(analyser().tokens(text).body))
    return " ".join(
        (
            text,
            *(other for one in asked if one for other in others(one)),
            *(word for field in fields for word in field),
        )
    )


def counted(entries: Iterable[Eintrag]) -> Grundwissen:
    """Return the counts of entries: each feature as if in some letters."""
    found: Zahlen = defaultdict(lambda: defaultdict(int))
    leading: dict[str, str] = {}
    for features, targets in entries:
        told = {target[0]: target[2:] for target in targets}
        if told.keys() >= {Ziel.PLAN, Ziel.EINHEIT}:
            leading[told[Ziel.PLAN]] = told[Ziel.EINHEIT]
        for target in targets:
            for feature in (TOTAL, *features):
                found[feature][target] += OF_KIND if target[0] == Ziel.TYP else WEIGHT
    return Grundwissen({feature: dict(row) for feature, row in found.items()}, leading)


class WithGrundwissen:
    """A memory that also knows what is known before; earlier letters are the memory's alone."""

    def __init__(self, memory: Gedaechtnis, known: Grundwissen):
        self.memory, self.known = memory, known

    def counts(self, merkmale: Collection[int]) -> Zahlen:
        """Return the counts of both together."""
        found = {feature: dict(row) for feature, row in self.memory.counts(merkmale).items()}
        for feature in (TOTAL, *merkmale):
            row = found.setdefault(feature, {})
            for target, number in self.known.zahlen.get(feature, {}).items():
                row[target] = row.get(target, 0) + number
        return found

    def leads(self, plan: str) -> str:
        """Return the unit that leads a plan unit."""
        return self.known.leading.get(plan, "")

    def examples(self, schluessel: Collection[int]) -> list[Beispiel]:
        """Return earlier letters with a key."""
        return self.memory.examples(schluessel)
