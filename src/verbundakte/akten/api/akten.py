"""Akten for programs."""

from uuid import UUID

from django.http import Http404, HttpRequest
from django.utils.timezone import localdate
from ninja import Query, Router

from verbundakte.akten import actions, queries
from verbundakte.akten.api.common import NummernListe, sent_values
from verbundakte.akten.api.schemas import (
    AkteChange,
    AkteIn,
    AktenStapelIn,
    AkteOut,
    AktePage,
    WiederaufnahmeIn,
    ZdaIn,
)
from verbundakte.akten.api.shapes import AKTE
from verbundakte.akten.models import Akte
from verbundakte.core.api.answers import check_match, etag, listed, ready, with_parts
from verbundakte.core.api.auth import TokenAuth
from verbundakte.core.api.bulk import EACH, StapelOut, each
from verbundakte.core.api.given import Fields, Include
from verbundakte.core.api.once import once
from verbundakte.core.clock import now

router = Router(tags=["Akten"], auth=TokenAuth("akten"))


def _told(actor, row: Akte, *, status: int = 200, fields: str = "", include: str = ""):
    item = with_parts(actor, AKTE, row, AKTE.asked(fields, include))
    return ready(item, status, ETag=etag(row))


class AktenListe(NummernListe):
    """Akten: all, those under a plan unit, or the one with a number."""

    planeinheit: UUID | None = None


@router.get("akten", response=AktePage, summary="Akten, neueste zuerst")
def list_akten(request: HttpRequest, liste: Query[AktenListe]):
    """Return Akten the person may read: all, those of a plan unit, or the one with a number."""
    actor, asked, unit = request.actor, liste.of(AKTE), None
    if liste.planeinheit is not None:
        unit = queries.get_planeinheit(actor, liste.planeinheit).item_id
    more = {"planeinheit": unit, "aktenzeichen": liste.aktenzeichen.strip()}
    return listed(actor, queries.akten_values(actor, asked.paths, **more, **liste.paging), asked)


def _create(actor, given: AkteIn) -> UUID:
    values = given.dict()
    unit = queries.unit_for_new_akte(actor, values.pop("planeinheit"))
    if unit is None:
        raise Http404
    return actions.create_akte(actor, unit, at=now(), **values).pk


@router.post("akten", response={201: AkteOut}, summary="Neue Akte")
@once(queries.get_akte)
def create_akte(request: HttpRequest, given: AkteIn):
    """Create an Akte under a plan unit; it gets its Aktenzeichen."""
    actor = request.actor
    return _told(actor, queries.get_akte(actor, _create(actor, given)), status=201)


@router.post(
    "akten/stapel",
    response={200: StapelOut, 422: StapelOut},
    summary="Mehrere neue Akten",
    description=EACH,
)
@once()
def create_akten(request: HttpRequest, given: AktenStapelIn):
    """Create several Akten, with a result for each."""
    return each(given.items, lambda one: _create(request.actor, one), is_whole=given.is_whole)


@router.get("akten/{akte_id}", response=AkteOut, summary="Eine Akte")
def get_akte(request: HttpRequest, akte_id: UUID, fields: Fields = "", include: Include = ""):
    """Return an Akte."""
    row = queries.get_akte(request.actor, akte_id)
    queries.note_read(request.actor, row)
    return _told(request.actor, row, fields=fields, include=include)


@router.patch("akten/{akte_id}", response=AkteOut, summary="Angaben der Akte ändern")
def change_akte(request: HttpRequest, akte_id: UUID, given: AkteChange):
    """Change an Akte; what is not sent stays as it is."""
    actor = request.actor
    row = queries.get_akte(actor, akte_id)
    seen = check_match(request, row)
    actions.change_akte(actor, row, seen_revision=seen, values=sent_values(given))
    return _told(actor, queries.get_akte(actor, akte_id))


@router.post(
    "akten/{akte_id}/zda-verfuegung",
    response={201: AkteOut},
    summary="Akte zu den Akten verfügen",
)
@once(queries.get_akte)
def close_akte(request: HttpRequest, akte_id: UUID, given: ZdaIn):
    """Close an Akte (z. d. A.)."""
    actor, at = request.actor, now()
    row = queries.get_akte(actor, akte_id)
    check_match(request, row)
    actions.close_akte(actor, row, on=given.closed_on or localdate(at), at=at)
    return _told(actor, queries.get_akte(actor, akte_id), status=201)


@router.post(
    "akten/{akte_id}/wiederaufnahme", response={201: AkteOut}, summary="Akte wieder aufnehmen"
)
@once(queries.get_akte)
def reopen_akte(request: HttpRequest, akte_id: UUID, given: WiederaufnahmeIn):
    """Take a closed Akte up again."""
    actor = request.actor
    row = queries.get_akte(actor, akte_id)
    check_match(request, row)
    actions.reopen_akte(actor, row, reason=given.reason, at=now())
    return _told(actor, queries.get_akte(actor, akte_id), status=201)
