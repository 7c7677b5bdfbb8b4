"""From a beginning and a length to the last day, step by step (BGB §§ 187-193)."""

from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from verbundakte.standards.fristen.gesetze import Gesetz

Ruhetag = Callable[[date], str]
"""Tells why a day is none on which a Frist ends ("Sonntag", "Ostermontag"), or ""."""

_WEEKDAYS = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Sonnabend", "Sonntag")
_LONGEST = 400
_FIRST, _LAST = date(1950, 1, 1), date(2200, 1, 1)


class Einheit(StrEnum):
    """In what a length is told: t, w, m, j."""

    singular: str
    plural: str

    TAG = "t", "Tag", "Tage"
    WOCHE = "w", "Woche", "Wochen"
    MONAT = "m", "Monat", "Monate"
    JAHR = "j", "Jahr", "Jahre"

    def __new__(cls, value: str, singular: str, plural: str):
        """Return the member with its two words."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.singular, member.plural = singular, plural
        return member


class Beginn(StrEnum):
    """What sets a Frist off."""

    label: str

    EREIGNIS = "ereignis", "Ereignis im Laufe des Tages (zählt nicht mit)"
    TAGESBEGINN = "tagesbeginn", "Beginn des Tages (zählt mit)"
    BEHOERDE = "behoerde", "Von der Behörde gesetzt, ab Bekanntgabe"

    def __new__(cls, value: str, label: str):
        """Return the member with its label."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member


@dataclass(frozen=True)
class Dauer:
    """How long a Frist is. Raises ValueError (German) for what no Frist is."""

    anzahl: int
    einheit: Einheit

    def __post_init__(self):
        if not 1 <= self.anzahl <= _LONGEST:
            raise ValueError(f"Eine Frist dauert 1 bis {_LONGEST} Tage, Wochen, Monate oder Jahre.")

    def __str__(self):
        word = self.einheit.singular if self.anzahl == 1 else self.einheit.plural
        return f"{self.anzahl} {word}"


@dataclass(frozen=True)
class Schritt:
    """One step: the day it leads to, a German sentence, and the paragraph it follows."""

    on: date
    text: str
    norm: str


@dataclass(frozen=True)
class Berechnung:
    """The steps and where they lead. `warnings`: what a person has to judge herself."""

    schritte: tuple[Schritt, ...]
    ends_on: date
    warnings: tuple[str, ...] = ()

    def then(self, more: "Berechnung") -> "Berechnung":
        """Return this one with what follows from its end."""
        return Berechnung(
            (*self.schritte, *more.schritte), more.ends_on, (*self.warnings, *more.warnings)
        )


def written_on(on: date) -> str:
    """Return a day as it stands in the sentences, e.g. "Montag, 02.03.2026"."""
    return f"{_WEEKDAYS[on.weekday()]}, {on:%d.%m.%Y}"


def _month(on: date, months: int) -> tuple[int, int]:
    year, month = divmod(on.year * 12 + on.month - 1 + months, 12)
    return year, month + 1


def span_end(start_on: date, dauer: Dauer, *, counts_first: bool = False) -> date:
    """Return the last day of a span as § 188 BGB counts it, whatever day of the week it is.

    `counts_first`: the first day counts (§ 187 Abs. 2). Raises ValueError far outside of our time.
    """
    try:
        ends_on = _span_end(start_on, dauer, counts_first)
    except OverflowError:
        ends_on = _LAST
    if not (start_on >= _FIRST and ends_on < _LAST):
        raise ValueError("Die Frist liegt außerhalb der Jahre 1950 bis 2199.")
    return ends_on


def _span_end(start_on: date, dauer: Dauer, counts_first: bool) -> date:
    if dauer.einheit in (Einheit.TAG, Einheit.WOCHE):
        days = dauer.anzahl * (7 if dauer.einheit is Einheit.WOCHE else 1)
        return start_on + timedelta(days=days - counts_first)
    year, month = _month(start_on, dauer.anzahl * (12 if dauer.einheit is Einheit.JAHR else 1))
    if year >= _LAST.year:
        raise OverflowError
    wanted = start_on.day - counts_first
    if not wanted:
        return date(year, month, 1) - timedelta(days=1)
    return date(year, month, min(wanted, monthrange(year, month)[1]))


def _begin(start_on: date, gesetz: Gesetz, beginn: Beginn) -> Schritt:
    if beginn is Beginn.TAGESBEGINN:
        text = f"Die Frist beginnt mit dem {written_on(start_on)}; dieser Tag zählt mit."
        return Schritt(start_on, text, gesetz.norm("§ 187 Abs. 2"))
    first = start_on + timedelta(days=1)
    if beginn is Beginn.BEHOERDE and gesetz.behoerde:
        text = (
            f"Bekannt gegeben am {written_on(start_on)}; die von der Behörde gesetzte Frist beginnt"
            f" am Tag danach, {written_on(first)}."
        )
        return Schritt(first, text, gesetz.behoerde)
    text = (
        f"Der Tag des Ereignisses ({written_on(start_on)}) zählt nicht mit; die Frist beginnt am"
        f" {written_on(first)}."
    )
    return Schritt(first, text, gesetz.norm("§ 187 Abs. 1"))


def _end(start_on: date, dauer: Dauer, gesetz: Gesetz, beginn: Beginn) -> Schritt:
    counts_first = beginn is Beginn.TAGESBEGINN
    ends_on = span_end(start_on, dauer, counts_first=counts_first)
    if dauer.einheit is Einheit.TAG:
        text = f"{dauer} enden mit Ablauf des letzten Tages: {written_on(ends_on)}."
        if dauer.anzahl == 1:
            text = f"Ein Tag endet mit seinem Ablauf: {written_on(ends_on)}."
        return Schritt(ends_on, text, gesetz.norm("§ 188 Abs. 1"))
    verb = "endet" if dauer.anzahl == 1 else "enden"
    what = "vor dem Tag, der" if counts_first else "an dem Tag, der"
    named = "seinen Namen" if dauer.einheit is Einheit.WOCHE else "seine Zahl"
    text = f"{dauer} {verb} {what} durch {named} dem Anfangstag entspricht: {written_on(ends_on)}."
    if _is_cut(start_on, ends_on, dauer, counts_first):
        text = (
            f"{dauer} {verb} am letzten Tag des Monats, weil ihm der entsprechende Tag fehlt:"
            f" {written_on(ends_on)}."
        )
        return Schritt(ends_on, text, gesetz.norm("§ 188 Abs. 3"))
    return Schritt(ends_on, text, gesetz.norm("§ 188 Abs. 2"))


def _is_cut(start_on: date, ends_on: date, dauer: Dauer, counts_first: bool) -> bool:
    is_days = dauer.einheit in (Einheit.TAG, Einheit.WOCHE)
    wanted = start_on.day - counts_first
    return not is_days and wanted > 0 and ends_on.day != wanted


def shift(on: date, norm: str, ruhetag: Ruhetag) -> tuple[Schritt, ...]:
    """Return one step for each day on which a Frist does not end, until the one on which it does."""
    steps = []
    while reason := ruhetag(on):
        following = on + timedelta(days=1)
        text = (
            f"Der {on:%d.%m.%Y} ist ein {reason}."
            if reason in ("Sonnabend", "Sonntag")
            else f"Der {written_on(on)} ist ein gesetzlicher Feiertag ({reason})."
        )
        steps.append(Schritt(following, f"{text} Es zählt der nächste Tag.", norm))
        on = following
    return tuple(steps)


def compute_frist(
    start_on: date,
    dauer: Dauer,
    gesetz: Gesetz,
    *,
    beginn: Beginn = Beginn.EREIGNIS,
    ruhetag: Ruhetag,
    is_shifted: bool = True,
) -> Berechnung:
    """Return the last day of a Frist with every step.

    `is_shifted` False: the end stays on a Sonnabend, Sonntag or Feiertag (a day set by itself, § 31
    Abs. 3 Satz 2 VwVfG; a time for which the authority grants something, § 31 Abs. 4 VwVfG).
    Raises ValueError for days far outside of our time.
    """
    end = _end(start_on, dauer, gesetz, beginn)
    steps = [_begin(start_on, gesetz, beginn), end]
    if is_shifted:
        steps += shift(end.on, gesetz.verschiebung, ruhetag)
    last = steps[-1].on
    last_step = Schritt(
        last, f"Letzter Tag der Frist ist {written_on(last)}, bis 24 Uhr.", gesetz.norm("§ 188")
    )
    return Berechnung((*steps, last_step), last)
