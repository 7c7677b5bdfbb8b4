"""The one policy: `allows` for one object and `narrow` for a queryset are the same rule."""

READ_VERBS = ("read",)


def zones_for(actor, permission: str) -> frozenset[int] | None:
    """Return the zones in which `actor` holds `permission`, None for not narrowed."""
    if permission not in actor.permissions:
        return frozenset()
    verb = permission.rpartition(":")[2]
    return actor.zones_read if verb in READ_VERBS else actor.zones_write


def allows(actor, permission: str, subject: object) -> bool:
    """Tell whether `actor` may do `permission` to `subject` (an object with or without a zone)."""
    zones = zones_for(actor, permission)
    if zones is None:
        return True
    zone = getattr(subject, "zone_id", None)
    if zone is None:
        return permission in actor.permissions
    return zone in zones


def narrow(actor, permission: str, queryset):
    """Return the part of a zoned `queryset` on which `allows` is true."""
    zones = zones_for(actor, permission)
    return queryset if zones is None else queryset.filter(zone_id__in=zones)
