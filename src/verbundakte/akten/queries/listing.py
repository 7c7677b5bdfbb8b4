"""Lists: newest first, paged by key, filtered by the zones of the actor.

A list is read in two steps (measured, see docs/adr): first a window of the newest rows, then, only
for somebody whose zones lie outside of it, the newest ids of each zone.
"""

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import F
from django.db.models.fields.tuple_lookups import Tuple, TupleLessThan

from verbundakte.core.db.lookups import array_text
from verbundakte.core.db.ready import read_in_order
from verbundakte.core.tenancy.context import current_tenant

PAGE = 50
WINDOW = 2000
CAP = 1000


@dataclass(frozen=True)
class Page:
    """Rows of one page; `after` is the address of the next one, empty at the end."""

    rows: list
    after: str = ""

    @classmethod
    def of(cls, rows: list, limit: int) -> "Page":
        """Return a page of rows of which one more was read than fits on it."""
        shown = rows[:limit]
        return cls(shown, cursor_of(shown[-1]) if len(rows) > limit else "")

    def __iter__(self):
        return iter(self.rows)

    def __len__(self):
        return len(self.rows)


@dataclass(frozen=True)
class Count:
    """A capped count: exact up to the cap."""

    number: int
    is_capped: bool

    @classmethod
    def of(cls, number: int, cap: int = CAP) -> "Count":
        """Return the count of rows of which at most one more than the cap were counted."""
        return cls(min(number, cap), number > cap)

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
    return Count.of(queryset.order_by().values("pk")[: cap + 1].count(), cap)


# The window is read no further than the page is full; how much it holds is asked only when it is not.
NEWEST_OF_TENANT = """
WITH found AS MATERIALIZED (
  SELECT id, created_at FROM (
    SELECT id, zone_id, created_at FROM {table} WHERE tenant = %(tenant)s {below}
    ORDER BY created_at DESC, id DESC LIMIT %(window)s
  ) w {of_zones} ORDER BY created_at DESC, id DESC LIMIT %(limit)s
)
SELECT id, CASE WHEN (SELECT count(*) FROM found) < %(limit)s THEN (
  SELECT count(*) FROM (
    SELECT FROM {table} WHERE tenant = %(tenant)s {below}
    ORDER BY created_at DESC, id DESC LIMIT %(window)s
  ) w
) END FROM found ORDER BY created_at DESC, id DESC
"""
NEWEST_OF_ZONES = """
SELECT k.id FROM unnest(%s::bigint[]) z CROSS JOIN LATERAL (
  SELECT id, created_at FROM {table} WHERE tenant = %s AND zone_id = z {below}
  ORDER BY created_at DESC, id DESC LIMIT %s) k
ORDER BY k.created_at DESC, k.id DESC LIMIT %s
"""


def _newest_ids(model, actor, cursor, limit: int) -> list[UUID]:
    """Return the ids of a page: from a window of the newest rows of the town, or of each zone."""
    zones, tenant = actor.zones_read, current_tenant()
    sql = NEWEST_OF_TENANT.format(
        table=model._meta.db_table,
        below="AND (created_at, id) < (%(moment)s, %(key)s)" if cursor else "",
        of_zones="" if zones is None else "WHERE zone_id = ANY(%(zones)s::bigint[])",
    )
    values = {"tenant": tenant, "window": WINDOW, "limit": limit}
    if zones is not None:
        values["zones"] = array_text(zones)
    if cursor:
        values["moment"], values["key"] = cursor
    with connection.cursor() as database:
        database.execute(sql, values)
        rows = database.fetchall()
    is_window_all = 0 < len(rows) < limit and rows[0][1] < WINDOW
    if zones is None or len(rows) == limit or is_window_all:
        return [row[0] for row in rows]
    return _newest_ids_of_zones(model, tenant, zones, cursor, limit)


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


def newest_of_tenant(
    actor,
    model,
    reader,
    *,
    after: str = "",
    limit: int = PAGE,
    fields: tuple[str, ...] | None = None,
) -> Page:
    """Return the newest rows of a whole town; `reader(actor)` gives the narrowed rows of `model`, of
    which only these `fields` and the moment are read."""
    ids = _newest_ids(model, actor, read_cursor(after), limit + 1)
    fields = None if fields is None else (*fields, "created_at")
    return Page.of(read_in_order(reader, actor, ids, fields), limit)


def newest_below(visible, *, after: str = "", limit: int = PAGE, related=()) -> Page:
    """Return the newest rows of one parent (the queryset names it, and holds what may be read)."""
    rows = _first_of(visible, after, limit)
    if related:  # without names Django would follow every key but the nullable ones
        rows = rows.select_related(*related)
    return Page.of(list(rows), limit)


def _first_of(visible, after: str, limit: int):
    """Return the rows of a page and one more.

    What is told of a row (is it closed?) is looked up for these alone: without the inner query
    PostgreSQL reckons with all rows of the parent, and reads whole tables for them.
    """
    newest = ("-created_at", "-pk")
    keys = _below(visible, read_cursor(after)).order_by(*newest).values("pk")[: limit + 1]
    return visible.filter(pk__in=keys).order_by(*newest)


def newest_values(
    actor, model, reader, columns: Sequence[str], *, after: str = "", limit: int = PAGE
) -> Page:
    """Return the newest rows of a whole town as named values with key and moment (two queries)."""
    ids = _newest_ids(model, actor, read_cursor(after), limit + 1)
    rows = reader(actor).filter(pk__in=ids).order_by("-created_at", "-pk")
    return Page.of(list(_named(rows, columns)), limit)


def values_below(visible, columns: Sequence[str], *, after: str = "", limit: int = PAGE) -> Page:
    """Return the same rows as `newest_below` as named values with key and moment."""
    return Page.of(list(_named(_first_of(visible, after, limit), columns)), limit)


def _named(queryset, columns: Sequence[str]):
    more = [name for name in columns if name not in ("pk", "created_at")]
    return queryset.values_list("pk", "created_at", *more, named=True)
