"""What the room `datenschutz` adds to the registry."""

from verbundakte.core.hooks import ausgabe_fetching
from verbundakte.core.registry import DeskSource, NavigationEntry, OpenEnds, SubjectPage, registry
from verbundakte.datenschutz import desk
from verbundakte.datenschutz.due import erase_old_lesevermerke
from verbundakte.datenschutz.events import Event
from verbundakte.datenschutz.permissions import Permission
from verbundakte.datenschutz.recht import check_ausgabe

registry.add_events(Event)
registry.add_permissions(Permission)
registry.add_navigation(
    NavigationEntry(
        "lesevermerke",
        "Lesevermerke",
        "history",
        "datenschutz:auswertungen",
        Permission.AUSWERTUNG_READ,
        "Verwaltung",
        720,
        hint="Wer Akten mit Geheimnisklasse gelesen hat, aus Anlass ausgewertet",
    )
)
ausgabe_fetching.subscribe(check_ausgabe)
registry.due["lesevermerke"] = erase_old_lesevermerke
registry.desk["auskuenfte"] = DeskSource("auskuenfte", "Auskünfte", desk.waiting_teile)
registry.open_ends["auskuenfte"] = OpenEnds("auskuenfte", "Auskunft", desk.open_auskuenfte)
registry.subject_pages.setdefault("akten.vorgang", []).append(
    SubjectPage(
        "Auskunft nach Art. 15 DSGVO",
        "user",
        "datenschutz:auskuenfte",
        lambda actor, vorgang: Permission.AUSKUNFT_CREATE in actor.permissions,
    )
)
registry.desk["auswertungen"] = DeskSource(
    "auswertungen", "Lesevermerke", desk.waiting_auswertungen
)
