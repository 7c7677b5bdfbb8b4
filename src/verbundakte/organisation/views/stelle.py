"""Stellen: change, end, occupy, vacate."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from verbundakte.core.clock import today
from verbundakte.organisation import actions, queries
from verbundakte.organisation.forms import BesetzungForm, EndForm, StelleChangeForm
from verbundakte.organisation.models import Stelle
from verbundakte.organisation.permissions import Permission
from verbundakte.organisation.views.parts import FormPage, run_form


def _page(stelle: Stelle, title: str, label: str, done: str, **more) -> FormPage:
    unit = stelle.einheit
    address = reverse("organisation:einheit", args=[unit.pk])
    steps = (("Organisation", reverse("organisation:einheiten")), (str(unit), address))
    return FormPage(title=title, label=label, back=address, steps=steps, done=done, **more)


@require_http_methods(["GET", "POST"])
def stelle_edit(request: HttpRequest, stelle_id: UUID) -> HttpResponse:
    """Change a Stelle."""
    queries.require(request.actor, Permission.EINHEIT_EDIT)
    stelle = queries.get_stelle(request.actor, stelle_id)
    initial = {name: getattr(stelle, name) for name in ("bezeichnung", "is_leitung", "revision")}
    form = StelleChangeForm(request.POST or None, initial=initial)
    page = _page(stelle, f"Stelle „{stelle}“ ändern", "Speichern", "Gespeichert")

    def perform(data: dict) -> None:
        actions.change_stelle(request.actor, stelle, seen=data.pop("revision"), **data)

    return run_form(
        request, form, page, perform, lambda: queries.get_stelle(request.actor, stelle.pk)
    )


@require_http_methods(["GET", "POST"])
def aufhebung(request: HttpRequest, stelle_id: UUID) -> HttpResponse:
    """End a Stelle."""
    queries.require(request.actor, Permission.EINHEIT_EDIT)
    stelle = queries.get_stelle(request.actor, stelle_id)
    form = EndForm(request.POST or None, initial={"on": today()})
    page = _page(
        stelle, f"Stelle „{stelle}“ aufheben", "Aufheben", "Stelle aufgehoben", is_danger=True
    )

    def perform(data: dict) -> None:
        actions.end_stelle(request.actor, stelle, on=data["on"])

    return run_form(request, form, page, perform)


@require_http_methods(["GET", "POST"])
def besetzung_new(request: HttpRequest, stelle_id: UUID) -> HttpResponse:
    """Let a person occupy a Stelle."""
    queries.require(request.actor, Permission.STELLE_OCCUPY)
    stelle = queries.get_stelle(request.actor, stelle_id)
    initial = {"from_on": today(), "person": request.GET.get("person")}
    form = BesetzungForm(request.POST or None, actor=request.actor, initial=initial)
    page = _page(
        stelle,
        f"Stelle „{stelle}“ besetzen",
        "Besetzen",
        "Stelle besetzt",
        text=f"Die Person arbeitet dann in den Akten von {stelle.einheit}.",
    )

    def perform(data: dict) -> None:
        actions.occupy_stelle(request.actor, stelle, **data)

    return run_form(request, form, page, perform)


@require_http_methods(["GET", "POST"])
def besetzung_end(request: HttpRequest, stelle_id: UUID, person_id: UUID) -> HttpResponse:
    """End how a person occupies a Stelle."""
    queries.require(request.actor, Permission.STELLE_OCCUPY)
    stelle = queries.get_stelle(request.actor, stelle_id)
    person = queries.get_person(request.actor, person_id)
    form = EndForm(request.POST or None, initial={"on": today()})
    page = _page(
        stelle,
        f"{person} verlässt die Stelle „{stelle}“",
        "Besetzung beenden",
        "Besetzung beendet",
        is_danger=True,
    )

    def perform(data: dict) -> None:
        actions.vacate_stelle(request.actor, stelle, person=person, on=data["on"])

    return run_form(request, form, page, perform)
