"""The desk: what waits, by its date; what one opened last; what one marked."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from verbundakte.core.clock import today
from verbundakte.core.desk import DeskBatch, DeskCount, DeskItem, DeskPlace, DeskRange
from verbundakte.core.registry import registry
from verbundakte.core.ui.context import read_once
from verbundakte.core.ui.shortcuts import render_page

SIDE = ("zuletzt", "favoriten")
PAGE = 50
MOST = 10**9
AFTER_QUEUES = 1000
"""From this weight on the short lists stand: what others wait for is done first."""
PERIODS = {"spaet": "Überfällig", "heute": "Bis heute", "woche": "Diese Woche"}


@dataclass(frozen=True)
class Group:
    """Things that are due at about the same time; `count` is None where the page shows a part."""

    id: str
    title: str
    items: list[DeskItem]
    is_late: bool = False
    count: int | None = None


def grouped(items: list[DeskItem], on: date) -> list[Group]:
    """Return items by due date: overdue, today, this week, later, without date."""
    week = week_end(on)

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
    return [
        Group(key, titles[key], rows, key == "spaet", len(rows))
        for key, rows in found.items()
        if rows
    ]


def week_end(on: date) -> date:
    """Return the Sunday of a day's week."""
    return on + timedelta(days=6 - on.weekday())


def ways(actor) -> list[DeskItem]:
    """Return what the person's menu leads to, for a desk on which nothing waits."""
    return [
        DeskItem(entry.label, entry.icon, entry.hint, reverse(entry.url_name))
        for entry in registry.menu()
        if entry.hint and (not entry.permission or entry.permission in actor.permissions)
    ]


class Waiting:
    """Everything that waits for a person: the short lists, and the queues as far as they are asked."""

    def __init__(self, request: HttpRequest, on: date):
        self.actor = request.actor
        self.on = on
        self.lists = {
            key: source.load(
                read_once(request, source.together) if source.together else request.actor
            )
            for key, source in registry.desk.items()
        }
        self.queues = [
            (queue, queue.together(self.actor, on) if queue.together else self.actor)
            for queue in registry.desk_queues.values()
        ]
        self.counts: dict[str, DeskCount] = {}
        for queue, found in self.queues:
            self.counts |= queue.counts(found, on)

    def kinds(self) -> list[tuple[str, str, DeskCount]]:
        """Return what waits by its kinds: key, name, how much."""
        kinds = [
            (key, label, self.counts.get(key, DeskCount()))
            for queue, _ in self.queues
            for key, label in queue.kinds.items()
        ]
        for key, source in registry.desk.items():
            if key not in SIDE:
                items = self.lists[key]
                late = sum(bool(item.due and item.due < self.on) for item in items)
                is_part = bool(source.most) and len(items) >= source.most
                is_part_late = is_part and late == len(items)
                kinds.append((key, source.label, DeskCount(len(items), late, is_part, is_part_late)))
        return kinds

    def page(self, chosen: str, asked: DeskRange) -> tuple[list[DeskItem], DeskPlace | None]:
        """Return the next lines of all kinds or of the chosen one, and where the page after begins."""
        found = []
        for queue, told_by in self.queues:
            kinds = tuple(key for key in queue.kinds if chosen in ("", key) and self._waits(key))
            if kinds:
                part = DeskRange(kinds, asked.after, asked.until)
                rows = queue.page(told_by, part, PAGE + 1)
                found += [(row.place, row) for row in rows]
        found += [
            (place, row) for place, row in self._listed(chosen) if _is_in(place, row.due, asked)
        ]
        found.sort(key=lambda one: one[0])
        more = found[PAGE - 1][0] if len(found) > PAGE else None
        return [row for _, row in found[:PAGE]], more

    def _waits(self, kind: str) -> bool:
        count = self.counts.get(kind, DeskCount())
        return count.waiting > 0 or count.is_part

    def _listed(self, chosen: str) -> list[tuple[DeskPlace, DeskItem]]:
        """Return the lines of the short lists, each with its place after the queues."""
        return [
            (DeskPlace(item.place.rang, AFTER_QUEUES + at, UUID(int=number)), item)
            for at, key in enumerate(registry.desk)
            if key not in SIDE and chosen in ("", key)
            for number, item in enumerate(self.lists[key])
        ]

    def batch(self, chosen: str, items: list[DeskItem]) -> DeskBatch | None:
        """Return what can be done with chosen lines, where the page has such lines."""
        if not any(item.pick for item in items):
            return None
        batches = [queue.batch for queue, _ in self.queues if queue.batch]
        return next((one for one in batches if chosen in ("", one.kind)), None)


def _is_in(place: DeskPlace, due: date | None, asked: DeskRange) -> bool:
    is_after = asked.after is None or place > asked.after
    return is_after and (asked.until is None or bool(due and due <= asked.until))


def told(place: DeskPlace | None) -> str:
    """Return a place as it stands in an address."""
    return f"{place.rang}.{place.weight}.{place.key.hex}" if place else ""


def read_place(text: str) -> DeskPlace | None:
    """Return the place of an address; what cannot be read is the beginning."""
    try:
        rang, weight, key = text.split(".")
        return DeskPlace(_small(rang), _small(weight), UUID(key))
    except ValueError:
        return None


def _small(text: str) -> int:
    """Return a number that a database takes. Raises ValueError."""
    number = int(text)
    if abs(number) > MOST:
        raise ValueError(text)
    return number


def _until(period: str, on: date) -> date | None:
    days = {"spaet": on - timedelta(days=1), "heute": on, "woche": week_end(on)}
    return days.get(period)


def _address(**parts: str) -> str:
    told_parts = "&".join(f"{name}={value}" for name, value in parts.items() if value)
    return f"?{told_parts}"


def _tabs(kinds: list, chosen: str, period: str) -> list[dict]:
    """Return a tab for each kind of which something waits; a number only where all was counted."""
    found = [("", "Alles", _sum(count for _, _, count in kinds)), *kinds]
    return [
        {
            "label": label,
            "url": _address(art=key, frist=period),
            "count": None if count.is_part else count.waiting,
            "is_current": key == chosen,
        }
        for key, label, count in found
        if count.waiting or count.is_part or key in ("", chosen)
    ]


def _sum(counts: Iterable[DeskCount]) -> DeskCount:
    return sum(counts, DeskCount())


def _periods(chosen: str, period: str) -> list[dict]:
    choices = [("", "Alles"), *PERIODS.items()]
    return [
        {"label": label, "url": _address(art=chosen, frist=key), "is_current": key == period}
        for key, label in choices
    ]


@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """Show what waits for this person, from all rooms."""
    on = today()
    waiting = Waiting(request, on)
    kinds = waiting.kinds()
    chosen = request.GET.get("art", "")
    chosen = chosen if chosen in {key for key, _, _ in kinds} else ""
    period = request.GET.get("frist", "")
    period = period if period in PERIODS else ""
    after = read_place(request.GET.get("ab", ""))
    asked = DeskRange((), after, _until(period, on))
    items, more = waiting.page(chosen, asked)
    count = _sum(count for key, _, count in kinds if chosen in ("", key))
    groups = grouped(items, on)
    context = {
        "today": on,
        "groups": [_counted(group, count, is_part=bool(after or more)) for group in groups],
        "ways": [] if groups or period or after else ways(request.actor),
        "count": count,
        "tabs": _tabs(kinds, chosen, period),
        "periods": _periods(chosen, period),
        "period": period,
        "previous": _address(art=chosen, frist=period) if after else "",
        "next": _address(art=chosen, frist=period, ab=told(more)) if more else "",
        "is_later": after is not None,
        "batch": waiting.batch(chosen, items),
        "recent": waiting.lists.get("zuletzt", []),
        "favourites": waiting.lists.get("favoriten", []),
    }
    return render_page(request, "web/desk.html", context)


def _counted(group: Group, waiting: DeskCount, *, is_part: bool) -> Group:
    """Return a group with how many there are really: a page may show only some of them."""
    late = None if waiting.is_part_late else waiting.late
    count = late if group.is_late else None if is_part else group.count
    return Group(group.id, group.title, group.items, group.is_late, count)
