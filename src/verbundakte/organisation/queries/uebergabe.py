"""What of a person's work must go to others, and to whom it may go."""

from dataclasses import dataclass
from datetime import date

from verbundakte.core.registry import registry
from verbundakte.organisation.actor import Actor
from verbundakte.organisation.models import Austritt, Person, Stellenbesetzung, Vertretung
from verbundakte.organisation.permissions import Permission
from verbundakte.organisation.queries.organisation import persons, require


@dataclass(frozen=True)
class OpenWork:
    """A kind of work and how much of it is a person's."""

    key: str
    label: str
    count: int


def open_work(actor: Actor, person: Person) -> list[OpenWork]:
    """Return what of a person must go to somebody else. Raises Http404.

    Only counts: whoever lets people go need not see their files.
    """
    require(actor, Permission.PERSON_EDIT)
    found = [
        OpenWork(key, source.label, source.count(person.pk))
        for key, source in registry.handover.items()
    ]
    return [work for work in found if work.count]


@dataclass(frozen=True)
class Ending:
    """What ends with a person without going to anybody."""

    besetzungen: list[Stellenbesetzung]
    vertretungen: list[Vertretung]


def ending_with(actor: Actor, person: Person, *, on: date) -> Ending:
    """Return which Stellen become vacant and which Vertretungen end. Raises Http404."""
    require(actor, Permission.PERSON_EDIT)
    besetzungen = Stellenbesetzung.objects.filter(person=person, to_on=None)
    rows = Vertretung.objects.not_over(on).select_related("person", "vertreter")
    mine = rows.filter(person=person) | rows.filter(vertreter=person)
    return Ending(
        list(besetzungen.select_related("stelle__einheit")), list(mine.order_by("from_on", "pk"))
    )


def planned_austritt(actor: Actor, person: Person) -> Austritt | None:
    """Return when a person will leave, for whoever lets people go; None otherwise."""
    if not (person.is_active and actor.may(Permission.PERSON_EDIT, person)):
        return None
    return Austritt.objects.filter(person=person).first()


def receivers(actor: Actor, person: Person, *, on: date) -> list[tuple[str, list]]:
    """Return who may take over, as choices: persons by name, then Stellen with who occupies them."""
    people = [(str(row.pk), row.sort_name) for row in persons(actor).exclude(pk=person.pk)]
    rows = (
        Stellenbesetzung.objects.valid_on(on)
        .filter(person__is_active=True)
        .exclude(person=person)
        .select_related("person", "stelle__einheit")
        .order_by("stelle__einheit__sort_key", "stelle__bezeichnung", "person__sort_key")
    )
    stellen = [
        (
            f"{row.person_id}:{row.stelle_id}",
            f"{row.stelle.einheit}: {row.stelle.bezeichnung} ({row.person.name})",
        )
        for row in rows
    ]
    return [("Personen", people), ("Stellen", stellen)]
