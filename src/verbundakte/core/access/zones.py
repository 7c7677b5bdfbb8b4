"""Zones: find or make the one with given entries, and the zones a set of principals reaches."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db import connection
from django.db.models import Max, Min, Q

from verbundakte.core.db.ready import Ready
from verbundakte.core.models import Level, PrincipalKind, Zone, ZoneEntry

EVERYBODY = UUID(int=0)


@dataclass(frozen=True, order=True)
class Grant:
    """One principal and its level in a zone."""

    kind: str
    id: UUID
    level: int


# Stands in the zone of what is restricted (Art. 18 DSGVO): a Prüfauftrag over its unit reads it not.
NO_PRUEFUNG = Grant(PrincipalKind.PRUEFUNG.value, EVERYBODY, Level.EXCLUDED.value)


def digest_of(grants: Iterable[Grant], geheimnisklasse: str = "") -> str:
    """Return the SHA-256 (hex) that names a set of grants and the secret it protects."""
    canonical = sorted([grant.kind, str(grant.id), int(grant.level)] for grant in set(grants))
    content = [*canonical, geheimnisklasse] if geheimnisklasse else canonical
    return hashlib.sha256(json.dumps(content).encode()).hexdigest()


def merged(grants: Iterable[Grant]) -> list[Grant]:
    """Return one grant per principal: an exclusion wins, else the highest level."""
    levels: dict[tuple[str, UUID], list[int]] = {}
    for grant in grants:
        levels.setdefault((str(grant.kind), grant.id), []).append(int(grant.level))
    return sorted(
        Grant(kind, key, Level.EXCLUDED if Level.EXCLUDED in found else max(found))
        for (kind, key), found in levels.items()
    )


def intern_zone(grants: Iterable[Grant], geheimnisklasse: str = "") -> Zone:
    """Return the zone of the open tenant with exactly these grants; it is made once.

    Zones of a Geheimnisklasse are never shared with anything that is not of it.
    """
    grants = merged(grants)
    zone, created = Zone.objects.get_or_create(
        digest=digest_of(grants, geheimnisklasse), defaults={"geheimnisklasse": geheimnisklasse}
    )
    if created:
        ZoneEntry.objects.bulk_create(
            ZoneEntry(
                zone=zone, principal_kind=grant.kind, principal_id=grant.id, level=grant.level
            )
            for grant in grants
        )
    return zone


def grants_of(zone_id: int) -> list[Grant]:
    """Return the grants of a zone, sorted."""
    rows = ZoneEntry.objects.filter(zone_id=zone_id)
    return sorted(Grant(row.principal_kind, row.principal_id, row.level) for row in rows)


def klasse_of(zone_id: int) -> str:
    """Return the Geheimnisklasse a zone protects, or ""."""
    return Zone.objects.values_list("geheimnisklasse", flat=True).get(pk=zone_id)


def _levels(actor, **ids: list[UUID]):
    matches = Q()
    for kind, values in ids.items():
        matches |= Q(principal_kind=kind, principal_id__any=values)
    rows = ZoneEntry.objects.filter(matches).values("zone_id")
    rows = rows.annotate(low=Min("level"), high=Max("level"))
    return rows.values_list("zone_id", "low", "high")


_LEVELS = Ready(_levels, **dict.fromkeys(PrincipalKind.values, list))


def levels_of(principals: Iterable[tuple[str, UUID]]) -> dict[int, tuple[int, int]]:
    """Return {zone id: (lowest, highest level)} for these principals, exclusions too."""
    ids: dict[str, list[UUID]] = {kind: [] for kind in PrincipalKind.values}
    ids[PrincipalKind.ALL].append(EVERYBODY)
    for kind, principal_id in principals:
        ids[kind].append(principal_id)
    return {zone: (low, high) for zone, low, high in _LEVELS.all(**ids)}


def zones_of(principals: Iterable[tuple[str, UUID]]) -> dict[int, int]:
    """Return {zone id: highest level} for these principals; an exclusion removes the zone."""
    return {
        zone: high for zone, (low, high) in levels_of(principals).items() if low != Level.EXCLUDED
    }


def withdrawn(old: Iterable[Grant], new: Iterable[Grant]) -> list[Grant]:
    """Return what both sets give, and every exclusion: no more than either of them."""
    before = {(grant.kind, grant.id): grant.level for grant in old}
    after = {(grant.kind, grant.id): grant.level for grant in new}
    shut = {key for found in (before, after) for key in found if not found[key]}
    return [
        Grant(*key, Level.EXCLUDED if key in shut else min(before[key], after[key]))
        for key in sorted(shut | (before.keys() & after.keys()))
    ]


def settled_zone(row) -> int:
    """Return the zone of a saved row; a change of its zone waits until this transaction ends.

    What is laid below an object takes its zone: without the lock a change that is under way
    would miss it, and it would stay open to whom the change has just shut out.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT zone_id FROM {row._meta.db_table} WHERE id = %s FOR SHARE",  # noqa: S608
            [row.pk],
        )
        return cursor.fetchone()[0]
