"""How far a share can be trusted: the town's own record of right and wrong proposals, by tenths."""

from collections.abc import Mapping

from verbundakte.posteingang.lernen.speicher import Ziel

TENTHS = 10
OWN_WEIGHT = 30
"""So many proposals of the town weigh as much as what is delivered."""
SURE = 0.6
"""From here on something is proposed; below it is only offered among others."""
OFFERED = 0.1

_BY_WORDS = (0.05, 0.1, 0.13, 0.25, 0.38, 0.42, 0.58, 0.65, 0.68, 0.9)
_BY_SENDER = (0.15, 0.25, 0.35, 0.4, 0.45, 0.5, 0.5, 0.55, 0.6, 0.96)
DELIVERED: dict[Ziel, tuple[float, ...]] = {
    ziel: _BY_SENDER if ziel in (Ziel.VORGANG, Ziel.AKTE, Ziel.KONTAKT) else _BY_WORDS
    for ziel in Ziel
}
"""Measured on generated letters in wordings that were not learned (`bench posteingang`)."""


def tenth(share: float) -> int:
    """Return the step of a share: 0 to 9."""
    return min(TENTHS - 1, max(0, int(share * TENTHS)))


def confidence(ziel: Ziel, share: float, record: Mapping[int, tuple[int, int]]) -> float:
    """Return how often a first proposal of this share was right. `record`: tenth -> (right, of)."""
    step = tenth(share)
    right, of = record.get(step, (0, 0))
    return (right + OWN_WEIGHT * DELIVERED[ziel][step]) / (of + OWN_WEIGHT)
