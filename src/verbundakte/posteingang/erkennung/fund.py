"""What can be found in a letter, each with the page and the characters where it stands."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from verbundakte.posteingang.erkennung.seite import Seite


class FundArt(StrEnum):
    """What was found."""

    label: str

    DATUM = "datum", "Datum des Schreibens"
    ABSENDER = "absender", "Absender"
    ANSCHLUSS = "anschluss", "Anschluss des Absenders"
    EIGENES_ZEICHEN = "eigenes_zeichen", "Ihr Zeichen"
    FREMDES_ZEICHEN = "fremdes_zeichen", "Zeichen des Absenders"
    AKTENZEICHEN = "aktenzeichen", "Eigenes Aktenzeichen"
    BETREFF = "betreff", "Betreff"
    FRIST = "frist", "Mögliche Frist"
    WUNSCHDATUM = "wunschdatum", "Antwort erbeten"
    RECHNUNG = "rechnung", "Rechnung"
    BETRAG = "betrag", "Rechnungsbetrag"
    IBAN = "iban", "IBAN"

    def __new__(cls, value: str, label: str):
        """Return the member with its label."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member


@dataclass(frozen=True)
class Fund:
    """One finding. `wert` is what it means, `wortlaut` what stands there; page 0 is the message's
    head. `beginn` and `ende` count characters of the page's text. `is_unsure`: look at it."""

    art: FundArt
    wert: str
    wortlaut: str = ""
    seite: int = 0
    beginn: int = 0
    ende: int = 0
    is_unsure: bool = False


@dataclass(frozen=True)
class Frist(Fund):
    """A deadline somebody may confirm. `ab` says from when it counts, `endet_on` what that would be
    if it began with the arrival; weekends and holidays are those of the town, so who shows it
    asks its calendar (core.kalender)."""

    dauer: int = 0
    einheit: str = ""
    ab: str = ""
    endet_on: date | None = None
    rechtsbehelf: bool = False


@dataclass(frozen=True)
class Erkannt:
    """All that was found in a letter, in the order of the pages."""

    funde: tuple[Fund, ...] = field(default=())

    def of(self, *arten: FundArt) -> list[Fund]:
        """Return the findings of these kinds."""
        return [fund for fund in self.funde if fund.art in arten]

    def first(self, art: FundArt) -> Fund | None:
        """Return the best finding of a kind: it stands first."""
        return next(iter(self.of(art)), None)


def found(art: FundArt, wert: str, page: Seite, start: int, end: int, **more) -> Fund:
    """Return a finding at a place of the page's shape."""
    begin, stop = page.place(start, end)
    wortlaut = " ".join(page.text[begin:stop].split())
    return Fund(art, wert[:300], wortlaut[:300], page.number, begin, stop, **more)
