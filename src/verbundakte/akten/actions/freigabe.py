"""Let one person read an object, and what inherits from it, for a time; it ends by itself."""

from datetime import date, datetime
from uuid import UUID

from verbundakte.akten.actions.zugriff import settle
from verbundakte.akten.events import Event
from verbundakte.akten.models import Akte, Dokument, Vorgang
from verbundakte.akten.permissions import Permission
from verbundakte.core import audit
from verbundakte.core.actions import Refusal, action
from verbundakte.core.models import Freigabe
from verbundakte.organisation.models import Person


class FreigabeEnded(Refusal):
    """Ending what is over."""

    message = "Diese Freigabe ist schon beendet. Laden Sie die Seite neu."


@action(Permission.ZUGRIFF_EDIT, Event.FREIGABE_GIVEN)
def give_freigabe(
    actor, subject: Akte | Vorgang | Dokument, *, person: Person, days: tuple[date, date], reason: str,
    at: datetime,
) -> Freigabe:  # fmt: skip
    """Let a person read an object. `days`: the first day, and the first one without it."""
    from_on, to_on = days
    freigabe = Freigabe.objects.create(
        person_id=person.pk,
        object_kind=subject._meta.model_name,
        object_id=subject.pk,
        from_on=from_on,
        to_on=to_on,
        reason=reason,
        created_at=at,
        created_by=getattr(actor, "person_id", None),
    )
    audit.note_change("Lesen", None, f"{person.name} bis {to_on:%d.%m.%Y}")
    audit.note_change("Grund", None, reason)
    settle(subject, by=actor)
    return freigabe


@action(Permission.ZUGRIFF_EDIT, Event.FREIGABE_ENDED)
def end_freigabe(
    actor, subject: Akte | Vorgang | Dokument, *, freigabe: Freigabe, at: datetime
) -> Freigabe:
    """End a Freigabe of this object before its time. Raises FreigabeEnded."""
    row = Freigabe.objects.filter(pk=freigabe.pk, object_id=subject.pk, ended_at=None).first()
    if row is None:
        raise FreigabeEnded
    row.ended_at = at
    row.save(update_fields=["ended_at"])
    person = Person.objects.get(pk=row.person_id)
    audit.note_change("Lesen", f"{person.name} bis {row.to_on:%d.%m.%Y}", None)
    settle(subject, by=actor)
    return row


def let_read(
    actor, subject: Vorgang | Dokument, *, persons: list[Person], days: tuple[date, date], reason: str,
    at: datetime,
) -> list[Freigabe]:  # fmt: skip
    """Let persons read an object because an action of a room above involves them; that action asks
    the right and is logged. `days`: the first day, and the first one without it."""
    made = Freigabe.objects.bulk_create(
        Freigabe(
            person_id=person.pk,
            object_kind=subject._meta.model_name,
            object_id=subject.pk,
            from_on=days[0],
            to_on=days[1],
            reason=reason,
            created_at=at,
            created_by=getattr(actor, "person_id", None),
        )
        for person in persons
    )
    for person in persons:
        audit.note_change("Lesen", None, person.name)
    settle(subject, by=actor)
    return made


def limit_reading(ids: list[UUID], *, until: date) -> None:
    """Let Freigaben that an action of a room above gave end on a day, earlier or later than they would;
    no zone changes by that."""
    Freigabe.objects.filter(pk__in=ids, ended_at=None).update(to_on=until)


def drop_reading(subject: Vorgang | Dokument, ids: list[UUID], *, by, at: datetime) -> None:
    """Take Freigaben that are over out of the access of their object, so that zones do not pile up."""
    Freigabe.objects.filter(pk__in=ids, ended_at=None).update(ended_at=at)
    settle(subject, by=by)
