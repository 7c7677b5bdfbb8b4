"""What a person would gain, lose and keep by another Stelle and other roles; nothing is written.

Computed from changed facts by the same rule as her report, so it is what the report will say.
"""

from dataclasses import dataclass
from uuid import UUID

from verbundakte.akten.models import Vorgang
from verbundakte.akten.permissions import Permission
from verbundakte.akten.queries.objects import vorgaenge
from verbundakte.akten.queries.rechte import Reported, report_of, rights_of_person
from verbundakte.core.registry import registry
from verbundakte.organisation.access import Reach, reach_of, zones_hidden_from
from verbundakte.organisation.models import Person, Rolle, Stelle
from verbundakte.organisation.permissions import Permission as OrganisationPermission
from verbundakte.organisation.queries import require

MOST_VORGAENGE = 50


@dataclass(frozen=True)
class Wechsel:
    """The difference, by plan unit, by permission, and what of her running work she would lose."""

    gains: Reported
    may_edit: Reported
    only_reads: Reported
    loses: Reported
    keeps: Reported
    allowed: list[str]
    forbidden: list[str]
    vorgaenge: list[Vorgang]
    vorgaenge_hidden: int


def wechsel_of(
    actor, person: Person, *, stelle: Stelle, rollen: list[Rolle], keeps_posts: bool
) -> Wechsel:
    """Return what it would mean if the person occupied this Stelle with these roles from today.

    At most 30 queries. Raises Http404 for whoever may not see the rights of all.
    """
    require(actor, OrganisationPermission.RECHTE_READ)
    facts, before = rights_of_person(actor, person)
    planned = facts.moved(person.pk, stelle=stelle, rollen=rollen, keeps_posts=keeps_posts)
    after = reach_of(planned, person.pk)
    both = before.keys() & after.keys()

    def part(reach: dict[int, Reach], zones) -> Reported:
        return report_of(actor, {zone: reach[zone] for zone in zones})

    had = {name for rolle in facts.rollen[person.pk] for name in rolle.permissions}
    will = {name for rolle in rollen for name in rolle.permissions}
    lost = before.keys() - after.keys()
    less = {zone for zone in both if after[zone].level < before[zone].level}
    seen, hidden = _left_behind(actor, person, lost | less)
    return Wechsel(
        gains=part(after, after.keys() - before.keys()),
        may_edit=part(after, (zone for zone in both if after[zone].level > before[zone].level)),
        only_reads=part(after, less),
        loses=part(before, lost),
        keeps=part(after, (zone for zone in both if after[zone].level == before[zone].level)),
        allowed=_labels(will - had),
        forbidden=_labels(had - will),
        vorgaenge=seen,
        vorgaenge_hidden=hidden,
    )


def _labels(names: set[str]) -> list[str]:
    return sorted(registry.permissions.get(name, name) for name in names)


def _left_behind(actor, person: Person, lost: set[int]) -> tuple[list[Vorgang], int]:
    """Return the running Vorgänge in her care that she could not edit then: those the actor sees,
    and how many others."""
    zones = lost - zones_hidden_from(actor)
    rows = Vorgang.objects.in_progress().filter(sachbearbeitung=person, zone_id__in=zones)
    count = rows.count()
    if Permission.VORGANG_READ not in actor.permissions:
        return [], count
    ids: list[UUID] = list(rows.order_by("-created_at").values_list("pk", flat=True))
    seen = list(vorgaenge(actor).filter(pk__in=ids).order_by("-created_at", "-pk")[:MOST_VORGAENGE])
    return seen, count - len(seen)
