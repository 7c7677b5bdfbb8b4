"""A list as `ui/_table.html` shows it: heads that sort, cells of ready text, filters, views, export."""

from collections.abc import Callable
from decimal import Decimal
from itertools import groupby

from django.http import HttpRequest

from verbundakte.akten import queries
from verbundakte.akten.permissions import Permission
from verbundakte.akten.queries.listen import Liste
from verbundakte.core.lists.columns import Column, shown
from verbundakte.core.lists.state import AFTER, COLUMNS, ORDER, State
from verbundakte.core.registry import registry
from verbundakte.core.ui.addresses import reverse
from verbundakte.core.ui.context import MenuItem

NUMERIC = (int, Decimal)
PAGES = {
    "akten": "akten:akte",
    "vorgaenge": "akten:vorgang",
    "dokumente": "akten:dokument",
    "kontakte": "akten:kontakt",
}
TYP = "nur-art"
TOOL = "werkzeug"
NOBODY = "00000000-0000-0000-0000-000000000000"


def table_context(request: HttpRequest, liste: Liste, state: State) -> dict:
    """Return the context of `akten/_tabelle.html`."""
    actor = request.actor
    rows, more = queries.page_of(actor, liste, state)
    count = queries.count_of(actor, liste, state)
    place = request.GET.get("bereich", "")
    keep = {"bereich": place} if place else {}
    query = state.query()
    return {
        "liste": liste,
        "state": state,
        "heads": _heads(state, keep),
        "rows": _rows(liste.listing.key, state, rows),
        "next": f"?{state.query(**keep, **{AFTER: more})}" if more else "",
        "count": count,
        "hidden": [*keep.items(), (ORDER, state.order), (COLUMNS, _keys(state))],
        "tokens": _tokens(actor, state, keep),
        "abfrage": query,
        "here": f"{request.path}?{state.query(**keep)}",
        **_tool(request, liste, state, keep),
        "select": "stapel" if _may_stapel(actor, liste, rows) else "",
        "may_export": Permission.AUSGABE_READ in actor.permissions,
        "orders": _orders(state, keep),
    }


def _tool(request: HttpRequest, liste: Liste, state: State, keep: dict) -> dict:
    """Return the tool that was opened: filters, columns or views. A list without has an address for
    each; to lay out all of them would take as long as its rows, and hardly anybody opens one."""
    tool = request.GET.get(TOOL, "")
    found = {"tool": tool, "tool_url": f"?{state.query(**keep)}&{TOOL}="}
    if tool == "filter":
        found["fields"] = _fields(request.actor, state)
        found["is_wider"] = len(_filtered_by(state)) < len(_offered(state))
    elif tool == "spalten":
        found["column_groups"] = _column_groups(state)
    elif tool == "ansichten":
        found["views"] = _views(request, liste, keep)
        units = queries.einheiten_to_share_with(request.actor)
        found["einheiten"] = [{"value": row.pk, "label": str(row)} for row in units]
    return found


def _may_stapel(actor, liste: Liste, rows: list) -> bool:
    """Whether many of this list may be changed at once."""
    needed = {"vorgaenge": set(), "dokumente": set(), "akten": {Permission.ZUGRIFF_EDIT}}
    needs = needed.get(liste.listing.key)
    return bool(rows) and needs is not None and needs | {Permission.STAPEL_RUN} <= actor.permissions


def _keys(state: State) -> str:
    return ",".join(column.key for column in state.columns)


def _in_order(state: State, keep: dict) -> Callable[[str], str]:
    """Return what gives the address of the list in an order; a page has one for each of them."""
    before, _, after = state.query(**keep, **{ORDER: NOBODY}).partition(NOBODY)
    return lambda order: f"?{before}{order}{after}"


def _heads(state: State, keep: dict) -> list[dict]:
    address, here = _in_order(state, keep), state.sorted_by.key
    way = "descending" if state.is_descending else "ascending"
    heads = []
    for column in state.columns:
        is_here = column.key == here
        order = f"-{column.key}" if is_here and not state.is_descending else column.key
        heads.append(
            {
                "label": column.label,
                "url": address(order) if column.order else "",
                "sort": way if is_here else "",
            }
        )
    return heads


def _orders(state: State, keep: dict) -> list[MenuItem]:
    """The orders as a menu: on a small screen the heads of the table are not shown."""
    address, items = _in_order(state, keep), []
    shown = (*state.listing.columns, *state.columns, state.sorted_by)
    for column in {column.key: column for column in shown}.values():
        if column.order:
            for sign, word in (("", "aufsteigend"), ("-", "absteigend")):
                order = f"{sign}{column.key}"
                label = f"{column.label}, {word}"
                items.append(MenuItem(label, address(order), is_current=order == state.order))
    return items


def _rows(kind: str, state: State, rows: list) -> list[dict]:
    page = PAGES.get(kind) or registry.listings[kind].url_name
    pattern = reverse(page, args=[NOBODY])
    named = any(column.is_name for column in state.columns)
    shown_rows = []
    for row in rows:
        url = pattern.replace(NOBODY, str(row.pk))
        cells = []
        for at, column in enumerate(state.columns):
            value = column.read(row)
            leads = column.is_name or (not named and at == 0)
            cells.append(
                {
                    "text": shown(value) or ("ohne Angabe" if leads else ""),
                    "url": url if leads else "",
                    "label": column.label,
                    "is_number": isinstance(value, NUMERIC) and not isinstance(value, bool),
                    "is_az": column.is_az,
                    "is_short": column.is_short,
                }
            )
        shown_rows.append({"id": row.pk, "cells": cells})
    return shown_rows


def _offered(state: State) -> list[Column]:
    """The columns one can choose: of own fields those of the types the list is narrowed to."""
    typen, used = state.given.get(TYP, []), (*state.columns, *state.filters)
    return [
        column
        for column in state.listing.all_columns
        if not isinstance(column, queries.Feldspalte)
        or column.typ in (typen or [column.typ])
        or column in used
    ]


def _filtered_by(state: State) -> list[Column]:
    """The columns one can narrow by: those of own fields once the list is narrowed to a type."""
    if state.given.get(TYP):
        return _offered(state)
    used = (*state.columns, *state.filters)
    return [column for column in _offered(state) if not column.group or column in used]


def _column_groups(state: State) -> list[dict]:
    """The columns one can choose, those of own fields under their type."""
    return [
        {
            "label": label,
            "choices": [
                {"key": column.key, "label": column.label, "is_chosen": column in state.columns}
                for column in columns
            ],
        }
        for label, columns in groupby(_offered(state), key=lambda column: column.group)
    ]


def _fields(actor, state: State) -> list[dict]:
    """The filters as fields of the form."""
    fields = []
    for column in _filtered_by(state):
        if column.filter is None:
            continue
        names = column.filter.names(column.key)
        values = [state.given.get(name, []) for name in names]
        field = {
            "kind": column.filter.kind,
            "label": column.label,
            "names": names,
            "values": [found[0] if found else "" for found in values],
        }
        if column.filter.kind == "choices":
            field["choices"] = [
                {"value": value, "label": label, "is_checked": str(value) in values[0]}
                for value, label in column.filter.choices(actor)
            ]
        fields.append(field)
    return fields


def _tokens(actor, state: State, keep: dict) -> list[dict]:
    """What narrows the list now, each with the address without it."""
    tokens = []
    for column in state.filters:
        assert column.filter is not None
        told = column.filter.told(column.key, state.given)
        if column.filter.kind == "choices":
            labels = {str(value): label for value, label in column.filter.choices(actor)}
            values = state.given[column.filter.names(column.key)[0]]
            told = ", ".join(str(labels.get(value, value)) for value in values)
        without: dict = dict.fromkeys(column.filter.names(column.key))
        tokens.append(
            {"key": column.label, "text": told, "url": f"?{state.query(**keep, **without)}"}
        )
    return tokens


def _views(request: HttpRequest, liste: Liste, keep: dict) -> list[dict]:
    extra = "".join(f"&{name}={value}" for name, value in keep.items())
    return [
        {
            "name": view.name,
            "url": f"?{view.abfrage}{extra}",
            "where": view.einheit.name if view.einheit else "",
            "end": reverse("akten:ansicht-ende", args=[view.pk]),
            "may_end": view.einheit is None or Permission.ANSICHT_EDIT in request.actor.permissions,
        }
        for view in queries.views_of(request.actor, liste.listing.key)
    ]
