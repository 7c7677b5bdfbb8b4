"""Kontakte and in what they take part, for programs."""

from datetime import date
from enum import StrEnum
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Field, Query, Router, Schema

from verbundakte.akten import queries
from verbundakte.akten.actions import kontakt as steps
from verbundakte.akten.api.common import After, Limit
from verbundakte.akten.api.schemas import BeteiligungOut
from verbundakte.akten.api.shapes import beteiligung_told
from verbundakte.akten.forms_kontakt import PERSON_FIELDS, AnschriftForm, KanalForm, KontaktForm
from verbundakte.akten.models import Kontakt
from verbundakte.akten.permissions import Permission
from verbundakte.akten.queries import kontakt as read
from verbundakte.core.actions import Refusal
from verbundakte.core.api.answers import check_match, etag, limited, ready
from verbundakte.core.api.auth import TokenAuth
from verbundakte.core.api.given import Day, YesNo
from verbundakte.core.api.once import once
from verbundakte.core.clock import now, today
from verbundakte.organisation import queries as organisation

router = Router(tags=["Kontakte"], auth=TokenAuth("kontakte"))
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


class KontaktOut(Schema):
    """A Kontakt in a list."""

    id: UUID
    art: str
    anrede: str
    vorname: str
    name: str
    is_allgemein: bool
    is_gesperrt: bool
    revision: int
    created_at: str


class TeilnahmeOut(Schema):
    """In what a Kontakt takes part."""

    id: UUID
    rolle: str
    kind: str
    subject: UUID
    betreff: str


class KontaktDetail(KontaktOut):
    """A Kontakt; where an Auskunftssperre hides them, addresses and channels are missing."""

    geboren_on: date | None
    bemerkung: str
    gesperrt_until: date | None
    is_hidden: bool
    anschriften: list[AnschriftOut]
    kanaele: list[KanalOut]
    beteiligungen: list[TeilnahmeOut]


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


class AngabenInvalid(Refusal):
    """The same check as the form's; the message names the first field."""


def checked(form) -> dict:
    """Return what a form of the pages makes of the values. Raises AngabenInvalid."""
    if form.is_valid():
        return form.cleaned_data
    name, errors = next(iter(form.errors.items()))
    label = form.fields[name].label if name in form.fields else ""
    raise AngabenInvalid(f"„{label}“: {errors[0]}" if label else str(errors[0]))


def _told(row: Kontakt) -> dict:
    return {"id": row.pk, **{name: getattr(row, name) for name in TOLD}}


def _detail(actor, row: Kontakt, *, status: int = 200) -> HttpResponse:
    reach = read.reach_of(actor, row, on=today())
    item = _told(row) | {
        "geboren_on": row.geboren_on,
        "bemerkung": row.bemerkung,
        "gesperrt_until": row.gesperrt_until,
        "is_hidden": reach.is_hidden,
        "anschriften": [
            {"id": one.pk, **{name: getattr(one, name) for name in AnschriftIn.model_fields}}
            for one in reach.anschriften
        ],
        "kanaele": [{"id": one.pk, "art": one.art, "wert": one.wert} for one in reach.kanaele],
        "beteiligungen": [
            {
                "id": part.pk,
                "rolle": part.rolle,
                "kind": part.subject._meta.model_name,
                "subject": part.subject.pk,
                "betreff": part.subject.betreff,
            }
            for part in read.parts_of(actor, row)
        ],
    }
    return ready(item, status, ETag=etag(row))


@router.get("kontakte", response=KontaktPage, summary="Kontakte, neueste zuerst")
def list_kontakte(
    request: HttpRequest,
    q: str = Query("", max_length=200),
    after: After = "",
    limit: Limit = 50,
):
    """Return Kontakte the person may see, with all words of `q` in their name."""
    page = read.list_kontakte(request.actor, words=q, after=after, limit=limited(limit))
    return ready({"items": [_told(row) for row in page], "after": page.after})


@router.post("kontakte", response={201: KontaktDetail}, summary="Neuer Kontakt")
@once(read.get_kontakt)
def create_kontakt(request: HttpRequest, given: KontaktIn):
    """Create a Kontakt of a unit in which one works."""
    actor, values = request.actor, given.dict()
    einheit = organisation.get_einheit(actor, values.pop("einheit"))
    if Permission.KONTAKT_CREATE not in actor.permissions or einheit.pk not in actor.einheiten:
        raise Http404
    form = KontaktForm({name: value for name, value in values.items() if value is not None})
    checked(form)
    row = steps.create_kontakt(actor, einheit, values=form.values(), at=now())
    return _detail(actor, row, status=201)


@router.get("kontakte/{kontakt_id}", response=KontaktDetail, summary="Ein Kontakt")
def get_kontakt(request: HttpRequest, kontakt_id: UUID):
    """Return a Kontakt; one that was merged gives the one it became."""
    return _detail(request.actor, read.get_kontakt(request.actor, kontakt_id))


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
def list_beteiligte(request: HttpRequest, sammlung: Sammlung, subject_id: UUID):
    """Return who takes part in an Akte, a Vorgang or a Dokument."""
    subject = queries.get_subject(request.actor, KINDS[sammlung], subject_id)
    rows = read.beteiligte_of(request.actor, subject)
    return ready([beteiligung_told(row) for row in rows])


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
