"""The access of what moves: inherited at the new place, narrowed where it was narrowed."""

from verbundakte.akten.actions.zugriff import AT_ONCE, TooMany
from verbundakte.core.access.zones import Grant, grants_of, intern_zone
from verbundakte.core.models import Level, Zone


def rebased_grants(zone: int, old_base: int, new_base: int) -> list[Grant]:
    """Return the grants of an object of `zone` when it inherits from `new_base` instead.

    Own additions and exclusions stay; what was open to named persons only stays so.
    """
    if zone == old_base:
        return grants_of(new_base)
    grants, inherited = set(grants_of(zone)), set(grants_of(old_base))
    shut_out = {(grant.kind, grant.id) for grant in grants if grant.level == Level.EXCLUDED}
    kept = {grant for grant in inherited if (grant.kind, grant.id) not in shut_out}
    if not kept <= grants:
        return sorted(grants)
    return [*grants_of(new_base), *(grants - inherited)]


def rebased_zone(zone: int, old_base: int, new_base: int) -> int:
    """Return the zone an object of `zone` has when it inherits from `new_base` instead."""
    if zone == old_base:
        return new_base
    klasse = Zone.objects.values_list("geheimnisklasse", flat=True).get(pk=new_base)
    return intern_zone(rebased_grants(zone, old_base, new_base), klasse).pk


def rezone_below(rows, old_base: int, new_base: int) -> None:
    """Give all rows (a queryset) the zones of their new place. Raises TooMany."""
    if old_base == new_base:
        return
    if len(rows.values("pk")[: AT_ONCE + 1]) > AT_ONCE:
        raise TooMany
    places: dict[int, list] = {}
    for key, zone in rows.values_list("pk", "zone_id"):
        places.setdefault(zone, []).append(key)
    for zone, ids in places.items():
        rows.model.objects.filter(pk__in=ids).update(zone_id=rebased_zone(zone, old_base, new_base))
