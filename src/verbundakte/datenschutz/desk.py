"""What of data protection waits for a person."""

from django.urls import reverse

from verbundakte.core.registry import DeskItem
from verbundakte.datenschutz import queries


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
