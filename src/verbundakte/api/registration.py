"""What the door for programs adds to the house."""

from verbundakte.core.registry import NavigationEntry, registry
from verbundakte.organisation.permissions import Permission

registry.add_navigation(
    NavigationEntry(
        "schnittstelle",
        "Schnittstelle",
        "link",
        "schnittstelle:schnittstelle",
        Permission.FACHVERFAHREN_EDIT,
        "Verwaltung",
        736,
        hint="Was Programme hier lesen und ablegen können",
    ),
)
