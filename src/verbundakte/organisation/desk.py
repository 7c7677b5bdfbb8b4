"""For whom a person may work today: on her desk and in the menu "Arbeiten als"."""

from datetime import timedelta

from django.http import HttpRequest
from django.urls import reverse

from verbundakte.core.registry import DeskItem
from verbundakte.core.ui.context import MenuItem


def running_vertretungen(actor) -> list[DeskItem]:
    """Return the Vertretungen in which the person could work now (no query)."""
    if actor.on_behalf_of:
        return []
    return [
        DeskItem(
            kind="Vertretung",
            icon="swap",
            title=f"Sie vertreten {capacity.name}",
            url=reverse("organisation:vertretungen"),
            who=f"bis {capacity.to_on - timedelta(days=1):%d.%m.%Y}" if capacity.to_on else "",
        )
        for capacity in getattr(actor, "capacities", ())
    ]


def capacities(request: HttpRequest) -> list[MenuItem]:
    """Return in whose name the person may work, her own first (no query)."""
    actor = request.actor
    own = f"{actor.name}, {actor.unit_name}" if actor.unit_name else actor.name
    items = [
        MenuItem(
            own,
            reverse("organisation:vertretung-rueckkehr"),
            icon="user",
            method="post",
            is_current=not actor.on_behalf_of,
        )
    ]
    return items + [
        MenuItem(
            f"in Vertretung für {capacity.name}",
            reverse("organisation:vertretung-antritt", args=[capacity.vertretung]),
            icon="swap",
            method="post",
            is_current=str(capacity.person) == actor.on_behalf_of,
        )
        for capacity in getattr(actor, "capacities", ())
    ]
