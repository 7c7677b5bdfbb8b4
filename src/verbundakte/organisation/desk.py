"""For whom a person may work today: on her desk and in the menu "Arbeiten als"."""

from datetime import timedelta

from django.http import HttpRequest

from verbundakte.core.registry import DeskItem
from verbundakte.core.ui.addresses import reverse
from verbundakte.core.ui.context import MenuItem
from verbundakte.organisation.actions import kinds_text
from verbundakte.organisation.models import Austritt
from verbundakte.organisation.permissions import Permission


def running_vertretungen(actor) -> list[DeskItem]:
    """Return the Vertretungen in which the person could work now (no query)."""
    if actor.on_behalf_of:
        return []
    return [
        DeskItem(
            kind="Vertretung",
            icon="swap",
            title=f"Sie vertreten {capacity.name}{_only(capacity)}",
            url=reverse("organisation:vertretungen"),
            who=f"bis {capacity.to_on - timedelta(days=1):%d.%m.%Y}" if capacity.to_on else "",
        )
        for capacity in getattr(actor, "capacities", ())
    ]


def open_austritte(actor) -> list[DeskItem]:
    """Return who left on a planned day without everything being handed over, for whoever may do it."""
    if not actor.may(Permission.PERSON_EDIT, None):
        return []
    return [
        DeskItem(
            kind="Ausscheiden",
            icon="user",
            title=f"{row.person.name} ist ausgeschieden: {row.problem}",
            url=reverse("organisation:person-austritt", args=[row.person_id]),
            due=row.leaves_on,
        )
        for row in Austritt.objects.exclude(problem="").select_related("person")
    ]


def _only(capacity) -> str:
    only = kinds_text(capacity.arten)
    return f" (nur {only})" if only else ""


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
            f"in Vertretung für {capacity.name}{_only(capacity)}",
            reverse("organisation:vertretung-antritt", args=[capacity.vertretung]),
            icon="swap",
            method="post",
            is_current=str(capacity.person) == actor.on_behalf_of,
        )
        for capacity in getattr(actor, "capacities", ())
    ]
