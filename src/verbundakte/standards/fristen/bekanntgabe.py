"""When a letter counts as bekannt gegeben: rules as data, by Land, statute, kind of dispatch, validity.

The fiction counts from the recorded Tag der Aufgabe zur Post and yields to a later or missing Zugang.
Four days since 1.1.2025 (Postrechtsmodernisierungsgesetz, BGBl. 2024 I Nr. 236), three before; the
Länder followed at their own time, so each has its rules.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from verbundakte.standards.fristen.frist import Berechnung, Ruhetag, Schritt, shift, written_on

DISPUTED = (
    "Ob sich dieser Tag verschiebt, wenn er auf einen Sonnabend, Sonntag oder Feiertag fällt, ist"
    " umstritten. Gerechnet ist ohne Verschiebung; mit ihr wäre es der {day}."
)


class Versandart(StrEnum):
    """How a Verwaltungsakt went out."""

    label: str

    POST = "post", "Post im Inland"
    ELEKTRONISCH = "elektronisch", "elektronisch übermittelt"
    ABRUF = "abruf", "zum Abruf bereitgestellt"

    def __new__(cls, value: str, label: str):
        """Return the member with its label."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member


class Wochenendregel(StrEnum):
    """What happens when the day is a Sonnabend, Sonntag or Feiertag."""

    label: str

    SHIFTS = "verschiebt", "der nächste Werktag gilt"
    STAYS = "bleibt", "der Tag bleibt"
    DISPUTED = "strittig", "umstritten: der Tag bleibt, der andere wird genannt"

    def __new__(cls, value: str, label: str):
        """Return the member with its label."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member


@dataclass(frozen=True)
class Bekanntgaberegel:
    """One rule. `land`: "" everywhere, else its two letters; `to_on` is the first day without it."""

    gesetz: str
    norm: str
    versandart: Versandart
    tage: int
    from_on: date
    to_on: date | None = None
    land: str = ""
    wochenende: Wochenendregel = Wochenendregel.DISPUTED
    verschiebung: str = ""

    def holds(self, on: date) -> bool:
        """Tell whether the rule holds for what went out on this day."""
        return self.from_on <= on and (self.to_on is None or on < self.to_on)


@dataclass(frozen=True)
class Zugang:
    """What is known of the arrival: the day, or that it did not arrive; nothing when both are empty."""

    on: date | None = None
    is_missing: bool = False


def regel_on(
    regeln: Iterable[Bekanntgaberegel], on: date, *, gesetz: str, versandart: Versandart, land: str
) -> Bekanntgaberegel | None:
    """Return the rule for what went out on this day: of the Land first, else of all; None for none."""
    found = [
        regel
        for regel in regeln
        if regel.holds(on)
        and (regel.gesetz, regel.versandart) == (gesetz, versandart)
        and regel.land in ("", land)
    ]
    return max(found, key=lambda regel: (bool(regel.land), regel.from_on), default=None)


def _fiction(regel: Bekanntgaberegel, posted_on: date, ruhetag: Ruhetag) -> Berechnung:
    on = posted_on + timedelta(days=regel.tage)
    day = "Tag" if regel.tage == 1 else "Tage"
    how = {
        Versandart.POST: "Aufgabe zur Post",
        Versandart.ELEKTRONISCH: "Absendung",
        Versandart.ABRUF: "Abruf",
    }[regel.versandart]
    step = Schritt(
        on,
        f"{how} am {written_on(posted_on)}; {regel.tage} {day} später gilt der Verwaltungsakt als"
        f" bekannt gegeben: {written_on(on)}.",
        regel.norm,
    )
    shifted = shift(on, regel.verschiebung or regel.norm, ruhetag)
    if regel.wochenende is Wochenendregel.SHIFTS:
        return Berechnung((step, *shifted), shifted[-1].on if shifted else on)
    if regel.wochenende is Wochenendregel.DISPUTED and shifted:
        return Berechnung((step,), on, (DISPUTED.format(day=written_on(shifted[-1].on)),))
    return Berechnung((step,), on)


def compute_bekanntgabe(
    regel: Bekanntgaberegel, posted_on: date, *, zugang: Zugang, ruhetag: Ruhetag
) -> Berechnung | None:
    """Return when something counts as bekannt gegeben, with every step; None when it did not arrive.

    An earlier arrival changes nothing, a later one counts. Raises ValueError when it arrived before
    it went out.
    """
    if zugang.is_missing:
        return None
    if zugang.on is not None and zugang.on < posted_on:
        raise ValueError("Der Zugang liegt vor der Aufgabe zur Post. Prüfen Sie die beiden Tage.")
    found = _fiction(regel, posted_on, ruhetag)
    if zugang.on is None or zugang.on <= found.ends_on:
        return found
    later = Schritt(
        zugang.on,
        f"Zugegangen ist er erst am {written_on(zugang.on)}; dieser spätere Tag zählt.",
        regel.norm,
    )
    return Berechnung((*found.schritte, later), zugang.on)
