"""Who acts when a person acts: permissions from roles, zones from Stellen, roles and her own name.

Whoever stands in for somebody (Vertretung) chooses that visibly and then has what the absent person
has, and nothing of her own besides: own permissions in foreign files would be a right nobody gave.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, OuterRef
from django.db.models.functions import JSONObject

from verbundakte.core.access.policy import allows
from verbundakte.core.access.zones import levels_of, zones_of
from verbundakte.core.actions import Refusal
from verbundakte.core.actor import Actor
from verbundakte.core.clock import today
from verbundakte.core.db.ready import Ready
from verbundakte.core.models import PERSONAL_KINDS, Ausgabe, Freigabe, Level, PrincipalKind, Zone
from verbundakte.core.registry import registry
from verbundakte.core.tenancy.context import current_tenant
from verbundakte.organisation.capacity import Capacity
from verbundakte.organisation.models import (
    Nachfolge,
    Organisationseinheit,
    Person,
    Pruefauftrag,
    Rolle,
    Rollenzuweisung,
    Stellenbesetzung,
    Vertretung,
)
from verbundakte.organisation.permissions import Permission
from verbundakte.organisation.pruefung import auftraege_of, units_below, zones_opened
from verbundakte.organisation.rules import (
    NEVER_FOR_ASSISTENZ,
    NOT_HANDED_OVER,
    entrusted,
    only_assistenz,
)

__all__ = [
    "EDIT_CONTENTS",
    "Actor",
    "NotAnyMore",
    "PersonActor",
    "acting_as",
    "as_ordered",
    "choose_vertretung",
    "chosen_vertretung",
    "forget_vertretung",
    "leads",
    "load_actor",
]

# Who counts as working in a unit's secret files: the contents belong to a room above.
EDIT_CONTENTS = "akten.vorgang:edit"
Principals = frozenset[tuple[str, UUID]]


class NotAnyMore(Refusal):
    """A file made in a Vertretung that is over."""

    message = "Die Vertretung, in der Sie den Auftrag gaben, gilt nicht mehr."


@dataclass(frozen=True)
class PersonActor:
    """A person of one town with everything that decides what she may do (core.actor.Actor).

    In Vertretung `person_id` and `name` stay hers, `on_behalf_of` is the id of the absent person,
    and permissions, principals, units and zones are what that person hands over. `only`: the kinds of
    work for which she stands in (`registry.vertretbar`), none for all.
    """

    person_id: UUID
    tenant: int
    name: str
    permissions: frozenset[str]
    principals: Principals
    einheiten: frozenset[UUID]
    zones_read: frozenset[int]
    zones_write: frozenset[int]
    unit_name: str = ""
    needs_second_factor: bool = False
    on_behalf_of: str = ""
    on_behalf_name: str = ""
    only: tuple[str, ...] = ()
    capacities: tuple[Capacity, ...] = ()
    kind: str = "person"

    @property
    def id(self) -> str:
        """Return the id under which the log names her."""
        return str(self.person_id)

    @property
    def works_for(self) -> UUID:
        """Return whose work is done: of the person stood in for, else her own."""
        return UUID(self.on_behalf_of) if self.on_behalf_of else self.person_id

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
        .values(json=JSONObject(key="key", permissions="permissions", factor="needs_second_factor"))
    )


def _stellen(on: date):
    earlier = Nachfolge.objects.filter(nachher=OuterRef("stelle__einheit"), from_on__lte=on)
    return (
        Stellenbesetzung.objects.valid_on(on)
        .filter(person=OuterRef("pk"))
        .order_by("-stelle__is_leitung", "stelle__einheit__sort_key")
        .values(
            json=JSONObject(
                einheit="stelle__einheit",
                leads="stelle__is_leitung",
                followed=ArraySubquery(earlier.values("vorher_id")),
                moved="stelle__earlier_einheiten",
                no="stelle__einheit__kennzeichen",
                name="stelle__einheit__name",
            )
        )
    )


def _vertretungen(on: date):
    return (
        Vertretung.objects.valid_on(on)
        .filter(vertreter=OuterRef("pk"), person__is_active=True)
        .order_by("person__sort_key", "pk")
        .values(
            json=JSONObject(
                pk="pk",
                person=F("person_id"),
                titel="person__titel",
                vorname="person__vorname",
                familienname="person__familienname",
                to_on="to_on",
                is_persoenlich="is_persoenlich",
                arten="arten",
            )
        )
    )


def _freigaben(on: date):
    held = Freigabe.objects.valid_on(on).filter(person_id=OuterRef("pk"))
    return held.values_list("pk", flat=True)


def _pruefauftraege(on: date):
    held = Pruefauftrag.objects.valid_on(on).filter(pruefer=OuterRef("pk"))
    return held.values_list("pk", flat=True)


def with_all_below(roots: set[UUID]) -> set[UUID]:
    """Return the units and every unit below them (one query)."""
    return units_below(roots, is_structure=True)


def leads(actor, person: Person, on: date) -> bool:
    """Tell whether the actor leads a unit in which the person works on this day."""
    led = [key for kind, key in actor.principals if kind == PrincipalKind.LEITUNG]
    mine = Stellenbesetzung.objects.valid_on(on).filter(person=person, stelle__einheit__in=led)
    return bool(led) and mine.exists()


def _persons(actor, key: UUID, on: date):
    """Return who works here with roles, Stellen, Vertretungen and Freigaben of the day."""
    rows = Person.objects.active(on).filter(pk=key)
    return rows.annotate(
        rollen=ArraySubquery(_rollen(on)),
        posts=ArraySubquery(_stellen(on)),
        running=ArraySubquery(_vertretungen(on)),
        freigaben=ArraySubquery(_freigaben(on)),
        auftraege=ArraySubquery(_pruefauftraege(on)),
    )


_PERSON = Ready(_persons, key=UUID, on=date)


def _load(person_id: UUID, on: date) -> PersonActor | None:
    """Return a person as herself: person with roles, Stellen and Vertretungen, tree, zones."""
    person = _PERSON.first(key=person_id, on=on)
    if person is None:
        return None
    own = _units(person.posts, "followed", "moved")
    led = _units([post for post in person.posts if post["leads"]], "followed")
    led = units_below(led, is_structure=False) if led else led
    rollen = {UUID(rolle["key"]) for rolle in person.rollen}
    permissions = frozenset(name for rolle in person.rollen for name in rolle["permissions"])
    worked = _units([post for post in person.posts if not post["leads"]], "moved")
    principals = _principals(
        {
            PrincipalKind.PERSON: [person.pk],
            PrincipalKind.FREIGABE: person.freigaben,
            PrincipalKind.MITARBEIT: worked if EDIT_CONTENTS in permissions else (),
            PrincipalKind.EINHEIT: own,
            PrincipalKind.LEITUNG: led,
            PrincipalKind.ROLLE: rollen,
        }
    )
    zones = _zones(principals, person, on)
    if zones and only_assistenz(rollen):
        zones = {zone: zones[zone] for zone in zones.keys() - _secret(zones, NEVER_FOR_ASSISTENZ)}
    units = [f"{post['no']} {post['name']}" for post in person.posts]
    return PersonActor(
        person_id=person.pk,
        tenant=current_tenant(),
        name=person.name,
        permissions=permissions,
        principals=principals,
        einheiten=frozenset(own | led),
        unit_name=units[0] if units else "",
        needs_second_factor=any(rolle["factor"] for rolle in person.rollen),
        capacities=tuple(Capacity.read(row) for row in person.running),
        **_reach(zones),
    )


def _zones(principals: Principals, person: Person, on: date) -> dict[int, int]:
    """Return the zones a person reaches, with those her Prüfaufträge let her read."""
    if not person.auftraege:
        return zones_of(principals)
    levels = levels_of(principals)
    opened = zones_opened(auftraege_of([person.pk], on)[person.pk])
    reached = dict.fromkeys(opened, (Level.READ, Level.READ)) | levels
    return {zone: high for zone, (low, high) in reached.items() if low != Level.EXCLUDED}


def _units(posts: list[dict], *more: str) -> set[UUID]:
    """Return the units of Stellen, with those they followed or those a Stelle was moved from."""
    found = (key for post in posts for name in more for key in post[name])
    return {UUID(key) for key in (*(post["einheit"] for post in posts), *found)}


def _principals(ids: dict[PrincipalKind, Iterable[UUID]]) -> Principals:
    return frozenset((kind.value, key) for kind, found in ids.items() for key in found)


def _reach(zones: dict[int, int]) -> dict[str, frozenset[int]]:
    return {
        "zones_read": frozenset(zones),
        "zones_write": frozenset(zone for zone, level in zones.items() if level == Level.WRITE),
    }


def _secret(zones: dict[int, int], klassen: frozenset[str] = frozenset()) -> set[int]:
    """Return those of the zones that protect a secret (of these Geheimnisklassen, or any)."""
    rows = Zone.objects.filter(pk__in=zones).exclude(geheimnisklasse="")
    if klassen:
        rows = rows.filter(geheimnisklasse__in=klassen)
    return set(rows.values_list("pk", flat=True))


def _handed_over(absent: PersonActor, capacity: Capacity) -> Principals:
    """Return the principals a Vertretung hands over: nothing of a geschützter Bereich, nothing that
    belongs to the absent person alone, her name only if she says so."""
    closed = set(
        Organisationseinheit.objects.filter(
            pk__in=absent.einheiten, is_geschuetzt=True
        ).values_list("pk", flat=True)
    )
    return frozenset(
        (kind, key)
        for kind, key in absent.principals
        if (key not in closed and kind not in PERSONAL_KINDS)
        or (kind == PrincipalKind.PERSON and capacity.is_persoenlich)
    )


def _handed_zones(own: PersonActor, absent: PersonActor, handed: Principals) -> dict[int, int]:
    """Return the zones somebody reaches in Vertretung.

    An exclusion of either of the two closes a zone; a Geheimnisklasse stays closed to whoever does
    not reach it herself.
    """
    mine, reached = levels_of(own.principals), zones_of(handed)
    zones = {
        zone: level
        for zone, level in reached.items()
        if zone in absent.zones_read and mine.get(zone, (Level.READ,))[0] != Level.EXCLUDED
    }
    for zone in _secret(zones):
        if zone in own.zones_read:
            writes = zone in own.zones_write
            zones[zone] = min(zones[zone], Level.WRITE if writes else Level.READ)
        else:
            del zones[zone]
    return zones


def _in_vertretung(own: PersonActor, capacity: Capacity, on: date) -> PersonActor:
    """Return the person as she acts for another; as herself when that one left meanwhile."""
    absent = _load(capacity.person, on)
    if absent is None:
        return own
    handed = _handed_over(absent, capacity)
    kept = own.permissions & {Permission.VERTRETUNG_PLAN}
    given = absent.permissions - NOT_HANDED_OVER - {Permission.VERTRETUNG_PLAN}
    return replace(
        own,
        permissions=entrusted(given, capacity.arten, registry.vertretbar) | kept,
        principals=handed,
        einheiten=absent.einheiten & {key for _, key in handed},
        needs_second_factor=own.needs_second_factor or absent.needs_second_factor,
        on_behalf_of=str(capacity.person),
        on_behalf_name=capacity.name,
        only=capacity.arten,
        **_reach(_handed_zones(own, absent, handed)),
    )


def load_actor(
    person_id: UUID, *, on: date | None = None, vertretung: str = ""
) -> PersonActor | None:
    """Return the actor of a person of the open town, or None when she does not work here.

    `vertretung`: the id of the Vertretung in which she wants to act; one that does not hold (any
    more) is left out, then `on_behalf_of` is empty. At most three queries (four for an Assistenz),
    in Vertretung at most eleven; with Prüfaufträge
    of her own four more.
    """
    on = on or today()
    own = _load(person_id, on)
    if own is None or not vertretung:
        return own
    for capacity in own.capacities:
        if str(capacity.vertretung) == vertretung:
            return _in_vertretung(own, capacity, on)
    return own


def as_ordered(ausgabe: Ausgabe) -> PersonActor | None:
    """Return who asked for a file as she acted then: herself, or in a Vertretung that still holds.

    None when she does not work here any more. Raises NotAnyMore.
    """
    return acting_as(UUID(ausgabe.owner_id), ausgabe.request.get("on_behalf_of", ""))


def acting_as(person_id: UUID, on_behalf_of: str) -> PersonActor | None:
    """Return a person as she acted when she gave an order: herself, or in that Vertretung.

    None when she does not work here any more. Raises NotAnyMore.
    """
    own = load_actor(person_id)
    if own is None or not on_behalf_of:
        return own
    for capacity in own.capacities:
        if str(capacity.person) == on_behalf_of:
            return load_actor(person_id, vertretung=str(capacity.vertretung))
    raise NotAnyMore


def _session_key() -> str:
    return f"vertretung-{current_tenant()}"


def chosen_vertretung(request) -> str:
    """Return the id of the Vertretung this browser works in (in the open town), or ""."""
    return "" if request.path_info.startswith("/api/") else request.session.get(_session_key(), "")


def choose_vertretung(request, vertretung_id: UUID) -> None:
    """Let this browser work in a Vertretung from the next request on."""
    request.session[_session_key()] = str(vertretung_id)


def forget_vertretung(request) -> None:
    """Let this browser work in the person's own name again."""
    request.session.pop(_session_key(), None)
