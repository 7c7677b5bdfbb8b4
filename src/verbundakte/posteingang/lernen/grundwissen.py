"""What is known before anything was learned: the plan's own keywords, and words of kinds of letters.

It counts like a few letters, so that a town's own letters soon say more.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from functools import lru_cache
from pathlib import Path

from verbundakte.posteingang.lernen.merkmale import words_of
from verbundakte.posteingang.lernen.speicher import TOTAL, Beispiel, Gedaechtnis, Zahlen

WEIGHT = 3
"""So many letters a keyword counts."""


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


def counted(entries: Iterable[tuple[str, tuple[str, ...]]]) -> Zahlen:
    """Return counts of (words, targets as they are counted): each word as if in a few letters."""
    found: Zahlen = defaultdict(lambda: defaultdict(int))
    for words, targets in entries:
        for target in targets:
            for feature in (TOTAL, *words_of(words)):
                found[feature][target] += WEIGHT
    return {feature: dict(row) for feature, row in found.items()}


class WithGrundwissen:
    """A memory that also knows what is known before; earlier letters are the memory's alone."""

    def __init__(self, memory: Gedaechtnis, known: Zahlen):
        self.memory, self.known = memory, known

    def counts(self, merkmale: Collection[int]) -> Zahlen:
        """Return the counts of both together."""
        found = {feature: dict(row) for feature, row in self.memory.counts(merkmale).items()}
        for feature in (TOTAL, *merkmale):
            row = found.setdefault(feature, {})
            for target, number in self.known.get(feature, {}).items():
                row[target] = row.get(target, 0) + number
        return found

    def examples(self, schluessel: Collection[int]) -> list[Beispiel]:
        """Return earlier letters with a key."""
        return self.memory.examples(schluessel)
