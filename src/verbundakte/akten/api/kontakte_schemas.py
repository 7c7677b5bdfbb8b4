"""What programs get and send about Kontakte."""

from datetime import date, datetime
from uuid import UUID

from ninja import Field, Schema

from verbundakte.core.api.bulk import MOST, WHOLE
from verbundakte.core.api.given import Day, YesNo


class AnschriftIn(Schema):
    """An address."""

    zusatz: str = Field("", max_length=200)
    strasse: str = Field("", max_length=200)
    plz: str = Field("", max_length=12)
    ort: str = Field("", max_length=120)
    land: str = Field("", max_length=80)


class AnschriftOut(AnschriftIn):
    """An address that holds."""

    id: UUID


class KanalIn(Schema):
    """A number or an electronic address."""

    art: str = Field(max_length=10, description="telefon, mobil, email, fax oder postfach.")
    wert: str = Field(max_length=200)


class KanalOut(KanalIn):
    """A number or an electronic address that holds."""

    id: UUID


class KontaktChange(Schema):
    """What is to be changed about a Kontakt; what is missing stays."""

    art: str | None = Field(None, description="natuerlich oder juristisch.")
    anrede: str | None = Field(None, max_length=40)
    vorname: str | None = Field(None, max_length=120)
    name: str | None = Field(None, min_length=1, max_length=200)
    geboren_on: Day | None = None
    bemerkung: str | None = None
    is_allgemein: YesNo | None = None
    is_gesperrt: YesNo | None = None
    gesperrt_until: Day | None = None


class KontaktIn(KontaktChange):
    """A new Kontakt of a unit in which one works."""

    einheit: UUID
    art: str = Field("natuerlich", description="natuerlich oder juristisch.")
    name: str = Field(min_length=1, max_length=200)


class TeilnahmeOut(Schema):
    """In what a Kontakt takes part."""

    id: UUID
    rolle: str
    kind: str
    subject: UUID
    betreff: str


class KontaktOut(Schema):
    """A Kontakt in a list; what an Auskunftssperre hides is missing."""

    id: UUID
    art: str
    anrede: str
    vorname: str
    name: str
    is_allgemein: bool
    is_gesperrt: bool
    revision: int
    created_at: datetime
    anschriften: list[AnschriftOut]
    kanaele: list[KanalOut]
    beteiligungen: list[TeilnahmeOut]


class KontaktDetail(KontaktOut):
    """A Kontakt with what only its own page tells."""

    geboren_on: date | None
    bemerkung: str
    gesperrt_until: date | None
    is_hidden: bool


class KontaktPage(Schema):
    """A page of Kontakte."""

    items: list[KontaktOut]
    after: str


class BeteiligungIn(Schema):
    """Who takes part, and as what."""

    kontakt: UUID
    rolle: str = Field(
        max_length=20,
        description="antragsteller, bevollmaechtigter, betroffener, nachbar, behoerde, absender,"
        " empfaenger oder sonstige.",
    )


class KontaktStapelIn(Schema):
    """Several new Kontakte at once, each in its own transaction, or all or none."""

    items: list[KontaktIn] = Field(min_length=1, max_length=MOST)
    is_whole: bool = Field(False, description=WHOLE)
