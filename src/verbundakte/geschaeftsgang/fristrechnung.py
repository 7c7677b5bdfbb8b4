"""From what a clerk knows (what set it off, when, how long, after which statute) to the last day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from verbundakte.core.kalender import Arbeitskalender, Land
from verbundakte.standards.fristen import (
    GESETZE,
    ZUSTELLUNGEN,
    Beginn,
    Bekanntgaberegel,
    Berechnung,
    Dauer,
    Einheit,
    Schritt,
    Versandart,
    Zugang,
    compute_bekanntgabe,
    compute_frist,
    compute_zustellung,
    regel_on,
    written_on,
)

EREIGNIS, FEST = "ereignis", "fest"
AUSLOESER: dict[str, str] = {
    EREIGNIS: "Ereignis oder Zugang an einem Tag",
    "post": "Bekanntgabe: Aufgabe zur Post",
    "elektronisch": "Bekanntgabe: elektronisch abgesendet",
    "abruf": "Bekanntgabe: abgerufen",
    **{f"zustellung-{key}": f"Zustellung: {art.label}" for key, art in ZUSTELLUNGEN.items()},
    FEST: "Der letzte Tag steht schon fest",
}
NO_RULE = (
    "Für diesen Versand nach diesem Gesetz ist keine Regel zur Bekanntgabe hinterlegt. Legen Sie sie"
    " unter „Vorlagen und Regeln“, „Bekanntgabe“ an, oder rechnen Sie ab dem Zugang."
)
OTHER_LAND = (
    "Für {land} ist keine eigene Regel hinterlegt; gerechnet ist nach Bundesrecht. Prüfen Sie, ob das"
    " Gesetz Ihres Landes drei oder vier Tage nennt."
)
MISSING = "Was nicht zugegangen ist, setzt keine Frist in Gang."


@dataclass(frozen=True)
class Fristangaben:
    """What a Frist is computed from. `ausloeser`: a key of AUSLOESER; `on`: its day."""

    ausloeser: str
    on: date
    anzahl: int = 1
    einheit: str = "m"
    gesetz: str = "vwvfg"
    beginn: str = Beginn.EREIGNIS.value
    zugang_on: date | None = None
    is_missing: bool = False
    is_shifted: bool = True

    def data(self) -> dict:
        """Return it as JSON knows it."""
        return {
            name: value.isoformat() if isinstance(value, date) else value
            for name, value in vars(self).items()
        }


def compute(
    angaben: Fristangaben, kalender: Arbeitskalender, regeln: Iterable[Bekanntgaberegel]
) -> Berechnung:
    """Return the last day with every step. Raises ValueError with a German sentence."""
    if angaben.ausloeser == FEST:
        text = f"Letzter Tag ist {written_on(angaben.on)}, bis 24 Uhr, so festgesetzt."
        return Berechnung((Schritt(angaben.on, text, ""),), angaben.on)
    begun = _begun(angaben, kalender, regeln)
    frist = compute_frist(
        begun.ends_on if begun else angaben.on,
        Dauer(angaben.anzahl, Einheit(angaben.einheit)),
        GESETZE[angaben.gesetz],
        beginn=Beginn(angaben.beginn),
        ruhetag=kalender.ruhetag,
        is_shifted=angaben.is_shifted,
    )
    return begun.then(frist) if begun else frist


def _begun(angaben: Fristangaben, kalender, regeln) -> Berechnung | None:
    """Return what led to the beginning, None for a mere event."""
    if angaben.ausloeser == EREIGNIS:
        return None
    is_zustellung = angaben.ausloeser.startswith("zustellung-")
    found = _zugestellt(angaben) if is_zustellung else _bekannt(angaben, kalender, regeln)
    if found is None:
        raise ValueError(MISSING)
    return found


def _zugestellt(angaben: Fristangaben) -> Berechnung | None:
    art = ZUSTELLUNGEN[angaben.ausloeser.removeprefix("zustellung-")]
    return compute_zustellung(
        art, angaben.on, zugang_on=angaben.zugang_on, is_missing=angaben.is_missing
    )


def _bekannt(angaben: Fristangaben, kalender: Arbeitskalender, regeln) -> Berechnung | None:
    gesetz = angaben.gesetz if angaben.gesetz in ("ao", "sgbx") else "vwvfg"
    art, land = Versandart(angaben.ausloeser), kalender.land
    regel = regel_on(regeln, angaben.on, gesetz=gesetz, versandart=art, land=land.value)
    if regel is None:
        raise ValueError(NO_RULE)
    zugang = Zugang(angaben.zugang_on, angaben.is_missing)
    found = compute_bekanntgabe(regel, angaben.on, zugang=zugang, ruhetag=kalender.ruhetag)
    if found is None or regel.land or gesetz != "vwvfg":
        return found
    name = "Ihr Land" if land is Land.NONE else land.label
    return Berechnung(
        found.schritte, found.ends_on, (*found.warnings, OTHER_LAND.format(land=name))
    )
