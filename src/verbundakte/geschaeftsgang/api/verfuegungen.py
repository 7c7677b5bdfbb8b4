"""Verfügungen for programs: draw up, read, add and end steps, sign, what waits, the chain."""

from uuid import UUID

from django.http import Http404, HttpRequest
from django.utils.timezone import localdate
from ninja import Router

from verbundakte.akten import queries as akten
from verbundakte.core.api.answers import check_match, etag, limited, ready
from verbundakte.core.api.auth import TokenAuth
from verbundakte.core.api.given import After, Limit
from verbundakte.core.api.once import once
from verbundakte.core.clock import now
from verbundakte.geschaeftsgang import actions, queries
from verbundakte.geschaeftsgang.actions import Antwort, Rahmen
from verbundakte.geschaeftsgang.api.schemas import (
    GrundIn,
    SchrittErledigungIn,
    SchrittIn,
    SchrittOut,
    SchrittPage,
    VerfuegungIn,
    VerfuegungListe,
    VerfuegungOut,
    ZeichnungKette,
    ZeichnungOut,
)
from verbundakte.geschaeftsgang.models import Ergebnis, Reihenfolge, Schritt, SchrittArt
from verbundakte.geschaeftsgang.permissions import Permission
from verbundakte.geschaeftsgang.xdomea import send_xdomea
from verbundakte.geschaeftsgang.zeilen import read_zeilen

router = Router(tags=["Geschäftsgang"], auth=TokenAuth("geschaeftsgang"))
OF_VORGANG = "vorgaenge/{vorgang_id}/verfuegungen"
XML = {"application/xml": {"schema": {"type": "string"}}}
ONE, STEP = "verfuegungen/{verfuegung_id}", "schritte/{schritt_id}"


def _told(actor, key: UUID, *, status: int = 200):
    row = queries.get_verfuegung(actor, key)
    akten.note_read(actor, row.vorgang)
    return ready(VerfuegungOut.of(row).model_dump(), status, ETag=etag(row))


def _told_step(actor, key: UUID, *, status: int = 200):
    row = queries.get_schritt(actor, key)
    akten.note_read(actor, row.verfuegung.vorgang)
    return ready(SchrittOut.of(row).model_dump(), status, ETag=etag(row))


def _require(actor) -> None:
    """Raise Http404 for whoever sees no Verfügungen at all."""
    if Permission.VERFUEGUNG_READ not in actor.permissions:
        raise Http404


def _lines(actor, text: str, at):
    """Return typed lines as lines of a Verfügung. Raises LineUnclear."""
    on = localdate(at)
    return actions.lines_from(read_zeilen(text, queries.verzeichnis(actor, on=on), today=on))


@router.get(OF_VORGANG, response=VerfuegungListe, summary="Verfügungen eines Vorgangs")
def list_verfuegungen(request: HttpRequest, vorgang_id: UUID):
    """Return the Verfügungen of a Vorgang with their steps, the newest first."""
    actor = request.actor
    _require(actor)
    vorgang = akten.get_vorgang(actor, vorgang_id)
    akten.note_read(actor, vorgang)
    rows = queries.verfuegungen_of(actor, vorgang)
    return VerfuegungListe(items=[VerfuegungOut.of(row) for row in rows])


@router.post(OF_VORGANG, response={201: VerfuegungOut}, summary="In den Geschäftsgang geben")
@once(queries.get_verfuegung)
def create_verfuegung(request: HttpRequest, vorgang_id: UUID, given: VerfuegungIn):
    """Draw up a Verfügung from typed lines or a Vorlage."""
    actor, at = request.actor, now()
    vorgang = akten.get_vorgang(actor, vorgang_id)
    dokument = akten.get_dokument(actor, given.dokument) if given.dokument else None
    if given.vorlage:
        vorlage = queries.get_vorlage(actor, given.vorlage, on=localdate(at))
        zeilen, rahmen = actions.lines_of(vorlage), actions.frame_of(vorlage, dokument)
    else:
        zeilen = _lines(actor, given.zeilen, at)
        rahmen = Rahmen(dokument, given.betreff, Reihenfolge(given.reihenfolge))
    row = actions.create_verfuegung(actor, vorgang, zeilen=zeilen, rahmen=rahmen, at=at)
    return ready(VerfuegungOut.of(row).model_dump(), 201, ETag=etag(row))


@router.get(ONE, response=VerfuegungOut, summary="Eine Verfügung")
def get_verfuegung(request: HttpRequest, verfuegung_id: UUID):
    """Return a Verfügung with its steps."""
    return _told(request.actor, verfuegung_id)


@router.get(
    f"{ONE}/xdomea",
    summary="Eine Verfügung als xdomea",
    description="Alle Schritte als Element InternerGeschaeftsgang (xdomea 4.0).",
    openapi_extra={"responses": {200: {"description": "Das Element.", "content": XML}}},
)
def get_verfuegung_xdomea(request: HttpRequest, verfuegung_id: UUID):
    """Return a Verfügung as a Geschäftsgang of xdomea."""
    row = queries.get_verfuegung(request.actor, verfuegung_id)
    akten.note_read(request.actor, row.vorgang)
    return send_xdomea(row)


@router.post(f"{ONE}/schritte", response={201: VerfuegungOut}, summary="Schritte anfügen")
@once(queries.get_verfuegung)
def create_schritte(request: HttpRequest, verfuegung_id: UUID, given: SchrittIn):
    """Add steps at the end or after another one. Needs If-Match."""
    actor, at = request.actor, now()
    row = queries.get_verfuegung(actor, verfuegung_id)
    check_match(request, row)
    after = queries.get_schritt(actor, given.nach) if given.nach else None
    for zeile in _lines(actor, given.zeilen, at):
        made = actions.add_schritt(actor, row, zeile=zeile, after=after, at=at)
        after = made if after is not None else None
    return _told(actor, verfuegung_id, status=201)


@router.post(f"{ONE}/rueckruf", response={201: VerfuegungOut}, summary="Verfügung zurückrufen")
@once(queries.get_verfuegung)
def recall_verfuegung(request: HttpRequest, verfuegung_id: UUID, given: GrundIn):
    """Call back every step that has not ended. Needs If-Match."""
    actor = request.actor
    row = queries.get_verfuegung(actor, verfuegung_id)
    check_match(request, row)
    actions.recall_verfuegung(actor, row, grund=given.grund, at=now())
    return _told(actor, verfuegung_id, status=201)


@router.get("schritte", response=SchrittPage, summary="Was auf mich wartet")
def list_schritte(request: HttpRequest, after: After = "", limit: Limit = 50):
    """Return the steps that wait for the person: what is urgent, then by Frist."""
    actor = request.actor
    _require(actor)
    page = queries.waiting_for(actor, on=localdate(now()), after=after, limit=limited(limit))
    return SchrittPage(items=[SchrittOut.of(row) for row in page.schritte], after=page.next)


@router.get(STEP, response=SchrittOut, summary="Ein Schritt")
def get_schritt(request: HttpRequest, schritt_id: UUID):
    """Return a step."""
    return _told_step(request.actor, schritt_id)


def _do(actor, row: Schritt, given: SchrittErledigungIn):
    """Do a step in the way of its kind."""
    at, note = now(), given.bemerkung
    taken = {"uebernahme": given.uebernahme}
    if row.art == SchrittArt.MITZEICHNUNG and given.ergebnis == Ergebnis.ABGELEHNT:
        return actions.dissent_schritt(actor, row, seen=given.fassung, grund=note, at=at, **taken)
    if row.art == SchrittArt.MITZEICHNUNG:
        return actions.agree_schritt(actor, row, seen=given.fassung, bemerkung=note, at=at, **taken)
    if row.art == SchrittArt.SCHLUSSZEICHNUNG:
        return actions.finally_sign(actor, row, seen=given.fassung, bemerkung=note, at=at, **taken)
    if row.art == SchrittArt.KENNTNIS:
        return actions.acknowledge_schritt(actor, row, seen=given.fassung, bemerkung=note, at=at)
    ergebnis = Ergebnis(given.ergebnis)
    if row.aussen:
        antwort = Antwort(given.am or localdate(at), ergebnis, given.wer, note)
        return actions.answer_schritt(actor, row, antwort=antwort, at=at)
    return actions.complete_schritt(actor, row, bemerkung=note, ergebnis=ergebnis, at=at, **taken)


@router.post(f"{STEP}/erledigung", response={201: SchrittOut}, summary="Schritt erledigen")
@once(queries.get_schritt)
def create_erledigung(request: HttpRequest, schritt_id: UUID, given: SchrittErledigungIn):
    """Do a step: work, Kenntnisnahme, Mitzeichnung, Schlusszeichnung. Needs If-Match."""
    actor = request.actor
    row = queries.get_schritt(actor, schritt_id)
    check_match(request, row)
    _do(actor, row, given)
    return _told_step(actor, schritt_id, status=201)


@router.post(f"{STEP}/zurueckgabe", response={201: SchrittOut}, summary="Schritt zurückgeben")
@once(queries.get_schritt)
def create_zurueckgabe(request: HttpRequest, schritt_id: UUID, given: GrundIn):
    """Give a step back with the reason. Needs If-Match."""
    actor = request.actor
    row = queries.get_schritt(actor, schritt_id)
    check_match(request, row)
    actions.return_schritt(actor, row, grund=given.grund, at=now())
    return _told_step(actor, schritt_id, status=201)


@router.post(f"{STEP}/uebergehung", response={201: SchrittOut}, summary="Schritt übergehen")
@once(queries.get_schritt)
def create_uebergehung(request: HttpRequest, schritt_id: UUID, given: GrundIn):
    """Pass over a step with the reason. Needs If-Match."""
    actor = request.actor
    row = queries.get_schritt(actor, schritt_id)
    check_match(request, row)
    actions.skip_schritt(actor, row, grund=given.grund, at=now())
    return _told_step(actor, schritt_id, status=201)


@router.get(
    "dokumente/{dokument_id}/zeichnungen",
    response=ZeichnungKette,
    summary="Zeichnungen eines Dokuments",
)
def list_zeichnungen(request: HttpRequest, dokument_id: UUID):
    """Return the chain of Zeichnungen of a Dokument, with what does not count any more."""
    actor = request.actor
    dokument = akten.get_dokument(actor, dokument_id)
    akten.note_read(actor, dokument)
    return ZeichnungKette(
        items=[ZeichnungOut.of(glied) for glied in queries.chain_of(actor, dokument)]
    )
