"""Orders to change many at once, and what became of each object (the work: `akten.stapel`)."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from verbundakte.akten.events import Event
from verbundakte.akten.kinds import JobKind
from verbundakte.akten.models import Handlung, Stapel, Stapelposten
from verbundakte.akten.permissions import Permission
from verbundakte.core import audit, jobs
from verbundakte.core.actions import Refusal, action
from verbundakte.organisation.models import Person

AT_MOST = 5_000


class NothingChosen(Refusal):
    """An empty order."""

    message = "Es ist nichts ausgewählt. Kreuzen Sie etwas an."


class TooManyChosen(Refusal):
    """A list that is longer than one order."""

    message = "Mehr als 5.000 auf einmal gehen nicht. Grenzen Sie die Liste mit einem Filter ein."


class AlreadyUndone(Refusal):
    """Taking back twice."""

    message = "Dieser Stapel wird schon zurückgenommen."


@action(Permission.STAPEL_RUN, Event.STAPEL_BEGUN, about="result", locks=False)
def begin_stapel(
    actor,
    person: Person,
    *,
    order: tuple[str, str, str],
    told: str,
    ids: Iterable[UUID],
    at: datetime,
) -> Stapel:
    """Order a change of many objects; a job does it. `order`: kind, Handlung, value.

    Each is asked for its rights when it is done. Raises NothingChosen, TooManyChosen.
    """
    kind, handlung, value = order
    ids = list(dict.fromkeys(ids))
    if not ids:
        raise NothingChosen
    if len(ids) > AT_MOST:
        raise TooManyChosen
    stapel = Stapel.objects.create(
        person=person,
        kind=kind,
        handlung=handlung,
        values={"value": value},
        told=told[:300],
        created_at=at,
    )
    rows = [
        Stapelposten(stapel=stapel, position=position, object_id=key)
        for position, key in enumerate(ids, 1)
    ]
    Stapelposten.objects.bulk_create(rows, batch_size=1000)
    audit.note_change("Handlung", None, Handlung(handlung).label)
    audit.note_change("Anzahl", None, len(ids))
    jobs.start(actor, JobKind.STAPEL, subject=stapel, label=told[:200], stapel=stapel.pk)
    return stapel


@action(Permission.STAPEL_RUN, Event.STAPEL_UNDONE)
def undo_stapel(actor, stapel: Stapel, *, at: datetime) -> None:
    """Order that what was done is taken back, as far as it can be. Raises AlreadyUndone."""
    if stapel.undo_ordered_at is not None:
        raise AlreadyUndone
    stapel.undo_ordered_at = at
    stapel.save(update_fields=["undo_ordered_at"])
    label = f"Zurücknehmen: {stapel.told}"[:200]
    jobs.start(actor, JobKind.STAPEL_UNDO, subject=stapel, label=label, stapel=stapel.pk)


def note_done(posten: Stapelposten, before: dict, refused: str, *, at: datetime) -> None:
    """Write down what became of one object of an order."""
    posten.before, posten.refused = before, refused[:400]
    posten.done_at = None if refused else at
    posten.save(update_fields=["before", "refused", "done_at"])


def note_undone(posten: Stapelposten, refused: str, *, at: datetime) -> None:
    """Write down what became of one object when an order was taken back."""
    posten.undo_refused = refused[:400]
    posten.undone_at = None if refused else at
    posten.save(update_fields=["undo_refused", "undone_at"])
