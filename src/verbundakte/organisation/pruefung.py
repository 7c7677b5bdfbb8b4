"""What a Prüfauftrag opens: one rule, read by the actor and by every explanation."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from verbundakte.core.access.zones import NO_PRUEFUNG, Grant
from verbundakte.core.db.ready import Ready
from verbundakte.core.models import Level, PrincipalKind, ZoneEntry
from verbundakte.organisation.models import Nachfolge, Organisationseinheit, Pruefauftrag

UNIT_KINDS = (PrincipalKind.EINHEIT, PrincipalKind.MITARBEIT)


@dataclass(frozen=True)
class Auftrag:
    """A Prüfauftrag that holds, its units with all below and what they followed."""

    id: UUID
    anlass: str
    to_on: date
    einheiten: frozenset[UUID]
    klassen: frozenset[str]

    def opens(self, grant: Grant, geheimnisklasse: str) -> bool:
        """Tell whether it lets read what lies in a zone with this grant.

        A secret only when the order names its Geheimnisklasse.
        """
        if grant.level == Level.EXCLUDED:
            return False
        if grant.kind in UNIT_KINDS:
            is_secret = bool(geheimnisklasse) or grant.kind == PrincipalKind.MITARBEIT
            is_named = geheimnisklasse in self.klassen
            return grant.id in self.einheiten and (is_named or not is_secret)
        is_own = grant.kind == PrincipalKind.PRUEFUNG and grant.id == self.id
        return is_own and (not geheimnisklasse or geheimnisklasse in self.klassen)


_UNITS = Ready(
    lambda actor: Organisationseinheit.objects.values_list("pk", "parent_id", "is_geschuetzt")
)


def _children(*, is_structure: bool) -> dict[UUID | None, list[UUID]]:
    children = defaultdict(list)
    for pk, parent, is_geschuetzt in _UNITS.all():
        if is_structure or not is_geschuetzt:
            children[parent].append(pk)
    return children


def _with_below(roots: Iterable[UUID], children: dict[UUID | None, list[UUID]]) -> set[UUID]:
    found, waiting = set(), list(roots)
    while waiting:
        unit = waiting.pop()
        if unit not in found:
            found.add(unit)
            waiting += children.get(unit, ())
    return found


def units_below(roots: set[UUID], *, is_structure: bool) -> set[UUID]:
    """Return the units and those below; for rights a geschützter Bereich stays out (one query)."""
    return _with_below(roots, _children(is_structure=is_structure))


def _auftraege(actor, on: date, ids: list[UUID]):
    rows = Pruefauftrag.objects.valid_on(on).filter(pruefer__in=ids)
    return rows.order_by("to_on", "pk")


_AUFTRAEGE = Ready(_auftraege, on=date, ids=list)


def auftraege_of(persons: Iterable[UUID], on: date) -> dict[UUID, list[Auftrag]]:
    """Return the orders these persons hold on a day (one query; three when one names units)."""
    rows = _AUFTRAEGE.all(on=on, ids=list(persons))
    children: dict[UUID | None, list[UUID]] = {}
    earlier: dict[UUID, list[UUID]] = defaultdict(list)
    if any(row.einheiten for row in rows):
        children = _children(is_structure=False)
        pairs = Nachfolge.objects.filter(from_on__lte=on).values_list("vorher", "nachher")
        for before, after in pairs:
            earlier[after].append(before)
    found = defaultdict(list)
    for row in rows:
        units = _with_below(row.einheiten, children)
        units |= {before for unit in units for before in earlier[unit]}
        auftrag = Auftrag(
            row.pk, row.anlass, row.to_on, frozenset(units), frozenset(row.geheimnisklassen)
        )
        found[row.pruefer_id].append(auftrag)
    return found


def zones_opened(auftraege: list[Auftrag]) -> set[int]:
    """Return the zones that these orders let read, without what is restricted (one query)."""
    units = {unit for auftrag in auftraege for unit in auftrag.einheiten}
    named = Q(principal_kind=PrincipalKind.PRUEFUNG, principal_id__in=[a.id for a in auftraege])
    named |= Q(principal_kind__in=UNIT_KINDS, principal_id__in=units)
    named |= Q(principal_kind=NO_PRUEFUNG.kind, principal_id=NO_PRUEFUNG.id)
    fields = ("zone_id", "zone__geheimnisklasse", "principal_kind", "principal_id", "level")
    opened, closed = set(), set()
    for zone, klasse, *entry in ZoneEntry.objects.filter(named).values_list(*fields):
        grant = Grant(*entry)
        if grant == NO_PRUEFUNG:
            closed.add(zone)
        elif any(auftrag.opens(grant, klasse) for auftrag in auftraege):
            opened.add(zone)
    return opened - closed
