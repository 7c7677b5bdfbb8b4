"""Verweise between Akten, Vorgänge and Dokumente."""

from datetime import datetime

from verbundakte.akten.events import Event
from verbundakte.akten.models import Akte, Dokument, Verweis, Vorgang
from verbundakte.akten.permissions import Permission
from verbundakte.core import audit
from verbundakte.core.actions import Refusal, action

Subject = Akte | Vorgang | Dokument


class ToItself(Refusal):
    """A Verweis leads somewhere else."""

    message = "Ein Verweis führt zu etwas anderem. Wählen Sie ein anderes Ziel."


class AlreadyLinked(Refusal):
    """The same twice."""

    message = "Diesen Verweis gibt es schon."


@action(Permission.VERWEIS_EDIT, Event.VERWEIS_ADDED, locks=False)
def add_verweis(actor, subject: Subject, *, to: Subject, art: str, at: datetime) -> Verweis:
    """Point from an object to another the actor may see. The log does not name the other: who
    reads it may not be allowed to see that. Raises ToItself, AlreadyLinked."""
    if subject.pk == to.pk:
        raise ToItself
    row, is_new = Verweis.objects.get_or_create(
        art=art,
        from_kind=subject._meta.model_name,
        from_id=subject.pk,
        to_kind=to._meta.model_name,
        to_id=to.pk,
        defaults={"created_at": at, "created_by": actor.person_id},
    )
    if not is_new:
        raise AlreadyLinked
    audit.note_change("Verweis", None, row.get_art_display())
    return row


@action(Permission.VERWEIS_EDIT, Event.VERWEIS_ENDED, locks=False)
def end_verweis(actor, subject: Subject, *, row: Verweis) -> None:
    """Take a Verweis of this object away."""
    audit.note_change("Verweis", row.get_art_display(), None)
    row.delete()
