"""From counts and earlier letters to ranked targets. Pure; every part of a score can be told in words.

Words: Bayes over the features, each compared with what was to be expected, so that rare words of few
letters decide nothing. Letters of the same sender: each counts as much as it
resembles this one; the more there are, the more they count beside the words.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date
from math import exp, log, log1p

from verbundakte.posteingang.lernen.merkmale import Schreiben, kind_feature
from verbundakte.posteingang.lernen.speicher import (
    COUNTED,
    TOTAL,
    Beispiel,
    Gedaechtnis,
    Zahlen,
    Ziel,
)

FEW_SEEN = {Ziel.EINHEIT: 0.5, Ziel.PERSON: 0.5, Ziel.TYP: 2.0, Ziel.PLAN: 0.5}
"""So many letters with a feature are as good as none: seen once it tells next to nothing."""
SPREAD = {Ziel.EINHEIT: 3.0, Ziel.PERSON: 3.0, Ziel.TYP: 0.5, Ziel.PLAN: 3.0}
LEAST_TOLD = 0.02
"""Words that stand with everything tell little, but there are many of them: the higher, the less what
tells nothing for certain counts beside what does."""
PRIOR = 1.0  # how much the frequency of a target counts
FULL_EVIDENCE = 5.0  # so many independent features; further ones repeat what others said
SENDER = {Ziel.EINHEIT: 0.45, Ziel.PERSON: 0.7, Ziel.TYP: 0.0, Ziel.PLAN: 0.5}
"""How much many letters of the same sender can count beside the words: who writes says little about
the Art, more about the unit."""
FOREIGN, FEW_LETTERS = 0.8, 3.0
OTHER_AXIS = {
    Ziel.TYP: Ziel.PLAN, Ziel.PLAN: Ziel.TYP, Ziel.EINHEIT: Ziel.TYP, Ziel.PERSON: Ziel.TYP,
}  # fmt: skip
NAMED = 0.9
"""How much a file number of the town counts beside all words: it names its plan unit."""
REPEATED = {Ziel.EINHEIT: 0.0, Ziel.PERSON: 0.0, Ziel.TYP: 0.5, Ziel.PLAN: 0.0}
"""How much less each feature of one word counts for their number: a whole, its parts, in the subject.
Words of a matter are long and tell it surely; those of an Art are in every second letter."""
LIKELY, FEW_OF_KIND = 0.2, 20
"""From which share on an Art says where letters of it go, and how many letters that takes."""
LED = 0.5
"""How much of a unit's share comes from the matters it leads, beside its own words."""
FEW = 1.5  # with so many like letters the sender counts half of that
MOST_OFFERED = 3


@dataclass(frozen=True)
class Rang:
    """One ranked target: `anteil` between 0 and 1 (not yet calibrated) and what speaks for it."""

    ziel: str
    anteil: float
    letters: int = 0
    words: tuple[str, ...] = ()
    references: int = 0


@dataclass(frozen=True)
class Rangfolge:
    """The ranking for each kind of target, best first."""

    by: dict[Ziel, tuple[Rang, ...]] = field(default_factory=dict)

    def of(self, ziel: Ziel) -> tuple[Rang, ...]:
        """Return the ranking of one kind, () when nothing speaks for anything."""
        return self.by.get(ziel, ())


NachArt = dict[int, dict[str, dict[str, int]]]
"""Feature -> kind of target -> target -> in how many letters."""


def rank(schreiben: Schreiben, memory: Gedaechtnis, *, on: date) -> Rangfolge:
    """Return what earlier letters say about this one."""
    counts = _by_kind(memory.counts(schreiben.merkmale))
    examples = memory.examples(schreiben.schluessel)
    weights = _weights(schreiben, counts)
    whole = sum(weights.values())
    near = [(_nearness(schreiben, one, weights, whole), one) for one in examples]
    kinds = _by_words(Ziel.TYP, schreiben, counts)
    likely = _likely_kinds(kinds[0], memory)
    words = {
        Ziel.TYP: kinds,
        Ziel.PLAN: _by_words(Ziel.PLAN, schreiben, counts),
        Ziel.EINHEIT: _by_words(Ziel.EINHEIT, schreiben, counts, likely),
        Ziel.PERSON: _by_words(Ziel.PERSON, schreiben, counts, likely),
    }
    matter = _with_named(Ziel.PLAN, words[Ziel.PLAN][0], schreiben, counts)
    words[Ziel.PLAN] = (matter, words[Ziel.PLAN][1])
    units = _with_leading(words[Ziel.EINHEIT][0], matter, memory)
    units = _with_named(Ziel.EINHEIT, units, schreiben, counts)
    words[Ziel.EINHEIT] = (units, words[Ziel.EINHEIT][1])
    by = {ziel: _mixed(ziel, words[ziel], near) for ziel in COUNTED}
    by[Ziel.KONTAKT] = _by_letters(Ziel.KONTAKT, near)
    by[Ziel.VORGANG] = _vorgaenge(schreiben, examples, weights, matter, on)
    by[Ziel.AKTE] = _by_letters(Ziel.AKTE, near)
    return Rangfolge(by)


def _weights(schreiben: Schreiben, counts: NachArt) -> dict[int, float]:
    """Return how telling each feature is: the rarer, the more (inverse document frequency)."""
    total = max(_letters(counts, TOTAL), 1)
    return {one: log(1 + total / (1 + _letters(counts, one))) for one in schreiben.merkmale}


def _letters(counts: NachArt, one: int) -> int:
    """Return in how many letters something was seen: every letter has one Art."""
    return sum(_row(counts, one, Ziel.TYP).values())


def _nearness(
    schreiben: Schreiben, one: Beispiel, weights: dict[int, float], whole: float
) -> float:
    """Return how much an earlier letter counts: by its sender's identity and by common features."""
    strength = max(
        (schreiben.schluessel[key] for key in one.schluessel if key in schreiben.schluessel),
        default=0.0,
    )
    return strength * (0.1 + 2 * likeness(weights, whole, one.merkmale))


def likeness(weights: dict[int, float], whole: float, other: frozenset[int]) -> float:
    """Return which share of what is telling in a letter (`whole`) stands in another one too: 0 to 1."""
    return sum(weights[one] for one in weights.keys() & other) / whole if whole else 0.0


def _with_leading(
    units: dict[str, float], matter: dict[str, float], memory: Gedaechtnis
) -> dict[str, float]:
    """Return the shares of units by words, mixed with those of the plan units they lead: what a unit
    does is many matters, and a letter is about one."""
    led: dict[str, float] = defaultdict(float)
    for plan, share in matter.items():
        if unit := memory.leads(plan):
            led[unit] += share
    whole = sum(led.values())
    part = LED * whole
    return {
        unit: (1 - part) * units.get(unit, 0.0) + LED * led.get(unit, 0.0)
        for unit in {*units, *led}
    }


def _with_named(
    ziel: Ziel, shares: dict[str, float], schreiben: Schreiben, counts: NachArt
) -> dict[str, float]:
    """Return the shares, mixed with where letters lie whose file number names the same plan unit."""
    named: dict[str, float] = defaultdict(float)
    for one in schreiben.plan:
        for target, letters in _row(counts, one, ziel).items():
            named[target] += letters
    whole = sum(named.values())
    if not whole:
        return shares
    return {
        target: (1 - NAMED) * shares.get(target, 0.0) + NAMED * named.get(target, 0.0) / whole
        for target in {*shares, *named}
    }


def _mixed(ziel: Ziel, words: tuple, near: list[tuple[float, Beispiel]]) -> tuple[Rang, ...]:
    by_words, reasons = words
    votes: dict[str, float] = defaultdict(float)
    letters: dict[str, int] = defaultdict(int)
    for worth, one in near:
        if target := one.ziele.get(ziel):
            votes[target] += worth
            letters[target] += 1
    whole = sum(votes.values())
    if not whole and not by_words:
        return ()
    sender = SENDER[ziel] * whole / (whole + FEW) if by_words else 1.0
    shares = {
        target: (1 - sender) * by_words.get(target, 0.0)
        + sender * (votes.get(target, 0.0) / whole if whole else 0.0)
        for target in {*by_words, *votes}
    }
    best = sorted(shares, key=lambda target: (-shares[target], target))[:MOST_OFFERED]
    return tuple(
        Rang(target, shares[target], letters.get(target, 0), reasons(target)) for target in best
    )


@dataclass
class _Seen:
    """What the features of a letter say of one kind of target: for each, and in sum, where seen."""

    totals: dict[str, int]
    evidence: dict[str, dict[int, float]]
    lifted: dict[str, float]
    spread: float
    usuals: list[tuple[float, float]] = field(default_factory=list)
    everything: int = field(init=False)

    def __post_init__(self):
        self.everything = sum(self.totals.values())  # asked for with each feature

    def note(self, one: int, row: dict[str, int], weight: float, few: float) -> None:
        """Take a feature with the letters it was seen in, by target."""
        usual = sum(row.values()) / self.everything
        expected = {target: usual * self.totals[target] for target in row}
        told = {name: log((n + few) / (expected[name] + few)) for name, n in row.items()}
        most = max(0.0, *told.values())
        weight *= (most + LEAST_TOLD) / (most + self.spread)
        self.usuals.append((usual, weight))
        for target, one_told in told.items():
            self.evidence[target][one] = one_told
            self.lifted[target] += weight * (one_told + log1p(expected[target] / few))

    def scores(self, few: float, usual: dict[str, float]) -> dict[str, float]:
        """Return the score of each target. What a feature that was never seen with a target says
        depends on how many letters that has, and is added up once for all of one number."""
        never = {
            letters: -sum(weight * log1p(usual * letters / few) for usual, weight in self.usuals)
            for letters in set(self.totals.values())
        }
        seen = sum(weight for _, weight in self.usuals)
        scale = min(1.0, (FULL_EVIDENCE / seen) ** 0.75) if seen else 1.0
        return {
            name: PRIOR * log(usual[name]) + scale * (never[letters] + self.lifted[name])
            for name, letters in self.totals.items()
        }


def _likely_kinds(
    kinds: dict[str, float], memory: Gedaechtnis
) -> list[tuple[float, dict[str, dict[str, int]]]]:
    """Return for the likely Arten of a letter: the share, and where letters of that Art went."""
    likely = {kind_feature(kind): share for kind, share in kinds.items() if share >= LIKELY}
    counts = _by_kind(memory.counts(likely))
    return [(share, counts[one]) for one, share in likely.items() if counts.get(one)]


def _usual(
    ziel: Ziel, totals: dict[str, int], likely: list[tuple[float, dict[str, dict[str, int]]]]
) -> dict[str, float]:
    """Return how usual each target is for a letter of its likely Arten: bills go elsewhere than
    questions do."""
    whole, left = sum(totals.values()), 1.0
    usual = dict.fromkeys(totals, 0.0)
    for share, row in likely:
        of_kind = {name: n for name, n in row.get(ziel, {}).items() if name in totals}
        letters = sum(of_kind.values()) + FEW_OF_KIND
        for name, n in of_kind.items():
            usual[name] += share * n / letters
            left -= share * n / letters
    return {name: one + left * totals[name] / whole for name, one in usual.items()}


def _by_words(ziel: Ziel, schreiben: Schreiben, counts: NachArt, likely=()):
    """Return the share of each target by the features, and a function that names telling words.

    A feature tells by how much oftener (or seldomer) it was seen with a target than was to be expected;
    seen once, or not seen where little was to be expected, it tells next to nothing.
    """
    few, totals = FEW_SEEN[ziel], _row(counts, TOTAL, ziel)
    found = _Seen(
        totals, {target: {} for target in totals}, dict.fromkeys(totals, 0.0), SPREAD[ziel]
    )
    repeated = Counter(schreiben.merkmale.values())
    for one, word in schreiben.merkmale.items():
        row = {name: n for name, n in _row(counts, one, ziel).items() if name in totals}
        if row:
            weight = 1.0 - FOREIGN * _told_apart(_row(counts, one, OTHER_AXIS[ziel]))
            weight /= repeated[word] ** REPEATED[ziel]
            found.note(one, row, weight, few)

    def reasons(target: str) -> tuple[str, ...]:
        parts = found.evidence.get(target, {})
        told = sorted(
            (one for one in parts if parts[one] > 0.4 and schreiben.merkmale[one]),
            key=lambda one: -parts[one],
        )
        return tuple(dict.fromkeys(schreiben.merkmale[one] for one in told))[:3]

    return softmax(found.scores(few, _usual(ziel, totals, likely))), reasons


def _told_apart(row: dict[str, int]) -> float:
    """Return how much a feature belongs to one target of another kind (0 to 1).

    A word that stands with one matter, or with one Art, tells little of the other: who learns few
    letters of a matter would else take its words for signs of the Art they happened to have.
    """
    return max(row.values(), default=0) / (sum(row.values()) + FEW_LETTERS)


def _by_kind(counts: Zahlen) -> NachArt:
    """Return the counts of each feature by kind of target, then by target."""
    found: NachArt = {}
    for one, row in counts.items():
        kinds = found[one] = {}
        for name, number in row.items():
            if number:
                kinds.setdefault(name[0], {})[name[2:]] = number
    return found


def _row(counts: NachArt, one: int, ziel: Ziel) -> dict[str, int]:
    """Return in how many letters of each target of a kind a feature was seen."""
    return counts.get(one, {}).get(ziel, {})


def softmax(scores: dict[str, float]) -> dict[str, float]:
    """Return shares that add up to 1."""
    if not scores:
        return {}
    highest = max(scores.values())
    raised = {name: exp(score - highest) for name, score in scores.items()}
    whole = sum(raised.values())
    return {name: value / whole for name, value in raised.items()}


def _by_letters(ziel: Ziel, near: list[tuple[float, Beispiel]]) -> tuple[Rang, ...]:
    """Rank what only letters of the sender tell; a letter from somebody new weighs half a letter."""
    votes: dict[str, float] = defaultdict(float)
    letters: dict[str, int] = defaultdict(int)
    for worth, one in near:
        if target := one.ziele.get(ziel):
            votes[target] += worth
            letters[target] += 1
    whole = sum(votes.values()) + 0.2
    best = sorted(votes, key=lambda target: (-votes[target], target))[:MOST_OFFERED]
    return tuple(Rang(target, votes[target] / whole, letters[target]) for target in best)


REFERENCE, TEXT, CLOSEST, OFTEN, AGE, CLOSED, MATTER = 4.0, 6.0, 7.0, -0.3, 0.25, 0.8, 0.8
NONE = 2.0
"""That a letter begins a matter of its own: so high that what is proposed as sure mostly is right."""
UNKNOWN = 1.0
"""How much more so when it carries a reference that no earlier letter has."""


def _vorgaenge(
    schreiben: Schreiben,
    examples: list[Beispiel],
    weights: dict[int, float],
    matter: dict[str, float],
    on: date,
) -> tuple[Rang, ...]:
    """Rank the Vorgänge of the sender's letters: same reference, same words, how lately, how often."""
    lying: dict[str, list[Beispiel]] = defaultdict(list)
    for one in examples:
        if target := one.ziele.get(Ziel.VORGANG):
            lying[target].append(one)
    telling = _between(weights, lying)
    whole = sum(telling.values())
    scores: dict[str, float] = {"": NONE}
    references: dict[str, int] = {}
    strong = {key for key, strength in schreiben.schluessel.items() if strength >= 1.0}
    for target, letters in lying.items():
        references[target] = sum(bool(strong & one.schluessel) for one in letters)
        like = [likeness(telling, whole, one.merkmale) for one in letters]
        together = likeness(telling, whole, frozenset().union(*(one.merkmale for one in letters)))
        strength = max(
            (schreiben.schluessel.get(key, 0.0) for one in letters for key in one.schluessel),
            default=0.0,
        )
        days = max(0, min((on - one.on).days for one in letters))
        scores[target] = (
            REFERENCE * bool(references[target])
            + TEXT * together
            + CLOSEST * max(like)
            + OFTEN * log(1 + len(letters))
            - AGE * log(1 + days / 30)
            - CLOSED * any(one.is_closed for one in letters)
            + 1.5 * (strength - 0.6)
            + MATTER
            * log(0.02 + max(matter.get(one.ziele.get(Ziel.PLAN, ""), 0.0) for one in letters))
        )
    if strong and not any(references.values()):
        scores[""] += UNKNOWN
    shares = softmax(scores)
    shares.pop("")
    best = sorted(shares, key=lambda target: (-shares[target], target))[:MOST_OFFERED]
    return tuple(
        Rang(target, shares[target], len(lying[target]), (), references[target]) for target in best
    )


def _between(weights: dict[int, float], lying: dict[str, list[Beispiel]]) -> dict[int, float]:
    """Return weights that tell the Vorgänge of one sender apart: what all of them have tells nothing."""
    spread: dict[int, int] = defaultdict(int)
    for letters in lying.values():
        for one in frozenset().union(*(letter.merkmale for letter in letters)):
            spread[one] += 1
    return {
        one: weight * (1.15 - spread.get(one, 0) / len(lying) if len(lying) > 1 else 1.0)
        for one, weight in weights.items()
    }
