"""Pages of a list by key, in any order it offers: the limit comes before the joins (measured)."""

import base64
import json
from collections.abc import Iterator
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan, TupleLessThan

from verbundakte.core.lists.state import State

PAGE = 50
BATCH = 500


def cursor_of(value: object, key: UUID) -> str:
    """Return the address of the page after the row with this sorted value and id."""
    told: list[object]
    if isinstance(value, datetime):
        told = ["m", value.isoformat()]
    elif isinstance(value, date):
        told = ["d", value.isoformat()]
    else:
        told = ["v", value]
    return base64.urlsafe_b64encode(json.dumps([*told, str(key)]).encode()).decode()


def read_cursor(after: str) -> tuple[object, UUID] | None:
    """Return sorted value and id of a page address; anything unreadable is the first page."""
    try:
        kind, value, key = json.loads(base64.urlsafe_b64decode(after.encode()))
        if kind in ("m", "d"):
            value = (datetime if kind == "m" else date).fromisoformat(value)
        if not isinstance(value, str | int | float | date | None):
            return None
        return value, UUID(key)
    except (ValueError, TypeError, AttributeError):
        return None


def _ordered(rows, path: str, descending: bool):
    """Rows in order, empty values always last; the id makes it total."""
    column = F(path).desc(nulls_last=True) if descending else F(path).asc(nulls_last=True)
    return rows.order_by(column, "-pk" if descending else "pk")


def _below(rows, path: str, descending: bool, cursor):
    if cursor is None:
        return rows
    value, key = cursor
    beyond = Q(pk__lt=key) if descending else Q(pk__gt=key)
    if value is None:
        return rows.filter(beyond, **{f"{path}__isnull": True})
    compare = TupleLessThan if descending else TupleGreaterThan
    return rows.filter(
        Q(compare(Tuple(F(path), F("pk")), (value, key))) | Q(**{f"{path}__isnull": True})
        if _may_be_empty(rows, path)
        else Q(compare(Tuple(F(path), F("pk")), (value, key)))
    )


def _may_be_empty(rows, path: str) -> bool:
    """Tell whether the sorted column can be empty: then OR is needed, which an index dislikes."""
    model, found = rows.model, False
    for name in path.split("__"):
        if name in rows.query.annotations:
            return True
        model_field = model._meta.get_field(name)
        found = found or model_field.null
        model = model_field.related_model or model
    return found


def keys_after(rows, state: State, after: str, limit: int) -> list[tuple[object, UUID]]:
    """Return (sorted value, id) of the next rows."""
    path, descending = state.sorted_by.order, state.is_descending
    rows = _below(rows, path, descending, read_cursor(after))
    return list(_ordered(rows, path, descending).values_list(path, "pk")[:limit])


def read_page(rows, state: State, *, limit: int = PAGE) -> tuple[list, str]:
    """Return the rows of a page and the address of the next one, "" at the end.

    `rows` is already narrowed to what the actor may see, and by the state. Two queries.
    """
    found = keys_after(rows, state, state.after, limit + 1)
    more = cursor_of(*found[limit - 1]) if len(found) > limit else ""
    return _read(rows, [key for _, key in found[:limit]]), more


def _read(rows, keys: list[UUID]) -> list:
    by_key = {row.pk: row for row in rows.filter(pk__in=keys)}
    return [by_key[key] for key in keys if key in by_key]


def read_all(rows, state: State, *, most: int) -> Iterator:
    """Yield the rows of the whole list in its order, at most `most`; each batch is read by itself."""
    after, left = "", most
    while left > 0:
        with transaction.atomic():
            found = keys_after(rows, state, after, min(BATCH, left))
            batch = _read(rows, [key for _, key in found])
        yield from batch
        if len(found) < BATCH:
            return
        after, left = cursor_of(*found[-1]), left - len(found)
