"""What is remembered of filed letters, and the memory of a single process for tests and figures."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from verbundakte.posteingang.lernen.merkmale import Schreiben, kind_feature

TOTAL = 0
"""The feature that every letter has: how many there are of each target."""
MOST_EXAMPLES, MOST_OF_KEY = 120, 60
"""How many earlier letters are looked at, and how many of them for one key: the newest."""


class Ziel(StrEnum):
    """What is proposed."""

    label: str

    EINHEIT = "e", "Einheit"
    PERSON = "n", "Person"
    TYP = "t", "Art"
    PLAN = "p", "Aktenplaneinheit"
    VORGANG = "v", "Vorgang"
    AKTE = "a", "Akte"
    KONTAKT = "k", "Kontakt"

    def __new__(cls, value: str, label: str):
        """Return the member with its label."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member


COUNTED = (Ziel.EINHEIT, Ziel.PERSON, Ziel.TYP, Ziel.PLAN)
"""Targets that words alone may tell. A Vorgang or Kontakt is told by letters that belong to it."""


@dataclass(frozen=True)
class Beispiel:
    """One learned letter: its features, keys, and where it went (target -> key of that).

    `is_closed`: its Vorgang is z. d. A."""

    id: UUID | int
    merkmale: frozenset[int]
    schluessel: frozenset[int]
    ziele: dict[Ziel, str]
    on: date
    is_closed: bool = False

    def counted(self) -> list[str]:
        """Return its targets as they are counted: `e:<key>`."""
        return [f"{ziel}:{self.ziele[ziel]}" for ziel in COUNTED if self.ziele.get(ziel)]


Zahlen = dict[int, dict[str, int]]
"""Feature -> target -> in how many letters."""


class Gedaechtnis(Protocol):
    """What may be used for one proposal: already narrowed to what the viewer may see, to one class."""

    def counts(self, merkmale: Collection[int]) -> Zahlen:
        """Return how often each of the features was seen with each target, TOTAL among them."""

    def examples(self, schluessel: Collection[int]) -> list[Beispiel]:
        """Return earlier letters that share an identity, the newest first."""

    def leads(self, plan: str) -> str:
        """Return the unit that leads a plan unit, "" where that is not known."""


class InMemory:
    """A memory of this process: the same counting as in the tables."""

    def __init__(self, beispiele: Iterable[Beispiel] = ()):
        self._counts: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
        self._by_key: dict[int, list[Beispiel]] = defaultdict(list)
        self._known: dict[UUID | int, Beispiel] = {}
        for beispiel in beispiele:
            self.learn(beispiel)

    def learn(self, beispiel: Beispiel) -> None:
        """Add a letter; one that is known already is replaced."""
        self.forget(beispiel.id)
        self._known[beispiel.id] = beispiel
        self._count(beispiel, 1)
        for key in beispiel.schluessel:
            self._by_key[key].append(beispiel)

    def forget(self, key: UUID | int) -> None:
        """Take a letter's share away, if it is known."""
        beispiel = self._known.pop(key, None)
        if beispiel is None:
            return
        self._count(beispiel, -1)
        for one in beispiel.schluessel:
            self._by_key[one].remove(beispiel)

    def _count(self, beispiel: Beispiel, by: int) -> None:
        for ziel in beispiel.counted():
            for merkmal in (TOTAL, *beispiel.merkmale):
                self._counts[merkmal][ziel] += by

    def counts(self, merkmale: Collection[int]) -> Zahlen:
        """Return the counts of the features and of all letters."""
        return {
            one: {ziel: number for ziel, number in self._counts[one].items() if number}
            for one in (TOTAL, *merkmale)
            if one in self._counts
        }

    def leads(self, plan: str) -> str:
        """Know nothing but letters."""
        return ""

    def examples(self, schluessel: Collection[int]) -> list[Beispiel]:
        """Return letters with a key, the newest first."""
        found = {
            one.id: one
            for key in schluessel
            for one in sorted(self._by_key.get(key, ()), key=lambda one: one.on)[-MOST_OF_KEY:]
        }
        return sorted(found.values(), key=lambda one: one.on, reverse=True)


def beispiel_of(
    schreiben: Schreiben, key: UUID | int, ziele: dict[Ziel, str], on: date
) -> Beispiel:
    """Return what is remembered of a letter."""
    kind = {kind_feature(ziele[Ziel.TYP])} if Ziel.TYP in ziele else set()
    features = (frozenset(schreiben.merkmale) | kind) - {TOTAL}
    strong = frozenset(key for key, strength in schreiben.schluessel.items() if strength >= 0.3)
    return Beispiel(key, features, strong, ziele, on)
