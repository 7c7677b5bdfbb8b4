"""Ready answers: JSON from plain values, lists of rows without a model each, ETag and If-Match."""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import reduce
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from pydantic_core import to_json

from verbundakte.core.actions import Refusal

MAX_LIMIT = 200
Parts = Callable[[Any, list], dict]


class PreconditionMissing(Exception):
    """A change without If-Match: nobody knows what it is a change of."""


class PreconditionFailed(Exception):
    """If-Match names another state than the one that is there now."""


class FieldUnknown(Refusal):
    """`fields` or `include` names something that there is not."""


def limited(limit: int) -> int:
    """Return how many rows a page has: what was asked for, at most 200."""
    return max(1, min(limit, MAX_LIMIT))


def as_json(content: object) -> bytes:
    """Return plain values, moments, days and ids as JSON; what else there is by its `str`."""
    return to_json(content, fallback=str)


def ready(content: object, status: int = 200, **headers: str) -> HttpResponse:
    """Return values as JSON; `headers`: ETag, Location (an underscore stands for a hyphen)."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    kind = "application/json"
    return HttpResponse(as_json(content), status=status, content_type=kind, headers=named)


def etag(row) -> str:
    """Return the ETag of an object as it stands."""
    return f'"{row.pk}-{row.revision}"'


def check_match(request: HttpRequest, row) -> int:
    """Return the revision the caller has seen, which is the present one.

    Raises PreconditionMissing or PreconditionFailed.
    """
    asked = request.headers.get("If-Match", "").strip()
    if not asked:
        raise PreconditionMissing
    named = {one.strip().removeprefix("W/") for one in asked.split(",")}
    if asked != "*" and etag(row) not in named:
        raise PreconditionFailed
    return row.revision


@dataclass(frozen=True)
class Asked:
    """Which columns and which further parts were asked for."""

    columns: dict[str, str]
    parts: dict[str, Parts] = field(default_factory=dict)

    @property
    def paths(self) -> tuple[str, ...]:
        """Return the paths the database reads, beyond key and moment."""
        return tuple(path for path in self.columns.values() if path not in ("pk", "created_at"))


@dataclass(frozen=True)
class Shape:
    """How a kind of object is told: {name: path in the model}; `parts`: what `include` adds, each by
    `load(actor, ids) -> {id: value}` with a fixed number of queries."""

    columns: dict[str, str]
    parts: dict[str, Parts] = field(default_factory=dict)

    def asked(self, fields: str = "", include: str = "") -> Asked:
        """Read `fields` and `include` (names with commas between). Raises FieldUnknown."""
        names, parts = _names(fields), _names(include)
        for given, known in ((names, self.columns), (parts, self.parts)):
            wrong = next((name for name in given if name not in known), None)
            if wrong is not None:
                allowed = ", ".join(known) or "nichts"
                raise FieldUnknown(f"„{wrong}“ gibt es hier nicht. Möglich sind: {allowed}.")
        columns = {name: self.columns[name] for name in names} if names else self.columns
        return Asked(columns, {name: self.parts[name] for name in parts})

    def item(self, row, asked: Asked | None = None) -> dict:
        """Return an object as it is told; `row` is a model or a named row of the paths."""
        columns = asked.columns if asked else self.columns
        return {name: _value(row, path) for name, path in columns.items()}


def _names(text: str) -> list[str]:
    return [name for name in (part.strip() for part in text.split(",")) if name]


def _value(row, path: str):
    if hasattr(row, path):
        return getattr(row, path)
    return reduce(lambda found, name: None if found is None else getattr(found, name),
                  path.split("__"), row)  # fmt: skip


def told(actor, rows: Iterable, asked: Asked) -> list[dict]:
    """Return named rows (`Asked.paths`) as they are told, with the parts that were asked for."""
    rows = list(rows)
    paths = asked.columns.items()
    items = [{name: getattr(row, path) for name, path in paths} for row in rows]
    ids = [row.pk for row in rows]
    for name, load in asked.parts.items():
        found = load(actor, ids) if ids else {}
        for key, item in zip(ids, items, strict=True):
            item[name] = found.get(key, [])
    return items


def with_parts(actor, shape: Shape, row, asked: Asked) -> dict:
    """Return one object as it is told, with the parts that were asked for."""
    item = shape.item(row, asked)
    for name, load in asked.parts.items():
        item[name] = load(actor, [row.pk]).get(row.pk, [])
    return item


def narrowed(items: list[dict], fields: str, known: Iterable[str]) -> list[dict]:
    """Return what is told without being read as rows, with the asked names only (all without).

    Raises FieldUnknown.
    """
    asked = Shape({name: name for name in known}).asked(fields).columns
    return [{name: item[name] for name in asked} for item in items] if fields else items


def unless_known(request: HttpRequest, content: object) -> HttpResponse:
    """Return values as JSON with an ETag of what is told; 304 when the caller has just that."""
    response = ready(content)
    tag = f'"{hashlib.sha256(response.content).hexdigest()}"'
    response["ETag"] = tag
    return get_conditional_response(request, etag=tag, response=response)


def listed(actor, page, asked: Asked) -> HttpResponse:
    """Return a page of rows as {items, after}; `after` is empty at the end."""
    return ready({"items": told(actor, page.rows, asked), "after": page.after})
