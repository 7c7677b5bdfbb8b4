"""Units and persons of the town, and who one is, for programs."""

from uuid import UUID

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from verbundakte.core.api.answers import Shape, etag, ready, told, with_parts
from verbundakte.core.api.auth import TokenAuth
from verbundakte.core.api.given import After, Fields, Include
from verbundakte.core.clock import today
from verbundakte.organisation import queries

router = Router(tags=["Organisation"], auth=TokenAuth("organisation"))
ich = Router(tags=["Zugang"], auth=TokenAuth())


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


class EinheitOut(Schema):
    """A unit, and its Stellen of today."""

    id: UUID
    kennzeichen: str
    name: str
    parent: UUID | None = Field(description="id der Einheit darüber.")
    stellen: list[StelleOut] = Field(
        description="Stellen von heute; in der Liste nur mit include=stellen."
    )


class InnehabungOut(Schema):
    """A Stelle somebody has today."""

    id: UUID = Field(description="id der Stelle.")
    bezeichnung: str
    is_leitung: bool
    einheit: UUID


class PersonOut(Schema):
    """Somebody who works here."""

    id: UUID
    name: str
    email: str
    telefon: str
    einheit: UUID | None = Field(description="id der Einheit ihrer ersten Stelle.")
    stellen: list[InnehabungOut] = Field(description="Stellen von heute; nur mit include=stellen.")


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


def _stellen_of_einheiten(actor, ids: list[UUID]) -> dict[UUID, list]:
    found = queries.stellen_in(actor, ids, on=today())
    return {key: [_stelle(row) for row in rows if not row.is_over] for key, rows in found.items()}


def _stelle(row) -> dict:
    return {
        "id": row.pk,
        "bezeichnung": row.bezeichnung,
        "is_leitung": row.is_leitung,
        "besetzungen": [{"person": one.person_id, "name": one.person.name} for one in row.now],
    }


def _stellen_of_personen(actor, ids: list[UUID]) -> dict[UUID, list]:
    return {
        key: [
            {
                "id": row.stelle_id,
                "bezeichnung": row.stelle.bezeichnung,
                "is_leitung": row.stelle.is_leitung,
                "einheit": row.stelle.einheit_id,
            }
            for row in rows
        ]
        for key, rows in queries.stellen_today(actor, ids, on=today()).items()
    }


EINHEIT = Shape(
    {"id": "pk", "kennzeichen": "kennzeichen", "name": "name", "parent": "parent_id"},
    {"stellen": _stellen_of_einheiten},
)
PERSON = Shape(
    {"id": "pk", "name": "name", "email": "email", "telefon": "telefon", "einheit": "einheit_id"},
    {"stellen": _stellen_of_personen},
)


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
def list_einheiten(request: HttpRequest, fields: Fields = "", include: Include = ""):
    """Return the units of today, in the order of the tree."""
    actor, asked = request.actor, EINHEIT.asked(fields, include)
    return ready(told(actor, queries.einheiten(actor, on=today()), asked))


@router.get("einheiten/{einheit_id}", response=EinheitOut, summary="Eine Organisationseinheit")
def get_einheit(
    request: HttpRequest, einheit_id: UUID, fields: Fields = "", include: Include = "stellen"
):
    """Return a unit with its Stellen and who has them today."""
    unit = queries.get_einheit(request.actor, einheit_id)
    item = with_parts(request.actor, EINHEIT, unit, EINHEIT.asked(fields, include))
    return ready(item, ETag=etag(unit))


@router.get("personen", response=PersonPage, summary="Wer hier arbeitet")
def list_personen(
    request: HttpRequest,
    q: str = Query("", max_length=100, description="Anfang des Familiennamens."),
    after: After = "",
    fields: Fields = "",
    include: Include = "",
):
    """Return the people of the town by name."""
    actor, asked = request.actor, PERSON.asked(fields, include)
    page = queries.list_persons(actor, on=today(), search=q, after=after)
    return ready({"items": told(actor, page.persons, asked), "after": page.next})


@router.get("personen/{person_id}", response=PersonOut, summary="Eine Person")
def get_person(request: HttpRequest, person_id: UUID, fields: Fields = "", include: Include = ""):
    """Return a person, also one who left."""
    actor, asked = request.actor, PERSON.asked(fields, include)
    row = queries.get_person(actor, person_id)
    now, *_ = queries.besetzungen_of(actor, row, on=today())
    row.einheit_id = now[0].stelle.einheit_id if now else None
    return ready(with_parts(actor, PERSON, row, asked), ETag=etag(row))
