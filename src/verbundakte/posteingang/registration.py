"""What the room `posteingang` adds to the registry."""

from verbundakte.akten.actions import dokument_assigned
from verbundakte.core.registry import NavigationEntry, registry
from verbundakte.posteingang.actions import note_ablage
from verbundakte.posteingang.events import Event
from verbundakte.posteingang.permissions import Permission

registry.add_events(Event)
registry.add_permissions(Permission)
registry.add_navigation(
    NavigationEntry(
        "posteingang",
        "Posteingang",
        "inbox",
        "posteingang:buch",
        Permission.EINGANG_READ,
        order=12,
        hint="Was angekommen ist, und wohin es geht",
    )
)
dokument_assigned.subscribe(note_ablage)
registry.sealed["posteingang_eingangskanal"] = ("geheimnis",)
