"""What the room `anbindung` adds to the registry."""

from verbundakte.anbindung import desk
from verbundakte.anbindung.actions import forget_old_meldungen
from verbundakte.anbindung.events import Event
from verbundakte.anbindung.permissions import Permission
from verbundakte.anbindung.waking import wake
from verbundakte.core.registry import DeskSource, NavigationEntry, ScopeGroup, registry

registry.add_events(Event)
registry.add_permissions(Permission)
registry.add_navigation(
    NavigationEntry(
        "abonnements",
        "Meldungen an Systeme",
        "link",
        "anbindung:abonnements",
        Permission.ABONNEMENT_READ,
        "Verwaltung",
        780,
        hint="Welche Fachverfahren erfahren, was in den Akten geschieht",
    )
)
registry.desk["abonnements"] = DeskSource(
    "abonnements", "Meldungen an Systeme", desk.paused_abonnements
)
registry.add_scopes(ScopeGroup("meldungen", "Meldungen an Systeme", ("anbindung.abonnement",)))
registry.due["meldungen"] = forget_old_meldungen
registry.waking["meldungen"] = wake
registry.not_exported.update(
    {
        "anbindung_abonnement": "Meldungen an Systeme dieser Installation; am neuen Ort neu bestellen",
        "anbindung_meldung": "was diesen Systemen gemeldet wurde",
    }
)
