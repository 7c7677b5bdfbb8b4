"""/aktenplan/ : the plan as a tree, the Akten of the chosen unit, what the unit prescribes."""

from collections import defaultdict
from dataclasses import dataclass, field
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from verbundakte.akten import queries
from verbundakte.akten.models import Aktenplaneinheit
from verbundakte.akten.permissions import Permission
from verbundakte.akten.queries import PlanLine
from verbundakte.akten.queries.aktenantrag import may_request
from verbundakte.akten.views import anzeige
from verbundakte.akten.views.addresses import here, read_uuid
from verbundakte.core.ui.shortcuts import render_page, wants_fragment


@dataclass
class Node:
    """A line of the tree for `_tree.html`; `more` loads what lies below a folded unit."""

    no: str
    label: str
    url: str
    is_current: bool = False
    is_open: bool = False
    mark: str = ""
    more: str = ""
    children: list = field(default_factory=list)


class Tree:
    """The lines of the plan by what they lie under; only the way to the chosen unit is unfolded."""

    def __init__(self, lines: list[PlanLine], chosen: UUID | None = None):
        self.by_item = {line.item_id: line for line in lines}
        self.by_row = {line.pk: line for line in lines}
        self.below: dict[UUID | None, list[PlanLine]] = defaultdict(list)
        for line in lines:
            self.below[line.parent if line.parent in self.by_row else None].append(line)
        self.chosen = self.by_item.get(chosen)
        self.way = self._way(self.chosen)
        self.place = reverse("akten:aktenplan")

    def _way(self, line: PlanLine | None) -> list[PlanLine]:
        way: list[PlanLine] = []
        while line is not None:
            way.insert(0, line)
            line = self.by_row.get(line.parent)
        return way

    def address(self, line: PlanLine) -> str:
        """Return the page of a unit; its lasting id stays through all versions."""
        return f"{self.place}?einheit={line.item_id}"

    def nodes(self, below: PlanLine | None = None) -> list[Node]:
        """Return the nodes under a unit, or the roots."""
        return [self._node(line) for line in self.below[below and below.pk]]

    def _node(self, line: PlanLine) -> Node:
        is_open = line in self.way
        has_more = bool(self.below.get(line.pk)) and not is_open
        return Node(
            line.kennzeichen,
            line.titel,
            f"{self.address(line)}#dokument",
            is_current=line == self.chosen,
            is_open=is_open,
            mark="stillgelegt" if line.is_stillgelegt else "",
            more=reverse("akten:aktenplan-zweig", args=[line.item_id]) if has_more else "",
            children=self.nodes(line) if is_open else [],
        )


@require_safe
def aktenplan(request: HttpRequest) -> HttpResponse:
    """Show the plan, and the Akten below `?einheit=`."""
    words = request.GET.get("wort", "").strip()
    key = read_uuid(request.GET.get("einheit", ""))
    unit = queries.get_planeinheit(request.actor, key) if key else None
    tree = Tree(queries.plan_lines(request.actor), unit and unit.item_id)
    hits = queries.find_units(request.actor, words) if words else []
    context = {
        "words": words,
        "unit": unit,
        "unit_count": len(tree.by_row),
        "tree": tree.nodes() if not words else [],
        "hits": _hits(hits[: queries.MOST_UNITS_FOUND], unit, request),
        **(_unit(request, unit, tree) if unit else {}),
        "may_edit": Permission.AKTENPLAN_EDIT in request.actor.permissions,
        "may_create": any(one in request.actor.permissions for one in queries.MAY_BEGIN),
    }
    return render_page(request, "akten/aktenplan.html", context)


@require_safe
def branch(request: HttpRequest, item_id: UUID) -> HttpResponse:
    """Return the lines below a unit for htmx; as a page it is the unit's own."""
    tree = Tree(queries.plan_lines(request.actor))
    line = tree.by_item.get(item_id)
    if line is None:
        raise Http404
    if not wants_fragment(request):
        return redirect(tree.address(line))
    return render(request, "akten/_zweig.html", {"nodes": tree.nodes(line)})


def _hits(units: list[Aktenplaneinheit], chosen, request: HttpRequest) -> list[dict]:
    return [
        {
            "no": "",
            "icon": "tree",
            "title": f"{unit.kennzeichen} {unit.titel}",
            "url": here(request, "#dokument", einheit=unit.item_id, ab=""),
            "sub": unit.stichwoerter,
            "is_here": unit == chosen,
        }
        for unit in units
    ]


def _unit(request: HttpRequest, unit: Aktenplaneinheit, tree: Tree) -> dict:
    actor = request.actor
    rows, following = [], ""
    may_read = Permission.AKTE_READ in actor.permissions
    if may_read:
        page = queries.list_akten(actor, unit, after=request.GET.get("ab", ""))
        rows = [anzeige.akte_row(row) for row in page]
        following = here(request, ab=page.after) if page.after else ""
    is_open = not unit.is_stillgelegt and tree.chosen is not None
    new = f"{reverse('akten:akte-neu')}?einheit={unit.item_id}"
    return {
        "path": [(f"{up.kennzeichen} {up.titel}", tree.address(up)) for up in tree.way[:-1]],
        "pairs": unit_pairs(unit),
        "has_ended": tree.chosen is None,
        "rows": rows,
        "next": following,
        "may_read": may_read,
        "new_url": new if is_open and _may_begin(actor, unit) else "",
    }


def _may_begin(actor, unit: Aktenplaneinheit) -> bool:
    """Whether the actor may create an Akte under a unit, or ask for one."""
    return may_request(actor, unit) or actor.may(Permission.AKTE_CREATE, unit)


def unit_pairs(unit: Aktenplaneinheit) -> list[tuple[str, str]]:
    """Return what a unit prescribes, as the page shows it."""
    years = unit.aufbewahrungsdauer
    return [
        ("Aufbewahrung", f"{years} Jahre" if years is not None else "dauernd"),
        ("Rechtsgrund", unit.begruendung),
        ("Aussonderung", unit.get_aussonderungsart_display()),
        ("Geheimnis", unit.get_geheimnisklasse_display() if unit.geheimnisklasse else ""),
        ("Feder|führung", str(unit.federfuehrung) if unit.federfuehrung else ""),
        ("Zugriff neuer Akten", queries.access_line(unit.zone_id)),
        ("Stichwörter", unit.stichwoerter),
    ]
