"""Why may somebody see something, and who may? Answers from the same facts as the rule itself.

The rule is `core.access.policy.allows`; a property test holds both equal.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from verbundakte.core.access.zones import Grant
from verbundakte.core.bausteine.fields import enumerate_german
from verbundakte.core.clock import today
from verbundakte.core.models import Level, PrincipalKind, Zone, ZoneEntry
from verbundakte.organisation.bausteine import permission_label
from verbundakte.organisation.models import (
    Organisationseinheit,
    Person,
    Rolle,
    Rollenzuweisung,
    Stellenbesetzung,
)
from verbundakte.organisation.rules import hidden_from_rollen

# The contents that zones protect belong to a room above; here they are only names.
READ_CONTENTS, EDIT_CONTENTS = "akten.vorgang:read", "akten.vorgang:edit"


@dataclass(frozen=True)
class Post:
    """A Stelle somebody occupies."""

    bezeichnung: str
    einheit: UUID
    is_leitung: bool


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
    units: dict[UUID, Unit] = field(default_factory=dict)
    rolle_names: dict[UUID, str] = field(default_factory=dict)

    def and_above(self, einheit: UUID) -> set[UUID]:
        """Return a unit and all units above it, as far as a Leitung reaches down."""
        found: set[UUID] = set()
        waiting: UUID | None = einheit
        while waiting and waiting not in found and waiting in self.units:
            found.add(waiting)
            waiting = self.units[waiting].parent
        return found

    def granting(self, person: UUID, permission: str) -> list[Rolle]:
        """Return the roles of a person that contain a permission."""
        return [rolle for rolle in self.rollen[person] if permission in rolle.permissions]

    def hides(self, person: UUID, geheimnisklasse: str) -> bool:
        """Tell whether her roles keep a person out of a Geheimnisklasse."""
        return hidden_from_rollen((rolle.key for rolle in self.rollen[person]), geheimnisklasse)


def load_facts(persons: Iterable[UUID] | None = None, *, on: date | None = None) -> Facts:
    """Return the facts about these persons, or about all who work here (five queries)."""
    on = on or today()
    chosen = (
        Person.objects.active()
        if persons is None
        else Person.objects.active().filter(pk__in=persons)
    )
    facts = Facts({person.pk: person.name for person in chosen.order_by("sort_key", "pk")})
    besetzungen = Stellenbesetzung.objects.valid_on(on).select_related("stelle")
    zuweisungen = Rollenzuweisung.objects.valid_on(on)
    if persons is not None:
        besetzungen = besetzungen.filter(person__in=facts.persons)
        zuweisungen = zuweisungen.filter(person__in=facts.persons)
    for row in besetzungen:
        post = Post(row.stelle.bezeichnung, row.stelle.einheit_id, row.stelle.is_leitung)
        facts.posts[row.person_id].append(post)
    rollen = {rolle.key: rolle for rolle in Rolle.objects.valid_on(on)}
    facts.rolle_names = {key: rolle.bezeichnung for key, rolle in rollen.items()}
    for row in zuweisungen:
        if row.rolle_key in rollen:
            facts.rollen[row.person_id].append(rollen[row.rolle_key])
    for unit in Organisationseinheit.objects.all():
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


def ways(facts: Facts, person: UUID, grants: Iterable[Grant]) -> list[Way]:
    """Return every grant that reaches a person, the exclusion first, then the highest level."""
    found = []
    for grant in grants:
        if grant.kind == PrincipalKind.EINHEIT:
            found += _ways_by_unit(facts, person, grant)
        elif grant.kind == PrincipalKind.LEITUNG:
            found += _ways_by_leitung(facts, person, grant)
        elif grant.kind == PrincipalKind.ROLLE:
            found += [
                Way(
                    grant.level,
                    f"die Rolle „{rolle.bezeichnung}“",
                    Step(rolle.bezeichnung, "Rolle"),
                )
                for rolle in facts.rollen[person]
                if rolle.key == grant.id
            ]
        elif grant.kind == PrincipalKind.PERSON and grant.id == person:
            step = Step("Namentlich genannt", "im Zugriff")
            found.append(Way(grant.level, "namentlich genannt", step))
        elif grant.kind == PrincipalKind.ALL:
            step = Step("Alle Beschäftigten", "im Zugriff")
            found.append(Way(grant.level, "offen für alle Beschäftigten", step))
    return sorted(found, key=lambda way: (way.level != Level.EXCLUDED, -way.level))


def _step(facts: Facts, post: Post) -> Step:
    return Step(f"{post.bezeichnung}, {facts.units[post.einheit].label}", "Stelle")


def _ways_by_unit(facts: Facts, person: UUID, grant: Grant) -> list[Way]:
    """A Stelle in the unit itself."""
    return [
        Way(
            grant.level,
            f"die Stelle „{post.bezeichnung}“ in {facts.units[post.einheit].label}",
            _step(facts, post),
        )
        for post in facts.posts[person]
        if post.einheit == grant.id
    ]


def _ways_by_leitung(facts: Facts, person: UUID, grant: Grant) -> list[Way]:
    """The Leitung of the unit or of one above it."""
    if grant.id not in facts.units:
        return []
    above, meant = facts.and_above(grant.id), facts.units[grant.id].label
    found = []
    for post in facts.posts[person]:
        if post.is_leitung and post.einheit in above:
            where = facts.units[post.einheit].label
            below = "" if post.einheit == grant.id else f", wozu {meant} gehört"
            found.append(Way(grant.level, f"die Leitung von {where}{below}", _step(facts, post)))
    return found


@dataclass(frozen=True)
class Explanation:
    """The answer to "why may X see this?", also in the form of `ui/_why.html`."""

    is_allowed: bool
    sentence: str
    detail: str = ""
    chain: tuple[Step, ...] = ()

    def __str__(self):
        return f"{self.sentence} {self.detail}".strip()


def read_permission(subject: object) -> str:
    """Return the permission that reading this object needs, e.g. `akten.vorgang:read`."""
    return f"{subject._meta.label_lower}:read"


def explain_access(who, subject, *, permission: str = "") -> Explanation:
    """Return why a person (a Person or her actor) may do `permission` to `subject`, or why not.

    Without `permission` the question is reading. `subject` has a zone.
    """
    person = getattr(who, "person_id", None) or who.pk
    permission = permission or read_permission(subject)
    facts = load_facts([person])
    if person not in facts.persons:
        return Explanation(False, f"{who.name} arbeitet nicht mehr hier.")
    if getattr(who, "on_behalf_of", ""):
        return _explain_vertretung(who, subject, permission)
    if facts.hides(person, _klassen([subject.zone_id])[subject.zone_id]):
        return Explanation(
            False,
            f"{facts.persons[person]} hat keinen Zugriff.",
            "Wer nur die Rolle „Assistenz“ hat, sieht keine Personalakten.",
        )
    found = ways(facts, person, _grants([subject.zone_id])[subject.zone_id])
    return _explain(facts, person, permission, found)


def _explain_vertretung(actor, subject, permission: str) -> Explanation:
    """Return why somebody may or may not in Vertretung; the rule itself decides."""
    if not actor.may(permission, subject):
        return Explanation(
            False,
            f"{actor.name} hat in Vertretung für {actor.on_behalf_name} keinen Zugriff.",
            "Eine Vertretung öffnet keine Geheimnisklasse und nichts, wo jemand ausgeschlossen ist.",
        )
    absent = actor.works_for
    facts = load_facts([absent])
    found = ways(facts, absent, _grants([subject.zone_id])[subject.zone_id])
    answer = _explain(facts, absent, permission, found)
    sentence = f"{actor.name} hat Zugriff in Vertretung für {actor.on_behalf_name}."
    step = Step(actor.name, f"in Vertretung für {actor.on_behalf_name}")
    return Explanation(True, sentence, answer.detail, (step, *answer.chain[1:]))


def _explain(facts: Facts, person: UUID, permission: str, found: list[Way]) -> Explanation:
    name, label = facts.persons[person], permission_label(permission)
    no = f"{name} hat keinen Zugriff."
    if found and found[0].level == Level.EXCLUDED:
        return Explanation(False, no, f"Ausgeschlossen: {found[0].reason}.")
    needed = Level.READ if permission.endswith(":read") else Level.WRITE
    fitting = [way for way in found if way.level >= needed]
    rollen = facts.granting(person, permission)
    if not rollen:
        return Explanation(False, no, f"Keine Rolle erlaubt „{label}“.")
    if not fitting:
        rest = (
            "Der Zugriff reicht nur zum Lesen."
            if found
            else "Weder Stelle noch Rolle noch Name sind im Zugriff genannt."
        )
        return Explanation(False, no, rest)
    allowed_by = enumerate_german(f"„{rolle.bezeichnung}“" for rolle in rollen)
    reasons = enumerate_german(way.reason for way in fitting)
    return Explanation(
        True,
        f"{name} hat Zugriff („{label}“).",
        f"Grund: {reasons}. Erlaubt durch die Rolle {allowed_by}.",
        (Step(name, "Person"), fitting[0].step, Step(rollen[0].bezeichnung, "Rolle")),
    )


@dataclass(frozen=True)
class Reader:
    """A person who reaches a zone, how far, and why."""

    person: UUID
    name: str
    level: Level
    reason: str


def who_may(zone_id: int, *, facts: Facts | None = None) -> list[Reader]:
    """Return everybody who may at least read the contents of a zone, by name."""
    klasse = _klassen([zone_id])[zone_id]
    return _readers(facts or load_facts(), _grants([zone_id])[zone_id], klasse)


def who_would(grants: Iterable[Grant], *, like: int) -> list[Reader]:
    """Return everybody who might read with these grants what has the secret of the zone `like`."""
    return _readers(load_facts(), list(grants), _klassen([like])[like])


def _readers(facts: Facts, grants: list[Grant], klasse: str) -> list[Reader]:
    found = []
    for person, name in facts.persons.items():
        if facts.hides(person, klasse):
            continue
        reached = ways(facts, person, grants)
        if not reached or reached[0].level == Level.EXCLUDED:
            continue
        if not facts.granting(person, READ_CONTENTS):
            continue
        writes = reached[0].level == Level.WRITE and facts.granting(person, EDIT_CONTENTS)
        level = Level.WRITE if writes else Level.READ
        found.append(Reader(person, name, level, reached[0].reason))
    return found


def _grants(zone_ids: Iterable[int]) -> dict[int, list[Grant]]:
    found: dict[int, list[Grant]] = {zone: [] for zone in zone_ids}
    for row in ZoneEntry.objects.filter(zone_id__in=found).order_by("pk"):
        found[row.zone_id].append(Grant(row.principal_kind, row.principal_id, row.level))
    return found


def _klassen(zone_ids: Iterable[int]) -> dict[int, str]:
    return dict(Zone.objects.filter(pk__in=zone_ids).values_list("pk", "geheimnisklasse"))


def zone_labels(zone_ids: Iterable[int]) -> dict[int, str]:
    """Return for each zone a label such as "Bauordnung (11 Personen)" (seven queries in all)."""
    facts, klassen = load_facts(), _klassen(set(zone_ids))
    grants = _grants(klassen)
    return {zone: _label(facts, grants[zone], klassen[zone]) for zone in grants}


def zone_label(zone_id: int) -> str:
    """Return the label of one zone."""
    return zone_labels([zone_id])[zone_id]


def _label(facts: Facts, grants: list[Grant], klasse: str) -> str:
    names, leitungen, named, excluded = [], [], 0, 0
    for grant in grants:
        if grant.level == Level.EXCLUDED:
            excluded += 1
        elif grant.kind == PrincipalKind.EINHEIT and grant.id in facts.units:
            names.append(facts.units[grant.id].name)
        elif grant.kind == PrincipalKind.LEITUNG and grant.id in facts.units:
            leitungen.append(f"Leitung {facts.units[grant.id].label}")
        elif grant.kind == PrincipalKind.ROLLE:
            names.append(facts.rolle_names.get(grant.id, "Rolle ohne Fassung"))
        elif grant.kind == PrincipalKind.ALL:
            names.append("Alle Beschäftigten")
        else:
            named += 1
    names = names or leitungen
    if named:
        names.append(f"{named} Genannte" if names else "Nur Genannte")
    readers = len(_readers(facts, grants, klasse))
    count = f"{readers} {'Person' if readers == 1 else 'Personen'}"
    return f"{enumerate_german(names) or 'Niemand'} ({count}{f', {excluded} ausgeschlossen' if excluded else ''})"
