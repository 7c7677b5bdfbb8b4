"""How far a share can be trusted, fitted on letters for developing; what is delivered comes from here.

Nothing of what is measured afterwards was looked at: another town, other wordings, another seed.
"""

from collections import Counter
from collections.abc import Mapping

from verbundakte.posteingang.lernen.guete import TENTHS
from verbundakte.posteingang.lernen.speicher import Ziel

OWN, MOST = 4, 0.98
"""A step with few letters is drawn towards what its share says by itself; nothing is ever certain."""


def fitted(steps: Mapping[tuple[Ziel, int], Counter], ziel: Ziel) -> list[float]:
    """Return for each tenth how often it was right, never falling (pool adjacent violators)."""
    pools: list[list[float]] = []
    for step in range(TENTHS):
        row = steps.get((ziel, step), Counter())
        right, of = row["right"] + OWN * (step + 0.5) / TENTHS, row["asked"] + OWN
        pools.append([right, of, 1])
        while len(pools) > 1 and pools[-2][0] / pools[-2][1] > pools[-1][0] / pools[-1][1]:
            right, of, count = pools.pop()
            pools[-1] = [pools[-1][0] + right, pools[-1][1] + of, pools[-1][2] + count]
    return [
        round(min(MOST, right / of), 2) for right, of, count in pools for _ in range(int(count))
    ]
