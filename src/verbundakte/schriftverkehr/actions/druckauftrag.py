"""Letters that are printed together, and given to the post on one day."""

from collections.abc import Sequence
from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from verbundakte.akten.actions.nummer import take_number
from verbundakte.akten.queries.kontakt import is_gesperrt
from verbundakte.core import audit
from verbundakte.core.actions import Refusal, action
from verbundakte.core.ausgaben import order_ausgabe
from verbundakte.core.jobs import AWAITED, start
from verbundakte.organisation.models import Person
from verbundakte.schriftverkehr.actions.versand import dispatch_versand
from verbundakte.schriftverkehr.actions.versandstand import InFuture, check_open, count_and_save
from verbundakte.schriftverkehr.ausgang_kinds import AusgangJob
from verbundakte.schriftverkehr.events import Event
from verbundakte.schriftverkehr.models import Druckauftrag, Versand
from verbundakte.schriftverkehr.permissions import Permission
from verbundakte.schriftverkehr.versandwege import weg_of

MOST_LETTERS = 500


class NothingToPrint(Refusal):
    """Nothing was chosen, or nothing of it is printed."""

    message = "Wählen Sie mindestens eine Sendung, die gedruckt wird."


class TooManyLetters(Refusal):
    """More than a printer tray."""

    message = f"Höchstens {MOST_LETTERS} Sendungen in einem Druckauftrag. Wählen Sie weniger."


class AlreadyInPrint(Refusal):
    """Two print jobs would send a letter twice."""

    def __init__(self, versand: Versand):
        super().__init__(
            f"{versand.number} steht schon in Druckauftrag {versand.druckauftrag.number}."
            " Nehmen Sie die Sendung dort heraus, oder drucken Sie diesen Auftrag erneut."
        )


class GesperrtSince(Refusal):
    """Nobody has said yet that she means this address in spite of the Auskunftssperre."""

    def __init__(self, versand: Versand):
        super().__init__(
            f"Für den Empfänger von {versand.number} besteht inzwischen eine Auskunftssperre (§ 51 BMG)."
            " Prüfen Sie die Anschrift, ziehen Sie die Sendung zurück und geben Sie sie mit Bestätigung"
            " neu in den Postausgang."
        )


class AlreadyGiven(Refusal):
    """It is with the post."""

    message = "Dieser Druckauftrag ist schon zur Post gegeben."


class Elsewhere(Refusal):
    """It was taken out in between."""

    message = "Diese Sendung steht nicht in diesem Druckauftrag. Laden Sie die Seite neu."


@action(Permission.VERSAND_DISPATCH, Event.DRUCKAUFTRAG_BEGUN, about="result", locks=False)
def begin_druckauftrag(
    actor, person: Person, *, versand: Sequence[Versand], at: datetime
) -> Druckauftrag:
    """Collect letters into one print job; the PDF is made by a job.

    Raises NothingToPrint, TooManyLetters, AlreadyInPrint, AlreadySent, AlreadyWithdrawn, GesperrtSince.
    """
    rows = [row for row in versand if weg_of(row.weg) and weg_of(row.weg).is_printed]
    if not rows:
        raise NothingToPrint
    if len(rows) > MOST_LETTERS:
        raise TooManyLetters
    jahr = timezone.localdate(at).year
    auftrag = Druckauftrag.objects.create(
        jahr=jahr,
        nummer=take_number(f"druckauftrag:{jahr}"),
        created_at=at,
        created_by=person.pk,
    )
    keys = [row.pk for row in rows]
    locked = Versand.objects.select_for_update(of=("self",)).select_related(
        "druckauftrag", "kontakt"
    )
    for row in locked.filter(pk__in=keys).order_by("created_at", "pk"):
        if not actor.may(Permission.VERSAND_DISPATCH, row):
            raise PermissionDenied(Permission.VERSAND_DISPATCH)
        check_open(row)
        if row.druckauftrag_id is not None:
            raise AlreadyInPrint(row)
        if _is_locked(row, timezone.localdate(at)):
            raise GesperrtSince(row)
        row.druckauftrag = auftrag
        count_and_save(row)
    audit.note_change("Sendungen", None, len(keys))
    _order(actor, auftrag, at)
    return auftrag


def _is_locked(row: Versand, on: date) -> bool:
    """Tell whether an Auskunftssperre holds that nobody has confirmed."""
    return bool(row.kontakt and is_gesperrt(row.kontakt, on) and not row.is_sperre_bestaetigt)


@action(Permission.VERSAND_DISPATCH, Event.DRUCKAUFTRAG_AGAIN)
def print_again(actor, auftrag: Druckauftrag, *, at: datetime) -> None:
    """Make the PDF of a print job anew, for whoever asks now. Raises AlreadyGiven."""
    if auftrag.aufgegeben_on is not None:
        raise AlreadyGiven
    _order(actor, auftrag, at)


def _order(actor, auftrag: Druckauftrag, at: datetime) -> None:
    ausgabe = order_ausgabe(actor, {"druckauftrag": str(auftrag.pk)}, at=at)
    row = start(
        actor,
        AusgangJob.PRINT,
        label=f"Druckauftrag {auftrag.number}",
        priority=AWAITED,
        ausgabe=ausgabe.pk,
        druckauftrag=auftrag.pk,
    )
    auftrag.ausgabe, auftrag.job = ausgabe.pk, row.pk
    auftrag.revision += 1
    auftrag.save()


@action(Permission.VERSAND_DISPATCH, Event.DRUCKAUFTRAG_REDUCED)
def take_out(actor, auftrag: Druckauftrag, *, versand: Versand) -> None:
    """Take a letter out of a print job; it waits again. Raises AlreadyGiven, Elsewhere."""
    if auftrag.aufgegeben_on is not None:
        raise AlreadyGiven
    row = Versand.objects.select_for_update(of=("self",)).get(pk=versand.pk)
    if row.druckauftrag_id != auftrag.pk:
        raise Elsewhere
    row.druckauftrag = None
    count_and_save(row)
    audit.note_change("Sendung", row.number, None)


@action(Permission.VERSAND_DISPATCH, Event.DRUCKAUFTRAG_GIVEN)
def give_to_post(actor, auftrag: Druckauftrag, *, on: date, at: datetime) -> int:
    """Note for all letters of a print job on which day they were given to the post (Tag der Aufgabe).

    Returns how many. What was withdrawn meanwhile is left out. Raises AlreadyGiven, InFuture,
    NothingToPrint, PermissionDenied when one of them is not hers to send.
    """
    if auftrag.aufgegeben_on is not None:
        raise AlreadyGiven
    if on > timezone.localdate(at):
        raise InFuture
    rows = list(Versand.objects.filter(druckauftrag=auftrag, versandt_at=None, withdrawn_at=None))
    if not rows:
        raise NothingToPrint
    for row in rows:
        dispatch_versand(actor, row, on=on, at=at)
    auftrag.aufgegeben_on, auftrag.aufgegeben_by = on, actor.person_id
    auftrag.revision += 1
    auftrag.save()
    audit.note_change("Zur Post gegeben am", None, on)
    audit.note_change("Sendungen", None, len(rows))
    return len(rows)


def note_window(versand: Versand, problem: str) -> None:
    """Keep what the window check found (derived from the file, found anew with each print)."""
    Versand.objects.filter(pk=versand.pk).update(fensterhinweis=problem[:300])
