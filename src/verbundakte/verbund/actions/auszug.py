"""Leaving the installation: two persons of the town decide, two weeks pass, then it may be deleted."""

from datetime import datetime

from verbundakte.core import audit
from verbundakte.core.actions import Refusal, action
from verbundakte.core.models import Tenant
from verbundakte.organisation.actor import Actor
from verbundakte.verbund.events import Event
from verbundakte.verbund.models import Auszug
from verbundakte.verbund.permissions import Permission


class AlreadyLeaving(Refusal):
    message = "Der Auszug ist schon beantragt."


class NotLeaving(Refusal):
    message = "Der Auszug ist nicht beantragt."


class SamePerson(Refusal):
    message = "Bestätigen muss eine andere Person als die, die den Auszug beantragt hat."


class AlreadyConfirmed(Refusal):
    message = "Der Auszug ist schon bestätigt."


class TooEarly(Refusal):
    """The time of waiting is not over."""


@action(Permission.AUSZUG_DECIDE, Event.AUSZUG_REQUESTED, about="result")
def request_auszug(actor: Actor, tenant: Tenant, *, at: datetime) -> Auszug:
    """Ask for the town to leave. Raises AlreadyLeaving."""
    if Auszug.objects.in_force().exists():
        raise AlreadyLeaving
    return Auszug.objects.create(requested_at=at, requested_by=actor.person_id)


@action(Permission.AUSZUG_DECIDE, Event.AUSZUG_CONFIRMED)
def confirm_auszug(actor: Actor, auszug: Auszug, *, at: datetime) -> Auszug:
    """Confirm as a second person; the time of waiting begins. Raises SamePerson, AlreadyConfirmed."""
    if auszug.confirmed_at:
        raise AlreadyConfirmed
    if auszug.requested_by == actor.person_id:
        raise SamePerson
    auszug.confirmed_at, auszug.confirmed_by = at, actor.person_id
    auszug.save(update_fields=["confirmed_at", "confirmed_by"])
    audit.note_change("Löschung frühestens", None, auszug.earliest_at)
    return auszug


@action(Permission.AUSZUG_DECIDE, Event.AUSZUG_WITHDRAWN)
def withdraw_auszug(actor: Actor, auszug: Auszug, *, at: datetime) -> Auszug:
    """Stay after all; one person is enough for that."""
    auszug.withdrawn_at = at
    auszug.save(update_fields=["withdrawn_at"])
    return auszug


def check_may_leave(auszug: Auszug | None, *, at: datetime) -> Auszug:
    """Return the decision that lets a town be deleted now. Raises NotLeaving or TooEarly."""
    if auszug is None:
        raise NotLeaving
    if auszug.earliest_at is None:
        raise TooEarly("Der Auszug ist noch nicht von einer zweiten Person bestätigt.")
    if at < auszug.earliest_at:
        raise TooEarly(
            f"Die Kommune kann frühestens am {auszug.earliest_at:%d.%m.%Y} gelöscht werden; bis dahin"
            " kann sie den Auszug zurücknehmen."
        )
    return auszug
