"""What became of each message. Sending is not part of the log of the town; resting is.

A job holds a claim on its Abonnement and writes only while it holds it, so that two never send side
by side. A worker that dies leaves the claim to run out; the message is sent again.
"""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction

from verbundakte.anbindung import rules
from verbundakte.anbindung.events import Event
from verbundakte.anbindung.models import Abonnement, Meldung
from verbundakte.anbindung.permissions import Permission
from verbundakte.core import audit
from verbundakte.core.actions import action
from verbundakte.core.actor import SystemActor

MELDUNGEN = SystemActor("meldungen", frozenset({Permission.MELDUNG_SEND}))
HELD = timedelta(seconds=120)


def claim(key: UUID, token: UUID, *, at: datetime) -> bool:
    """Take the claim on an Abonnement unless a job holds it."""
    rows = Abonnement.objects.filter(pk=key, ended_at=None, paused_at=None)
    free = rows.filter(busy_until=None) | rows.filter(busy_until__lte=at)
    return bool(free.update(claim=token, busy_until=at + HELD))


def release(abonnement: Abonnement, token: UUID) -> None:
    """Give the claim back."""
    Abonnement.objects.filter(pk=abonnement.pk, claim=token).update(claim=None, busy_until=None)


@transaction.atomic
def note_answer(
    meldung: Meldung, token: UUID, *, status: int | None, note: str, wish: int | None, at: datetime
) -> bool:
    """Write down how a message was answered (`status` None: not at all); tell whether to go on."""
    abonnement = Abonnement.objects.select_for_update().get(pk=meldung.abonnement_id)
    meldung.tries, meldung.tried_at, meldung.status, meldung.note = (
        meldung.tries + 1,
        at,
        status,
        note,
    )
    taken = status is not None and rules.is_delivered(status)
    if taken:
        meldung.delivered_at = at
        abonnement.failures, abonnement.failing_since, abonnement.next_try_at = 0, None, None
    elif status is not None and rules.is_refused_for_good(status, meldung.tries):
        meldung.dropped_at = at
        meldung.note = f"Nach {meldung.tries} Versuchen aufgegeben: die Gegenstelle lehnt sie ab."
    else:
        abonnement.failures += 1
        abonnement.failing_since = abonnement.failing_since or at
        abonnement.next_try_at = at + rules.wait_after(abonnement.failures, wish)
    meldung.save()
    if abonnement.claim == token:
        abonnement.busy_until = at + HELD
    abonnement.save()
    goes_on = taken or meldung.dropped_at is not None
    if status == rules.GONE or rules.is_to_pause(
        abonnement.failing_since, at, settings.MELDUNG_DAYS
    ):
        pause_abonnement(MELDUNGEN, abonnement, at=at)
        goes_on = False
    return goes_on and abonnement.claim == token and abonnement.ended_at is None


def note_dropped(meldung: Meldung, *, note: str, at: datetime) -> None:
    """Do not send a message; the note says why."""
    meldung.dropped_at, meldung.note = at, note
    meldung.save(update_fields=["dropped_at", "note"])


@action(Permission.MELDUNG_SEND, Event.ABONNEMENT_PAUSED)
def pause_abonnement(actor, abonnement: Abonnement, *, at: datetime) -> None:
    """Send no more until somebody has looked; messages go on waiting."""
    if abonnement.paused_at is None:
        abonnement.paused_at = at
        abonnement.save()
        audit.note_change("Fehlversuche in Folge", None, abonnement.failures)


def forget_old_meldungen(on: date) -> int:
    """Forget what happened more than 30 days ago; return how many messages."""
    count, _ = Meldung.objects.filter(at__date__lt=on - rules.KEPT).delete()
    return count
