"""How far a share can be trusted: the town's own record of right and wrong proposals, by tenths."""

from collections.abc import Mapping

from verbundakte.posteingang.lernen.speicher import Ziel

TENTHS = 10
OWN_WEIGHT = 30
"""So many proposals of the town weigh as much as what is delivered."""
SURE, SURE_MATTER = 0.65, 0.75
"""Right in two of three, of a matter in three of four: from here on something is proposed; below it is
only offered among others. What was filed into the wrong Vorgang nobody looks for there."""
OFFERED = 0.1

_FITTED: dict[Ziel, tuple[float, ...]] = {
    Ziel.TYP: (0.05, 0.17, 0.33, 0.49, 0.65, 0.69, 0.79, 0.89, 0.96, 0.98),
    Ziel.EINHEIT: (0.05, 0.19, 0.32, 0.54, 0.69, 0.81, 0.9, 0.96, 0.98, 0.98),
    Ziel.PLAN: (0.04, 0.2, 0.37, 0.56, 0.68, 0.82, 0.94, 0.98, 0.98, 0.98),
    Ziel.VORGANG: (0.29, 0.43, 0.51, 0.55, 0.55, 0.66, 0.66, 0.79, 0.96, 0.98),
}
"""On generated letters for developing, in wordings that were not learned (`bench posteingang`, "fitted");
the letters for measuring were not looked at."""
_LIKE = {Ziel.PERSON: Ziel.EINHEIT, Ziel.AKTE: Ziel.VORGANG, Ziel.KONTAKT: Ziel.VORGANG}
DELIVERED = {ziel: _FITTED[_LIKE.get(ziel, ziel)] for ziel in Ziel}


def is_sure(ziel: Ziel, confidence: float) -> bool:
    """Tell whether something may be shown as the proposal, not only as one of several."""
    return confidence >= (SURE_MATTER if ziel in (Ziel.VORGANG, Ziel.AKTE) else SURE)


def tenth(share: float) -> int:
    """Return the step of a share: 0 to 9."""
    return min(TENTHS - 1, max(0, int(share * TENTHS)))


def confidence(ziel: Ziel, share: float, record: Mapping[int, tuple[int, int]]) -> float:
    """Return how often a first proposal of this share was right. `record`: tenth -> (right, of)."""
    step = tenth(share)
    right, of = record.get(step, (0, 0))
    return (right + OWN_WEIGHT * DELIVERED[ziel][step]) / (of + OWN_WEIGHT)
