"""The zone of each object, computed from what was decided about it and about all above it.

An object takes the zone of the one above (plan unit > Akte > Teilakte > Vorgang > Teilvorgang >
Dokument > Anlage), changed by its own Zugriffsregel and Freigaben; an Ausschluss always comes down.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from verbundakte.akten.models import (
    Akte,
    Aktenplaneinheit,
    Ausschluss,
    Choice,
    Dokument,
    Einschraenkung,
    Pruefakte,
    Vorgang,
    Zugriffsregel,
)
from verbundakte.core.access.zones import (
    NO_PRUEFUNG,
    Grant,
    grants_of,
    intern_zone,
    klasse_of,
    merged,
    withdrawn,
)
from verbundakte.core.models import Freigabe, Level, PrincipalKind
from verbundakte.core.search.outbox import touch_ids

BATCH = 2000
Subject = Aktenplaneinheit | Akte | Vorgang | Dokument
Ids = tuple[UUID, ...]
Decision = tuple[str, Ids, Ids, Ids, Ids, UUID | None]
NONE: Decision = (Choice.SACHGEBIET, (), (), (), (), None)
NARROW_KINDS = (PrincipalKind.EINHEIT, PrincipalKind.MITARBEIT, PrincipalKind.LEITUNG)


def above(subject: Akte | Vorgang | Dokument):
    """Return from what an object inherits; None for a Dokument that lies in no Vorgang yet."""
    if isinstance(subject, Dokument):
        return subject.parent or subject.vorgang or subject.akte
    if isinstance(subject, Vorgang):
        return subject.parent or subject.akte
    return subject.parent or subject.planeinheit


def decisions_about(ids: Iterable[UUID]) -> dict[UUID, Decision]:
    """Return for each object with decisions of its own: choice, named, shut out, Freigaben, audits,
    and the unit that alone works with it when it is restricted (Art. 18 DSGVO)."""
    ids, found = list(ids), {}
    for begin in range(0, len(ids), BATCH):
        found |= _decisions_about(ids[begin : begin + BATCH])
    return found


def _decisions_about(ids: Sequence[UUID]) -> dict[UUID, Decision]:
    rules: dict[UUID, tuple] = {}
    shut: dict[UUID, set[UUID]] = defaultdict(set)
    free: dict[UUID, set[UUID]] = defaultdict(set)
    for name in ("akte", "vorgang", "dokument"):
        rows = Zugriffsregel.objects.filter(**{f"{name}__in": ids})
        for key, choice, persons in rows.values_list(f"{name}_id", "choice", "persons"):
            rules[key] = (choice, tuple(sorted(persons)))
    for name in ("akte", "vorgang"):
        rows = Ausschluss.objects.filter(ended_at=None, **{f"{name}__in": ids})
        for key, person in rows.values_list(f"{name}_id", "person_id"):
            shut[key].add(person)
    audits: dict[UUID, set[UUID]] = defaultdict(set)
    rows = Pruefakte.objects.filter(auftrag__ended_at=None, akte__in=ids)
    for key, auftrag in rows.values_list("akte_id", "auftrag_id"):
        audits[key].add(auftrag)
    rows = Freigabe.objects.filter(ended_at=None, object_id__in=ids)
    for key, freigabe in rows.values_list("object_id", "pk"):
        free[key].add(freigabe)
    rows = Einschraenkung.objects.in_force().filter(dokument__in=ids)
    alone = dict(rows.values_list("dokument_id", "einheit_id"))
    return {
        key: (
            *rules.get(key, NONE[:2]),
            *(tuple(sorted(found.get(key, ()))) for found in (shut, free, audits)),
            alone.get(key),
        )
        for key in rules.keys() | shut.keys() | free.keys() | audits.keys() | alone.keys()
    }


def _of_unit_alone(inherited: list[Grant], einheit: UUID) -> list[Grant]:
    """What is left for a restricted object: its unit, or who is named where no unit is; exclusions.

    Who checks the unit by a Prüfauftrag does not work in it.
    """
    kept = [NO_PRUEFUNG] + [grant for grant in inherited if grant.level == Level.EXCLUDED]
    own = [grant for grant in inherited if grant.kind in NARROW_KINDS and grant.id == einheit]
    named = (*NARROW_KINDS, PrincipalKind.PERSON)
    return kept + (own or [grant for grant in inherited if grant.kind in named])


def combined(inherited: list[Grant], decision: Decision) -> list[Grant]:
    """Return the rights of an object: what it inherits and what was decided about itself."""
    choice, persons, shut, free, audits, alone = decision
    if alone is not None:
        inherited, free, audits = _of_unit_alone(inherited, alone), (), ()
        persons = persons if choice == Choice.NUR else ()
    if choice == Choice.NUR:
        inherited = [grant for grant in inherited if grant.level == Level.EXCLUDED]
    return [
        *inherited,
        *(Grant(PrincipalKind.PERSON, person, Level.WRITE) for person in persons),
        *(Grant(PrincipalKind.PERSON, person, Level.EXCLUDED) for person in shut),
        *(Grant(PrincipalKind.FREIGABE, key, Level.READ) for key in free),
        *(Grant(PrincipalKind.PRUEFUNG, key, Level.READ) for key in audits),
    ]


@dataclass
class Tree:
    """Objects below one, each with the one above it, the zone it has now and its model."""

    above: dict[UUID, UUID] = field(default_factory=dict)
    zones: dict[UUID, int] = field(default_factory=dict)
    models: dict[UUID, type] = field(default_factory=dict)

    def add(self, model, rows) -> list[UUID]:
        """Take rows (id, ids above with the nearest first, zone); return their ids."""
        found = []
        for key, *aboves, zone in rows:
            self.above[key] = next(filter(None, aboves))
            self.zones[key], self.models[key] = zone, model
            found.append(key)
        return found

    def add_nested(self, model, level: list[UUID]) -> list[UUID]:
        """Take what is nested below objects of one model; return all of them with the first."""
        found = list(level)
        while level:
            rows = model.objects.filter(parent__in=level)
            level = self.add(model, rows.values_list("pk", "parent_id", "zone_id"))
            found += level
        return found


def tree_below(subject: Subject) -> Tree:
    """Return everything below an object (at most eight queries for usual depths)."""
    tree = Tree()
    if isinstance(subject, Dokument):
        tree.add_nested(Dokument, [subject.pk])
        return tree
    if isinstance(subject, Vorgang):
        vorgaenge = tree.add_nested(Vorgang, [subject.pk])
        dokumente = Dokument.objects.filter(vorgang__in=vorgaenge)
    else:
        first = [subject.pk]
        if isinstance(subject, Aktenplaneinheit):
            rows = Akte.objects.filter(planeinheit=subject, parent=None)
            first = tree.add(Akte, rows.values_list("pk", "planeinheit_id", "zone_id"))
        akten = tree.add_nested(Akte, first)
        rows = Vorgang.objects.filter(akte__in=akten)
        tree.add(Vorgang, rows.values_list("pk", "parent_id", "akte_id", "zone_id"))
        dokumente = Dokument.objects.filter(akte__in=akten)
    tree.add(Dokument, dokumente.values_list("pk", "parent_id", "vorgang_id", "akte_id", "zone_id"))
    return tree


class Zones:
    """Computes zones; each combination of what is inherited and decided is interned once."""

    def __init__(self, decisions: dict[UUID, Decision]):
        self._decisions = decisions
        self._made: dict[tuple[int, Decision], int] = {}
        self._shared: dict[tuple[int, int], int] = {}

    def below(self, zone: int, key: UUID) -> int:
        """Return the zone of an object whose upper one has `zone`."""
        decision = self._decisions.get(key, NONE)
        if decision == NONE:
            return zone
        if (zone, decision) not in self._made:
            grants = combined(grants_of(zone), decision)
            self._made[zone, decision] = intern_zone(grants, klasse_of(zone)).pk
        return self._made[zone, decision]

    def shared(self, old: int, new: int) -> int:
        """Return the zone that gives no more than either of both."""
        if (old, new) not in self._shared:
            grants = withdrawn(grants_of(old), grants_of(new))
            self._shared[old, new] = intern_zone(grants, klasse_of(new) or klasse_of(old)).pk
        return self._shared[old, new]


def zone_of(subject, base: int) -> int:
    """Return the zone an object must have below the zone `base`."""
    return Zones(decisions_about([subject.pk])).below(base, subject.pk)


def grants_at(subject: Akte | Vorgang | Dokument, upper) -> list[Grant]:
    """Return the rights an object would have below another one, without making a zone."""
    decision = decisions_about([subject.pk]).get(subject.pk, NONE)
    return merged(combined(grants_of(upper.zone_id), decision))


@dataclass
class Move:
    """Objects of one model that change from one zone to another."""

    model: type
    before: int
    zone: int
    ids: list[UUID]


def moves_below(subject: Subject, *, only_withdraw: bool = False) -> list[Move]:
    """Return what must change below an object whose own zone is right.

    `only_withdraw`: not to what they shall have, but to what they have now and shall keep.
    """
    tree = tree_below(subject)
    zones = Zones(decisions_about(tree.zones))
    right = {subject.pk: subject.zone_id}

    def right_for(key: UUID) -> int:
        if key not in right:
            right[key] = zones.below(right_for(tree.above[key]), key)
        return right[key]

    moves: dict[tuple, list[UUID]] = defaultdict(list)
    for key, now in tree.zones.items():
        then = right_for(key)
        if only_withdraw and then != now:
            then = zones.shared(now, then)
        if then != now:
            moves[tree.models[key], now, then].append(key)
    order = [Akte, Vorgang, Dokument]
    return [
        Move(*key, ids)
        for key, ids in sorted(moves.items(), key=lambda row: order.index(row[0][0]))
    ]


def apply(move: Move) -> None:
    """Give objects their zone; the search leaves them out until the index knows.

    What got another zone since the move was computed is left alone: who narrowed it was later.
    """
    rows = move.model.objects.filter(pk__in=move.ids, zone=move.before)
    rows.update(zone_id=move.zone)
    touch_ids(move.model._meta.model_name, move.ids, is_moved=True)


def in_batches(moves: list[Move], size: int = BATCH) -> Iterator[Move]:
    """Cut moves into parts that one short transaction can do."""
    for move in moves:
        for begin in range(0, len(move.ids), size):
            yield Move(move.model, move.before, move.zone, move.ids[begin : begin + size])
