"""What the room `posteingang` adds to the registry."""

from verbundakte.akten.actions import dokument_assigned
from verbundakte.core.registry import ListSource, NavigationEntry, registry
from verbundakte.core.ui.context import jump_key
from verbundakte.posteingang.actions import note_ablage
from verbundakte.posteingang.events import Event
from verbundakte.posteingang.listen import BUCH, LISTING, get_buch
from verbundakte.posteingang.permissions import Permission

registry.add_events(Event)
registry.add_permissions(Permission)
registry.add_navigation(
    NavigationEntry(
        "posteingang",
        "Posteingang",
        "inbox",
        "posteingang:eingaenge",
        Permission.EINGANG_READ,
        order=12,
        hint="Was angekommen ist, und wohin es geht",
    )
)
dokument_assigned.subscribe(note_ablage)
registry.listings[BUCH] = ListSource(LISTING, get_buch, "posteingang:eingang")
registry.subject_urls["posteingang.eingang"] = "posteingang:eingang"
jump_key("posteingang", "p")
registry.sealed["posteingang_eingangskanal"] = ("geheimnis",)
