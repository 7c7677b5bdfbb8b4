"""How far something is on its way out: what all actions that move it share."""

from datetime import date, datetime

from django.utils import timezone

from verbundakte.akten.actions import Antwort, change_dokument, dokument_answered, is_closed
from verbundakte.akten.models import Dokument
from verbundakte.akten.permissions import Permission as AktenPermission
from verbundakte.core import audit
from verbundakte.core.actions import Refusal
from verbundakte.schriftverkehr.models import Versand
from verbundakte.schriftverkehr.versandwege import weg_of


class AlreadySent(Refusal):
    """It is out of the house."""

    message = "Das ist schon versandt. Erfassen Sie einen Rücklauf, wenn es zurückkommt."


class AlreadyWithdrawn(Refusal):
    """Somebody was faster."""

    message = "Dieser Versand ist zurückgezogen."


class InFuture(Refusal):
    """A day that has not come."""

    message = "Dieser Tag liegt in der Zukunft. Vermerken Sie, was geschehen ist."


class Dispatched(Refusal):
    """What goes out is not changed any more."""

    def __init__(self, versand: Versand):
        if versand.versandt_on:
            told = f"am {versand.versandt_on:%d.%m.%Y} an {versand.name} versandt worden"
            advice = "Schreiben Sie ein neues Dokument."
        else:
            told = f"für {versand.name} im Postausgang"
            advice = "Ziehen Sie den Versand zuerst zurück."
        super().__init__(f"Dieses Dokument ist {told}; diese Fassung gilt. {advice}")


def check_open(versand: Versand) -> None:
    """Raise AlreadyWithdrawn, AlreadySent."""
    if versand.withdrawn_at is not None:
        raise AlreadyWithdrawn
    if versand.versandt_at is not None:
        raise AlreadySent


def mark_dispatched(actor, versand: Versand, *, on: date, at: datetime) -> None:
    """Part of the actions that send: the row, the mark on the file, the answer to what came in."""
    check_open(versand)
    if on > timezone.localdate(at):
        raise InFuture
    versand.versandt_on, versand.versandt_at = on, at
    versand.versandt_by = getattr(actor, "person_id", None)
    count_and_save(versand)
    audit.note_change("Aufgegeben am", None, on)
    _mark_file(actor, versand.dokument, on)
    if versand.antwort_auf is not None:
        way = weg_of(versand.weg)
        is_printed = way is not None and way.is_printed
        dokument_answered.run(actor, Antwort(versand.antwort_auf, versand.number, at, is_printed))


def count_and_save(versand: Versand) -> None:
    """Save a row whose fields were set, and count that."""
    versand.revision += 1
    versand.save()


def _mark_file(actor, dokument: Dokument, on: date) -> None:
    """Write the first day of dispatch onto the Dokument, where it may still be changed."""
    if dokument.postausgangsdatum is not None or is_closed(dokument.vorgang):
        return
    if not actor.may(AktenPermission.DOKUMENT_EDIT, dokument):
        return
    change_dokument(
        actor, dokument, seen_revision=dokument.revision, values={"postausgangsdatum": on}
    )


def refuse_dispatched(actor, dokument: Dokument) -> None:
    """Subscriber of `fassung_changing`: what goes out or has gone keeps its Fassung. Raises Dispatched."""
    rows = Versand.objects.filter(dokument=dokument, withdrawn_at=None)
    found = rows.order_by("versandt_at", "created_at").first()
    if found is not None:
        raise Dispatched(found)
