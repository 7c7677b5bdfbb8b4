"""What programs send and get of Wiedervorlagen, Aufgaben and Fristen."""

from datetime import date, datetime
from enum import StrEnum
from typing import Literal
from uuid import UUID

from ninja import Field, Schema

from verbundakte.core.api.given import Day
from verbundakte.geschaeftsgang.api.schemas import AT, ID
from verbundakte.geschaeftsgang.models import Termin


class TerminArt(StrEnum):
    """Kinds of Termine, as in their addresses."""

    WIEDERVORLAGE = "wiedervorlage"
    AUFGABE = "aufgabe"
    FRIST = "frist"


class TerminRechenschritt(Schema):
    """A step of the computation of a Frist."""

    on: date = Field(description="Der Tag, den der Schritt ergibt.", examples=["2026-12-01"])
    text: str = Field(description="Was gerechnet wird.", examples=["Ende der Monatsfrist"])
    norm: str = Field(description="Die Vorschrift.", examples=["§ 188 Abs. 2 BGB"])


class TerminOut(Schema):
    """A Wiedervorlage, Aufgabe or Frist."""

    id: UUID = Field(description="Kennung.", examples=[ID])
    art: str = Field(description="wiedervorlage, aufgabe oder frist.", examples=["frist"])
    am: date = Field(description="Der Tag, an dem sie anliegt oder endet.", examples=["2026-12-01"])
    text: str = Field(description="Wozu.", examples=["Widerspruch"])
    akte: UUID | None = Field(description="Die Akte, um die es geht.", examples=[ID])
    vorgang: UUID | None = Field(description="Der Vorgang, um den es geht.", examples=[ID])
    dokument: UUID | None = Field(description="Das Dokument, um das es geht.", examples=[ID])
    person: UUID | None = Field(description="Für wen.", examples=[ID])
    einheit: UUID | None = Field(description="Oder für welche Einheit.", examples=[ID])
    fuer: str = Field(description="Für wen, als Name.", examples=["Ina Probe"])
    schritt: UUID | None = Field(description="Zeile einer Verfügung, die sie ist.", examples=[ID])
    ist_ausschlussfrist: bool = Field(description="Ob eine Ausschlussfrist.", examples=[False])
    vorfrist_on: date | None = Field(description="Die Vorfrist.", examples=["2026-11-24"])
    zweite: UUID | None = Field(description="Zweite Person einer Frist.", examples=[ID])
    rechenschritte: list[TerminRechenschritt] = Field(
        description="Wie eine Frist berechnet wurde.", examples=[[]]
    )
    hinweise: list[str] = Field(description="Was zu prüfen war.", examples=[[]])
    entered_at: datetime = Field(description="Wann eingetragen.", examples=[AT])
    done_at: datetime | None = Field(description="Wann erledigt.", examples=[AT])
    withdrawn_at: datetime | None = Field(description="Wann zurückgenommen.", examples=[AT])
    grund: str = Field(description="Warum zurückgenommen.", examples=["Rücknahme des Antrags"])

    @classmethod
    def of(cls, row: Termin) -> "TerminOut":
        """Return the shown form of a row that was read by `queries`."""
        names = ("text", "done_at", "withdrawn_at", "grund")
        return cls(
            id=row.pk,
            art=row.art,
            am=row.due_on,
            akte=row.akte_id,
            vorgang=row.vorgang_id,
            dokument=row.dokument_id,
            person=row.person_id,
            einheit=row.einheit_id,
            fuer=row.person.name if row.person else str(row.einheit),
            schritt=getattr(row, "schritt_id", None),
            ist_ausschlussfrist=getattr(row, "is_ausschluss", False),
            vorfrist_on=getattr(row, "vorfrist_on", None),
            zweite=getattr(row, "zweite_id", None),
            rechenschritte=getattr(row, "schritte", []),
            hinweise=getattr(row, "hinweise", []),
            entered_at=row.at,
            **{name: getattr(row, name) for name in names},
        )


class TerminPage(Schema):
    """A page of what is due."""

    items: list[TerminOut] = Field(description="Was anliegt, nach Tag.", examples=[[]])
    after: str = Field(description="Für die nächste Seite; leer am Ende.", examples=[""])


class TerminListe(Schema):
    """The Termine of a Vorgang."""

    items: list[TerminOut] = Field(description="Offene nach Tag, dann beendete.", examples=[[]])


class TerminIn(Schema):
    """For whom something is due, and on which day."""

    am: Day = Field(description="Der Tag.", examples=["2026-12-01"])
    person: UUID | None = Field(None, description="Für wen; leer: für sich selbst.", examples=[ID])
    einheit: UUID | None = Field(None, description="Oder für welche Einheit.", examples=[ID])


class WiedervorlageIn(TerminIn):
    """A Wiedervorlage to be set."""

    text: str = Field("", max_length=500, description="Wozu.", examples=["Antwort da?"])


class AufgabeIn(TerminIn):
    """Something to be done."""

    text: str = Field(
        min_length=1,
        max_length=500,
        description="Was zu tun ist.",
        examples=["Gutachten anfordern"],
    )


class FristIn(TerminIn):
    """A Frist to be entered, with what it is computed from."""

    text: str = Field(
        min_length=1, max_length=500, description="Welche Frist.", examples=["Widerspruch"]
    )
    ausloeser: Literal["ereignis", "fest", "post", "elektronisch", "abruf"] = Field(
        "ereignis",
        description="Was sie auslöst: ereignis, fest (am ist der letzte Tag), oder eine Bekanntgabe.",
        examples=["post"],
    )
    anzahl: int = Field(1, ge=1, le=400, description="Dauer.", examples=[1])
    einheit_der_dauer: Literal["t", "w", "m", "j"] = Field(
        "m", description="Tage, Wochen, Monate oder Jahre.", examples=["m"]
    )
    gesetz: str = Field("vwvfg", max_length=20, description="Gerechnet nach.", examples=["vwvfg"])
    ist_ausschlussfrist: bool = Field(False, description="Ausschlussfrist.", examples=[False])
    vorfrist_on: date | None = Field(
        None, description="Bei einer Ausschlussfrist nötig.", examples=["2026-11-24"]
    )
    zweite: UUID | None = Field(
        None, description="Bei einer Ausschlussfrist nötig: zweite Person.", examples=[ID]
    )


class TerminGrundIn(Schema):
    """Why something does not hold."""

    grund: str = Field("", max_length=500, description="Der Grund.", examples=["erledigt sich"])
