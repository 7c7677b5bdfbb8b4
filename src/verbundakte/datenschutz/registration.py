"""What the room `datenschutz` adds to the registry."""

from verbundakte.core.registry import DeskSource, NavigationEntry, registry
from verbundakte.datenschutz import desk
from verbundakte.datenschutz.due import erase_old_lesevermerke
from verbundakte.datenschutz.events import Event
from verbundakte.datenschutz.permissions import Permission

registry.add_events(Event)
registry.add_permissions(Permission)
registry.add_navigation(
    NavigationEntry(
        "lesevermerke",
        "Lesevermerke",
        "eye",
        "datenschutz:auswertungen",
        Permission.AUSWERTUNG_READ,
        "Verwaltung",
        720,
    )
)
registry.due["lesevermerke"] = erase_old_lesevermerke
registry.desk["auswertungen"] = DeskSource(
    "auswertungen", "Lesevermerke", desk.waiting_auswertungen
)
