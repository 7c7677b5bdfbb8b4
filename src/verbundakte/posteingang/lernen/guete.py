"""How far a share can be trusted: the town's own record of right and wrong proposals, by tenths."""

from collections.abc import Mapping

from verbundakte.posteingang.lernen.speicher import Ziel

TENTHS = 10
OWN_WEIGHT = 30
"""So many proposals of the town weigh as much as what is delivered."""
SURE = 0.65
"""Right in two of three: from here on something is proposed; below it is only offered among others."""
OFFERED = 0.1

_FITTED: dict[Ziel, tuple[float, ...]] = {
    Ziel.TYP: (0.05, 0.23, 0.24, 0.42, 0.64, 0.73, 0.75, 0.91, 0.95, 0.98),
    Ziel.EINHEIT: (0.05, 0.18, 0.34, 0.44, 0.59, 0.86, 0.9, 0.97, 0.97, 0.98),
    Ziel.PLAN: (0.05, 0.23, 0.25, 0.56, 0.76, 0.78, 0.95, 0.97, 0.98, 0.98),
    Ziel.VORGANG: (0.1, 0.33, 0.43, 0.46, 0.46, 0.6, 0.66, 0.66, 0.67, 0.97),
}
"""On generated letters for developing, in wordings that were not learned (`bench posteingang`, "fitted");
the letters for measuring were not looked at."""
_LIKE = {Ziel.PERSON: Ziel.EINHEIT, Ziel.AKTE: Ziel.VORGANG, Ziel.KONTAKT: Ziel.VORGANG}
DELIVERED = {ziel: _FITTED[_LIKE.get(ziel, ziel)] for ziel in Ziel}


def tenth(share: float) -> int:
    """Return the step of a share: 0 to 9."""
    return min(TENTHS - 1, max(0, int(share * TENTHS)))


def confidence(ziel: Ziel, share: float, record: Mapping[int, tuple[int, int]]) -> float:
    """Return how often a first proposal of this share was right. `record`: tenth -> (right, of)."""
    step = tenth(share)
    right, of = record.get(step, (0, 0))
    return (right + OWN_WEIGHT * DELIVERED[ziel][step]) / (of + OWN_WEIGHT)
