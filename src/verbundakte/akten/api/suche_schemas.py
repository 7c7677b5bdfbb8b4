"""What the search takes from programs and gives them."""

from datetime import date
from typing import Literal
from uuid import UUID

from ninja import Field, Schema
from pydantic import BaseModel

from verbundakte.akten.queries import Facette, Vorschlag
from verbundakte.core.search.service import ShownHit, told_pieces


class SucheIn(Schema):
    """A question; the filters take each value they may have, as the facets name them."""

    q: str = Field("", max_length=10_000, description="Die Suchanfrage")
    was: list[str] = Field([], description="akte, vorgang, dokument")
    dokumenttyp: list[str] = Field([], description="Kürzel der Art")
    jahr: list[str] = []
    einheit: list[str] = Field([], description="Kennzeichen der Organisationseinheit")
    plan: list[str] = Field([], description="Kennzeichen im Aktenplan")
    format: list[str] = Field([], description="Dateityp, zum Beispiel .pdf")
    zustand: list[str] = Field([], description="in-bearbeitung, zu-den-akten")
    wahl: list[str] = Field([], description="Eigenes Auswahlfeld als Feld=Wert")
    innerhalb: list[str] = Field([], description="Nur in dieser Akte oder diesem Vorgang")
    ordnung: Literal["relevanz", "neueste", "aelteste"] = "relevanz"
    ab: int = Field(0, description="So viele Treffer auslassen")
    limit: int = 20
    facetten: bool = Field(False, description="Auch die Facetten mit ihren Zahlen")
    zaehlen: bool = Field(False, description="Auch sehr viele Treffer genau zählen")
    erklaeren: bool = Field(False, description="Bei jedem Treffer, warum er dort steht")
    fields: str = Field("", max_length=1000, description="Von den Treffern nur diese Angaben")


class HitOut(BaseModel):
    """A hit of a search. Without its score: that counts in what one may not see."""

    kind: str
    id: UUID
    title: str
    file_name: str
    aktenzeichen: str
    page: int | None
    snippet: str


class SearchOut(BaseModel):
    """What a search gives; `problem` says what could not be searched."""

    query: str
    count: int
    capped: bool
    ms: float
    problem: str
    hits: list[HitOut]


class StueckOut(BaseModel):
    """A piece of a snippet; `mark`: it is what was asked for."""

    text: str
    mark: bool


class TrefferOut(HitOut):
    """A hit with marks; `pages` are all pages that answer, the one of the snippet first."""

    dated_on: date | None
    is_closed: bool
    facts: list[str]
    pages: list[int]
    pieces: list[StueckOut]
    title_pieces: list[StueckOut]
    why: list[str]


def told_treffer(shown: ShownHit) -> dict:
    """Return what programs are told of a hit (TrefferOut); without the model, which would look at each
    marked word."""
    return shown.told_in_full() | {
        "dated_on": shown.hit.dated_on,
        "is_closed": shown.hit.is_closed,
        "facts": [fact for fact in shown.hit.facts if fact],
        "title_pieces": told_pieces(shown.title),
    }


class FacettenwertOut(BaseModel):
    """A value of a facet."""

    value: str
    label: str
    count: int
    is_chosen: bool


class FacetteOut(BaseModel):
    """A facet; `name` is the filter that takes its values."""

    name: str
    title: str
    values: list[FacettenwertOut]

    @classmethod
    def of(cls, facette: Facette) -> "FacetteOut":
        """Return what programs are told of a facet."""
        values = [
            FacettenwertOut(
                value=wert.value, label=wert.label, count=wert.count, is_chosen=wert.is_chosen
            )
            for wert in facette.werte
        ]
        return cls(name=facette.name, title=facette.title, values=values)


class SucheOut(BaseModel):
    """What a search gives. `problem` says what could not be understood or searched, `better` how
    the question may have been meant; `is_loose`: similar spellings were searched too."""

    query: str
    count: int
    capped: bool
    ms: float
    problem: str
    better: str
    is_loose: bool
    offset: int
    has_more: bool
    inside: list[str]
    hits: list[TrefferOut]
    facets: list[FacetteOut]


class VorschlagOut(BaseModel):
    """How a search may go on: `art` is zuletzt, treffer (both name an object), suche or wort."""

    art: str
    text: str
    kind: str
    id: UUID | None
    aktenzeichen: str

    @classmethod
    def of(cls, found: Vorschlag) -> "VorschlagOut":
        """Return what programs are told of a suggestion."""
        hit = found.hit
        return cls(
            art=found.art,
            text=found.text,
            kind=hit.kind if hit else "",
            id=hit.id if hit else found.suche,
            aktenzeichen=hit.aktenzeichen if hit else "",
        )
