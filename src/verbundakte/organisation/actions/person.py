"""Persons: take on, change, hand her work to others, let go."""

from datetime import date

from verbundakte.core import audit
from verbundakte.core.actions import Refusal, action, assign, check_unchanged
from verbundakte.core.clock import now
from verbundakte.core.models import ApiToken, Membership
from verbundakte.core.registry import registry
from verbundakte.core.tenancy.context import current_tenant
from verbundakte.organisation.actions.rolle import check_administrator_stays
from verbundakte.organisation.actor import Actor
from verbundakte.organisation.events import Event
from verbundakte.organisation.models import Person, Rollenzuweisung, Stellenbesetzung, Vertretung
from verbundakte.organisation.permissions import Permission


class HandoverOpen(Refusal):
    """Somebody who leaves has work that would be nobody's."""

    def __init__(self, labels: list[str]):
        super().__init__(
            f"Noch nicht übergeben: {', '.join(labels)}. Wählen Sie, an wen es gehen soll."
        )


class HandoverTarget(Refusal):
    message = "Übergeben geht nur an jemand anderen, der hier arbeitet. Wählen Sie eine Person."


@action(Permission.PERSON_EDIT, Event.PERSON_CREATED, about="result")
def create_person(actor: Actor, subject: None, **values) -> Person:
    """Take a person on: titel, vorname, familienname, email, telefon, kennung.

    Rights come separately.
    """
    person = Person.objects.create(**values)
    audit.note_change("Name", None, person.name)
    return person


@action(Permission.PERSON_EDIT, Event.PERSON_CHANGED)
def change_person(actor: Actor, person: Person, *, seen: int, **values) -> Person:
    """Change names and how to reach somebody. Raises Changed."""
    check_unchanged(person, seen)
    assign(person, values)
    return person


def _hand_over(actor: Actor, person: Person, targets: dict[str, Person]) -> int:
    """Start a job for each kind of work that has a target; return how many."""
    started = 0
    for key, to in targets.items():
        if to.pk == person.pk or not to.is_active:
            raise HandoverTarget
        source = registry.handover[key]
        if count := source.count(person.pk):
            source.start(actor, person, to)
            audit.note_change(source.label, f"{count} bei {person.name}", f"an {to.name}")
            started += 1
    return started


@action(Permission.PERSON_EDIT, Event.PERSON_HANDED_OVER)
def hand_over_work(actor: Actor, person: Person, *, targets: dict[str, Person]) -> int:
    """Hand a person's work to others, by kind (`registry.handover`). Raises HandoverTarget."""
    return _hand_over(actor, person, targets)


def _end(rows, on: date) -> None:
    for row in rows:
        row.to_on = max(on, row.from_on)
        row.save(update_fields=["to_on"])


@action(Permission.PERSON_EDIT, Event.PERSON_DEACTIVATED)
def deactivate_person(
    actor: Actor, person: Person, *, on: date, targets: dict[str, Person] | None = None
) -> Person:
    """Let a person go: her work goes to `targets` (by kind), her login and tokens end at once.

    Stellen, roles and Vertretungen (for her and by her) end `on`; her name stays.
    Raises LastAdministrator, HandoverOpen, HandoverTarget.
    """
    check_administrator_stays(on, without=person)
    targets = targets or {}
    left = [
        source.label
        for key, source in registry.handover.items()
        if key not in targets and source.count(person.pk)
    ]
    if left:
        raise HandoverOpen(left)
    _hand_over(actor, person, targets)
    for model in (Stellenbesetzung, Rollenzuweisung):
        _end(model.objects.filter(person=person, to_on=None), on)
    for field in ("person", "vertreter"):
        _end(Vertretung.objects.filter(**{field: person}).not_over(on), on)
    memberships = Membership.objects.filter(
        tenant=current_tenant(), person_id=person.pk, ended_at=None
    )
    ApiToken.objects.filter(membership__in=memberships, ended_at=None).update(ended_at=now())
    memberships.update(ended_at=now())
    assign(person, {"is_active": False})
    return person
