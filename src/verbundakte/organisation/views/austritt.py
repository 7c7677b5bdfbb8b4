"""Somebody leaves, or hands her work over: what is hers, and to whom it goes."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from verbundakte.core.clock import today
from verbundakte.core.ui.messages import telling
from verbundakte.organisation import actions, queries
from verbundakte.organisation.forms import HandoverForm, LeaveForm
from verbundakte.organisation.models import Person
from verbundakte.organisation.permissions import Permission
from verbundakte.organisation.views.parts import run_form
from verbundakte.organisation.views.person import person_page


def _targets(request: HttpRequest, form: HandoverForm) -> dict[str, Person]:
    return {
        key: queries.get_person(request.actor, UUID(person))
        for key, person in form.chosen().items()
    }


@require_http_methods(["GET", "POST"])
def austritt(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Let a person go; her work goes to others, what ends with her is listed."""
    actor, on = request.actor, today()
    queries.require(actor, Permission.PERSON_EDIT)
    someone = queries.get_person(actor, person_id)
    work = queries.open_work(actor, someone)
    page = person_page(
        someone,
        f"{someone.name} scheidet aus",
        "Ausscheiden lassen",
        "Gespeichert",
        text="An diesem Tag enden Zugriff, Anmeldung, Stellen, Rollen und Vertretungen, und die Arbeit"
        " geht über. Vorher ändert sich nichts. Der Name bleibt in den Akten; gelöscht wird nichts.",
        is_danger=True,
        part="organisation/_austritt.html",
        context={"ending": queries.ending_with(actor, someone, on=on), "work": work},
    )
    receivers = queries.receivers(actor, someone, on=on) if work else []
    form = LeaveForm(request.POST or None, work=work, receivers=receivers, initial={"on": on})

    def perform(data: dict) -> None:
        targets = _targets(request, form)
        if data["on"] > on:
            actions.plan_austritt(actor, someone, on=data["on"], today=on, targets=targets)
        else:
            actions.deactivate_person(actor, someone, on=data["on"], targets=targets)

    return run_form(request, form, page, perform)


@require_POST
def ruecknahme(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Take back that a person will leave."""
    queries.require(request.actor, Permission.PERSON_EDIT)
    someone = queries.get_person(request.actor, person_id)
    with telling(request, "Ausscheiden zurückgenommen"):
        actions.drop_austritt(request.actor, someone)
    return redirect("organisation:person", someone.pk)


@require_http_methods(["GET", "POST"])
def uebergabe(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Hand a person's work to others, whether she stays or has left."""
    actor = request.actor
    someone = queries.get_person(actor, person_id)
    work = queries.open_work(actor, someone)
    page = person_page(
        someone,
        f"Arbeit von {someone.name} übergeben",
        "Übergeben",
        "Die Übergabe läuft; Sie finden sie unter „Meine Aufträge“",
        text="" if work else "Es ist nichts zu übergeben.",
    )
    receivers = queries.receivers(actor, someone, on=today()) if work else []
    data = request.POST if request.method == "POST" else None
    form = HandoverForm(data, work=work, receivers=receivers)

    def perform(data: dict) -> None:
        actions.hand_over_work(actor, someone, targets=_targets(request, form))

    return run_form(request, form, page, perform)
