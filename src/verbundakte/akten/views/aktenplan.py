"""/aktenplan/ : the plan as a tree, the Akten of the chosen unit, what the unit prescribes."""

from dataclasses import dataclass, field
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from verbundakte.akten import queries
from verbundakte.akten.models import Aktenplaneinheit
from verbundakte.akten.permissions import Permission
from verbundakte.akten.views import anzeige
from verbundakte.akten.views.addresses import here, read_uuid
from verbundakte.core.ui.shortcuts import render_page

MOST_HITS = 60


@dataclass
class Node:
    """A line of the tree for `_tree.html`."""

    no: str
    label: str
    url: str
    is_current: bool = False
    is_open: bool = False
    mark: str = ""
    children: list = field(default_factory=list)


def build_tree(units: list[Aktenplaneinheit], chosen: UUID | None, place: str) -> list[Node]:
    """Return the roots of the tree; the way to the chosen unit is open."""
    nodes, parents = {}, {}
    for unit in units:
        mark = "stillgelegt" if unit.is_stillgelegt else ""
        url = f"{place}?einheit={unit.pk}#dokument"
        nodes[unit.pk] = Node(unit.kennzeichen, unit.titel, url, unit.pk == chosen, mark=mark)
        parents[unit.pk] = unit.parent_id
    roots = []
    for key, node in nodes.items():
        parent = nodes.get(parents[key])
        (parent.children if parent else roots).append(node)
    while chosen in nodes:
        nodes[chosen].is_open = True
        chosen = parents[chosen]
    return roots


@require_safe
def aktenplan(request: HttpRequest) -> HttpResponse:
    """Show the plan, and the Akten below `?einheit=`."""
    units = queries.plan_all(request.actor)
    words = request.GET.get("wort", "").strip()
    key = read_uuid(request.GET.get("einheit", ""))
    unit = queries.get_planeinheit(request.actor, key) if key else None
    place = reverse("akten:aktenplan")
    context = {
        "words": words,
        "unit": unit,
        "unit_count": len(units),
        "tree": build_tree(units, key, place) if not words else [],
        "hits": _hits(queries.units_for(words, units)[:MOST_HITS], key, request),
        **(_unit(request, unit, units) if unit else {}),
        "may_create": Permission.AKTE_CREATE in request.actor.permissions,
    }
    return render_page(request, "akten/aktenplan.html", context)


def _hits(units: list[Aktenplaneinheit], chosen, request: HttpRequest) -> list[dict]:
    return [
        {
            "no": "",
            "icon": "tree",
            "title": f"{unit.kennzeichen} {unit.titel}",
            "url": here(request, "#dokument", einheit=unit.pk, ab=""),
            "sub": unit.stichwoerter,
            "is_here": unit.pk == chosen,
        }
        for unit in units
    ]


def _unit(request: HttpRequest, unit: Aktenplaneinheit, units: list) -> dict:
    actor = request.actor
    by_id = {row.pk: row for row in units}
    path, parent = [], by_id.get(unit.parent_id)
    while parent is not None:
        path.insert(0, (str(parent), here(request, einheit=parent.pk, ab="", wort="")))
        parent = by_id.get(parent.parent_id)
    years = unit.aufbewahrungsdauer
    pairs = [
        ("Aufbewahrung", f"{years} Jahre" if years is not None else "dauernd"),
        ("Rechtsgrund", unit.begruendung),
        ("Aussonderung", unit.get_aussonderungsart_display()),
        ("Geheimnis", unit.get_geheimnisklasse_display() if unit.geheimnisklasse else ""),
        ("Feder|führung", str(unit.federfuehrung) if unit.federfuehrung else ""),
        ("Zugriff neuer Akten", queries.access_line(unit.zone_id)),
        ("Stichwörter", unit.stichwoerter),
    ]
    rows, following = [], ""
    may_read = Permission.AKTE_READ in actor.permissions
    if may_read:
        page = queries.list_akten(actor, unit, after=request.GET.get("ab", ""))
        rows = [anzeige.akte_row(row) for row in page]
        following = here(request, ab=page.after) if page.after else ""
    is_open = not unit.is_stillgelegt
    new = f"{reverse('akten:akte-neu')}?einheit={unit.pk}"
    return {
        "path": path,
        "pairs": pairs,
        "rows": rows,
        "next": following,
        "may_read": may_read,
        "new_url": new if is_open and actor.may(Permission.AKTE_CREATE, unit) else "",
    }
