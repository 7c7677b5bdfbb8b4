"""What programs send and get of letters."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from ninja import Field, Schema

from verbundakte.core.api.given import Day, YesNo
from verbundakte.schriftverkehr.felder import Brieffeld
from verbundakte.schriftverkehr.models import Briefvorlage, Empfaenger, Exemplar, Schreiben

ID = "019ac4a2-7c00-7000-8000-000000000001"
AT = "2026-11-02T09:30:00Z"
SHA = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
PLACE = "Frau\nErika Beispiel\nLindenweg 4\n12345 Musterstadt"
Erhaelt = Literal["original", "ausfertigung", "durchschrift", "nachrichtlich"]
AufWeg = Literal["post", "uebergabe", "hauspost", "email", "fax", "portal", "bebpo"]
Zugestellt = Literal[
    "", "pzu", "uebergabe_einschreiben", "rueckschein", "empfangsbekenntnis", "bote", "oeffentlich"
]


class BrieffeldOut(Schema):
    """What a Vorlage asks."""

    name: str = Field(description="Name in den Angaben.", examples=["frist"])
    bezeichnung: str = Field(description="Wie es heißt.", examples=["Frist bis"])
    art: str = Field(description="text, lang, datum, betrag, zahl, ja_nein, auswahl oder liste.",
                     examples=["datum"])  # fmt: skip
    is_pflicht: bool = Field(description="Ob die Reinschrift es braucht.", examples=[True])
    vorgabe: str = Field(description="Was ohne Angabe gilt.", examples=["heute + 14"])
    hinweis: str = Field(description="Was zu beachten ist.", examples=["Ein Werktag."])
    optionen: list[str] = Field(description="Was zur Auswahl steht.", examples=[["Widerspruch"]])
    spalten: list[str] = Field(
        description="Spalten einer Liste; ihre Zellen stehen, mit Strichpunkt getrennt, in einer Zeile.",
        examples=[["bezeichnung", "betrag"]],
    )


class BriefvorlageOut(Schema):
    """From what a letter begins."""

    kuerzel: str = Field(description="So heißt sie in Anfragen.", examples=["nachforderung"])
    bezeichnung: str = Field(description="Name.", examples=["Nachforderung von Unterlagen"])
    beschreibung: str = Field(description="Wofür sie ist.", examples=["Wenn etwas fehlt."])
    gattung: str = Field(description="brief, bescheid oder vermerk.", examples=["brief"])
    version: int = Field(description="Freigegebene Fassung, die heute gilt.", examples=[2])
    felder: list[BrieffeldOut] = Field(description="Was sie fragt.", examples=[[]])

    @classmethod
    def of(cls, row: Briefvorlage, felder: list[Brieffeld]) -> "BriefvorlageOut":
        """Return the shown form of a Vorlage with its fields."""
        told = row.inhalt
        names = ("name", "bezeichnung", "art", "is_pflicht", "vorgabe", "hinweis")
        return cls(
            kuerzel=row.kuerzel,
            bezeichnung=row.bezeichnung,
            beschreibung=told["beschreibung"],
            gattung=told["gattung"],
            version=row.version,
            felder=[
                BrieffeldOut(
                    optionen=list(feld.optionen),
                    spalten=list(feld.spalten),
                    **{name: getattr(feld, name) for name in names},
                )
                for feld in felder
            ],
        )


class BriefvorlageListe(Schema):
    """The Vorlagen of a town."""

    items: list[BriefvorlageOut] = Field(description="Die Vorlagen, die heute gelten.",
                                         examples=[[]])  # fmt: skip


class SchreibenEmpfaengerIn(Schema):
    """To whom a letter goes: a Kontakt, whose data is taken, or name and address as they are given."""

    kontakt: UUID | None = Field(None, description="Kontakt der Kommune.", examples=[ID])
    name: str = Field("", max_length=300, description="Name.", examples=["Erika Beispiel"])
    anschrift: str = Field("", max_length=500, description="Zeilen des Anschriftfelds.",
                           examples=[PLACE])  # fmt: skip
    anrede: str = Field("", max_length=200, description="Anrede im Brief.",
                        examples=["Sehr geehrte Frau Beispiel"])  # fmt: skip
    adresse: str = Field("", max_length=200, description="Elektronische Adresse.",
                         examples=["erika@beispiel.de"])  # fmt: skip
    art: Erhaelt = Field("original", description="Als was sie das Schreiben erhält.",
                         examples=["original"])  # fmt: skip
    weg: AufWeg = Field("post", description="Auf welchem Weg es hinausgeht.", examples=["post"])
    zustellart: Zugestellt = Field("", description="Förmliche Zustellung.", examples=["pzu"])
    beilagen: list[UUID] = Field([], max_length=50, description="Dokumente des Vorgangs als Anlagen.",
                                 examples=[[ID]])  # fmt: skip
    papier: list[str] = Field([], max_length=50, description="Was in Papier beiliegt.",
                              examples=[["2 Lagepläne"]])  # fmt: skip


class SchreibenIn(Schema):
    """A letter from a Vorlage."""

    vorlage: str = Field(max_length=40, description="Kürzel der Vorlage.",
                         examples=["nachforderung"])  # fmt: skip
    empfaenger: list[SchreibenEmpfaengerIn] = Field(
        [], max_length=20, description="An wen; der erste erhält die Fassung des Dokuments.",
        examples=[[]],
    )  # fmt: skip
    angaben: dict[str, str] = Field(
        {}, description="Antworten auf die Felder der Vorlage, wie ein Mensch sie tippt.",
        examples=[{"frist": "19.12.2026"}],
    )  # fmt: skip
    betreff: str = Field("", max_length=300, description="Leer: der der Vorlage.",
                         examples=["Ihr Antrag"])  # fmt: skip
    datum: Day | None = Field(None, description="Datum des Schreibens; leer: heute.",
                              examples=["2026-11-02"])  # fmt: skip
    person: UUID | None = Field(
        None, description="Wer unterzeichnet; leer: die Person des Zugangs, wenn sie eine ist.",
        examples=[ID],
    )  # fmt: skip
    bezug: UUID | None = Field(None, description="Dokument, das beantwortet wird.", examples=[ID])
    is_reinschrift: YesNo = Field(
        False, description="Gleich die Reinschrift herstellen; fehlt etwas, entsteht nichts.",
        examples=[False],
    )  # fmt: skip
    is_sperre_bestaetigt: YesNo = Field(
        False, description="Trotz Auskunftssperre an diese Anschrift.", examples=[False]
    )


class ReinschriftIn(Schema):
    """What has to be said before a letter becomes final."""

    is_sperre_bestaetigt: YesNo = Field(
        False, description="Trotz Auskunftssperre an diese Anschrift.", examples=[False]
    )


class SchreibenEmpfaengerOut(Schema):
    """To whom a letter goes, and the file she gets."""

    id: UUID = Field(description="Kennung; für den Versand.", examples=[ID])
    art: str = Field(description="Als was.", examples=["original"])
    name: str = Field(description="Name.", examples=["Erika Beispiel"])
    anschrift: str = Field(description="Zeilen des Anschriftfelds.", examples=[PLACE])
    adresse: str = Field(description="Elektronische Adresse.", examples=["erika@beispiel.de"])
    weg: str = Field(description="Auf welchem Weg.", examples=["post"])
    zustellart: str = Field(description="Förmliche Zustellung.", examples=[""])
    dokument: UUID | None = Field(description="Ihr eigenes Schreiben, wenn sie eines hat.",
                                  examples=[ID])  # fmt: skip
    sha256: str = Field(description="SHA-256 ihres eigenen Schreibens.", examples=[SHA])

    @classmethod
    def of(cls, row: Empfaenger, own: Exemplar | None) -> "SchreibenEmpfaengerOut":
        """Return the shown form."""
        names = ("art", "name", "anschrift", "adresse", "weg", "zustellart")
        return cls(
            id=row.pk,
            dokument=own.dokument_id if own else None,
            sha256=own.sha256 if own else "",
            **{name: getattr(row, name) for name in names},
        )


class SchreibenKurz(Schema):
    """A letter in a list."""

    id: UUID = Field(description="Kennung des Schreibens.", examples=[ID])
    revision: int = Field(description="Stand; steht auch im ETag.", examples=[1])
    dokument: UUID = Field(description="Dokument, das es ist.", examples=[ID])
    betreff: str = Field(description="Betreff.", examples=["Ihr Antrag"])
    stand: str = Field(description="entwurf oder reinschrift.", examples=["entwurf"])
    created_at: datetime = Field(description="Wann es begonnen wurde.", examples=[AT])

    @classmethod
    def of(cls, row: Schreiben, *, is_final: bool) -> "SchreibenKurz":
        """Return the shown form."""
        return cls(
            id=row.pk,
            revision=row.revision,
            dokument=row.dokument_id,
            betreff=row.dokument.betreff,
            stand="reinschrift" if is_final else "entwurf",
            created_at=row.created_at,
        )


class SchreibenListe(Schema):
    """The letters of a Vorgang."""

    items: list[SchreibenKurz] = Field(description="Die neuesten hundert Schreiben.",
                                       examples=[[]])  # fmt: skip


class SchreibenOut(SchreibenKurz):
    """A letter as it stands."""

    vorgang: UUID | None = Field(description="Vorgang, in dem es liegt.", examples=[ID])
    vorlage: str = Field(description="Kürzel der Vorlage.", examples=["nachforderung"])
    datum: date | None = Field(description="Datum des Schreibens.", examples=["2026-11-02"])
    fehlt: list[str] = Field(
        description="Was der Reinschrift noch fehlt.", examples=[["Frist bis"]]
    )
    gezeichnet: str = Field(description="Wer die Reinschrift zeichnet.", examples=["Ina Probe"])
    sha256: str = Field(description="SHA-256 der Reinschrift.", examples=[SHA])
    empfaenger: list[SchreibenEmpfaengerOut] = Field(description="An wen es geht.", examples=[[]])
