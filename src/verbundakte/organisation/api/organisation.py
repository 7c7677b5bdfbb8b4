"""Units and persons of the town, and who one is, for programs."""

from uuid import UUID

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from verbundakte.core.api.answers import etag, ready
from verbundakte.core.api.auth import TokenAuth
from verbundakte.core.clock import today
from verbundakte.organisation import queries

router = Router(tags=["Organisation"], auth=TokenAuth("organisation"))
ich = Router(tags=["Zugang"], auth=TokenAuth())


class EinheitOut(Schema):
    """A unit."""

    id: UUID
    kennzeichen: str
    name: str
    parent: UUID | None = Field(description="id der Einheit darüber.")


class BesetzungOut(Schema):
    """Who has a Stelle today."""

    person: UUID
    name: str


class StelleOut(Schema):
    """A Stelle."""

    id: UUID
    bezeichnung: str
    is_leitung: bool
    besetzungen: list[BesetzungOut]


class EinheitDetail(EinheitOut):
    """A unit with its Stellen of today."""

    stellen: list[StelleOut]


class PersonOut(Schema):
    """Somebody who works here."""

    id: UUID
    name: str
    email: str
    telefon: str
    einheit: UUID | None = Field(description="id der Einheit ihrer ersten Stelle.")


class PersonPage(Schema):
    """A page of persons by name."""

    items: list[PersonOut]
    after: str


class IchOut(Schema):
    """Whose token it is and for what it is good."""

    id: UUID
    name: str
    kommune: str = Field(description="Name der Kommune.")
    slug: str = Field(description="Kürzel der Kommune in Adressen.")
    scopes: list[str] = Field(description="Umfang des Schlüssels; leer: ohne Einschränkung.")
    is_fachverfahren: bool = Field(description="true: Ein Fachverfahren, keine Person.")


def _einheit(row) -> dict:
    return {
        "id": row.pk,
        "kennzeichen": row.kennzeichen,
        "name": row.name,
        "parent": row.parent_id,
    }


@ich.get("ich", response=IchOut, summary="Wessen Schlüssel das ist")
def get_ich(request: HttpRequest):
    """Return who acts with this token, and where."""
    return ready(
        {
            "id": request.actor.person_id,
            "name": request.actor.name,
            "kommune": request.tenant.name,
            "slug": request.tenant.slug,
            "scopes": request.token.scopes,
            "is_fachverfahren": request.token.membership.account_id is None,
        }
    )


@router.get("einheiten", response=list[EinheitOut], summary="Organisationseinheiten von heute")
def list_einheiten(request: HttpRequest):
    """Return the units of today, in the order of the tree."""
    return ready([_einheit(row) for row in queries.einheiten(request.actor, on=today())])


@router.get("einheiten/{einheit_id}", response=EinheitDetail, summary="Eine Organisationseinheit")
def get_einheit(request: HttpRequest, einheit_id: UUID):
    """Return a unit with its Stellen and who has them today."""
    unit = queries.get_einheit(request.actor, einheit_id)
    stellen = [
        {
            "id": row.pk,
            "bezeichnung": row.bezeichnung,
            "is_leitung": row.is_leitung,
            "besetzungen": [{"person": one.person_id, "name": one.person.name} for one in row.now],
        }
        for row in queries.stellen_of(request.actor, unit, on=today())
        if not row.is_over
    ]
    return ready(_einheit(unit) | {"stellen": stellen}, ETag=etag(unit))


def _person(row, einheit: UUID | None) -> dict:
    return {
        "id": row.pk,
        "name": row.name,
        "email": row.email,
        "telefon": row.telefon,
        "einheit": einheit,
    }


@router.get("personen", response=PersonPage, summary="Wer hier arbeitet")
def list_personen(
    request: HttpRequest,
    q: str = Query("", max_length=100, description="Anfang des Familiennamens."),
    after: str = Query("", max_length=400),
):
    """Return the people of the town by name."""
    page = queries.list_persons(request.actor, on=today(), search=q, after=after)
    items = [_person(row, row.einheit_id) for row in page.persons]
    return ready({"items": items, "after": page.next})


@router.get("personen/{person_id}", response=PersonOut, summary="Eine Person")
def get_person(request: HttpRequest, person_id: UUID):
    """Return a person, also one who left."""
    row = queries.get_person(request.actor, person_id)
    now, *_ = queries.besetzungen_of(request.actor, row, on=today())
    einheit = now[0].stelle.einheit_id if now else None
    return ready(_person(row, einheit), ETag=etag(row))
