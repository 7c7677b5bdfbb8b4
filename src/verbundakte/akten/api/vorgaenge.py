"""Vorgänge for programs."""

from uuid import UUID

from django.http import HttpRequest
from django.utils.timezone import localdate
from ninja import Query, Router

from verbundakte.akten import actions, queries
from verbundakte.akten.api.common import NummernListe, changes, own_fields
from verbundakte.akten.api.schemas import (
    StapelIn,
    VorgangChange,
    VorgangIn,
    VorgangOut,
    VorgangPage,
    WiederaufnahmeIn,
    ZdaIn,
)
from verbundakte.akten.api.shapes import VORGANG
from verbundakte.akten.models import Akte, Vorgang, Vorgangstyp
from verbundakte.core.api.answers import check_match, etag, listed, ready, with_parts
from verbundakte.core.api.auth import TokenAuth
from verbundakte.core.api.bulk import EACH, StapelOut, each
from verbundakte.core.api.given import Fields, Include, Liste
from verbundakte.core.api.once import once
from verbundakte.core.clock import now

router = Router(tags=["Vorgänge"], auth=TokenAuth("akten"))


def _told(actor, key: UUID, *, status: int = 200, fields: str = "", include: str = "felder"):
    row = queries.get_vorgang(actor, key)
    queries.note_read(actor, row)
    item = with_parts(actor, VORGANG, row, VORGANG.asked(fields, include))
    return ready(item, status, ETag=etag(row))


@router.get("vorgaenge", response=VorgangPage, summary="Vorgänge, neueste zuerst")
def list_all_vorgaenge(request: HttpRequest, liste: Query[NummernListe]):
    """Return Vorgänge the person may read: all, or the one with a number."""
    actor, asked = request.actor, liste.of(VORGANG)
    number = liste.aktenzeichen.strip()
    page = queries.vorgaenge_values(actor, asked.paths, aktenzeichen=number, **liste.paging)
    return listed(actor, page, asked)


@router.get("akten/{akte_id}/vorgaenge", response=VorgangPage, summary="Vorgänge einer Akte")
def list_vorgaenge(request: HttpRequest, akte_id: UUID, liste: Query[Liste]):
    """Return the Vorgänge of an Akte, newest first."""
    actor, asked = request.actor, liste.of(VORGANG)
    akte = queries.get_akte(actor, akte_id)
    return listed(
        actor, queries.vorgaenge_values(actor, asked.paths, akte=akte, **liste.paging), asked
    )


def _create(actor, akte: Akte, given: VorgangIn) -> Vorgang:
    at = now()
    values = given.dict(exclude={"felder", "vorgangstyp"})
    values |= own_fields(actor, Vorgangstyp, given.vorgangstyp, given.texts(), at=at)
    return actions.create_vorgang(actor, akte, at=at, **values)


@router.post("akten/{akte_id}/vorgaenge", response={201: VorgangOut}, summary="Neuer Vorgang")
@once(queries.get_vorgang)
def create_vorgang(request: HttpRequest, akte_id: UUID, given: VorgangIn):
    """Create a Vorgang in an Akte, with its type and own fields."""
    actor = request.actor
    row = _create(actor, queries.get_akte(actor, akte_id), given)
    return _told(actor, row.pk, status=201)


@router.post(
    "akten/{akte_id}/vorgaenge/stapel",
    response={200: StapelOut, 422: StapelOut},
    summary="Mehrere neue Vorgänge",
    description=EACH,
)
@once()
def create_vorgaenge(request: HttpRequest, akte_id: UUID, given: StapelIn):
    """Create several Vorgänge in an Akte, with a result for each."""
    actor = request.actor
    akte = queries.get_akte(actor, akte_id)
    return each(given.items, lambda one: _create(actor, akte, one).pk, is_whole=given.is_whole)


@router.get("vorgaenge/{vorgang_id}", response=VorgangOut, summary="Ein Vorgang")
def get_vorgang(
    request: HttpRequest, vorgang_id: UUID, fields: Fields = "", include: Include = "felder"
):
    """Return a Vorgang with its own fields."""
    return _told(request.actor, vorgang_id, fields=fields, include=include)


@router.patch("vorgaenge/{vorgang_id}", response=VorgangOut, summary="Angaben des Vorgangs ändern")
def change_vorgang(request: HttpRequest, vorgang_id: UUID, given: VorgangChange):
    """Change a Vorgang; what is not sent stays as it is."""
    actor = request.actor
    row = queries.get_vorgang(actor, vorgang_id)
    seen = check_match(request, row)
    actions.change_vorgang(actor, row, **changes(actor, row, given, given.vorgangstyp, seen=seen))
    return _told(actor, row.pk)


@router.post(
    "vorgaenge/{vorgang_id}/zda-verfuegung",
    response={201: VorgangOut},
    summary="Vorgang zu den Akten verfügen",
)
@once(queries.get_vorgang)
def close_vorgang(request: HttpRequest, vorgang_id: UUID, given: ZdaIn):
    """Close a Vorgang (z. d. A.)."""
    actor, at = request.actor, now()
    row = queries.get_vorgang(actor, vorgang_id)
    check_match(request, row)
    actions.close_vorgang(actor, row, on=given.closed_on or localdate(at), at=at)
    return _told(actor, row.pk, status=201)


@router.post(
    "vorgaenge/{vorgang_id}/wiederaufnahme",
    response={201: VorgangOut},
    summary="Vorgang wieder aufnehmen",
)
@once(queries.get_vorgang)
def reopen_vorgang(request: HttpRequest, vorgang_id: UUID, given: WiederaufnahmeIn):
    """Take a closed Vorgang up again."""
    actor = request.actor
    row = queries.get_vorgang(actor, vorgang_id)
    check_match(request, row)
    actions.reopen_vorgang(actor, row, reason=given.reason, at=now())
    return _told(actor, row.pk, status=201)
