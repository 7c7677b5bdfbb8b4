"""How far persons and units reach into zones, and why; computed from facts, also from planned ones.

Every answer here is the rule of `core.access.policy`, asked for many zones at once.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID, uuid4

from verbundakte.core.access.zones import EVERYBODY, NO_PRUEFUNG, Grant
from verbundakte.core.db.ready import Ready
from verbundakte.core.models import Level, PrincipalKind, Zone, ZoneEntry
from verbundakte.organisation.actor import EDIT_CONTENTS
from verbundakte.organisation.facts import READ_CONTENTS, Facts, Way, best_first, load_facts, ways
from verbundakte.organisation.models import Rolle, Stelle


@dataclass(frozen=True)
class Reach:
    """How far somebody reaches into a zone, and every reason for it, said in German."""

    level: Level
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Reader:
    """A person who reaches a zone, how far, and why."""

    person: UUID
    name: str
    level: Level
    reason: str


def grants_in(zone_ids: Iterable[int]) -> dict[int, list[Grant]]:
    """Return the grants of each zone, in the order they were made (one query)."""
    found: dict[int, list[Grant]] = {zone: [] for zone in zone_ids}
    for row in _GRANTS.all(zones=frozenset(found)):
        found[row.zone_id].append(Grant(row.principal_kind, row.principal_id, row.level))
    return found


def klassen_of(zone_ids: Iterable[int]) -> dict[int, str]:
    """Return the Geheimnisklasse that each zone protects, or "" (one query)."""
    return dict(_KLASSEN.all(zones=frozenset(zone_ids)))


_GRANTS = Ready(
    lambda actor, zones: ZoneEntry.objects.filter(zone__in=zones).order_by("pk"), zones=frozenset
)
_KLASSEN = Ready(
    lambda actor, zones: Zone.objects.filter(pk__any=zones).values_list("pk", "geheimnisklasse"),
    zones=frozenset,
)


def zones_hidden_from(actor) -> frozenset[int]:
    """Return the zones from which the actor is shut out: not even a number may tell her of them."""
    rows = ZoneEntry.objects.filter(
        principal_kind=PrincipalKind.PERSON,
        principal_id=getattr(actor, "person_id", None),
        level=Level.EXCLUDED,
    )
    return frozenset(rows.values_list("zone_id", flat=True))


def _entries(principal_ids: Iterable[UUID]) -> dict[tuple[int, str], list[Grant]]:
    """Return {(zone, Geheimnisklasse): grants that name one of these} (one query)."""
    found = defaultdict(list)
    rows = ZoneEntry.objects.filter(principal_id__in=list(principal_ids)).order_by("pk")
    fields = ("zone_id", "zone__geheimnisklasse", "principal_kind", "principal_id", "level")
    for zone, klasse, *grant in rows.values_list(*fields):
        found[zone, klasse].append(Grant(*grant))
    return found


def _principal_ids(facts: Facts, person: UUID) -> set[UUID]:
    """Return every id by which a grant may reach a person; `ways` decides about the kinds."""
    posts = facts.posts[person]
    led = {post.einheit for post in posts if post.is_leitung}
    below = {unit for unit in facts.units if led & facts.and_above(unit)} if led else set()
    own = {post.einheit for post in posts} | {rolle.key for rolle in facts.rollen[person]}
    checked = {
        key for auftrag in facts.auftraege[person] for key in (auftrag.id, *auftrag.einheiten)
    }
    return {person, EVERYBODY} | own | below | set(facts.freigaben[person]) | checked


def reach_of(facts: Facts, person: UUID) -> dict[int, Reach]:
    """Return the zones whose contents a person reads, as these facts have it (one query)."""
    if person not in facts.persons or not facts.granting(person, READ_CONTENTS):
        return {}
    edits, known, found = bool(facts.granting(person, EDIT_CONTENTS)), {}, {}
    for (zone, klasse), grants in _entries(_principal_ids(facts, person)).items():
        if facts.hides(person, klasse):
            continue
        key = (klasse, *grants)
        if key not in known:
            known[key] = _reach(ways(facts, person, grants, klasse), edits)
        if known[key] is not None:
            found[zone] = known[key]
    return found


def _reach(found: list[Way], edits: bool) -> Reach | None:
    if not found or found[0].level == Level.EXCLUDED:
        return None
    level = Level.WRITE if edits and found[0].level == Level.WRITE else Level.READ
    return Reach(level, tuple(dict.fromkeys(way.reason for way in found)))


def reach_of_unit(einheit: UUID) -> dict[int, Reach]:
    """Return what a Stelle in a unit opens to whoever may read and edit, and what its Leitung
    reaches besides (ten queries)."""
    facts = load_facts([])
    editor = Rolle(key=uuid4(), permissions=[READ_CONTENTS, EDIT_CONTENTS])
    reached: dict[int, Reach] = {}
    for bezeichnung, is_leitung in (("Sachbearbeitung", False), ("Leitung", True)):
        person = uuid4()
        facts.persons[person] = bezeichnung
        stelle = Stelle(einheit_id=einheit, bezeichnung=bezeichnung, is_leitung=is_leitung)
        found = reach_of(facts.moved(person, stelle=stelle, rollen=[editor]), person)
        reached = found | reached
    return reached


class Readers:
    """Who reads what, for many zones: each grant is followed to its persons once."""

    def __init__(self, facts: Facts):
        self._facts = facts
        self._followed: dict[tuple[tuple[Grant, ...], str], dict[UUID, list[Way]]] = {}
        self._read = {key for key in facts.persons if facts.granting(key, READ_CONTENTS)}
        self._edit = {key for key in facts.persons if facts.granting(key, EDIT_CONTENTS)}

    def of(self, grants: Iterable[Grant], geheimnisklasse: str) -> list[Reader]:
        """Return everybody who may at least read with these grants, by name."""
        reached: dict[UUID, list[Way]] = defaultdict(list)
        grants = list(grants)
        closing = (NO_PRUEFUNG,) if NO_PRUEFUNG in grants else ()
        for grant in grants:
            for person, found in self._follow((grant, *closing), geheimnisklasse).items():
                reached[person] += found
        readers = []
        for person, name in self._facts.persons.items():
            if person not in reached or person not in self._read:
                continue
            reach = _reach(best_first(reached[person]), person in self._edit)
            if reach and not self._facts.hides(person, geheimnisklasse):
                readers.append(Reader(person, name, reach.level, reach.reasons[0]))
        return readers

    def _follow(self, grants: tuple[Grant, ...], klasse: str) -> dict[UUID, list[Way]]:
        """Return whom the first grant reaches; a second one only closes Prüfaufträge."""
        key, grant = (grants, klasse), grants[0]
        if key not in self._followed:
            persons = self._facts.persons
            if grant.kind == PrincipalKind.PERSON:
                persons = {grant.id} & persons.keys()
            every = ((person, ways(self._facts, person, grants, klasse)) for person in persons)
            self._followed[key] = {person: found for person, found in every if found}
        return self._followed[key]


def readers_of(zone_ids: Iterable[int], facts: Facts) -> dict[int, list[Reader]]:
    """Return for each zone everybody who may at least read its contents (two queries)."""
    klassen, readers = klassen_of(zone_ids), Readers(facts)
    return {zone: readers.of(grants, klassen[zone]) for zone, grants in grants_in(klassen).items()}
