"""What of data protection waits for a person."""

from django.urls import reverse

from verbundakte.akten.models import Vorgang
from verbundakte.core.registry import DeskItem, OpenEnd
from verbundakte.core.ui.formats import counted
from verbundakte.datenschutz import queries
from verbundakte.datenschutz.permissions import Permission


def waiting_auswertungen(actor) -> list[DeskItem]:
    """Return Auswertungen that wait for this person's release."""
    return [
        DeskItem(
            kind="Lesevermerke",
            icon="eye",
            title=row.anlass[:200],
            url=reverse("datenschutz:auswertung", args=[row.pk]),
        )
        for row in queries.waiting_auswertungen(actor)
    ]


def waiting_teile(actor) -> list[DeskItem]:
    """Return parts of Auskünfte that this person's units have to look at."""
    return [
        DeskItem(
            kind="Auskunft",
            icon="user",
            title=f"Auskunft nach Art. 15 DSGVO: {teil.auskunft}",
            url=reverse("datenschutz:auskunft-teil", args=[teil.pk]),
            who=counted(teil.count, "Fundstelle", "Fundstellen"),
            due=teil.auskunft.antwort_until,
        )
        for teil in queries.open_teile(actor)
    ]


def open_auskuenfte(actor, vorgang: Vorgang) -> list[OpenEnd]:
    """Return Auskünfte of a Vorgang that are not closed."""
    if Permission.AUSKUNFT_CREATE not in actor.permissions:
        return []
    return [
        OpenEnd(
            f"Auskunft nach Art. 15 DSGVO: {row}",
            reverse("datenschutz:auskunft", args=[row.pk]),
        )
        for row in queries.auskuenfte_of(actor, vorgang)
        if row.closed_at is None
    ]
