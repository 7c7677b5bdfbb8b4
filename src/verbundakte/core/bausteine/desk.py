"""Which drafts of Bausteine wait for a release."""

from django.urls import reverse

from verbundakte.core.bausteine import queries
from verbundakte.core.bausteine.kinds import kind_named
from verbundakte.core.registry import DeskItem


def waiting_drafts(actor) -> list[DeskItem]:
    """Return the drafts this person may release."""
    return [
        DeskItem(
            kind="Freigabe",
            icon="columns",
            title=row.baustein.name,
            url=reverse("vorlagen:vorlage", args=[row.baustein_id]),
            number=f"Entwurf {row.number}",
            who=kind_named(row.baustein.kind).label,
        )
        for row in queries.drafts_to_release(actor)
    ]
