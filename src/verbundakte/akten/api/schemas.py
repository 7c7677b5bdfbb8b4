"""What programs get and send: the shapes of Akten, Vorgänge, Dokumente and their own fields."""

from datetime import date, datetime
from decimal import Decimal
from typing import Self
from uuid import UUID

from ninja import Field, Schema

from verbundakte.akten import queries
from verbundakte.akten.felder import JA, NEIN, FeldArt, decimals_of
from verbundakte.core.api.bulk import MOST, WHOLE
from verbundakte.core.api.given import Day, No

FELDER_IN = (
    "Eigene Felder: Name in der Suche und Wert, geschrieben wie im Formular (1.234,50; 23.11.2026"
    " oder 2026-11-23) oder als Zahl; true oder false bei Ja/Nein; null (ohne Wert) nimmt den Wert weg. Eine Person"
    " nennt ihre Kennung, eine Einheit ihr Kennzeichen, einen Verweis das Aktenzeichen, alle drei auch"
    " die id. Was fehlt, bleibt."
)
ART_IN = "Kürzel der Art; ohne diese Angabe bleibt sie."


class FeldOut(Schema):
    """An own field: `text` as people read it, `wert` for programs (1234.50, 2026-11-23, ids)."""

    name: str = Field(description="Name in der Suche; so wird das Feld beim Ändern genannt.")
    bezeichnung: str
    art: FeldArt
    text: str
    wert: str | None
    fehlt: bool = Field(description="Pflichtangabe ohne Wert: Das nächste Ändern verlangt sie.")

    @classmethod
    def of(cls, angabe: queries.Angabe) -> Self:
        """Return the shown form of a field; what the person may not see has no value."""
        return cls(
            name=angabe.feld.name,
            bezeichnung=angabe.feld.bezeichnung,
            art=FeldArt(angabe.feld.art),
            text=angabe.text,
            wert=_machine_form(angabe),
            fehlt=angabe.is_missing,
        )


def _machine_form(angabe: queries.Angabe) -> str | None:
    wert = angabe.wert
    if wert is None or (angabe.feld.art == FeldArt.VERWEIS and angabe.subject is None):
        return None
    if angabe.feld.art == FeldArt.JA_NEIN:
        return {JA: "true", NEIN: "false"}.get(wert.text, wert.text)
    if wert.number is not None:
        return str(Decimal(wert.number).scaleb(-decimals_of(wert)))
    return str(wert.day or wert.reference or wert.text)


class BeteiligungOut(Schema):
    """How a Kontakt takes part in an Akte, a Vorgang or a Dokument."""

    id: UUID
    rolle: str
    kontakt: UUID
    name: str


class AkteOut(Schema):
    """An Akte."""

    id: UUID
    aktenzeichen: str
    betreff: str
    planeinheit: str
    federfuehrung: str
    laufzeit_from: date | None
    laufzeit_to: date | None
    bemerkung: str
    is_closed: bool
    is_vorlaeufig: bool
    revision: int
    created_at: datetime
    beteiligte: list[BeteiligungOut]


class VorgangOut(Schema):
    """A Vorgang."""

    id: UUID
    aktenzeichen: str
    betreff: str
    akte: UUID
    federfuehrung: str
    sachbearbeitung: UUID | None
    vorgangstyp: str | None
    fremdes_geschaeftszeichen: str
    bemerkung: str
    is_closed: bool
    revision: int
    created_at: datetime
    felder: list[FeldOut]
    beteiligte: list[BeteiligungOut]


class DateiOut(Schema):
    """A file of a Fassung."""

    id: UUID
    file_name: str
    size: int
    sha256: str
    media_type: str
    pages: int | None
    hinweise: list[str]


class FassungOut(Schema):
    """A Fassung with its files; one that is withdrawn does not count."""

    nummer: int
    bemerkung: str = ""
    created_at: datetime
    is_withdrawn: bool = False
    dateien: list[DateiOut]


class DokumentOut(Schema):
    """A Dokument."""

    id: UUID
    nummer: int
    kennzeichen: str
    betreff: str
    dokumenttyp: str
    vorgang: UUID | None
    akte: UUID | None
    datum_des_schreibens: date | None
    posteingangsdatum: date | None
    postausgangsdatum: date | None
    fremdes_geschaeftszeichen: str
    absender: str
    bemerkung: str
    is_entwurf: bool
    revision: int
    created_at: datetime
    felder: list[FeldOut]
    fassungen: list[FassungOut]
    beteiligte: list[BeteiligungOut]


class DokumentDetail(DokumentOut):
    """A Dokument with its Fassungen, newest first."""

    is_restricted: bool
    berichtigungen: list[str]


class AktePage(Schema):
    """A page of Akten."""

    items: list[AkteOut]
    after: str


class VorgangPage(Schema):
    """A page of Vorgänge."""

    items: list[VorgangOut]
    after: str


class DokumentPage(Schema):
    """A page of Dokumente."""

    items: list[DokumentOut]
    after: str


class FelderIn(Schema):
    """Own fields as programs send them."""

    felder: dict[str, str | bool | float | None] = Field({}, description=FELDER_IN)

    def texts(self) -> dict[str, str]:
        """Return {name: value as somebody would have typed it}."""
        return {name: _typed(value) for name, value in self.felder.items()}


class VorgangIn(FelderIn):
    """A new Vorgang."""

    betreff: str = Field(min_length=1, max_length=500)
    vorgangstyp: str = Field("", max_length=30, description="Kürzel der Art")
    fremdes_geschaeftszeichen: str = Field("", max_length=120)
    bemerkung: str = ""


class AkteIn(Schema):
    """A new Akte."""

    planeinheit: UUID = Field(description="id der Aktenplaneinheit.")
    betreff: str = Field(min_length=1, max_length=500)
    bemerkung: str = ""
    laufzeit_from: Day | None = None
    laufzeit_to: Day | None = None


class AkteChange(Schema):
    """What is to be changed about an Akte; what is missing stays."""

    betreff: str | None = Field(None, min_length=1, max_length=500)
    bemerkung: str | None = None
    laufzeit_from: Day | None = None
    laufzeit_to: Day | None = None


class VorgangChange(FelderIn):
    """What is to be changed about a Vorgang; what is missing stays."""

    betreff: str | None = Field(None, min_length=1, max_length=500)
    vorgangstyp: str | None = Field(None, max_length=30, description=ART_IN)
    fremdes_geschaeftszeichen: str | None = Field(None, max_length=120)
    bemerkung: str | None = None


class DokumentChange(FelderIn):
    """What is to be changed about a Dokument; what is missing stays."""

    betreff: str | None = Field(None, min_length=1, max_length=500)
    dokumenttyp: str | None = Field(None, min_length=1, max_length=30, description=ART_IN)
    datum_des_schreibens: Day | None = None
    posteingangsdatum: Day | None = None
    postausgangsdatum: Day | None = None
    fremdes_geschaeftszeichen: str | None = Field(None, max_length=120)
    bemerkung: str | None = None
    is_entwurf: No | None = Field(
        None, description="false registriert einen Entwurf; er bekommt dabei seine Nummer."
    )


class ZdaIn(Schema):
    """Zu den Akten: the day from which the Aufbewahrungsfrist runs."""

    closed_on: Day | None = Field(None, description="Datum der Verfügung; ohne Angabe heute.")


class WiederaufnahmeIn(Schema):
    """Take something closed up again."""

    reason: str = Field(min_length=1, max_length=500, description="Warum es weitergeht.")


class ZuordnungIn(Schema):
    """Into which Vorgang an unassigned Dokument goes."""

    vorgang: UUID


class StapelIn(Schema):
    """Several new Vorgänge at once, each in its own transaction, or all or none."""

    items: list[VorgangIn] = Field(min_length=1, max_length=MOST)
    is_whole: bool = Field(False, description=WHOLE)


class AktenStapelIn(Schema):
    """Several new Akten at once."""

    items: list[AkteIn] = Field(min_length=1, max_length=MOST)
    is_whole: bool = Field(False, description=WHOLE)


class DokumentChangeOf(DokumentChange):
    """A change of one of several Dokumente."""

    id: UUID = Field(description="Welches Dokument.")
    revision: int = Field(description="Der Stand, der geändert wird; ist er überholt: 412.")


class DokumenteStapelIn(Schema):
    """Changes of several Dokumente at once."""

    items: list[DokumentChangeOf] = Field(min_length=1, max_length=MOST)
    is_whole: bool = Field(False, description=WHOLE)


def _typed(value: str | bool | float | None) -> str:
    if isinstance(value, bool):
        return JA if value else NEIN
    if isinstance(value, float):
        return f"{value:f}".rstrip("0").rstrip(".").replace(".", ",")
    return value or ""
