"""Who works where with which roles on a day, and every way by which a grant reaches a person.

The facts behind `organisation.access`; they are the same that `organisation.actor` reads.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from uuid import UUID

from verbundakte.core.access.zones import NO_PRUEFUNG, Grant
from verbundakte.core.clock import today
from verbundakte.core.db.ready import Ready
from verbundakte.core.models import Freigabe, Level, PrincipalKind
from verbundakte.organisation.actor import EDIT_CONTENTS
from verbundakte.organisation.models import (
    Nachfolge,
    Organisationseinheit,
    Person,
    Rolle,
    Rollenzuweisung,
    Stelle,
    Stellenbesetzung,
)
from verbundakte.organisation.pruefung import Auftrag, auftraege_of
from verbundakte.organisation.rules import hidden_from_rollen

FOLLOWED, MOVED = "followed", "moved"
# The contents that zones protect belong to a room above; here they are only names.
READ_CONTENTS = "akten.vorgang:read"


@dataclass(frozen=True)
class Post:
    """A Stelle somebody occupies."""

    bezeichnung: str
    einheit: UUID
    is_leitung: bool
    way: str = ""


@dataclass(frozen=True)
class Unit:
    """A unit: its label "63 Bauordnung", its name, the unit above whose Leitung also leads here."""

    label: str
    name: str
    parent: UUID | None


@dataclass
class Facts:
    """Who works where with which roles, on one day."""

    persons: dict[UUID, str]
    posts: dict[UUID, list[Post]] = field(default_factory=lambda: defaultdict(list))
    rollen: dict[UUID, list[Rolle]] = field(default_factory=lambda: defaultdict(list))
    freigaben: dict[UUID, dict[UUID, date]] = field(default_factory=lambda: defaultdict(dict))
    auftraege: dict[UUID, list[Auftrag]] = field(default_factory=lambda: defaultdict(list))
    units: dict[UUID, Unit] = field(default_factory=dict)
    followed: dict[UUID, list[UUID]] = field(default_factory=lambda: defaultdict(list))
    rolle_names: dict[UUID, str] = field(default_factory=dict)

    def and_above(self, einheit: UUID) -> set[UUID]:
        """Return a unit and all units above it, as far as a Leitung reaches down."""
        found: set[UUID] = set()
        waiting: UUID | None = einheit
        while waiting and waiting not in found and waiting in self.units:
            found.add(waiting)
            waiting = self.units[waiting].parent
        return found

    def posts_at(self, stelle: Stelle) -> list[Post]:
        """Return what occupying a Stelle means: its unit, those that one followed, those before."""
        units = [(stelle.einheit_id, "")]
        units += [(unit, FOLLOWED) for unit in self.followed[stelle.einheit_id]]
        units += [(unit, MOVED) for unit in stelle.earlier_einheiten]
        return [Post(stelle.bezeichnung, unit, stelle.is_leitung, way) for unit, way in units]

    def moved(
        self, person: UUID, *, stelle: Stelle, rollen: Iterable[Rolle], keeps_posts: bool = False
    ) -> "Facts":
        """Return the facts as they would be with another Stelle and other roles of one person."""
        posts = self.posts[person] if keeps_posts else []
        return replace(
            self,
            posts=defaultdict(list, {**self.posts, person: [*posts, *self.posts_at(stelle)]}),
            rollen=defaultdict(list, {**self.rollen, person: list(rollen)}),
        )

    def granting(self, person: UUID, permission: str) -> list[Rolle]:
        """Return the roles of a person that contain a permission."""
        return [rolle for rolle in self.rollen[person] if permission in rolle.permissions]

    def hides(self, person: UUID, geheimnisklasse: str) -> bool:
        """Tell whether her roles keep a person out of a Geheimnisklasse."""
        return hidden_from_rollen((rolle.key for rolle in self.rollen[person]), geheimnisklasse)


def _active(actor, on: date):
    return Person.objects.active(on).order_by("sort_key", "pk")


def _besetzungen(actor, on: date, ids: list[UUID]):
    rows = Stellenbesetzung.objects.valid_on(on).filter(person__in=ids)
    return rows.select_related("stelle")


ACTIVE = Ready(_active, on=date)
ACTIVE_OF = Ready(lambda actor, on, ids: _active(actor, on).filter(pk__any=ids), on=date, ids=list)
FREIGABEN = Ready(
    lambda actor, on, ids: Freigabe.objects.valid_on(on).filter(person_id__any=ids),
    on=date,
    ids=list,
)
FOLLOWED = Ready(
    lambda actor, on: Nachfolge.objects.filter(from_on__lte=on).values_list("vorher", "nachher"),
    on=date,
)
BESETZUNGEN = Ready(_besetzungen, on=date, ids=list)
ROLLEN = Ready(lambda actor, on: Rolle.objects.valid_on(on), on=date)
ZUWEISUNGEN = Ready(
    lambda actor, on, ids: Rollenzuweisung.objects.valid_on(on).filter(person__in=ids),
    on=date,
    ids=list,
)
UNITS = Ready(lambda actor: Organisationseinheit.objects.all())


def load_facts(persons: Iterable[UUID] | None = None, *, on: date | None = None) -> Facts:
    """Return the facts about these persons, or about all who work here (eight queries)."""
    on = on or today()
    wanted = None if persons is None else list(persons)
    chosen = ACTIVE.all(on=on) if wanted is None else ACTIVE_OF.all(on=on, ids=wanted)
    facts = Facts({person.pk: person.name for person in chosen})
    here = list(facts.persons)
    for row in FREIGABEN.all(on=on, ids=here):
        facts.freigaben[row.person_id][row.pk] = row.to_on
    facts.auftraege = auftraege_of(facts.persons, on)
    for before, after in FOLLOWED.all(on=on):
        facts.followed[after].append(before)
    for row in BESETZUNGEN.all(on=on, ids=here):
        facts.posts[row.person_id] += facts.posts_at(row.stelle)
    rollen = {rolle.key: rolle for rolle in ROLLEN.all(on=on)}
    facts.rolle_names = {key: rolle.bezeichnung for key, rolle in rollen.items()}
    for row in ZUWEISUNGEN.all(on=on, ids=here):
        if row.rolle_key in rollen:
            facts.rollen[row.person_id].append(rollen[row.rolle_key])
    for unit in UNITS.all():
        above = None if unit.is_geschuetzt else unit.parent_id
        facts.units[unit.pk] = Unit(str(unit), unit.name, above)
    return facts


@dataclass(frozen=True)
class Step:
    """A link of the chain that leads to the access."""

    name: str
    note: str


@dataclass(frozen=True)
class Way:
    """One reason: the level it gives, said in German, and its link of the chain."""

    level: int
    reason: str
    step: Step


def ways(
    facts: Facts, person: UUID, grants: Iterable[Grant], geheimnisklasse: str = ""
) -> list[Way]:
    """Return every grant that reaches a person, the exclusion first, then the highest level.

    `geheimnisklasse`: what the zone of these grants protects.
    """
    grants = list(grants)
    may_be_audited = NO_PRUEFUNG not in grants
    found: list[Way] = []
    for grant in grants:
        found += _ways(facts, person, grant)
        if may_be_audited:
            found += _ways_by_auftrag(facts, person, grant, geheimnisklasse)
    return best_first(found)


def best_first(found: Iterable[Way]) -> list[Way]:
    """Return ways in the order in which they count: the exclusion, then the highest level."""
    return sorted(found, key=lambda way: (way.level != Level.EXCLUDED, -way.level))


def _ways(facts: Facts, person: UUID, grant: Grant) -> list[Way]:
    match grant.kind:
        case PrincipalKind.EINHEIT | PrincipalKind.MITARBEIT:
            return _ways_by_unit(facts, person, grant)
        case PrincipalKind.LEITUNG:
            return _ways_by_leitung(facts, person, grant)
        case PrincipalKind.ROLLE:
            return [
                Way(
                    grant.level,
                    f"die Rolle „{rolle.bezeichnung}“",
                    Step(rolle.bezeichnung, "Rolle"),
                )
                for rolle in facts.rollen[person]
                if rolle.key == grant.id
            ]
        case PrincipalKind.FREIGABE if grant.id in facts.freigaben[person]:
            last = facts.freigaben[person][grant.id] - timedelta(days=1)
            reason = f"die Freigabe zum Lesen bis {last:%d.%m.%Y}"
            return [Way(grant.level, reason, Step("Freigabe zum Lesen", f"bis {last:%d.%m.%Y}"))]
        case PrincipalKind.PERSON if grant.id == person:
            step = Step("Namentlich genannt", "im Zugriff")
            return [Way(grant.level, "die Nennung mit Namen", step)]
        case PrincipalKind.ALL:
            step = Step("Alle Beschäftigten", "im Zugriff")
            return [Way(grant.level, "die Öffnung für alle Beschäftigten", step)]
    return []


def _ways_by_auftrag(facts: Facts, person: UUID, grant: Grant, geheimnisklasse: str) -> list[Way]:
    """A Prüfauftrag whose scope this is; it only ever lets read."""
    found = []
    for auftrag in facts.auftraege[person]:
        if auftrag.opens(grant, geheimnisklasse):
            last = f"bis {auftrag.to_on - timedelta(days=1):%d.%m.%Y}"
            reason = f"den Prüfauftrag „{auftrag.anlass}“ {last}"
            found.append(Way(Level.READ, reason, Step("Prüfauftrag", last)))
    return found


def _step(facts: Facts, post: Post) -> Step:
    return Step(f"{post.bezeichnung}, {facts.units[post.einheit].label}", "Stelle")


def _ways_by_unit(facts: Facts, person: UUID, grant: Grant) -> list[Way]:
    """A Stelle in the unit itself; of secret files only one that works on their Vorgänge."""
    is_secret = grant.kind == PrincipalKind.MITARBEIT
    if is_secret and not facts.granting(person, EDIT_CONTENTS):
        return []
    return [
        Way(
            grant.level,
            f"die Stelle „{post.bezeichnung}“ in {facts.units[post.einheit].label}",
            _step(facts, post),
        )
        for post in facts.posts[person]
        if post.einheit == grant.id
        and not (is_secret and (post.is_leitung or post.way == FOLLOWED))
    ]


def _ways_by_leitung(facts: Facts, person: UUID, grant: Grant) -> list[Way]:
    """The Leitung of the unit or of one above it."""
    if grant.id not in facts.units:
        return []
    above, meant = facts.and_above(grant.id), facts.units[grant.id].label
    found = []
    for post in facts.posts[person]:
        if post.is_leitung and post.way != MOVED and post.einheit in above:
            where = facts.units[post.einheit].label
            below = "" if post.einheit == grant.id else f", wozu {meant} gehört"
            found.append(Way(grant.level, f"die Leitung von {where}{below}", _step(facts, post)))
    return found
