"""What this room adds to the house."""

from verbundakte.core.registry import NavigationEntry, registry
from verbundakte.verbund.events import Event
from verbundakte.verbund.permissions import Permission

registry.add_permissions(Permission)
registry.add_events(Event)
registry.add_navigation(
    NavigationEntry(
        id="verbund",
        label="Verbund",
        icon="town",
        url_name="verbund:mitglieder",
        permission=Permission.MITGLIED_READ,
        group="Verwaltung",
        order=730,
    )
)
