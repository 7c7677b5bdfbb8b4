"""The desk: what waits, by its date; what one opened last; what one marked."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from verbundakte.core.clock import today
from verbundakte.core.registry import DeskItem, registry
from verbundakte.core.ui.context import read_once
from verbundakte.core.ui.shortcuts import render_page

SIDE = ("zuletzt", "favoriten")


@dataclass(frozen=True)
class Group:
    """Things that are due at about the same time."""

    id: str
    title: str
    items: list[DeskItem]
    is_late: bool = False


def grouped(items: list[DeskItem], on: date) -> list[Group]:
    """Return items by due date: overdue, today, this week, later, without date."""
    week = on + timedelta(days=6 - on.weekday())

    def place(item: DeskItem) -> str:
        if item.due is None:
            return "ohne"
        if item.due < on:
            return "spaet"
        if item.due == on:
            return "heute"
        return "woche" if item.due <= week else "spaeter"

    titles = {
        "spaet": "Überfällig",
        "heute": "Heute",
        "woche": "Diese Woche",
        "spaeter": "Später",
        "ohne": "Ohne Frist",
    }
    found: dict[str, list[DeskItem]] = {key: [] for key in titles}
    for item in items:
        found[place(item)].append(item)
    found = {
        key: sorted(rows, key=lambda item: item.due) if key != "ohne" else rows
        for key, rows in found.items()
    }
    return [Group(key, titles[key], rows, key == "spaet") for key, rows in found.items() if rows]


def ways(actor) -> list[DeskItem]:
    """Return what the person's menu leads to, for a desk on which nothing waits."""
    return [
        DeskItem(entry.label, entry.icon, entry.hint, reverse(entry.url_name))
        for entry in registry.menu()
        if entry.hint and (not entry.permission or entry.permission in actor.permissions)
    ]


@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """Show what waits for this person, from all rooms."""
    lists = {
        key: source.load(read_once(request, source.together) if source.together else request.actor)
        for key, source in registry.desk.items()
    }
    kinds = [(key, source.label) for key, source in registry.desk.items() if key not in SIDE]
    chosen = request.GET.get("art", "")
    items = [item for key, _ in kinds if chosen in ("", key) for item in lists[key]]
    count = sum(len(lists[key]) for key, _ in kinds)
    tabs = [{"label": "Alles", "url": "?", "count": count, "is_current": not chosen}]
    tabs += [
        {
            "label": label,
            "url": f"?art={key}",
            "count": len(lists[key]),
            "is_current": key == chosen,
        }
        for key, label in kinds
        if lists[key] or key == chosen
    ]
    groups = grouped(items, today())
    context = {
        "today": today(),
        "groups": groups,
        "ways": [] if groups else ways(request.actor),
        "count": len(items),
        "late": sum(len(group.items) for group in groups if group.is_late),
        "tabs": tabs,
        "recent": lists.get("zuletzt", []),
        "favourites": lists.get("favoriten", []),
    }
    return render_page(request, "web/desk.html", context)
