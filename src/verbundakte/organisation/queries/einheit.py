"""Reading units and Stellen: as they are, as they were on a day, and how they came to be so."""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Prefetch, QuerySet
from django.http import Http404

from verbundakte.core.db.ready import Ready
from verbundakte.core.history import Change, changes_of
from verbundakte.core.models import AuditEvent
from verbundakte.core.registry import registry
from verbundakte.organisation.actor import Actor
from verbundakte.organisation.models import (
    Einheitsstand,
    Organisationseinheit,
    Person,
    Stelle,
    Stellenbesetzung,
)
from verbundakte.organisation.permissions import Permission
from verbundakte.organisation.queries.organisation import require

MOST_EVENTS = 30


@dataclass
class EinheitNode:
    """A unit of the tree as it was on a day, how many persons work in it, and what is below it."""

    einheit: Organisationseinheit
    persons: int
    children: list["EinheitNode"] = field(default_factory=list)


def einheiten(actor: Actor, *, on: date) -> QuerySet[Organisationseinheit]:
    """Return the units that exist on a day, in German order; none without the right."""
    if not actor.may(Permission.EINHEIT_READ, None):
        return Organisationseinheit.objects.none()
    return Organisationseinheit.objects.valid_on(on).order_by("sort_key", "pk")


def einheit_tree(actor: Actor, *, on: date) -> list[EinheitNode]:
    """Return the top units with everything below them, named and placed as on this day.

    Three queries, whatever the number of units.
    """
    counts = dict(
        Stellenbesetzung.objects.valid_on(on)
        .filter(person__is_active=True)
        .values_list("stelle__einheit")
        .annotate(Count("person", distinct=True))
    )
    staende = {stand.einheit_id: stand for stand in Einheitsstand.objects.begun_on(on)}
    nodes = {}
    for unit in einheiten(actor, on=on):
        if stand := staende.get(unit.pk):
            unit.kennzeichen, unit.name = stand.kennzeichen, stand.name
            unit.parent_id = stand.parent_id
        nodes[unit.pk] = EinheitNode(unit, counts.get(unit.pk, 0))
    roots = []
    for node in nodes.values():
        above = nodes.get(node.einheit.parent_id)
        (above.children if above else roots).append(node)
    return roots


def einheit_choices(actor: Actor) -> list[tuple[str, str]]:
    """Return (id, name) of all units, as filters of lists offer them."""
    return [(str(key), f"{number} {name}") for key, number, name in _NAMED.all()]


_NAMED = Ready(
    lambda actor: Organisationseinheit.objects.order_by("sort_key").values_list(
        "pk", "kennzeichen", "name"
    )
)


def get_einheit(actor: Actor, einheit_id: UUID) -> Organisationseinheit:
    """Return a unit (also a closed one) with the one above it. Raises Http404."""
    require(actor, Permission.EINHEIT_READ)
    found = Organisationseinheit.objects.select_related("parent").filter(pk=einheit_id).first()
    if found is None:
        raise Http404
    return found


def staende_of(actor: Actor, einheit: Organisationseinheit) -> list[Einheitsstand]:
    """Return how a unit was called and where it stood, the latest (or planned) first."""
    require(actor, Permission.EINHEIT_READ)
    rows = Einheitsstand.objects.filter(einheit=einheit).select_related("parent")
    return list(rows.order_by("-from_on"))


def get_einheitsstand(actor: Actor, einheit: Organisationseinheit, key: UUID) -> Einheitsstand:
    """Return one state of a unit for whoever may change it. Raises Http404."""
    require(actor, Permission.EINHEIT_EDIT)
    found = Einheitsstand.objects.filter(einheit=einheit, pk=key).first()
    if found is None:
        raise Http404
    return found


def stellen_of(actor: Actor, einheit: Organisationseinheit, *, on: date) -> list[Stelle]:
    """Return the Stellen of a unit, heads first, each with `now`, `later` and `before`.

    These are its Besetzungen on the day, after it and before it. Two queries.
    """
    return stellen_in(actor, [einheit.pk], on=on).get(einheit.pk, [])


def stellen_in(actor: Actor, ids: list[UUID], *, on: date) -> dict[UUID, list[Stelle]]:
    """Return {unit: its Stellen as `stellen_of` gives them}. Two queries."""
    require(actor, Permission.EINHEIT_READ)
    besetzungen = Stellenbesetzung.objects.select_related("person").order_by(
        "from_on", "person__sort_key"
    )
    rows = list(
        Stelle.objects.filter(einheit__in=ids)
        .order_by("-is_leitung", "bezeichnung", "pk")
        .prefetch_related(Prefetch("besetzungen", besetzungen, to_attr="all_besetzungen"))
    )
    found: dict[UUID, list[Stelle]] = {}
    for stelle in rows:
        stelle.is_over = stelle.ended_on is not None and stelle.ended_on <= on
        stelle.now, stelle.later, stelle.before = _in_time(stelle.all_besetzungen, on)
        found.setdefault(stelle.einheit_id, []).append(stelle)
    return found


def _in_time(rows: list, on: date) -> tuple[list, list, list]:
    """Return those of the periods that hold on a day, that will, and that did (newest first)."""
    real = [row for row in rows if row.to_on is None or row.to_on > row.from_on]
    now = [row for row in real if row.from_on <= on and (row.to_on is None or row.to_on > on)]
    later = [row for row in real if row.from_on > on]
    before = [row for row in real if row.to_on is not None and row.to_on <= on]
    return now, later, before[::-1]


def stellen(actor: Actor, *, on: date) -> list[Stelle]:
    """Return all Stellen that exist on a day, with their units, heads first in each."""
    require(actor, Permission.EINHEIT_READ)
    rows = Stelle.objects.exclude(ended_on__lte=on).select_related("einheit")
    return list(rows.order_by("einheit__sort_key", "-is_leitung", "bezeichnung", "pk"))


def get_stelle(actor: Actor, stelle_id: UUID) -> Stelle:
    """Return a Stelle with its unit. Raises Http404."""
    require(actor, Permission.EINHEIT_READ)
    found = Stelle.objects.select_related("einheit").filter(pk=stelle_id).first()
    if found is None:
        raise Http404
    return found


def besetzungen_of(
    actor: Actor, person: Person, *, on: date
) -> tuple[list[Stellenbesetzung], list[Stellenbesetzung], list[Stellenbesetzung]]:
    """Return which Stellen a person occupies on a day, will occupy, did occupy. One query."""
    require(actor, Permission.PERSON_READ)
    rows = Stellenbesetzung.objects.filter(person=person).select_related("stelle__einheit")
    return _in_time(list(rows.order_by("from_on", "stelle__einheit__sort_key")), on)


def stellen_today(actor: Actor, ids: list[UUID], *, on: date) -> dict[UUID, list[Stellenbesetzung]]:
    """Return {person: which Stellen she occupies on a day}. One query."""
    require(actor, Permission.PERSON_READ)
    rows = Stellenbesetzung.objects.valid_on(on).filter(person__in=ids)
    found: dict[UUID, list[Stellenbesetzung]] = {}
    for row in rows.select_related("stelle").order_by("from_on", "stelle__einheit__sort_key"):
        found.setdefault(row.person_id, []).append(row)
    return found


@dataclass(frozen=True)
class Entry:
    """Something that was done with a unit or one of its Stellen."""

    who: str
    text: str
    at: datetime
    detail: str
    changes: list[Change]


def may_see_history(actor: Actor) -> bool:
    """Tell whether the actor sees who changed what in the organisation."""
    return actor.may(Permission.EINHEIT_EDIT, None) or actor.may(Permission.RECHTE_READ, None)


def einheit_history(actor: Actor, einheit: Organisationseinheit, stellen: list[Stelle]):
    """Return what was done with a unit and its Stellen, newest first (three queries)."""
    if not may_see_history(actor):
        return []
    names = {stelle.pk: stelle.bezeichnung for stelle in stellen}
    events = AuditEvent.objects.filter(subject_id__in=[einheit.pk, *names])
    rows = list(events.prefetch_related("details").order_by("-at", "-pk")[:MOST_EVENTS])
    ids = {key for row in rows for key in (row.actor_id, row.on_behalf_of) if len(key) == 36}
    persons = {str(person.pk): person.name for person in Person.objects.filter(pk__in=ids)}
    return [_entry(row, names, persons) for row in rows]


def _entry(event: AuditEvent, stellen: dict[UUID, str], persons: dict[str, str]) -> Entry:
    behalf = persons.get(event.on_behalf_of, "")
    details = [f"in Vertretung für {behalf}"] if behalf and event.actor_kind == "person" else []
    if event.subject_id in stellen:
        details.insert(0, f"Stelle „{stellen[event.subject_id]}“")
    return Entry(
        who=persons.get(event.actor_id, "Verbundakte"),
        text=registry.events.get(event.name, "etwas geändert"),
        at=event.at,
        detail=", ".join(details),
        changes=changes_of(event),
    )
