"""Lists: newest first, paged by key, filtered by the zones of the actor.

A list is read in two steps (measured, see docs/adr): first a window of the newest rows, then, only
for somebody whose zones lie outside of it, the newest ids of each zone.
"""

import base64
import json
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import F
from django.db.models.fields.tuple_lookups import Tuple, TupleLessThan

PAGE = 50
WINDOW = 2000
CAP = 1000


@dataclass(frozen=True)
class Page:
    """Rows of one page; `after` is the address of the next one, empty at the end."""

    rows: list
    after: str = ""

    def __iter__(self):
        return iter(self.rows)

    def __len__(self):
        return len(self.rows)


@dataclass(frozen=True)
class Count:
    """A capped count: exact up to the cap."""

    number: int
    is_capped: bool

    def __str__(self):
        shown = f"{self.number:,}".replace(",", ".")
        return f"über {shown}" if self.is_capped else shown


def cursor_of(row, order: str = "created_at") -> str:
    """Return the address of the page after `row`."""
    moment = getattr(row, order)
    return base64.urlsafe_b64encode(json.dumps([moment.isoformat(), str(row.pk)]).encode()).decode()


def read_cursor(after: str) -> tuple[datetime, UUID] | None:
    """Return moment and id of a page address; anything unreadable is the first page."""
    try:
        moment, key = json.loads(base64.urlsafe_b64decode(after.encode()))
        return datetime.fromisoformat(moment), UUID(key)
    except (ValueError, TypeError, AttributeError):
        return None


def capped_count(queryset, cap: int = CAP) -> Count:
    """Return how many rows there are, counting at most `cap`."""
    number = queryset.order_by().values("pk")[: cap + 1].count()
    return Count(min(number, cap), number > cap)


NEWEST_OF_ZONES = """
SELECT k.id FROM unnest(%s::bigint[]) z CROSS JOIN LATERAL (
  SELECT id, created_at FROM {table} WHERE tenant = %s AND zone_id = z {below}
  ORDER BY created_at DESC, id DESC LIMIT %s) k
ORDER BY k.created_at DESC, k.id DESC LIMIT %s
"""


def _newest_ids_of_zones(model, tenant: int, zones, cursor, limit: int) -> list[UUID]:
    below = "AND (created_at, id) < (%s, %s)" if cursor else ""
    sql = NEWEST_OF_ZONES.format(table=model._meta.db_table, below=below)
    with connection.cursor() as database:
        database.execute(sql, [sorted(zones), tenant, *(cursor or ()), limit, limit])
        return [row[0] for row in database.fetchall()]


def _below(queryset, cursor):
    if cursor is None:
        return queryset
    return queryset.filter(TupleLessThan(Tuple(F("created_at"), F("pk")), cursor))


def newest_of_tenant(actor, readable, *, after: str = "", limit: int = PAGE) -> Page:
    """Return the newest rows of a whole town; `readable` is the narrowed queryset for the rows."""
    cursor, model = read_cursor(after), readable.model
    order = ("-created_at", "-pk")
    window = _below(model.objects.all(), cursor).order_by(*order).values("pk", "zone_id")[:WINDOW]
    zones = actor.zones_read
    ids = [row["pk"] for row in window if zones is None or row["zone_id"] in zones][: limit + 1]
    if len(ids) <= limit and len(window) == WINDOW and zones is not None:
        ids = _newest_ids_of_zones(model, actor.tenant, zones, cursor, limit + 1)
    return _page(list(readable.filter(pk__in=ids).order_by(*order)), limit)


def newest_below(actor, queryset, *, after: str = "", limit: int = PAGE, related=()) -> Page:
    """Return the newest visible rows of one parent (the queryset names it)."""
    rows = _below(queryset.visible_to(actor), read_cursor(after))
    return _page(
        list(rows.select_related(*related).order_by("-created_at", "-pk")[: limit + 1]), limit
    )


def _page(rows: list, limit: int) -> Page:
    shown = rows[:limit]
    return Page(shown, cursor_of(shown[-1]) if len(rows) > limit else "")
