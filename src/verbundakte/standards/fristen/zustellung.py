"""Zustellung: what sets it off and which day counts (VwZG; the Länder have their own of the same kind)."""

from dataclasses import dataclass
from datetime import date, timedelta

from verbundakte.standards.fristen.frist import (
    Berechnung,
    Dauer,
    Einheit,
    Schritt,
    span_end,
    written_on,
)

FOUR_DAYS_FROM = date(2025, 1, 1)
"""From this day of posting on: four days (PostModG); before: three."""


@dataclass(frozen=True)
class Zustellart:
    """One kind of Zustellung. `tag`: which day is recorded, as a label; `nachweis`: what proves it."""

    key: str
    label: str
    norm: str
    tag: str
    nachweis: str


ZUSTELLUNGEN: dict[str, Zustellart] = {
    row.key: row
    for row in (
        Zustellart(
            "pzu",
            "Postzustellungsurkunde",
            "§ 3 VwZG, §§ 177 bis 182 ZPO",
            "Tag auf der Urkunde",
            "Zustellungsurkunde",
        ),
        Zustellart(
            "rueckschein",
            "Einschreiben mit Rückschein",
            "§ 4 Abs. 2 Satz 1 VwZG",
            "Tag auf dem Rückschein",
            "Rückschein",
        ),
        Zustellart(
            "uebergabe",
            "Übergabe-Einschreiben",
            "§ 4 Abs. 2 Satz 2 VwZG",
            "Tag der Aufgabe zur Post",
            "Vermerk in der Akte (§ 4 Abs. 2 Satz 4 VwZG)",
        ),
        Zustellart(
            "empfangsbekenntnis",
            "Empfangsbekenntnis",
            "§ 5 Abs. 1 und 4 VwZG",
            "Tag auf dem Empfangsbekenntnis",
            "Empfangsbekenntnis mit Datum und Unterschrift",
        ),
        Zustellart(
            "eeb",
            "elektronisches Empfangsbekenntnis",
            "§ 5 Abs. 4 bis 7 VwZG",
            "Tag im elektronischen Empfangsbekenntnis",
            "elektronisches Empfangsbekenntnis",
        ),
        Zustellart(
            "behoerde",
            "durch die Behörde oder einen Boten",
            "§ 5 Abs. 1 und 2 VwZG",
            "Tag der Aushändigung",
            "Empfangsbekenntnis oder Vermerk",
        ),
        Zustellart(
            "oeffentlich",
            "öffentliche Zustellung",
            "§ 10 Abs. 2 Satz 6 VwZG",
            "Tag der Bekanntmachung der Benachrichtigung",
            "Vermerk, wann und wie bekannt gemacht wurde",
        ),
    )
}


def compute_zustellung(
    art: Zustellart, on: date, *, zugang_on: date | None = None, is_missing: bool = False
) -> Berechnung | None:
    """Return when something counts as zugestellt. `on`: the day the kind records (`art.tag`).

    The fiction of the Übergabe-Einschreiben yields to a later arrival, and there is none when it did
    not arrive (None). Raises ValueError when it arrived before it went out.
    """
    if art.key == "uebergabe":
        return _einschreiben(art, on, zugang_on, is_missing)
    if art.key == "oeffentlich":
        ends_on = span_end(on, Dauer(2, Einheit.WOCHE))
        text = (
            f"Bekannt gemacht am {written_on(on)}; zugestellt ist, wenn seitdem zwei Wochen vergangen"
            f" sind: {written_on(ends_on)}."
        )
        return Berechnung((Schritt(ends_on, text, art.norm),), ends_on)
    text = f"Zugestellt am {written_on(on)} ({art.label}; {art.tag})."
    return Berechnung((Schritt(on, text, art.norm),), on)


def _einschreiben(
    art: Zustellart, on: date, zugang_on: date | None, is_missing: bool
) -> Berechnung | None:
    if is_missing:
        return None
    if zugang_on is not None and zugang_on < on:
        raise ValueError("Der Zugang liegt vor der Aufgabe zur Post. Prüfen Sie die beiden Tage.")
    days = 4 if on >= FOUR_DAYS_FROM else 3
    ends_on = on + timedelta(days=days)
    text = (
        f"Aufgabe zur Post am {written_on(on)}; {days} Tage später gilt das Einschreiben als"
        f" zugestellt: {written_on(ends_on)}."
    )
    step = Schritt(ends_on, text, art.norm)
    if zugang_on is None or zugang_on <= ends_on:
        return Berechnung((step,), ends_on)
    later = f"Zugegangen ist es erst am {written_on(zugang_on)}; dieser spätere Tag zählt."
    return Berechnung((step, Schritt(zugang_on, later, "§ 4 Abs. 2 Satz 2 VwZG")), zugang_on)
