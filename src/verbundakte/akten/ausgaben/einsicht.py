"""What an Akteneinsicht puts into its PDF: the chosen Dokumente, and a line for what is left out."""

from datetime import datetime

from verbundakte.akten.ausgaben.gesamt import Deckblatt
from verbundakte.akten.ausgaben.inhalt import Inhalt, read_inhalt
from verbundakte.akten.models import Akteneinsicht
from verbundakte.akten.queries.einsicht import chosen_in


def einsicht_inhalt(actor, einsicht: Akteneinsicht, *, at: datetime) -> tuple[Inhalt, Deckblatt]:
    """Return contents and cover; without history and remarks, which are not asked for."""
    reasons = {row.dokument_id: row.reason for row in chosen_in(actor, einsicht)}
    inhalt = read_inhalt(actor, einsicht.vorgang, only=set(reasons))
    for eintrag in inhalt.eintraege:
        eintrag.ausgenommen = eintrag.ausgenommen or reasons[eintrag.dokument.pk]
    inhalt.verlauf, inhalt.anmerkungen, inhalt.notes = [], [], []
    pairs = [
        ("Einsicht für", einsicht.empfaenger),
        ("Rechtsgrund", einsicht.get_rechtsgrund_display()),
        ("Federführung", str(einsicht.vorgang.federfuehrung)),
    ]
    note = "Ausgenommene Dokumente stehen mit dem Grund im Inhaltsverzeichnis."
    return inhalt, Deckblatt("Akteneinsicht", pairs, actor.name, at, note)
