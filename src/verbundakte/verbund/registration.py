"""What this room adds to the house."""

from verbundakte.core.bausteine import delivered_with
from verbundakte.core.hooks import ausgabe_fetching, baustein_released
from verbundakte.core.registry import NavigationEntry, registry
from verbundakte.core.search.synonymliste import SYNONYME
from verbundakte.verbund.actions.auslieferung import deliver
from verbundakte.verbund.auslieferung import delivered_synonyme, origin_of_synonyme
from verbundakte.verbund.events import Event
from verbundakte.verbund.permissions import Permission
from verbundakte.verbund.recht import check_paket

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
        is_exact=True,
    ),
    NavigationEntry(
        id="daten",
        label="Daten der Kommune",
        icon="download",
        url_name="verbund:daten",
        permission=Permission.PAKET_EXPORT,
        group="Verwaltung",
        order=735,
        hint="Paket der ganzen Kommune, Auszug",
    ),
)
baustein_released.subscribe(deliver)
ausgabe_fetching.subscribe(check_paket)
delivered_with(SYNONYME, delivered_synonyme, origin=origin_of_synonyme)
