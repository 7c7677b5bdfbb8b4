"""What a person or a unit may do in the files: by plan unit with counts, and single named objects.

Rights are open to whoever may see rights, contents are not: an object that the actor may not see is
only a number here, and one from which she is shut out is not even that.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Count, Q
from django.http import Http404

from verbundakte.akten.kinds import ObjectKind
from verbundakte.akten.models import (
    Akte,
    Aktenplaneinheit,
    Ausschluss,
    Vorgang,
    Zugriffsregel,
)
from verbundakte.akten.permissions import Permission
from verbundakte.akten.queries.own import READERS
from verbundakte.core.models import Level
from verbundakte.organisation.access import (
    Facts,
    Reach,
    load_facts,
    reach_of,
    reach_of_unit,
    readers_of,
    zones_hidden_from,
)
from verbundakte.organisation.models import Organisationseinheit, Person
from verbundakte.organisation.permissions import Permission as OrganisationPermission
from verbundakte.organisation.queries import may_see_rights, require

PAGE = 50
KINDS = ("akte", "vorgang", "dokument")
# What lies where, by zone: the field of the plan unit of each kind that is counted.
PLACES = (
    (Akte, "planeinheit__item_id", {}),
    (Vorgang, "akte__planeinheit__item_id", {"trashed_at": None}),
)


@dataclass(frozen=True)
class PlanRow:
    """Files below one plan unit that are reached in the same way."""

    planeinheit: Aktenplaneinheit
    reach: Reach
    akten: int
    vorgaenge: int


@dataclass(frozen=True)
class Reported:
    """What somebody reaches: by plan unit, in the order of the plan."""

    rows: list[PlanRow] = field(default_factory=list)

    def count(self, level: Level | None = None) -> dict[str, int]:
        """Return how many Akten and Vorgänge it is in all, or with this level."""
        rows = [row for row in self.rows if level in (None, row.reach.level)]
        names = ("akten", "vorgaenge")
        return {name: sum(getattr(row, name) for row in rows) for name in names}


def _counts(zones: Iterable[int]) -> dict[tuple[UUID, int], list[int]]:
    """Return {(plan unit's item, zone): [Akten, Vorgänge]} of what lies in zones (two queries)."""
    found: dict[tuple[UUID, int], list[int]] = {}
    zones = list(zones)
    for place, (model, item, alive) in enumerate(PLACES):
        rows = model.objects.filter(zone_id__in=zones, **alive).order_by()
        for key, zone, count in rows.values_list(item, "zone_id").annotate(Count("pk")):
            found.setdefault((key, zone), [0, 0])[place] = count
    return found


def _planeinheiten(items: Iterable[UUID]) -> dict[UUID, Aktenplaneinheit]:
    """Return the newest version of each plan unit (one query)."""
    rows = Aktenplaneinheit.objects.filter(item_id__in=list(items)).order_by("version")
    return {row.item_id: row for row in rows}


def _shown(actor, reach: dict[int, Reach]) -> dict[int, Reach]:
    hidden = zones_hidden_from(actor)
    return {zone: how for zone, how in reach.items() if zone not in hidden}


def report_of(actor, reach: dict[int, Reach]) -> Reported:
    """Return what lies in the zones of a reach, added up by plan unit and way (four queries).

    From what the actor is shut out, she is told no number.
    """
    reach = _shown(actor, reach)
    sums: dict[tuple[UUID, Reach], Counter] = {}
    for (item, zone), (akten, vorgaenge) in _counts(reach).items():
        counter = sums.setdefault((item, reach[zone]), Counter())
        counter.update(akten=akten, vorgaenge=vorgaenge)
    units = _planeinheiten(item for item, _ in sums)
    rows = [
        PlanRow(units[item], how, counter["akten"], counter["vorgaenge"])
        for (item, how), counter in sums.items()
    ]
    return Reported(
        sorted(
            rows, key=lambda row: (row.planeinheit.sort_key, -row.reach.level, row.reach.reasons)
        )
    )


def require_rights_of(actor, person: Person) -> None:
    """Raise Http404 unless the actor may see what this person may do (her own always)."""
    if not may_see_rights(actor, person):
        raise Http404


def rights_of_person(actor, person: Person) -> tuple[Facts, dict[int, Reach]]:
    """Return the facts about a person and the zones she reaches (nine queries). Raises Http404."""
    require_rights_of(actor, person)
    facts = load_facts([person.pk])
    return facts, reach_of(facts, person.pk)


def rights_of_unit(actor, einheit: Organisationseinheit) -> Reported:
    """Return what the Stellen and the Leitung of a unit bring along. Raises Http404."""
    require(actor, OrganisationPermission.RECHTE_READ)
    return report_of(actor, reach_of_unit(einheit.pk))


@dataclass
class UnitReader:
    """A person and how much of what a unit leads she reads and edits, and by which ways."""

    person: UUID
    name: str
    akten: Counter = field(default_factory=Counter)
    vorgaenge: Counter = field(default_factory=Counter)
    reasons: dict[str, None] = field(default_factory=dict)


def readers_of_unit(actor, einheit: Organisationseinheit) -> list[UnitReader]:
    """Return who reaches the files a unit leads, by name (at most twelve queries).

    Raises Http404.
    """
    require(actor, OrganisationPermission.RECHTE_READ)
    counts: dict[int, list[int]] = {}
    for place, (model, _, alive) in enumerate(PLACES):
        rows = model.objects.filter(federfuehrung=einheit, **alive).order_by()
        for zone, count in rows.values_list("zone_id").annotate(Count("pk")):
            counts.setdefault(zone, [0, 0])[place] = count
    facts, hidden = load_facts(), zones_hidden_from(actor)
    found: dict[UUID, UnitReader] = {}
    for zone, readers in readers_of(counts.keys() - hidden, facts).items():
        for reader in readers:
            row = found.setdefault(reader.person, UnitReader(reader.person, reader.name))
            row.akten[reader.level] += counts[zone][0]
            row.vorgaenge[reader.level] += counts[zone][1]
            row.reasons[reader.reason] = None
    return [found[person] for person in facts.persons if person in found]


@dataclass(frozen=True)
class Named:
    """Objects that name a person herself: those the actor may see, and how many others."""

    rows: list[tuple[object, str]]
    next: str
    hidden: int


def _where(zones: Iterable[int], kinds: Iterable[str]) -> Q:
    """Return the condition that the one object of a row lies in one of the zones."""
    zones, found = list(zones), Q(pk=None)
    for kind in kinds:
        alive = {} if kind == "akte" else {f"{kind}__trashed_at": None}
        found |= Q(**{f"{kind}__zone_id__in": zones}, **alive)
    return found


def _subject(row):
    return next(found for kind in KINDS if (found := getattr(row, kind, None)) is not None)


def _readable(actor, zones: Iterable[int]) -> Q:
    kinds = [kind for kind in KINDS if READERS[ObjectKind(kind)][0] in actor.permissions]
    return _where(set(zones) & actor.zones_read, kinds)


def named_objects(actor, person: Person, reach: dict[int, Reach], *, after: UUID | None) -> Named:
    """Return the objects in reach that name the person, newest decision first (three queries)."""
    reach = _shown(actor, reach)
    rules = Zugriffsregel.objects.filter(persons__contains=[person.pk])
    rules = rules.filter(_where(reach, KINDS))
    seen = rules.filter(_readable(actor, reach))
    hidden = rules.aggregate(all=Count("pk"), seen=Count("pk", filter=_readable(actor, reach)))
    page = seen.filter(pk__lt=after) if after else seen
    rows = list(page.select_related(*KINDS).order_by("-pk")[: PAGE + 1])
    more = str(rows[PAGE - 1].pk) if len(rows) > PAGE else ""
    return Named(
        [(_subject(row), row.get_choice_display()) for row in rows[:PAGE]],
        more,
        hidden["all"] - hidden["seen"],
    )


def ausschluesse_of(actor, person: Person) -> tuple[list[Ausschluss], int]:
    """Return from what a person is shut out, for those who may change it, and how many others.

    Nothing at all for herself, nor of anything from which the actor is shut out (two queries).
    """
    require_rights_of(actor, person)
    if str(actor.id) == str(person.pk) or str(actor.on_behalf_of) == str(person.pk):
        return [], 0
    hidden = zones_hidden_from(actor)
    rows = Ausschluss.objects.filter(person=person, ended_at=None).exclude(
        _where(hidden, ("akte", "vorgang"))
    )
    rows = list(rows.select_related("akte", "vorgang").order_by("-pk"))
    if Permission.ZUGRIFF_EDIT not in actor.permissions:
        return [], len(rows)
    shown = [row for row in rows if _subject(row).zone_id in actor.zones_write]
    return shown, len(rows) - len(shown)
