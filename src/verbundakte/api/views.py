"""The description of the API for people: all operations, and one with what it takes and gives."""

import json
from functools import cache

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from verbundakte.api.urls import api
from verbundakte.core.access.scopes import choices
from verbundakte.core.ui.shortcuts import render_page

PREFIX = "/api/v1/"  # the same in every town
METHODS = {"get": "GET", "post": "POST", "patch": "PATCH", "delete": "DELETE"}
TYPES = {
    "string": "Text",
    "integer": "Ganzzahl",
    "number": "Zahl",
    "boolean": "true oder false",
    "array": "Liste",
    "object": "Objekt",
}
DEEPEST = 2  # so many objects inside of each other are shown field by field
FORMATS = {"uuid": "Kennung", "date": "Tag", "date-time": "Zeitpunkt", "binary": "Datei"}


@cache
def _described() -> dict:
    """Return the description, which never changes while the software runs."""
    return json.loads(json.dumps(api.get_openapi_schema(path_prefix=PREFIX), default=str))


@cache
def _operations() -> dict[str, dict]:
    """Return {name: operation} with its path and method, in the order of the addresses."""
    return {
        one["operationId"]: {**one, "path": path, "method": METHODS.get(method, method.upper())}
        for path, found in _described()["paths"].items()
        for method, one in found.items()
    }


def _type(schema: dict) -> str:
    if "$ref" in schema:
        return "Objekt"
    kinds = [one for one in schema.get("anyOf", []) if one.get("type") != "null"]
    if kinds:
        return _type(kinds[0]) + (" oder leer" if len(kinds) < len(schema["anyOf"]) else "")
    return FORMATS.get(schema.get("format", ""), TYPES.get(schema.get("type", ""), "Wert"))


def _named(schema: dict) -> dict:
    """Return a schema itself, not its name."""
    while "$ref" in schema:
        schema = _described()["components"]["schemas"][schema["$ref"].split("/")[-1]]
    return schema


def _fields(schema: dict) -> list[dict]:
    """Return the fields of a body or an answer, those of a list item for a list."""
    schema = _named(schema)
    while "items" in schema:
        schema = _named(schema["items"])
    inner = schema.get("properties", {}).get("items", {})
    return _rows(_named(inner["items"]) if "items" in inner else schema, "", DEEPEST)


def _rows(schema: dict, before: str, deeper: int) -> list[dict]:
    needed, rows = schema.get("required", []), []
    for name, one in schema.get("properties", {}).items():
        text, inner = one.get("description", ""), _inside(one)
        row = {"name": f"{before}{name}", "type": _type(one), "is_needed": name in needed}
        rows.append({**row, "text": text or _named(one).get("description", "")})
        if inner and deeper:
            rows += _rows(inner, f"{before}{name}.", deeper - 1)
    return rows


def _inside(schema: dict) -> dict:
    """Return the object a field holds, one or a list of them; empty when it holds a value."""
    for one in (schema, *schema.get("anyOf", [])):
        found = _named(_named(one).get("items", one))
        if "properties" in found:
            return found
    return {}


def _body(content: dict, *, is_request: bool) -> list[dict]:
    return [
        {
            "kind": kind,
            "fields": [] if is_request is False and kind != "application/json"
            else _fields(one["schema"]),
            "example": json.dumps(one["example"], ensure_ascii=False, indent=2)
            if "example" in one and kind == "application/json"
            else "",
        }
        for kind, one in content.items()
    ]  # fmt: skip


@require_safe
def schnittstelle(request: HttpRequest) -> HttpResponse:
    """Show all operations by what they are about."""
    groups: dict[str, list[dict]] = {}
    for name, one in _operations().items():
        url = reverse("schnittstelle:operation", args=[name])
        groups.setdefault(one["tags"][0], []).append({**one, "url": url})
    context = {
        "groups": groups,
        "scopes": choices(),
        "raw": request.build_absolute_uri("/api/v1/openapi.json"),
    }
    return render_page(request, "schnittstelle/schnittstelle.html", context)


@require_safe
def operation(request: HttpRequest, name: str) -> HttpResponse:
    """Show one operation."""
    one = _operations().get(name)
    if one is None:
        raise Http404
    answers = [
        {
            "status": status,
            "text": answer.get("description", ""),
            "bodies": _body(answer.get("content", {}), is_request=False),
        }
        for status, answer in one["responses"].items()
    ]
    context = {
        "operation": one,
        "text": one["description"].replace("`", ""),
        "parameters": [{**row, "type": _type(row["schema"])} for row in one.get("parameters", [])],
        "bodies": _body(one.get("requestBody", {}).get("content", {}), is_request=True),
        "answers": answers,
        "steps": [("Schnittstelle", reverse("schnittstelle:schnittstelle"))],
        "address": f"{request.scheme}://{request.get_host()}{one['path']}",
    }
    return render_page(request, "schnittstelle/operation.html", context)
