"""What of the ways in waits for a person."""

from django.urls import reverse

from verbundakte.core.registry import DeskItem
from verbundakte.posteingang.queries.postfach import failing_kanaele


def failing(actor) -> list[DeskItem]:
    """Return that a way in brings nothing, and why."""
    return [
        DeskItem(
            kind="Eingangskanal",
            icon="warn",
            title=f"„{row.bezeichnung}“ bringt nichts: {row.failure}",
            url=reverse("posteingang:kanaele"),
        )
        for row in failing_kanaele(actor)
    ]
