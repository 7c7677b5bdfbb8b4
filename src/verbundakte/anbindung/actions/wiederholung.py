"""Sending again what was sent, or happened before anybody listened: the log knows all of it."""

from datetime import datetime
from uuid import UUID

from verbundakte.anbindung.actions.abonnement import Ended
from verbundakte.anbindung.events import Event
from verbundakte.anbindung.models import Abonnement, Meldung
from verbundakte.anbindung.permissions import Permission
from verbundakte.core import audit
from verbundakte.core.actions import Refusal, action
from verbundakte.core.models import AuditEvent

MOST = 10_000
STATE = ("tries", "tried_at", "status", "note", "delivered_at", "dropped_at")


class PeriodWrong(Refusal):
    """From when to when."""

    message = "Der Zeitraum endet vor seinem Anfang. Ändern Sie die Angaben."


class TooMany(Refusal):
    """A period with more events than are sent again at once."""

    message = "In diesem Zeitraum liegen mehr als 10.000 Ereignisse. Teilen Sie ihn auf."


def _first_id(at: datetime) -> UUID:
    """Return the smallest UUIDv7 of a moment: ids of the log sort by time, so no other index is
    needed."""
    return UUID(int=max(0, int(at.timestamp() * 1000)) << 80)


def _again(abonnement: Abonnement, events: list[AuditEvent]) -> None:
    fresh = [
        Meldung(
            abonnement=abonnement,
            event_id=event.pk,
            seq=event.seq,
            anlass=event.name,
            subject_kind=event.subject_kind,
            subject_id=event.subject_id,
            at=event.at,
        )
        for event in events
    ]
    Meldung.objects.bulk_create(
        fresh,
        batch_size=500,
        update_conflicts=True,
        unique_fields=["tenant", "abonnement", "event_id"],
        update_fields=list(STATE),
    )


@action(Permission.ABONNEMENT_EDIT, Event.MELDUNGEN_REPEATED)
def repeat_period(actor, abonnement: Abonnement, *, from_at: datetime, to_at: datetime) -> int:
    """Send again what happened from a moment up to another; return how many messages that are.

    Raises Ended, PeriodWrong, TooMany.
    """
    if abonnement.ended_at is not None:
        raise Ended
    if from_at >= to_at:
        raise PeriodWrong
    rows = AuditEvent.objects.filter(
        pk__gte=_first_id(from_at), pk__lt=_first_id(to_at), name__in=abonnement.anlaesse
    ).exclude(seq=None)
    events = list(rows.order_by("seq")[: MOST + 1])
    if len(events) > MOST:
        raise TooMany
    _again(abonnement, events)
    audit.note_change("Von", None, from_at)
    audit.note_change("Bis", None, to_at)
    audit.note_change("Anzahl", None, len(events))
    return len(events)


@action(Permission.ABONNEMENT_EDIT, Event.MELDUNGEN_REPEATED)
def repeat_meldung(actor, abonnement: Abonnement, *, meldung: Meldung) -> None:
    """Send one message again. Raises Ended."""
    if abonnement.ended_at is not None:
        raise Ended
    for name in STATE:
        setattr(meldung, name, Meldung._meta.get_field(name).get_default())
    meldung.save(update_fields=list(STATE))
    audit.note_change("Anzahl", None, 1)
