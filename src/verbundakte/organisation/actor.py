"""Who acts when a person acts: permissions from roles, zones from Stellen, roles and her own name."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef
from django.db.models.functions import JSONObject

from verbundakte.core.access.policy import allows
from verbundakte.core.access.zones import zones_of
from verbundakte.core.actor import Actor
from verbundakte.core.clock import today
from verbundakte.core.models import Level, PrincipalKind
from verbundakte.core.tenancy.context import current_tenant
from verbundakte.organisation.models import (
    Organisationseinheit,
    Person,
    Rolle,
    Rollenzuweisung,
    Stellenbesetzung,
)

__all__ = ["Actor", "PersonActor", "load_actor"]


@dataclass(frozen=True)
class PersonActor:
    """A person of one town with everything that decides what she may do (core.actor.Actor)."""

    person_id: UUID
    tenant: int
    name: str
    permissions: frozenset[str]
    principals: frozenset[tuple[str, UUID]]
    einheiten: frozenset[UUID]
    zones_read: frozenset[int]
    zones_write: frozenset[int]
    unit_name: str = ""
    on_behalf_of: str = ""
    kind: str = "person"

    @property
    def id(self) -> str:
        """Return the id under which the log names her."""
        return str(self.person_id)

    def may(self, permission: str, subject: object = None) -> bool:
        """Tell whether this person may do `permission` to `subject` (the one policy)."""
        return allows(self, permission, subject)


def _rollen(on: date):
    assigned = Rollenzuweisung.objects.valid_on(on).filter(
        person=OuterRef(OuterRef("pk")), rolle_key=OuterRef("key")
    )
    return (
        Rolle.objects.valid_on(on)
        .filter(Exists(assigned))
        .values(json=JSONObject(key="key", permissions="permissions"))
    )


def _stellen(on: date):
    return (
        Stellenbesetzung.objects.valid_on(on)
        .filter(person=OuterRef("pk"))
        .order_by("-stelle__is_leitung", "stelle__einheit__sort_key")
        .values(
            json=JSONObject(
                einheit="stelle__einheit",
                leads="stelle__is_leitung",
                no="stelle__einheit__kennzeichen",
                name="stelle__einheit__name",
            )
        )
    )


def with_all_below(roots: set[UUID]) -> set[UUID]:
    """Return the units and every unit below them (one query)."""
    children = defaultdict(list)
    for pk, parent in Organisationseinheit.objects.values_list("pk", "parent_id"):
        children[parent].append(pk)
    found, waiting = set(), list(roots)
    while waiting:
        unit = waiting.pop()
        if unit not in found:
            found.add(unit)
            waiting += children[unit]
    return found


def load_actor(person_id: UUID, *, on: date | None = None) -> PersonActor | None:
    """Return the actor of a person of the open town, or None when she does not work here.

    At most three queries: person with roles and Stellen, the tree (only for a Leitung), zones.
    """
    on = on or today()
    person = (
        Person.objects.active()
        .filter(pk=person_id)
        .annotate(rollen=ArraySubquery(_rollen(on)), posts=ArraySubquery(_stellen(on)))
        .first()
    )
    if person is None:
        return None
    own = {UUID(post["einheit"]) for post in person.posts}
    led = {UUID(post["einheit"]) for post in person.posts if post["leads"]}
    led = with_all_below(led) if led else led
    principals = {
        (PrincipalKind.PERSON.value, person.pk),
        *((PrincipalKind.EINHEIT.value, unit) for unit in own),
        *((PrincipalKind.LEITUNG.value, unit) for unit in led),
        *((PrincipalKind.ROLLE.value, UUID(rolle["key"])) for rolle in person.rollen),
    }
    zones = zones_of(principals)
    units = [f"{post['no']} {post['name']}" for post in person.posts]
    return PersonActor(
        person_id=person.pk,
        tenant=current_tenant(),
        name=person.name,
        permissions=frozenset(name for rolle in person.rollen for name in rolle["permissions"]),
        principals=frozenset(principals),
        einheiten=frozenset(own | led),
        zones_read=frozenset(zones),
        zones_write=frozenset(zone for zone, level in zones.items() if level == Level.WRITE),
        unit_name=units[0] if units else "",
    )
