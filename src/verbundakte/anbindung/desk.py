"""What of the connected systems waits for a person."""

from django.urls import reverse

from verbundakte.anbindung import queries
from verbundakte.core.registry import DeskItem


def paused_abonnements(actor) -> list[DeskItem]:
    """Return that messages rest because nobody takes them."""
    return [
        DeskItem(
            kind="Anbindung",
            icon="warn",
            title=f"Meldungen an „{row.bezeichnung}“ ruhen: Sie wurden nicht angenommen",
            url=reverse("anbindung:abonnement", args=[row.pk]),
        )
        for row in queries.paused(actor)
    ]
