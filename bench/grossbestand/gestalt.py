"""How a generated town is shaped: units, persons, zones, and who is measured in it."""

from dataclasses import dataclass
from datetime import date
from itertools import combinations
from random import Random

SEED = 20261128
FIRST, LAST = date(2015, 1, 1), date(2026, 11, 1)
ALL, HALF, FEW = "alles", "50 %", "5 %"
CLERKS = {ALL: "messung.alles", HALF: "messung.haelfte", FEW: "messung.wenig"}
"""Who is measured (how much of the town she may see), and her login."""
CONFIDENTIAL, WIDENED = 0.10, 0.15
"""Shares of the Akten that only named persons see, and that named persons see in addition."""


@dataclass(frozen=True)
class Shape:
    """A town. `closed` and `widened`: how many Sachgebiete have a zone of named persons of their own."""

    slug: str
    name: str
    fachbereiche: int
    sachgebiete: int
    persons: int
    closed: int
    widened: int
    files: int
    in_big: float = 0.02  # so much of all lies in the one big Akte

    def weights(self) -> list[float]:
        """Return how much of the town's files each Sachgebiet has; the sum is 1."""
        raw = [(number + 1) ** -0.5 for number in range(self.sachgebiete)]
        return [one / sum(raw) for one in raw]

    def fachbereich_of(self, sachgebiet: int) -> int:
        """Return the number of the Fachbereich above."""
        return sachgebiet % self.fachbereiche

    def led_by_half(self) -> tuple[int, ...]:
        """Return the Fachbereiche that together have half of the files."""
        weights = self.weights()

        def share(chosen: tuple[int, ...]) -> float:
            return sum(
                one for number, one in enumerate(weights) if self.fachbereich_of(number) in chosen
            )

        half = combinations(range(self.fachbereiche), max(1, self.fachbereiche // 2))
        return min(half, key=lambda chosen: abs(share(chosen) - 0.5))

    def worked_by_few(self) -> tuple[int, ...]:
        """Return the three Sachgebiete (all of them led by the one who sees half) with 5 %."""
        weights, led = self.weights(), self.led_by_half()
        mine = [one for one in range(self.sachgebiete) if self.fachbereich_of(one) in led]
        return min(
            combinations(mine, min(3, len(mine))),
            key=lambda chosen: abs(sum(weights[one] for one in chosen) - 0.05),
        )

    def rng(self, *names: object) -> Random:
        """Return random numbers of this town for one purpose."""
        return Random("/".join(map(str, (SEED, self.slug, *names))))


BIG = Shape("messung", "Stadt Messung", 6, 54, 200, 54, 92, 500)
"""60 units below the town's first one; 54 + 54 + 92 = 200 zones."""
SMALL_TOWNS = 20


def small(number: int) -> Shape:
    """Return one of the small towns beside the big one."""
    return Shape(f"klein{number:02d}", f"Gemeinde Klein {number}", 1, 2, 3, 1, 1, 10)
