"""Units: the tree as it is or was on a day, one unit with its history, and the forms about it."""

from datetime import date
from types import SimpleNamespace
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from verbundakte.core.clock import today
from verbundakte.core.registry import registry
from verbundakte.core.ui.messages import say, telling
from verbundakte.core.ui.shortcuts import render_page
from verbundakte.organisation import actions, queries
from verbundakte.organisation.forms import (
    DayForm,
    EinheitChangeForm,
    EinheitForm,
    EndForm,
    StelleForm,
)
from verbundakte.organisation.models import ALWAYS, Organisationseinheit
from verbundakte.organisation.permissions import Permission
from verbundakte.organisation.views.parts import FormPage, einheit_address, einheit_steps, run_form

NAMES = ("kennzeichen", "name", "parent", "is_geschuetzt", "revision")


def _nodes(
    nodes: list[queries.EinheitNode], chosen: UUID | None, query: str
) -> list[SimpleNamespace]:
    return [
        SimpleNamespace(
            no=node.einheit.kennzeichen,
            label=node.einheit.name,
            url=f"{einheit_address(node.einheit)}{query}#dokument",
            count=node.persons,
            is_open=True,
            is_current=node.einheit.pk == chosen,
            mark="geschützt" if node.einheit.is_geschuetzt else "",
            children=_nodes(node.children, chosen, query),
        )
        for node in nodes
    ]


def _day(request: HttpRequest) -> tuple[date, DayForm]:
    """Return the day whose state is shown (`?am=`, else today) and the form to choose another."""
    form = DayForm({"am": request.GET.get("am") or today()})
    return (form.cleaned_data["am"] if form.is_valid() else today()), form


def _frame(request: HttpRequest, unit: Organisationseinheit | None = None) -> dict:
    """The tree on the left, and which day it shows."""
    on, form = _day(request)
    query = f"?{urlencode({'am': on.isoformat()})}" if on != today() else ""
    tree = queries.einheit_tree(request.actor, on=on)
    return {
        "nodes": _nodes(tree, unit.pk if unit else None, query),
        "on": on,
        "day_form": form,
        "is_today": on == today(),
        "may_edit": request.actor.may(Permission.EINHEIT_EDIT, unit),
        "may_bring": queries.may_change_whole_organisation(request.actor),
    }


@require_safe
def einheiten(request: HttpRequest) -> HttpResponse:
    """Show the tree of units as it was on the day `?am=` (else today)."""
    queries.require(request.actor, Permission.EINHEIT_READ)
    return render_page(request, "organisation/einheit.html", _frame(request))


def _history(request: HttpRequest, unit: Organisationseinheit, stellen: list) -> dict:
    staende = queries.staende_of(request.actor, unit)
    planned = [stand for stand in staende if stand.from_on > today()]
    begun = [stand for stand in staende if stand.from_on <= today()]
    return {
        "planned": planned[::-1],
        "ueberleitungen": queries.planned_for(request.actor, unit),
        "staende": [
            {
                "icon": "tree",
                "text": str(stand),
                "detail": _since(stand.from_on)
                + (f", unter {stand.parent}" if stand.parent else ", oberste Ebene"),
            }
            for stand in begun
        ],
        "history": queries.einheit_history(request.actor, unit, stellen),
        "sees_history": queries.may_see_history(request.actor),
    }


def _since(day: date) -> str:
    return "von Anfang an" if day == ALWAYS else f"ab {day:%d.%m.%Y}"


def _unit_page(request: HttpRequest, unit: Organisationseinheit) -> dict:
    actor, frame = request.actor, _frame(request, unit)
    stellen = queries.stellen_of(actor, unit, on=frame["on"])
    return {
        **frame,
        "einheit": unit,
        "is_closed": unit.valid_to is not None and unit.valid_to <= today(),
        "stellen": [stelle for stelle in stellen if not stelle.is_over],
        "ended": [stelle for stelle in stellen if stelle.is_over],
        "may_occupy": actor.may(Permission.STELLE_OCCUPY, unit),
        "pages": registry.pages_about(actor, unit),
        **_history(request, unit, stellen),
    }


@require_safe
def einheit(request: HttpRequest, einheit_id: UUID) -> HttpResponse:
    """Show a unit: its Stellen, who occupies, occupied and will occupy them, how it changed."""
    unit = queries.get_einheit(request.actor, einheit_id)
    return render_page(request, "organisation/einheit.html", _unit_page(request, unit))


@require_http_methods(["GET", "POST"])
def einheit_new(request: HttpRequest) -> HttpResponse:
    """Set up a unit; `?parent=` proposes the one above."""
    queries.require(request.actor, Permission.EINHEIT_EDIT)
    form = EinheitForm(
        request.POST or None,
        actor=request.actor,
        on=today(),
        initial={"parent": request.GET.get("parent"), "on": today()},
    )
    page = FormPage(
        title="Einheit anlegen",
        label="Anlegen",
        back=reverse("organisation:einheiten"),
        steps=einheit_steps(),
        done="Einheit angelegt",
    )

    def perform(data: dict) -> str:
        parent = data.pop("parent")
        valid_from = data.pop("on")
        made = actions.create_einheit(request.actor, parent, valid_from=valid_from, **data)
        return einheit_address(made)

    return run_form(request, form, page, perform)


def _change(request: HttpRequest, unit: Organisationseinheit, data: dict) -> str:
    """Change a unit today, or plan it; return what to say."""
    on, seen = data.pop("on"), data.pop("revision")
    if on <= today():
        actions.change_einheit(request.actor, unit, seen=seen, on=on, **data)
        return "Gespeichert"
    actions.plan_einheit_change(request.actor, unit, seen=seen, on=on, **data)
    return f"Geplant ab {on:%d.%m.%Y}"


@require_http_methods(["GET", "POST"])
def einheit_edit(request: HttpRequest, einheit_id: UUID) -> HttpResponse:
    """Change a unit beside tree and history, from today or from a day to come."""
    queries.require(request.actor, Permission.EINHEIT_EDIT)
    unit = queries.get_einheit(request.actor, einheit_id)
    initial = {name: getattr(unit, name) for name in NAMES} | {"on": today()}
    form = EinheitChangeForm(request.POST or None, actor=request.actor, on=today(), initial=initial)
    page = FormPage(
        title=f"{unit} ändern",
        label="Speichern",
        back=einheit_address(unit),
        steps=einheit_steps(unit),
        done="",
        template="organisation/einheit.html",
        context=_unit_page(request, unit),
    )

    def perform(data: dict) -> None:
        say(request, _change(request, unit, data))

    return run_form(
        request, form, page, perform, lambda: queries.get_einheit(request.actor, unit.pk)
    )


@require_POST
def plan_drop(request: HttpRequest, einheit_id: UUID, stand_id: UUID) -> HttpResponse:
    """Take back a planned change of a unit."""
    unit = queries.get_einheit(request.actor, einheit_id)
    stand = queries.get_einheitsstand(request.actor, unit, stand_id)
    with telling(request, "Geplante Änderung zurückgenommen"):
        actions.drop_einheit_plan(request.actor, unit, stand=stand, on=today())
    return redirect(einheit_address(unit))


@require_http_methods(["GET", "POST"])
def schliessung(request: HttpRequest, einheit_id: UUID) -> HttpResponse:
    """Close a unit."""
    queries.require(request.actor, Permission.EINHEIT_EDIT)
    unit = queries.get_einheit(request.actor, einheit_id)
    keeping = queries.what_keeps(request.actor, unit)
    page = FormPage(
        title=f"{unit} schließen",
        label="Schließen",
        back=einheit_address(unit),
        steps=einheit_steps(unit),
        done="Einheit geschlossen",
        text="Die Einheit bleibt in alten Akten stehen, lässt sich aber nicht mehr wählen.",
        is_danger=True,
        part="organisation/_schliessung.html" if keeping else "",
        context={"einheit": unit, "keeping": keeping},
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
        back=einheit_address(unit),
        steps=einheit_steps(unit),
        done="Stelle eingerichtet",
    )

    def perform(data: dict) -> None:
        actions.create_stelle(request.actor, unit, **data)

    return run_form(request, StelleForm(request.POST or None), page, perform)
