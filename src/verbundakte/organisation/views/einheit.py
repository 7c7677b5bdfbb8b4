"""Units: the tree, one unit, and the forms about it."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from verbundakte.core.clock import today
from verbundakte.core.ui.shortcuts import render_page
from verbundakte.organisation import actions, queries
from verbundakte.organisation.forms import EinheitChangeForm, EinheitForm, EndForm, StelleForm
from verbundakte.organisation.models import Organisationseinheit
from verbundakte.organisation.permissions import Permission
from verbundakte.organisation.views.parts import FormPage, run_form


def _address(einheit: Organisationseinheit) -> str:
    return reverse("organisation:einheit", args=[einheit.pk])


def _steps(einheit: Organisationseinheit | None = None) -> tuple[tuple[str, str], ...]:
    steps = (("Organisation", reverse("organisation:einheiten")),)
    return (*steps, (str(einheit), _address(einheit))) if einheit else steps


def _nodes(nodes: list[queries.EinheitNode]) -> list[dict]:
    return [
        {
            "no": node.einheit.kennzeichen,
            "label": node.einheit.name,
            "url": _address(node.einheit),
            "count": node.persons,
            "is_open": True,
            "children": _nodes(node.children),
        }
        for node in nodes
    ]


@require_safe
def einheiten(request: HttpRequest) -> HttpResponse:
    """Show the tree of units."""
    queries.require(request.actor, Permission.EINHEIT_READ)
    context = {
        "nodes": _nodes(queries.einheit_tree(request.actor, on=today())),
        "may_edit": request.actor.may(Permission.EINHEIT_EDIT, None),
    }
    return render_page(request, "organisation/einheiten.html", context)


@require_safe
def einheit(request: HttpRequest, einheit_id: UUID) -> HttpResponse:
    """Show a unit with its Stellen and who occupies them."""
    actor, day = request.actor, today()
    unit = queries.get_einheit(actor, einheit_id)
    below = queries.einheiten(actor, on=day).filter(parent=unit)
    steps = _steps(unit.parent) if unit.parent else _steps()
    context = {
        "einheit": unit,
        "is_closed": unit.valid_to is not None and unit.valid_to <= day,
        "stellen": queries.stellen_of(actor, unit, on=day),
        "children": list(below),
        "steps": steps,
        "may_edit": actor.may(Permission.EINHEIT_EDIT, unit),
        "may_occupy": actor.may(Permission.STELLE_OCCUPY, unit),
    }
    return render_page(request, "organisation/einheit.html", context)


@require_http_methods(["GET", "POST"])
def einheit_new(request: HttpRequest) -> HttpResponse:
    """Set up a unit; `?parent=` proposes the one above."""
    queries.require(request.actor, Permission.EINHEIT_EDIT)
    form = EinheitForm(
        request.POST or None,
        actor=request.actor,
        on=today(),
        initial={"parent": request.GET.get("parent")},
    )
    page = FormPage(
        title="Einheit anlegen",
        label="Anlegen",
        back=reverse("organisation:einheiten"),
        steps=_steps(),
        done="Einheit angelegt",
    )

    def perform(data: dict) -> str:
        parent = data.pop("parent")
        return _address(actions.create_einheit(request.actor, parent, valid_from=today(), **data))

    return run_form(request, form, page, perform)


@require_http_methods(["GET", "POST"])
def einheit_edit(request: HttpRequest, einheit_id: UUID) -> HttpResponse:
    """Change a unit."""
    queries.require(request.actor, Permission.EINHEIT_EDIT)
    unit = queries.get_einheit(request.actor, einheit_id)
    names = ("kennzeichen", "name", "parent", "revision")
    initial = {name: getattr(unit, name) for name in names}
    form = EinheitChangeForm(request.POST or None, actor=request.actor, on=today(), initial=initial)
    page = FormPage(
        title=f"{unit} ändern",
        label="Speichern",
        back=_address(unit),
        steps=_steps(unit),
        done="Gespeichert",
    )

    def perform(data: dict) -> None:
        actions.change_einheit(request.actor, unit, seen=data.pop("revision"), **data)

    return run_form(
        request, form, page, perform, lambda: queries.get_einheit(request.actor, unit.pk)
    )


@require_http_methods(["GET", "POST"])
def schliessung(request: HttpRequest, einheit_id: UUID) -> HttpResponse:
    """Close a unit."""
    queries.require(request.actor, Permission.EINHEIT_EDIT)
    unit = queries.get_einheit(request.actor, einheit_id)
    page = FormPage(
        title=f"{unit} schließen",
        label="Schließen",
        back=_address(unit),
        steps=_steps(unit),
        done="Einheit geschlossen",
        text="Die Einheit bleibt in alten Akten stehen, lässt sich aber nicht mehr wählen.",
        is_danger=True,
    )
    form = EndForm(request.POST or None, initial={"on": today()})

    def perform(data: dict) -> None:
        actions.close_einheit(request.actor, unit, on=data["on"])

    return run_form(request, form, page, perform)


@require_http_methods(["GET", "POST"])
def stelle_new(request: HttpRequest, einheit_id: UUID) -> HttpResponse:
    """Set up a Stelle in a unit."""
    queries.require(request.actor, Permission.EINHEIT_EDIT)
    unit = queries.get_einheit(request.actor, einheit_id)
    page = FormPage(
        title="Stelle einrichten",
        label="Einrichten",
        back=_address(unit),
        steps=_steps(unit),
        done="Stelle eingerichtet",
    )

    def perform(data: dict) -> None:
        actions.create_stelle(request.actor, unit, **data)

    return run_form(request, StelleForm(request.POST or None), page, perform)
