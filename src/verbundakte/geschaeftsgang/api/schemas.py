"""What programs send and get of the Geschäftsgang."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from ninja import Field, Schema

from verbundakte.geschaeftsgang.models import Schritt, Verfuegung
from verbundakte.geschaeftsgang.queries import Glied

ID = "019ac4a2-7c00-7000-8000-000000000001"
AT = "2026-11-02T09:30:00Z"
ENDS = (
    ("erledigung", "erledigt"),
    ("zurueckgabe", "zurueckgegeben"),
    ("uebergehung", "uebergangen"),
    ("rueckruf", "zurueckgerufen"),
)


def stand_of(row: Schritt) -> str:
    """Return where a step stands, from the rows that end it."""
    for name, told in ENDS:
        if getattr(row, name, None) is not None:
            return told
    return "offen" if row.begun_at else "noch nicht an der Reihe"


class SchrittOut(Schema):
    """A step of a Verfügung."""

    id: UUID = Field(description="Kennung des Schritts.", examples=[ID])
    revision: int = Field(description="Stand; steht auch im ETag.", examples=[1])
    verfuegung: UUID = Field(description="Zu welcher Verfügung er gehört.", examples=[ID])
    nummer: int = Field(description="Zeile der Verfügung.", examples=[3])
    stufe: int = Field(description="Gleiche Stufe: nebeneinander.", examples=[3])
    art: str = Field(description="Was zu tun ist.", examples=["mitzeichnung"])
    adressat: str = Field(description="An wen er geht.", examples=["20 Kämmerei"])
    text: str = Field(description="Worum es geht.", examples=["Haushaltsstelle prüfen"])
    dokument: UUID | None = Field(description="Um welches Dokument es geht.", examples=[ID])
    frist_on: date | None = Field(description="Bis wann.", examples=["2026-12-01"])
    is_eilig: bool = Field(description="Ob es eilt.", examples=[False])
    begun_at: datetime | None = Field(description="Seit wann er an der Reihe ist.", examples=[AT])
    ended_at: datetime | None = Field(description="Wann er endete.", examples=[AT])
    stand: str = Field(description="Wo er steht.", examples=["offen"])
    ergebnis: str = Field(description="Wie er erledigt wurde.", examples=["zugestimmt"])
    bemerkung: str = Field(description="Was dazu gesagt wurde.", examples=["Mit Hinweis."])
    erledigt_von: str = Field(description="Wer ihn erledigt hat.", examples=["Jonas Probst"])
    in_vertretung_fuer: str = Field(description="Für wen in Vertretung.", examples=["Ina Probe"])

    @classmethod
    def of(cls, row: Schritt) -> "SchrittOut":
        """Return the shown form of a row that was read by `queries`."""
        done = getattr(row, "erledigung", None)
        names = ("revision", "stufe", "art", "adressat", "text", "frist_on", "is_eilig",
                 "begun_at", "ended_at")  # fmt: skip
        return cls(
            id=row.pk,
            verfuegung=row.verfuegung_id,
            nummer=row.position,
            dokument=row.dokument_id or row.verfuegung.dokument_id,
            stand=stand_of(row),
            ergebnis=done.ergebnis if done else "",
            bemerkung=done.bemerkung if done else "",
            erledigt_von=done.person_name if done else "",
            in_vertretung_fuer=done.vertretung_name if done else "",
            **{name: getattr(row, name) for name in names},
        )


class SchrittPage(Schema):
    """A page of steps that wait."""

    items: list[SchrittOut] = Field(description="Die Schritte dieser Seite.", examples=[[]])
    after: str = Field(description="Für die nächste Seite; leer am Ende.", examples=[""])


class VerfuegungOut(Schema):
    """A Verfügung with its steps."""

    id: UUID = Field(description="Kennung der Verfügung.", examples=[ID])
    revision: int = Field(description="Stand; steht auch im ETag.", examples=[1])
    vorgang: UUID = Field(description="Vorgang, in dem sie getroffen wurde.", examples=[ID])
    dokument: UUID | None = Field(description="Dokument, um das es geht.", examples=[ID])
    betreff: str = Field(description="Worum es geht.", examples=["Bescheid Carport"])
    reihenfolge: str = Field(description="folge oder frei.", examples=["folge"])
    vorlage: str = Field(description="Name der Vorlage.", examples=["Über die Amtsleitung"])
    verfuegt_von: str = Field(description="Wer sie getroffen hat.", examples=["Ina Probe"])
    created_at: datetime = Field(description="Wann sie getroffen wurde.", examples=[AT])
    ended_at: datetime | None = Field(description="Wann der letzte Schritt endete.", examples=[AT])
    schritte: list[SchrittOut] = Field(description="Ihre Schritte.", examples=[[]])

    @classmethod
    def of(cls, row: Verfuegung) -> "VerfuegungOut":
        """Return the shown form of a row that was read by `queries`."""
        steps = sorted(row.schritte.all(), key=lambda step: step.position)
        names = ("revision", "betreff", "reihenfolge", "created_at", "ended_at")
        return cls(
            id=row.pk,
            vorgang=row.vorgang_id,
            dokument=row.dokument_id,
            vorlage=row.vorlage_name,
            verfuegt_von=row.urheber_name,
            schritte=[SchrittOut.of(step) for step in steps],
            **{name: getattr(row, name) for name in names},
        )


class VerfuegungListe(Schema):
    """The Verfügungen of a Vorgang."""

    items: list[VerfuegungOut] = Field(description="Die Verfügungen.", examples=[[]])


class VerfuegungIn(Schema):
    """What a Verfügung is made of: typed lines, or a Vorlage."""

    zeilen: str = Field(
        "",
        max_length=5000,
        description="Zeilen wie getippt.",
        examples=["1. Mz. Amt 20\n2. z. d. A."],
    )
    vorlage: UUID | None = Field(None, description="Statt Zeilen: eine Vorlage.", examples=[ID])
    dokument: UUID | None = Field(None, description="Dokument des Vorgangs.", examples=[ID])
    betreff: str = Field("", max_length=300, description="Worum es geht.", examples=["Bescheid"])
    reihenfolge: Literal["folge", "frei"] = Field(
        "folge", description="Nacheinander oder in beliebiger Folge.", examples=["folge"]
    )


class SchrittIn(Schema):
    """Steps to be added."""

    zeilen: str = Field(
        max_length=2000, description="Zeilen wie getippt.", examples=["z. K. Amt 20"]
    )
    nach: UUID | None = Field(
        None, description="Nach diesem Schritt; leer: am Ende.", examples=[ID]
    )


class SchrittErledigungIn(Schema):
    """How a step is done."""

    ergebnis: Literal[
        "erledigt", "zugestimmt", "abgelehnt", "hergestellt", "versagt",
        "beschlossen", "verworfen", "vertagt",
    ] = Field(
        "erledigt",
        description="Ergebnis; abgelehnt: nicht mitgezeichnet, verworfen: vom Gremium abgelehnt.",
        examples=["zugestimmt"],
    )  # fmt: skip
    fassung: UUID | None = Field(
        None, description="Fassung, die gelesen wurde; zum Zeichnen nötig.", examples=[ID]
    )
    bemerkung: str = Field("", max_length=2000, description="Bemerkung.", examples=["Mit Hinweis."])
    uebernahme: str = Field(
        "", max_length=500, description="Warum die Leitung übernimmt.", examples=["erkrankt"]
    )
    am: date | None = Field(
        None, description="Tag der Antwort der Behörde.", examples=["2026-11-02"]
    )
    wer: str = Field(
        "", max_length=200, description="Wer dort antwortete.", examples=["i. A. Quelle"]
    )


class GrundIn(Schema):
    """Why."""

    grund: str = Field("", max_length=1000, description="Der Grund.", examples=["Betrag prüfen"])


class ZeichnungOut(Schema):
    """A Zeichnung in the chain of its Dokument."""

    id: UUID = Field(description="Kennung der Zeichnung.", examples=[ID])
    nummer: int = Field(description="Platz in der Kette.", examples=[1])
    ist_schlusszeichnung: bool = Field(description="Ob sie schließt.", examples=[False])
    ergebnis: str = Field(
        description="zugestimmt, bemerkung oder abgelehnt.", examples=["zugestimmt"]
    )
    bemerkung: str = Field(description="Was dazu gesagt wurde.", examples=["Mit Hinweis."])
    person: str = Field(description="Wer gezeichnet hat.", examples=["Jonas Probst"])
    stelle: str = Field(description="In welcher Stelle.", examples=["Leitung Bauordnung"])
    in_vertretung_fuer: str = Field(description="Für wen in Vertretung.", examples=["Ina Probe"])
    at: datetime = Field(description="Wann.", examples=[AT])
    auf_papier: bool = Field(description="Ob auf Papier gezeichnet wurde.", examples=[False])
    fassung: UUID = Field(description="Welche Fassung.", examples=[ID])
    dateien: list[str] = Field(description="SHA-256 ihrer Dateien.", examples=[[]])
    vorher: str = Field(description="Prüfsumme der Zeichnung davor.", examples=[""])
    hash: str = Field(description="Prüfsumme dieser Zeichnung.", examples=["9f86d0"])
    gilt: bool = Field(description="Ob sie noch gilt.", examples=[True])

    @classmethod
    def of(cls, glied: Glied) -> "ZeichnungOut":
        """Return the shown form of a link of the chain."""
        row, done = glied.zeichnung, glied.zeichnung.erledigung
        return cls(
            id=row.pk,
            nummer=row.nummer,
            ist_schlusszeichnung=row.is_schluss,
            ergebnis=done.ergebnis,
            bemerkung=done.bemerkung,
            person=done.person_name,
            stelle=done.stelle,
            in_vertretung_fuer=done.vertretung_name,
            at=done.at,
            auf_papier=done.is_papier,
            fassung=row.fassung_id,
            dateien=row.dateien,
            vorher=row.vorher,
            hash=row.hash,
            gilt=glied.counts,
        )


class ZeichnungKette(Schema):
    """All Zeichnungen of a Dokument."""

    items: list[ZeichnungOut] = Field(description="Die Zeichnungen in ihrer Folge.", examples=[[]])
