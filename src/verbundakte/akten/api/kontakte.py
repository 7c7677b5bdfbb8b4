"""Kontakte and in what they take part, for programs."""

from collections.abc import Iterable
from enum import StrEnum
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Field, Query, Router

from verbundakte.akten import queries
from verbundakte.akten.actions import kontakt as steps
from verbundakte.akten.api.kontakte_schemas import (
    AnschriftIn,
    BeteiligungIn,
    KanalIn,
    KontaktChange,
    KontaktDetail,
    KontaktIn,
    KontaktPage,
    KontaktStapelIn,
)
from verbundakte.akten.api.schemas import BeteiligungOut
from verbundakte.akten.api.shapes import beteiligung_told
from verbundakte.akten.forms_kontakt import PERSON_FIELDS, AnschriftForm, KanalForm, KontaktForm
from verbundakte.akten.models import Anschrift, Kanal, Kontakt
from verbundakte.akten.permissions import Permission
from verbundakte.akten.queries import kontakt as read
from verbundakte.core.actions import Refusal
from verbundakte.core.api.answers import (
    Shape,
    check_match,
    etag,
    listed,
    narrowed,
    ready,
    with_parts,
)
from verbundakte.core.api.auth import TokenAuth
from verbundakte.core.api.bulk import EACH, StapelOut, each
from verbundakte.core.api.given import Fields, Include, Liste
from verbundakte.core.api.once import once
from verbundakte.core.clock import now, today
from verbundakte.organisation import queries as organisation

router = Router(tags=["Kontakte"], auth=TokenAuth("kontakte"))
MORE = ("geboren_on", "bemerkung", "gesperrt_until")
TOLD = ("art", "anrede", "vorname", "name", "is_allgemein", "is_gesperrt", "revision", "created_at")


class Sammlung(StrEnum):
    """Where objects stand in the addresses."""

    AKTEN = "akten"
    VORGAENGE = "vorgaenge"
    DOKUMENTE = "dokumente"


KINDS = {
    Sammlung.AKTEN: "akte",
    Sammlung.VORGAENGE: "vorgang",
    Sammlung.DOKUMENTE: "dokument",
}


class AngabenInvalid(Refusal):
    """The same check as the form's; the message names the first field."""


def checked(form) -> dict:
    """Return what a form of the pages makes of the values. Raises AngabenInvalid."""
    if form.is_valid():
        return form.cleaned_data
    name, errors = next(iter(form.errors.items()))
    label = form.fields[name].label if name in form.fields else ""
    raise AngabenInvalid(f"„{label}“: {errors[0]}" if label else str(errors[0]))


def _reach(model, names: Iterable[str]):
    def load(actor, ids: list[UUID]) -> dict[UUID, list]:
        found = read.reach_in(actor, model, ids, on=today())
        return {
            key: [{"id": one.pk, **{name: getattr(one, name) for name in names}} for one in rows]
            for key, rows in found.items()
        }

    return load


def _parts(actor, ids: list[UUID]) -> dict[UUID, list]:
    return {
        key: [
            {
                "id": part.pk,
                "rolle": part.rolle,
                "kind": part.subject._meta.model_name,
                "subject": part.subject.pk,
                "betreff": part.subject.betreff,
            }
            for part in parts
        ]
        for key, parts in read.parts_in(actor, ids).items()
    }


KONTAKT = Shape(
    {"id": "pk", **{name: name for name in TOLD}},
    {
        "anschriften": _reach(Anschrift, AnschriftIn.model_fields),
        "kanaele": _reach(Kanal, KanalIn.model_fields),
        "beteiligungen": _parts,
    },
)
DETAIL = ",".join(KONTAKT.parts)


def _detail(
    actor, row: Kontakt, *, status: int = 200, fields: str = "", include: str = DETAIL
) -> HttpResponse:
    item = with_parts(actor, KONTAKT, row, KONTAKT.asked(fields, include))
    if not fields:
        item |= {name: getattr(row, name) for name in MORE}
        item["is_hidden"] = not read.may_see_anschrift(actor, row, today())
    return ready(item, status, ETag=etag(row))


class KontaktListe(Liste):
    """Kontakte, or those with all words in their name."""

    q: str = Field("", max_length=200, description="Wörter, die alle im Namen vorkommen.")


@router.get("kontakte", response=KontaktPage, summary="Kontakte, neueste zuerst")
def list_kontakte(request: HttpRequest, liste: Query[KontaktListe]):
    """Return Kontakte the person may see, with all words of `q` in their name."""
    actor, asked = request.actor, liste.of(KONTAKT)
    page = read.kontakte_values(actor, asked.paths, words=liste.q, **liste.paging)
    return listed(actor, page, asked)


def _create(actor, given: KontaktIn) -> Kontakt:
    values = given.dict()
    einheit = organisation.get_einheit(actor, values.pop("einheit"))
    if Permission.KONTAKT_CREATE not in actor.permissions or einheit.pk not in actor.einheiten:
        raise Http404
    form = KontaktForm({name: value for name, value in values.items() if value is not None})
    checked(form)
    return steps.create_kontakt(actor, einheit, values=form.values(), at=now())


@router.post("kontakte", response={201: KontaktDetail}, summary="Neuer Kontakt")
@once(read.get_kontakt)
def create_kontakt(request: HttpRequest, given: KontaktIn):
    """Create a Kontakt of a unit in which one works."""
    return _detail(request.actor, _create(request.actor, given), status=201)


@router.post(
    "kontakte/stapel",
    response={200: StapelOut, 422: StapelOut},
    summary="Mehrere neue Kontakte",
    description=EACH,
)
@once()
def create_kontakte(request: HttpRequest, given: KontaktStapelIn):
    """Create several Kontakte, with a result for each."""
    return each(given.items, lambda one: _create(request.actor, one).pk, is_whole=given.is_whole)


@router.get("kontakte/{kontakt_id}", response=KontaktDetail, summary="Ein Kontakt")
def get_kontakt(
    request: HttpRequest, kontakt_id: UUID, fields: Fields = "", include: Include = DETAIL
):
    """Return a Kontakt; one that was merged gives the one it became."""
    row = read.get_kontakt(request.actor, kontakt_id)
    return _detail(request.actor, row, fields=fields, include=include)


@router.patch("kontakte/{kontakt_id}", response=KontaktDetail, summary="Kontakt ändern")
def change_kontakt(request: HttpRequest, kontakt_id: UUID, given: KontaktChange):
    """Change a Kontakt; what is not sent stays as it is."""
    actor = request.actor
    row = read.get_kontakt(actor, kontakt_id)
    seen = check_match(request, row)
    values = {name: getattr(row, name) for name in PERSON_FIELDS}
    values |= given.dict(exclude_unset=True)
    form = KontaktForm({name: value for name, value in values.items() if value is not None})
    checked(form)
    steps.change_kontakt(actor, row, seen_revision=seen, values=form.values())
    return _detail(actor, read.get_kontakt(actor, kontakt_id))


@router.post(
    "kontakte/{kontakt_id}/anschriften", response={201: KontaktDetail}, summary="Neue Anschrift"
)
@once(read.get_kontakt)
def create_anschrift(request: HttpRequest, kontakt_id: UUID, given: AnschriftIn):
    """Add an address to a Kontakt."""
    actor = request.actor
    row = read.get_kontakt(actor, kontakt_id)
    steps.add_anschrift(actor, row, values=checked(AnschriftForm(given.dict())), at=now())
    return _detail(actor, read.get_kontakt(actor, kontakt_id), status=201)


@router.post(
    "kontakte/{kontakt_id}/kanaele",
    response={201: KontaktDetail},
    summary="Neue Nummer oder Adresse",
)
@once(read.get_kontakt)
def create_kanal(request: HttpRequest, kontakt_id: UUID, given: KanalIn):
    """Add a number or an electronic address to a Kontakt."""
    actor = request.actor
    row = read.get_kontakt(actor, kontakt_id)
    steps.add_kanal(actor, row, at=now(), **checked(KanalForm(given.dict())))
    return _detail(actor, read.get_kontakt(actor, kontakt_id), status=201)


@router.get(
    "{sammlung}/{subject_id}/beteiligte", response=list[BeteiligungOut], summary="Wer beteiligt ist"
)
def list_beteiligte(
    request: HttpRequest, sammlung: Sammlung, subject_id: UUID, fields: Fields = ""
):
    """Return who takes part in an Akte, a Vorgang or a Dokument."""
    subject = queries.get_subject(request.actor, KINDS[sammlung], subject_id)
    rows = read.beteiligte_of(request.actor, subject)
    told = [beteiligung_told(row) for row in rows]
    return ready(narrowed(told, fields, BeteiligungOut.model_fields))


def _still_there(actor, key: UUID) -> None:
    read.get_beteiligung(actor, key)


@router.post(
    "{sammlung}/{subject_id}/beteiligte",
    response={201: BeteiligungOut},
    summary="Jemanden beteiligen",
)
@once(_still_there)
def create_beteiligung(
    request: HttpRequest, sammlung: Sammlung, subject_id: UUID, given: BeteiligungIn
):
    """Let a Kontakt take part in an Akte, a Vorgang or a Dokument."""
    actor = request.actor
    subject = queries.get_subject(actor, KINDS[sammlung], subject_id)
    kontakt = read.get_kontakt(actor, given.kontakt)
    row = steps.add_beteiligung(actor, subject, kontakt=kontakt, rolle=given.rolle, at=now())
    return ready(beteiligung_told(row), 201)


@router.delete(
    "beteiligungen/{beteiligung_id}", response={204: None}, summary="Beteiligung streichen"
)
def end_beteiligung(request: HttpRequest, beteiligung_id: UUID):
    """Strike a Beteiligung; the history of the object keeps it."""
    row = read.get_beteiligung(request.actor, beteiligung_id)
    steps.end_beteiligung(request.actor, row.subject, row=row)
    return HttpResponse(status=204)
