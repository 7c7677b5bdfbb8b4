"""Wiedervorlagen, Aufgaben and Fristen for programs: what is due, enter, settle, withdraw."""

from datetime import date
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.timezone import localdate
from ninja import Router

from verbundakte.akten import queries as akten
from verbundakte.akten.models import Vorgang
from verbundakte.core.actions import Refusal
from verbundakte.core.api.answers import limited, ready
from verbundakte.core.api.auth import TokenAuth
from verbundakte.core.api.given import After, Limit
from verbundakte.core.api.once import once
from verbundakte.core.clock import now
from verbundakte.core.kalender import kalender_of_town
from verbundakte.geschaeftsgang import actions, queries
from verbundakte.geschaeftsgang.actions import Eintrag, Fristeintrag, Fuer, Rechenweg
from verbundakte.geschaeftsgang.api.termin_schemas import (
    AufgabeIn,
    FristIn,
    TerminArt,
    TerminGrundIn,
    TerminIn,
    TerminListe,
    TerminOut,
    TerminPage,
    WiedervorlageIn,
)
from verbundakte.geschaeftsgang.bekanntgabe import bekanntgaberegeln
from verbundakte.geschaeftsgang.fristrechnung import Fristangaben
from verbundakte.geschaeftsgang.models import Termin
from verbundakte.geschaeftsgang.permissions import Permission
from verbundakte.organisation.queries import get_einheit, get_person
from verbundakte.standards.fristen import GESETZE

router = Router(tags=["Fristen und Wiedervorlagen"], auth=TokenAuth("termine"))
OF_VORGANG, ONE = "vorgaenge/{vorgang_id}", "termine/{art}/{termin_id}"


def _told(row: Termin, *, status: int = 200) -> HttpResponse:
    return ready(TerminOut.of(row).model_dump(), status)


def _again(actor, key: UUID) -> Termin:
    """Return a Termin of whichever kind that was made before. Raises Http404."""
    for art in TerminArt:
        try:
            return queries.get_termin(actor, art.value, key)
        except Http404:
            continue
    raise Http404


def _vorgang(actor, key: UUID) -> Vorgang:
    """Return a Vorgang of which the actor sees the Termine. Raises Http404."""
    if not queries.may_read_termine(actor):
        raise Http404
    vorgang = akten.get_vorgang(actor, key)
    akten.note_read(actor, vorgang)
    return vorgang


def _writable(actor, key: UUID) -> Vorgang:
    """Return a Vorgang for which the actor enters something. Raises Http404, PermissionDenied."""
    vorgang = _vorgang(actor, key)
    if not actor.may(Permission.TERMIN_EDIT, vorgang):
        raise PermissionDenied(Permission.TERMIN_EDIT)
    return vorgang


def _fuer(actor, given: TerminIn) -> Fuer:
    """Return for whom it is: the person or unit named, else oneself. Raises Http404, Refusal."""
    if given.person and given.einheit:
        raise Refusal("Nennen Sie eine Person oder eine Einheit, nicht beides.")
    if given.einheit:
        return Fuer(einheit=get_einheit(actor, given.einheit))
    return Fuer(get_person(actor, given.person or actor.works_for))


def _eintrag(actor, given: TerminIn, on: date) -> Eintrag:
    if given.am < on:
        raise Refusal("Der Tag liegt schon zurück. Wählen Sie einen, der noch kommt.")
    due_on = kalender_of_town(on).arbeitstag(given.am)
    return Eintrag(due_on, _fuer(actor, given), given.text)


@router.get("termine", response=TerminPage, summary="Was für mich anliegt")
def list_termine(request: HttpRequest, art: str = "", after: After = "", limit: Limit = 50):
    """Return the open Termine of the person by day."""
    page = queries.termine_for(request.actor, art=art, after=after, limit=limited(limit))
    rows = [zeile.termin for zeile in page.zeilen if zeile.termin is not None]
    return TerminPage(items=[TerminOut.of(row) for row in rows], after=page.after)


@router.get(f"{OF_VORGANG}/termine", response=TerminListe, summary="Termine eines Vorgangs")
def list_termine_of_vorgang(request: HttpRequest, vorgang_id: UUID):
    """Return the open Termine of a Vorgang by day, then what ended."""
    actor = request.actor
    zeilen, ended = queries.termine_of(actor, _vorgang(actor, vorgang_id))
    rows = [zeile.termin for zeile in zeilen if zeile.termin is not None]
    return TerminListe(items=[TerminOut.of(row) for row in (*rows, *ended)])


@router.post(
    f"{OF_VORGANG}/wiedervorlagen", response={201: TerminOut}, summary="Wiedervorlage setzen"
)
@once(_again)
def create_wiedervorlage(request: HttpRequest, vorgang_id: UUID, given: WiedervorlageIn):
    """Let a Vorgang come up again on a day, or the next on which somebody works."""
    actor, at = request.actor, now()
    vorgang = _writable(actor, vorgang_id)
    eintrag = _eintrag(actor, given, localdate(at))
    return _told(actions.plan_wiedervorlage(actor, vorgang, eintrag=eintrag, at=at), status=201)


@router.post(f"{OF_VORGANG}/aufgaben", response={201: TerminOut}, summary="Aufgabe geben")
@once(_again)
def create_aufgabe(request: HttpRequest, vorgang_id: UUID, given: AufgabeIn):
    """Give somebody something to do for a Vorgang by a day."""
    actor, at = request.actor, now()
    vorgang = _writable(actor, vorgang_id)
    eintrag = _eintrag(actor, given, localdate(at))
    return _told(actions.give_aufgabe(actor, vorgang, eintrag=eintrag, at=at), status=201)


@router.post(f"{OF_VORGANG}/fristen", response={201: TerminOut}, summary="Frist eintragen")
@once(_again)
def create_frist(request: HttpRequest, vorgang_id: UUID, given: FristIn):
    """Enter a Frist of a Vorgang; it is computed and keeps every step with its law."""
    actor, at = request.actor, now()
    vorgang, on = _writable(actor, vorgang_id), localdate(at)
    if given.gesetz not in GESETZE:
        raise Refusal(f"Gerechnet wird nach {', '.join(GESETZE)}.")
    angaben = Fristangaben(
        given.ausloeser, given.am, given.anzahl, given.einheit_der_dauer, given.gesetz
    )
    eintrag = Fristeintrag(
        angaben,
        _fuer(actor, given),
        given.text,
        is_ausschluss=given.ist_ausschlussfrist,
        vorfrist_on=given.vorfrist_on,
        zweite=get_person(actor, given.zweite) if given.zweite else None,
    )
    weg = Rechenweg(kalender_of_town(on), bekanntgaberegeln(on))
    return _told(actions.enter_frist(actor, vorgang, eintrag=eintrag, weg=weg, at=at), status=201)


@router.get(ONE, response=TerminOut, summary="Ein Termin")
def get_termin(request: HttpRequest, art: TerminArt, termin_id: UUID):
    """Return a Wiedervorlage, Aufgabe or Frist."""
    row = queries.get_termin(request.actor, art.value, termin_id)
    akten.note_read(request.actor, row.subject)
    return _told(row)


@router.post(f"{ONE}/erledigung", response={201: TerminOut}, summary="Termin erledigen")
@once(_again)
def create_termin_erledigung(request: HttpRequest, art: TerminArt, termin_id: UUID):
    """Note that it is done; a line of a Verfügung is done with it."""
    actor = request.actor
    row = queries.get_termin(actor, art.value, termin_id)
    actions.settle_termin(actor, row, at=now())
    return _told(queries.get_termin(actor, art.value, termin_id), status=201)


@router.post(f"{ONE}/ruecknahme", response={201: TerminOut}, summary="Termin zurücknehmen")
@once(_again)
def create_termin_ruecknahme(
    request: HttpRequest, art: TerminArt, termin_id: UUID, given: TerminGrundIn
):
    """Take it back; a Frist only with a reason."""
    actor = request.actor
    row = queries.get_termin(actor, art.value, termin_id)
    actions.withdraw_termin(actor, row, grund=given.grund, at=now())
    return _told(queries.get_termin(actor, art.value, termin_id), status=201)
