"""Persons: take on, change, let go."""

from datetime import date

from verbundakte.core import audit
from verbundakte.core.actions import action, assign, check_unchanged
from verbundakte.core.clock import now
from verbundakte.core.models import ApiToken, Membership
from verbundakte.core.tenancy.context import current_tenant
from verbundakte.organisation.actions.rolle import check_administrator_stays
from verbundakte.organisation.actor import Actor
from verbundakte.organisation.events import Event
from verbundakte.organisation.models import Person, Rollenzuweisung, Stellenbesetzung
from verbundakte.organisation.permissions import Permission


@action(Permission.PERSON_EDIT, Event.PERSON_CREATED, about="result")
def create_person(actor: Actor, subject: None, **values) -> Person:
    """Take a person on: titel, vorname, familienname, email, telefon. Rights come separately."""
    person = Person.objects.create(**values)
    audit.note_change("Name", None, person.name)
    return person


@action(Permission.PERSON_EDIT, Event.PERSON_CHANGED)
def change_person(actor: Actor, person: Person, *, seen: int, **values) -> Person:
    """Change names and how to reach somebody. Raises Changed."""
    check_unchanged(person, seen)
    assign(person, values)
    return person


@action(Permission.PERSON_EDIT, Event.PERSON_DEACTIVATED)
def deactivate_person(actor: Actor, person: Person, *, on: date) -> Person:
    """Let a person go: Stellen, roles, login and tokens of this town end; her name stays.

    Raises LastAdministrator.
    """
    check_administrator_stays(on, without=person)
    for model in (Stellenbesetzung, Rollenzuweisung):
        for row in model.objects.filter(person=person, to_on=None):
            row.to_on = max(on, row.from_on)
            row.save(update_fields=["to_on"])
    memberships = Membership.objects.filter(
        tenant=current_tenant(), person_id=person.pk, ended_at=None
    )
    ApiToken.objects.filter(membership__in=memberships, ended_at=None).update(ended_at=now())
    memberships.update(ended_at=now())
    assign(person, {"is_active": False})
    return person
