"""What this room adds to the house."""

from verbundakte.core.bausteine import delivered_with
from verbundakte.core.hooks import baustein_released
from verbundakte.core.registry import NavigationEntry, registry
from verbundakte.core.search.synonymliste import SYNONYME
from verbundakte.verbund.actions.auslieferung import deliver
from verbundakte.verbund.auslieferung import delivered_synonyme, origin_of_synonyme
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
baustein_released.subscribe(deliver)
delivered_with(SYNONYME, delivered_synonyme, origin=origin_of_synonyme)
