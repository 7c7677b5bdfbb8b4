"""What the door adds to the frame of every page."""

from verbundakte.core.permissions import Permission
from verbundakte.core.registry import NavigationEntry, registry
from verbundakte.core.ui.context import MenuItem, jump_key, provide

registry.add_navigation(
    NavigationEntry("schreibtisch", "Schreibtisch", "desk", "web:schreibtisch", order=10),
    NavigationEntry("suche", "Suche", "search", "web:suche", order=40),
    NavigationEntry(
        "suchwoerter",
        "Wörter der Suche",
        "list",
        "web:suchwoerter",
        Permission.BAUSTEIN_EDIT,
        "Verwaltung",
        708,
        hint="Was die Suche von selbst gelernt hat",
    ),
    NavigationEntry(
        "betrieb",
        "Betrieb",
        "server",
        "web:betrieb",
        Permission.STATUS_READ,
        "Verwaltung",
        900,
        hint="Zustand der Installation und laufende Arbeit",
    ),
)
jump_key("schreibtisch", "s")


def towns(request) -> list[MenuItem]:
    """Return the towns this account works in; the open one is marked."""
    return [
        MenuItem(
            membership.tenant.name,
            f"/{membership.tenant.slug}/",
            icon="town",
            is_current=membership.tenant_id == request.tenant.pk,
        )
        for membership in request.memberships
    ]


provide("towns", towns)
