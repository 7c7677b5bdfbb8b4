"""What a person may read for an audit now, on her desk."""

from datetime import timedelta

from django.urls import reverse

from verbundakte.akten.queries import pruefung
from verbundakte.core.clock import today
from verbundakte.core.registry import DeskItem


def running_pruefauftraege(actor) -> list[DeskItem]:
    """Return the Prüfaufträge by which the person reads today; each is due on its last day."""
    return [
        DeskItem(
            kind="Prüfauftrag",
            icon="eye",
            title=row.anlass,
            url=reverse("akten:pruefauftrag", args=[row.pk]),
            due=row.to_on - timedelta(days=1),
        )
        for row in pruefung.running_pruefauftraege(actor, on=today())
    ]
