"""Letters for programs: Vorlagen, begin one with values, read, make the Reinschrift."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from uuid import UUID

from django.http import Http404, HttpRequest
from django.utils.timezone import localdate
from ninja import Router

from verbundakte.akten import queries as akten
from verbundakte.akten.models import Dokument, Vorgang
from verbundakte.akten.queries import kontakt as kontakte
from verbundakte.core.actions import Refusal
from verbundakte.core.api.answers import check_match, etag, ready
from verbundakte.core.api.auth import TokenAuth
from verbundakte.core.api.once import once
from verbundakte.core.clock import now, today
from verbundakte.organisation.models import Stellenbesetzung
from verbundakte.schriftverkehr import queries, services
from verbundakte.schriftverkehr.api.schemas import (
    BriefvorlageListe,
    BriefvorlageOut,
    ReinschriftIn,
    SchreibenEmpfaengerIn,
    SchreibenEmpfaengerOut,
    SchreibenIn,
    SchreibenKurz,
    SchreibenListe,
    SchreibenOut,
)
from verbundakte.schriftverkehr.felder import Brieffeld
from verbundakte.schriftverkehr.models import Briefvorlage, Empfaenger
from verbundakte.schriftverkehr.permissions import Permission
from verbundakte.schriftverkehr.queries import Blatt
from verbundakte.schriftverkehr.verfassen import begin_angaben, felder_of

router = Router(tags=["Schreiben"], auth=TokenAuth("briefe"))
OF_VORGANG, ONE = "vorgaenge/{vorgang_id}/schreiben", "schreiben/{schreiben_id}"


class FeldUnknown(Refusal):
    """A Vorlage asks for what it asks; the message names it."""


class NotInThisVorgang(Refusal):
    """What is enclosed lies in the same Vorgang."""

    message = "Anlagen sind Dokumente desselben Vorgangs. Eine davon liegt nicht darin."


class MayNotSign(Refusal):
    """Who signs is named in the file."""

    message = "Diese Person kann in diesem Vorgang kein Schreiben unterzeichnen."


def _told(actor, key: UUID, *, status: int = 200):
    row = queries.get_schreiben(actor, key)
    akten.note_read(actor, row.dokument)
    final = queries.reinschrift_of(actor, row)
    letters = queries.exemplare_of(actor, final) if final else {}
    shown = SchreibenOut(
        **SchreibenKurz.of(row, is_final=final is not None).dict(),
        vorgang=row.dokument.vorgang_id,
        vorlage=row.vorlage.kuerzel if row.vorlage else "",
        datum=row.dokument.datum_des_schreibens,
        fehlt=[] if final or row.vorlage is None else _missing(actor, row),
        gezeichnet=" ".join(filter(None, (final.zeichnung, final.gezeichnet))) if final else "",
        sha256=final.sha256 if final else "",
        empfaenger=[
            SchreibenEmpfaengerOut.of(one, letters.get(one.pk))
            for one in queries.empfaenger_of(actor, row)
        ],
    )
    return ready(shown.dict(), status, ETag=etag(row))


def _missing(actor, row) -> list[str]:
    satz = queries.put_together(actor, queries.blatt_of(actor, row), on=today())
    return [*satz.verfasst.fehler, *satz.verfasst.fehlt]


@router.get("briefvorlagen", response=BriefvorlageListe, summary="Briefvorlagen, die heute gelten")
def list_briefvorlagen(request: HttpRequest):
    """Return the Vorlagen with the fields they ask for."""
    rows = queries.vorlagen(request.actor, on=today())
    return BriefvorlageListe(items=[BriefvorlageOut.of(row, felder_of(row.inhalt)) for row in rows])


@router.get(OF_VORGANG, response=SchreibenListe, summary="Schreiben eines Vorgangs")
def list_schreiben(request: HttpRequest, vorgang_id: UUID):
    """Return the letters of a Vorgang, the newest first."""
    actor = request.actor
    vorgang = akten.get_vorgang(actor, vorgang_id)
    akten.note_read(actor, vorgang)
    rows = queries.schreiben_in(actor, vorgang)
    return SchreibenListe(
        items=[SchreibenKurz.of(row, is_final=row.reinschrift is not None) for row in rows]
    )


@router.post(OF_VORGANG, response={201: SchreibenOut}, summary="Schreiben aus einer Vorlage")
@once(queries.get_schreiben)
def create_schreiben(request: HttpRequest, vorgang_id: UUID, given: SchreibenIn):
    """Begin a letter from a Vorlage; what it lacks stands in `fehlt`."""
    actor, at = request.actor, now()
    vorgang = akten.get_vorgang(actor, vorgang_id)
    vorlage = queries.get_vorlage(actor, given.vorlage, on=localdate(at))
    blatt = _blatt(actor, vorgang, vorlage, given, localdate(at))
    row = services.write_letter(actor, blatt, at=at, is_final=given.is_reinschrift)
    return _told(actor, row.pk, status=201)


def check_angaben(angaben: Iterable[str], felder: Iterable[Brieffeld]) -> None:
    """Refuse an answer to what a Vorlage does not ask. Raises FeldUnknown."""
    names = [feld.name for feld in felder]
    if wrong := next((name for name in angaben if name not in names), None):
        raise FeldUnknown(
            f"Das Feld „{wrong[:60]}“ gibt es in dieser Vorlage nicht. Es gibt: {', '.join(names)}."
        )


def _blatt(actor, vorgang: Vorgang, vorlage: Briefvorlage, given: SchreibenIn, on: date) -> Blatt:
    """Return what is asked for. Raises FeldUnknown, NotInThisVorgang, MayNotSign."""
    check_angaben(given.angaben, felder_of(vorlage.inhalt))
    blatt = Blatt(vorgang, vorlage, given.datum or on, betreff=given.betreff)
    blatt.angaben = begin_angaben(vorlage.inhalt, on) | given.angaben
    blatt.bezug = akten.get_dokument(actor, given.bezug) if given.bezug else None
    blatt.is_sperre_bestaetigt = given.is_sperre_bestaetigt
    offered = {row.pk: row for row in queries.enclosable(actor, vorgang)}
    for position, one in enumerate(given.empfaenger, 1):
        blatt.empfaenger.append(_empfaenger(actor, one, vorlage, position, on))
        blatt.beilagen[position] = _enclosed(one, offered)
    return _signed(actor, blatt, given.person, on)


def _empfaenger(
    actor, given: SchreibenEmpfaengerIn, vorlage: Briefvorlage, position: int, on: date
) -> Empfaenger:
    one = Empfaenger(position=position)
    if given.kontakt:
        row = kontakte.get_kontakt(actor, given.kontakt)
        one = queries.empfaenger_from(actor, row, on=on, position=position)
    for name in ("name", "anschrift", "anrede", "adresse"):
        setattr(one, name, getattr(given, name) or getattr(one, name))
    one.name = one.name or one.anschrift.partition("\n")[0][:300]
    one.art, one.weg = given.art, given.weg
    one.zustellart = given.zustellart or (vorlage.inhalt["zustellart"] if position == 1 else "")
    return one


def _enclosed(given: SchreibenEmpfaengerIn, offered: dict) -> list[tuple[Dokument | None, str]]:
    if any(key not in offered for key in given.beilagen):
        raise NotInThisVorgang
    papers = (text.strip()[:200] for text in given.papier if text.strip())
    return [*((offered[key], "") for key in given.beilagen), *((None, text) for text in papers)]


def signer_of(actor, vorgang: Vorgang, person: UUID | None, on: date) -> Stellenbesetzung | None:
    """Return who signs: the named person, or whoever calls, None where she cannot. Raises MayNotSign."""
    signers = queries.signers(actor, vorgang, on=on)
    own = queries.own_besetzung(actor, signers)
    found = [row for row in signers if (row.person_id == person if person else row.pk == own)]
    if person and not found:
        raise MayNotSign
    return found[0] if found else None


def _signed(actor, blatt: Blatt, person: UUID | None, on: date) -> Blatt:
    found = signer_of(actor, blatt.vorgang, person, on)
    return replace(blatt, person=found.person, stelle=found.stelle) if found else blatt


@router.get(ONE, response=SchreibenOut, summary="Ein Schreiben")
def get_schreiben(request: HttpRequest, schreiben_id: UUID):
    """Return a letter with its Empfänger and what it lacks."""
    return _told(request.actor, schreiben_id)


@router.post(f"{ONE}/reinschriften", response={201: SchreibenOut}, summary="Reinschrift herstellen")
@once(queries.get_schreiben)
def create_reinschrift(request: HttpRequest, schreiben_id: UUID, given: ReinschriftIn):
    """Make a letter final as it stands. Needs If-Match."""
    actor, at = request.actor, now()
    row = queries.get_schreiben(actor, schreiben_id)
    check_match(request, row)
    if not actor.may(Permission.SCHREIBEN_WRITE, row):
        raise Http404
    blatt = queries.blatt_of(actor, row)
    blatt.is_sperre_bestaetigt = given.is_sperre_bestaetigt
    satz = queries.put_together(actor, blatt, on=localdate(at))
    services.finish_letter(actor, row, blatt, satz, at=at)
    return _told(actor, schreiben_id, status=201)
