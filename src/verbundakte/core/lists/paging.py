"""Pages of a list by key, in any order it offers: the limit comes before the joins (measured)."""

import base64
import json
from collections.abc import Iterator
from datetime import date, datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Q
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan, TupleLessThan

from verbundakte.core.lists.columns import Column
from verbundakte.core.lists.state import State

PAGE = 50
BATCH = 500
MOST = 2**63 - 1


def cursor_of(value: object, key: UUID, order: str) -> str:
    """Return the address of the page after the row with this id and value of the `order`."""
    told: list[object]
    if isinstance(value, datetime):
        told = ["m", value.isoformat()]
    elif isinstance(value, date):
        told = ["d", value.isoformat()]
    else:
        told = ["v", value]
    return base64.urlsafe_b64encode(json.dumps([*told, str(key), order]).encode()).decode()


def read_cursor(after: str, order: str) -> tuple[object, UUID] | None:
    """Return sorted value and id of a page address; anything unreadable, and what was made for
    another order, is the first page."""
    try:
        kind, value, key, made_for = json.loads(base64.urlsafe_b64decode(after.encode()))
        if kind in ("m", "d"):
            value = (datetime if kind == "m" else date).fromisoformat(value)
        if not isinstance(value, str | int | float | date | None) or "\0" in str(value):
            return None
        if isinstance(value, int) and abs(value) > MOST:
            return None
        return (value, UUID(key)) if made_for == order else None
    except (ValueError, TypeError, AttributeError):
        return None


def ordered(rows, path: str, descending: bool):
    """Return rows in order; the id makes it total."""
    sign = "-" if descending else ""
    return rows.order_by(f"{sign}{path}", f"{sign}pk")


def _beyond(path: str, descending: bool, cursor: tuple[object, UUID] | None) -> Q:
    """What is true of the rows after the cursor."""
    if cursor is None:
        return Q()
    value, key = cursor
    if value is None:
        return Q(pk__lt=key) if descending else Q(pk__gt=key)
    compare = TupleLessThan if descending else TupleGreaterThan
    # The second condition alone can bound an index when value and id stand in two tables.
    bound = {f"{path}__{'lte' if descending else 'gte'}": value}
    return Q(compare(Tuple(F(path), F("pk")), (value, key)), **bound)


def _may_be_empty(rows, column: Column) -> bool:
    """Tell whether the sorted value can be missing."""
    model, found = rows.model, column.join is not None
    for name in () if found else column.order.split("__"):
        if name in rows.query.annotations:
            return True
        model_field = model._meta.get_field(name)
        found = found or model_field.null
        model = model_field.related_model or model
    return found


def keys_after(rows, state: State, after: str, limit: int) -> list[tuple[object, UUID]]:
    """Return (sorted value, id) of the next rows: those with a value first, then those without."""
    column, descending = state.sorted_by, state.is_descending
    path, cursor = column.order, read_cursor(after, state.order)
    if column.join is not None:
        rows = column.join(rows)
    parts = [Q()]
    if _may_be_empty(rows, column):
        parts = [Q(**{f"{path}__isnull": is_empty}) for is_empty in (False, True)]
        if cursor is not None and cursor[0] is None:
            parts = parts[1:]
    found: list[tuple[object, UUID]] = []
    for part in parts:
        if len(found) < limit:
            # One filter: a second one would join the values once more.
            part_rows = _filtered(rows, part, _beyond(path, descending, cursor))
            in_order = ordered(part_rows, path, descending)
            found += in_order.values_list(path, "pk")[: limit - len(found)]
            cursor = None
    return found


def _filtered(rows, part: Q, beyond: Q):
    try:
        return rows.filter(part, beyond)
    except (ValidationError, ValueError, TypeError):  # an address that was tampered with
        return rows.filter(part)


def page_keys(rows, state: State, *, limit: int = PAGE) -> tuple[list[UUID], str]:
    """Return the ids of a page and the address of the next one, "" at the end.

    `rows` is already narrowed to what the actor may see, and by the state. One query; two where the
    rows with a value in the sorted column end.
    """
    return cut(keys_after(rows, state, state.after, limit + 1), state, limit)


def cut(found: list[tuple[object, UUID]], state: State, limit: int) -> tuple[list[UUID], str]:
    """Return the ids of a page of which one more was read, and the address of the next one."""
    more = cursor_of(*found[limit - 1], state.order) if len(found) > limit else ""
    return [key for _, key in found[:limit]], more


def _read(rows, keys: list[UUID]) -> list:
    by_key = {row.pk: row for row in rows.filter(pk__in=keys)}
    return [by_key[key] for key in keys if key in by_key]


def read_all(rows, state: State, *, most: int) -> Iterator[list]:
    """Yield the rows of the whole list in its order, at most `most`, batch by batch."""
    after, left = "", most
    while left > 0:
        with transaction.atomic():
            found = keys_after(rows, state, after, min(BATCH, left))
            batch = _read(rows, [key for _, key in found])
        yield batch
        if len(found) < BATCH:
            return
        after, left = cursor_of(*found[-1], state.order), left - len(found)
