"""Persons: take on, change, hand her work to others, let go."""

from datetime import date

from verbundakte.core import audit
from verbundakte.core.actions import Refusal, action, assign, check_unchanged
from verbundakte.core.clock import now
from verbundakte.core.models import ApiToken, ClientSecret, Membership
from verbundakte.core.registry import registry
from verbundakte.core.tenancy.context import current_tenant
from verbundakte.organisation.actions.rolle import check_administrator_stays
from verbundakte.organisation.actor import Actor
from verbundakte.organisation.events import Event
from verbundakte.organisation.models import (
    Austritt,
    Person,
    Rollenzuweisung,
    Stellenbesetzung,
    Vertretung,
)
from verbundakte.organisation.permissions import Permission


class HandoverOpen(Refusal):
    """Somebody who leaves has work that would be nobody's."""

    def __init__(self, labels: list[str]):
        super().__init__(
            f"Noch nicht übergeben: {', '.join(labels)}. Wählen Sie, an wen es gehen soll."
        )


class HandoverTarget(Refusal):
    message = "Übergeben geht nur an jemand anderen, der hier arbeitet. Wählen Sie eine Person."


class AustrittInThePast(Refusal):
    message = "Dieser Tag ist schon gekommen. Lassen Sie die Person heute ausscheiden."


class NoAustritt(Refusal):
    message = "Es ist kein Ausscheiden geplant. Laden Sie die Seite neu."


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


@action(Permission.PERSON_EDIT, Event.AUSTRITT_PLANNED)
def plan_austritt(
    actor: Actor, person: Person, *, on: date, today: date, targets: dict[str, Person]
) -> Austritt:
    """Plan that a person leaves: from `on` she reaches nothing, then her work goes to `targets`.

    Raises AustrittInThePast, LastAdministrator, HandoverOpen, HandoverTarget.
    """
    if on <= today:
        raise AustrittInThePast
    Austritt.objects.filter(person=person).delete()
    check_administrator_stays(today, without=person)
    _check_handed(person, targets)
    if any(to.pk == person.pk or not to.is_active for to in targets.values()):
        raise HandoverTarget
    audit.note_change("Scheidet aus am", None, on)
    for key, to in targets.items():
        audit.note_change(registry.handover[key].label, None, f"dann an {to.name}")
    return Austritt.objects.create(
        person=person,
        leaves_on=on,
        targets={key: str(to.pk) for key, to in targets.items()},
        created_by=getattr(actor, "person_id", None),
    )


@action(Permission.PERSON_EDIT, Event.AUSTRITT_DROPPED)
def drop_austritt(actor: Actor, person: Person) -> None:
    """Take back that a person will leave. Raises NoAustritt."""
    planned = Austritt.objects.filter(person=person, person__is_active=True).first()
    if planned is None:
        raise NoAustritt
    audit.note_change("Scheidet aus am", planned.leaves_on, None)
    planned.delete()


def _check_handed(person: Person, targets: dict[str, Person]) -> None:
    left = [
        source.label
        for key, source in registry.handover.items()
        if key not in targets and source.count(person.pk)
    ]
    if left:
        raise HandoverOpen(left)


def _end(rows, on: date) -> None:
    for row in rows:
        row.to_on = max(on, row.from_on)
        row.save(update_fields=["to_on"])


def end_posts(person: Person, on: date) -> None:
    """End Stellen and roles: `on` is the first day without them."""
    for model in (Stellenbesetzung, Rollenzuweisung):
        _end(model.objects.filter(person=person, to_on=None), on)


def end_access(person: Person) -> None:
    """Let neither a login nor a token in any more, from this moment on."""
    memberships = Membership.objects.filter(
        tenant=current_tenant(), person_id=person.pk, ended_at=None
    )
    for model in (ApiToken, ClientSecret):
        model.objects.filter(membership__in=memberships, ended_at=None).update(ended_at=now())
    memberships.update(ended_at=now())


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
    _check_handed(person, targets)
    _hand_over(actor, person, targets)
    end_posts(person, on)
    for field in ("person", "vertreter"):
        _end(Vertretung.objects.filter(**{field: person}).not_over(on), on)
    end_access(person)
    Austritt.objects.filter(person=person).delete()
    assign(person, {"is_active": False})
    return person


def let_leave(actor: Actor, planned: Austritt, *, on: date) -> None:
    """Do what was planned for the day somebody leaves. Raises what `deactivate_person` raises."""
    persons = Person.objects.in_bulk(planned.targets.values(), field_name="pk")
    known = {str(key): person for key, person in persons.items()}
    targets = {key: known[to] for key, to in planned.targets.items() if to in known}
    deactivate_person(actor, planned.person, on=on, targets=targets)


def note_austritt_problem(planned: Austritt, refusal: Refusal) -> None:
    """Keep why a planned leaving could not be ended on its day; her access has ended all the same."""
    Austritt.objects.filter(pk=planned.pk).update(problem=refusal.message[:500])
