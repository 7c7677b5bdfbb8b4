"""What came back, and the proof of what arrived."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from verbundakte.akten.models import Dokument
from verbundakte.core import audit
from verbundakte.core.actions import Gone, Refusal, action
from verbundakte.schriftverkehr.actions.versandstand import InFuture, count_and_save
from verbundakte.schriftverkehr.events import Event
from verbundakte.schriftverkehr.models import Ruecklauf, Ruecklaufgrund, Versand, Zustellnachweis
from verbundakte.schriftverkehr.permissions import Permission


class NotSentYet(Refusal):
    """Nothing comes back or arrives that has not gone."""

    message = "Das ist noch nicht versandt. Vermerken Sie zuerst, wann es aufgegeben wurde."


class AlreadyBack(Refusal):
    """It came back once, and that is open."""

    message = "Ein Rücklauf ist schon erfasst und noch offen."


class BeforeDispatch(Refusal):
    """The day cannot be."""

    message = "Dieser Tag liegt vor der Aufgabe. Prüfen Sie das Datum."


@dataclass(frozen=True)
class Nachweis:
    """On which day it arrived, who took it, what proves it."""

    am: date
    empfangen_von: str = ""
    bemerkung: str = ""
    dokument: Dokument | None = None


def _check_day(versand: Versand, am: date, at: datetime) -> None:
    if versand.versandt_on is None:
        raise NotSentYet
    if am < versand.versandt_on:
        raise BeforeDispatch
    if am > timezone.localdate(at):
        raise InFuture


@action(Permission.VERSAND_DISPATCH, Event.VERSAND_RETURNED)
def note_ruecklauf(
    actor, versand: Versand, *, grund: Ruecklaufgrund, am: date, at: datetime, **more
) -> Ruecklauf:
    """Note that something came back; its Vorgang has something open again. `more`: bemerkung, dokument.

    Raises NotSentYet, BeforeDispatch, InFuture, AlreadyBack.
    """
    _check_day(versand, am, at)
    if versand.ruecklaeufe.filter(erledigt_at=None).exists():
        raise AlreadyBack
    audit.note_change("Zurückgekommen", None, Ruecklaufgrund(grund).label)
    audit.note_change("Zurück am", None, am)
    row = Ruecklauf.objects.create(
        versand=versand,
        grund=grund,
        am=am,
        at=at,
        by=getattr(actor, "person_id", None),
        bemerkung=more.get("bemerkung", "")[:500],
        dokument=more.get("dokument"),
    )
    count_and_save(versand)
    return row


@action(Permission.VERSAND_CREATE, Event.RUECKLAUF_SETTLED)
def settle_ruecklauf(actor, versand: Versand, *, by: str, at: datetime) -> None:
    """End an open Rücklauf without sending anew. `by`: what settled it. Raises Gone."""
    if not settle_ruecklaeufe(actor, versand, by=by, at=at):
        raise Gone
    audit.note_change("Erledigt durch", None, by)


def settle_ruecklaeufe(actor, versand: Versand, *, by: str, at: datetime) -> int:
    """Part of the actions that settle: end what is open of a Versand; return how many that were."""
    rows = Ruecklauf.objects.filter(versand=versand, erledigt_at=None)
    return rows.update(
        erledigt_at=at, erledigt_by=getattr(actor, "person_id", None), erledigt_durch=by[:300]
    )


@action(Permission.VERSAND_DISPATCH, Event.VERSAND_DELIVERED)
def note_zustellung(
    actor, versand: Versand, *, nachweis: Nachweis, at: datetime
) -> Zustellnachweis:
    """Note the proof that something arrived. Raises NotSentYet, BeforeDispatch, InFuture."""
    _check_day(versand, nachweis.am, at)
    audit.note_change("Zugestellt am", None, nachweis.am)
    audit.note_change("Angenommen von", None, nachweis.empfangen_von or None)
    row = Zustellnachweis.objects.create(
        versand=versand,
        am=nachweis.am,
        empfangen_von=nachweis.empfangen_von[:300],
        bemerkung=nachweis.bemerkung[:500],
        dokument=nachweis.dokument,
        at=at,
        by=getattr(actor, "person_id", None),
    )
    count_and_save(versand)
    return row
