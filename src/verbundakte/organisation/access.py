"""Why may somebody see something, and who may? Answers from the same facts as the rule itself.

The rule is `core.access.policy.allows`; a property test holds both equal.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.core.cache import cache

from verbundakte.core.access.zones import NO_PRUEFUNG, Grant
from verbundakte.core.bausteine.fields import enumerate_german
from verbundakte.core.clock import today
from verbundakte.core.db.ready import Ready
from verbundakte.core.models import Level, PrincipalKind, Rechtestand
from verbundakte.core.tenancy.context import current_tenant
from verbundakte.organisation.bausteine import permission_label
from verbundakte.organisation.facts import Facts, Step, load_facts, ways
from verbundakte.organisation.reach import (
    Reach,
    Reader,
    Readers,
    grants_in,
    klassen_of,
    reach_of,
    reach_of_unit,
    readers_of,
    zones_hidden_from,
)

__all__ = [
    "Explanation",
    "Facts",
    "Reach",
    "Reader",
    "access_line",
    "explain_access",
    "load_facts",
    "reach_of",
    "reach_of_unit",
    "read_permission",
    "readers_of",
    "who_may",
    "who_would",
    "zone_label",
    "zone_labels",
    "zones_hidden_from",
]

LABEL_SECONDS = 3600
UNIT_KINDS = (PrincipalKind.EINHEIT, PrincipalKind.MITARBEIT)


@dataclass(frozen=True)
class Explanation:
    """The answer to "why may X see this?": one sentence, whose beginning is its result."""

    is_allowed: bool
    sentence: str
    detail: str = ""
    chain: tuple[Step, ...] = ()

    def __str__(self):
        return f"{self.sentence} {self.detail}".strip()


def read_permission(subject: object) -> str:
    """Return the permission that reading this object needs, e.g. `akten.vorgang:read`."""
    return f"{subject._meta.label_lower}:read"


def explain_access(
    who, subject, *, permission: str = "", facts: Facts | None = None
) -> Explanation:
    """Return why a person (a Person or her actor) may do `permission` to `subject`, or why not.

    Without `permission` the question is reading. `subject` has a zone.
    """
    person = getattr(who, "person_id", None) or who.pk
    permission = permission or read_permission(subject)
    facts = facts or load_facts([person])
    if person not in facts.persons:
        return Explanation(False, f"{who.name} arbeitet nicht mehr hier.")
    if getattr(who, "on_behalf_of", ""):
        return _explain_vertretung(who, subject, permission)
    klasse = klassen_of([subject.zone_id])[subject.zone_id]
    if facts.hides(person, klasse):
        return Explanation(
            False,
            f"{facts.persons[person]} hat keinen Zugriff:",
            "Wer nur die Rolle „Assistenz“ hat, sieht keine Personalakten.",
        )
    grants = grants_in([subject.zone_id])[subject.zone_id]
    return _explain(facts, person, permission, (grants, klasse))


def _explain_vertretung(actor, subject, permission: str) -> Explanation:
    """Return why somebody may or may not in Vertretung; the rule itself decides."""
    if not actor.may(permission, subject):
        return Explanation(
            False,
            f"{actor.name} hat in Vertretung für {actor.on_behalf_name} keinen Zugriff:",
            "Eine Vertretung öffnet keine Geheimnisklasse und nichts, wo jemand ausgeschlossen ist.",
        )
    absent = actor.works_for
    facts = load_facts([absent])
    facts.auftraege.clear()  # nobody hands over a Prüfauftrag
    grants = grants_in([subject.zone_id])[subject.zone_id]
    answer = _explain(facts, absent, permission, (grants, ""))
    sentence = f"{actor.name} hat Zugriff in Vertretung für {actor.on_behalf_name}"
    step = Step(actor.name, f"in Vertretung für {actor.on_behalf_name}")
    return Explanation(True, sentence, answer.detail, (step, *answer.chain[1:]))


def _explain(
    facts: Facts, person: UUID, permission: str, zone: tuple[list[Grant], str]
) -> Explanation:
    grants, _ = zone
    name, label = facts.persons[person], permission_label(permission)
    found, no = ways(facts, person, *zone), f"{name} hat keinen Zugriff:"
    if found and found[0].level == Level.EXCLUDED:
        return Explanation(False, no, "davon ausgeschlossen, und das geht allem anderen vor.")
    needed = Level.READ if permission.endswith(":read") else Level.WRITE
    fitting = [way for way in found if way.level >= needed]
    rollen = facts.granting(person, permission)
    if not rollen:
        return Explanation(False, no, f"Keine Rolle erlaubt „{label}“.")
    if found and not fitting:
        return Explanation(False, no, f"{found[0].reason} reicht nur zum Lesen.")
    if not fitting:
        return Explanation(False, no, _why_not(facts, person, grants))
    allowed_by = enumerate_german(f"„{rolle.bezeichnung}“" for rolle in rollen)
    verb = "erlauben" if len(rollen) > 1 else "erlaubt"
    reasons = enumerate_german(way.reason for way in fitting)
    return Explanation(
        True,
        f"{name} hat Zugriff",
        f"durch {reasons}; die {'Rollen' if len(rollen) > 1 else 'Rolle'} {allowed_by}"
        f" {verb} „{label}“.",
        (Step(name, "Person"), fitting[0].step, Step(rollen[0].bezeichnung, "Rolle")),
    )


def _why_not(facts: Facts, person: UUID, grants: list[Grant]) -> str:
    """Say what a person lacks whom no grant reaches."""
    if NO_PRUEFUNG in grants and facts.auftraege[person]:
        return "die Verarbeitung ist eingeschränkt, und so lange gilt hier kein Prüfauftrag."
    secret = [grant.id for grant in grants if grant.kind == PrincipalKind.MITARBEIT]
    for unit in secret:
        if unit not in facts.units:
            continue
        label = facts.units[unit].label
        own = [post for post in facts.posts[person] if post.einheit == unit]
        if any(
            post.is_leitung and post.einheit in facts.and_above(unit)
            for post in facts.posts[person]
        ):
            return (
                f"die Akte gehört zu einem Geheimnis, und da zählt die Leitung von {label} nicht,"
                " sondern nur die Sachbearbeitung und wer mit Namen genannt ist."
            )
        if own:
            return (
                f"die Akte gehört zu einem Geheimnis, und da zählt in {label} nur, wer eine Rolle"
                " zum Bearbeiten von Vorgängen hat oder mit Namen genannt ist."
            )
    return "Weder Stelle noch Rolle noch Name sind hier genannt."


def who_may(zone_id: int, *, facts: Facts | None = None) -> list[Reader]:
    """Return everybody who may at least read the contents of a zone, by name."""
    klasse = klassen_of([zone_id])[zone_id]
    return Readers(facts or load_facts()).of(grants_in([zone_id])[zone_id], klasse)


def who_would(grants: Iterable[Grant], *, like: int) -> list[Reader]:
    """Return everybody who might read with these grants what has the secret of the zone `like`."""
    return Readers(load_facts()).of(grants, klassen_of([like])[like])


def zone_labels(zone_ids: Iterable[int]) -> dict[int, str]:
    """Return for each zone a label such as "Bauordnung (11 Personen)" (eight queries in all)."""
    facts, klassen = load_facts(), klassen_of(set(zone_ids))
    grants = grants_in(klassen)
    readers = Readers(facts)
    return {
        zone: _label(facts, grants[zone], len(readers.of(grants[zone], klassen[zone])))
        for zone in grants
    }


def zone_label(zone_id: int) -> str:
    """Return the label of one zone."""
    return zone_labels([zone_id])[zone_id]


def _label(facts: Facts, grants: list[Grant], readers: int) -> str:
    names, leitungen, named, excluded = [], [], 0, 0
    for grant in grants:
        if grant.level == Level.EXCLUDED:
            excluded += grant != NO_PRUEFUNG
        elif grant.kind in UNIT_KINDS and grant.id in facts.units:
            names.append(facts.units[grant.id].name)
        elif grant.kind == PrincipalKind.LEITUNG and grant.id in facts.units:
            leitungen.append(f"Leitung {facts.units[grant.id].label}")
        elif grant.kind == PrincipalKind.ROLLE:
            names.append(facts.rolle_names.get(grant.id, "Rolle ohne Fassung"))
        elif grant.kind == PrincipalKind.ALL:
            names.append("Alle Beschäftigten")
        elif grant.kind == PrincipalKind.PERSON:
            named += 1
    names = names or leitungen
    if named:
        names.append(f"{named} Genannte" if names else "Nur Genannte")
    count = f"{readers} {'Person' if readers == 1 else 'Personen'}"
    return f"{enumerate_german(names) or 'Niemand'} ({count}{f', {excluded} ausgeschlossen' if excluded else ''})"


def access_line(zone_id: int) -> str:
    """Return "Bauordnung (11 Personen)" as it is now: one query while nobody's rights change."""
    marks = _MARKS.all()
    if not marks:  # nothing was ever changed here, so nothing can say that it was
        return zone_label(zone_id)
    key = f"zone-label:{current_tenant()}:{zone_id}:{today()}:{'.'.join(map(str, marks))}"
    label = cache.get(key)
    if label is None:
        label = zone_label(zone_id)
        cache.set(key, label, LABEL_SECONDS)
    return label


_MARKS = Ready(
    lambda actor: Rechtestand.objects.filter(
        tenant=current_tenant(), bereich=Rechtestand.Bereich.PERSONEN
    )
    .order_by("pk")
    .values_list("marke", flat=True)
)
"""What a zone is called changes with units, posts, persons, roles and Freigaben; who reaches a zone
never does: another access is another zone."""
