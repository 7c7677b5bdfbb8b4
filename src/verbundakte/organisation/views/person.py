"""Persons: the list, one person with Stellen and roles, and the forms about her."""

from datetime import date
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from verbundakte.core.clock import today
from verbundakte.core.registry import registry
from verbundakte.core.ui.shortcuts import render_page
from verbundakte.organisation import actions, queries
from verbundakte.organisation.forms import (
    EndForm,
    PersonChangeForm,
    PersonForm,
    RolleForm,
)
from verbundakte.organisation.models import Person
from verbundakte.organisation.permissions import Permission
from verbundakte.organisation.views.parts import FormPage, period, run_form, shown_vertretungen


def person_page(person: Person, title: str, label: str, done: str, **more) -> FormPage:
    """Return the frame of a form about a person."""
    address = reverse("organisation:person", args=[person.pk])
    steps = (("Personen", reverse("organisation:personen")), (person.name, address))
    return FormPage(title=title, label=label, back=address, steps=steps, done=done, **more)


def _facts(person: Person) -> list[tuple[str, str]]:
    state = "" if person.is_active else "ausgeschieden"
    facts = [("E-Mail", person.email), ("Telefon", person.telefon), ("Zustand", state)]
    return [(label, value) for label, value in facts if value]


@require_safe
def personen(request: HttpRequest) -> HttpResponse:
    """Show who works here; `?q=` is the beginning of a family name, `?status=weg` who left."""
    search, after = request.GET.get("q", ""), request.GET.get("nach", "")
    only_left = request.GET.get("status") == "weg"
    found = queries.list_persons(
        request.actor, on=today(), search=search, after=after, only_left=only_left
    )
    keep = {"q": search, "status": "weg" if only_left else ""}
    more = {name: value for name, value in {**keep, "nach": found.next}.items() if value}
    context = {
        "found": found,
        "search": search,
        "next": f"?{urlencode(more)}" if found.next else "",
        "choices": [
            {"label": "Hier tätig", "url": "?", "is_current": not only_left},
            {"label": "Ausgeschieden", "url": "?status=weg", "is_current": only_left},
        ],
        "may_edit": request.actor.may(Permission.PERSON_EDIT, None),
    }
    return render_page(request, "organisation/personen.html", context)


def _besetzungen(request: HttpRequest, someone: Person, day: date) -> list[dict]:
    """All Stellen of a person in the order now, later, before."""
    groups = queries.besetzungen_of(request.actor, someone, on=day)
    return [
        {"row": row, "period": period(row.from_on, row.to_on, day)}
        for group in groups
        for row in group
    ]


@require_safe
def person(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Show a person: how to reach her, her Stellen, and (with the right) what she may do."""
    actor, day = request.actor, today()
    someone = queries.get_person(actor, person_id)
    sees_rights = queries.may_see_rights(actor, someone)
    may_edit = actor.may(Permission.PERSON_EDIT, someone)
    work = queries.open_work(actor, someone) if may_edit else []
    context = {
        "person": someone,
        "besetzungen": _besetzungen(request, someone, day),
        "sees_rights": sees_rights,
        "rollen": queries.rollen_of(actor, someone, on=day) if sees_rights else [],
        "membership": queries.membership_of(actor, someone),
        "may_edit": may_edit,
        "leaving": queries.planned_austritt(actor, someone),
        "work": work,
        "may_assign": actor.may(Permission.ROLLE_ASSIGN, someone),
        "may_konto": actor.may(Permission.KONTO_EDIT, someone)
        and not hasattr(someone, "fachverfahren"),
        "facts": _facts(someone),
        "vertretungen": shown_vertretungen(queries.vertretungen_of(actor, someone, on=day), day),
        "may_plan": queries.may_plan_vertretung(actor, someone, on=day),
        "pages": registry.pages_about(actor, someone),
    }
    return render_page(request, "organisation/person.html", context)


@require_http_methods(["GET", "POST"])
def person_new(request: HttpRequest) -> HttpResponse:
    """Take a person on."""
    queries.require(request.actor, Permission.PERSON_EDIT)
    address = reverse("organisation:personen")
    page = FormPage(
        title="Person anlegen",
        label="Anlegen",
        back=address,
        steps=(("Personen", address),),
        done="Person angelegt",
        text="Stelle, Rolle und Anmeldung bekommt sie danach auf ihrer Seite.",
    )

    def perform(data: dict) -> str:
        created = actions.create_person(request.actor, None, **data)
        return reverse("organisation:person", args=[created.pk])

    return run_form(request, PersonForm(request.POST or None), page, perform)


@require_http_methods(["GET", "POST"])
def person_edit(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Change names and how to reach a person."""
    queries.require(request.actor, Permission.PERSON_EDIT)
    someone = queries.get_person(request.actor, person_id)
    names = ("titel", "vorname", "familienname", "email", "telefon", "revision")
    form = PersonChangeForm(
        request.POST or None, initial={name: getattr(someone, name) for name in names}
    )
    page = person_page(someone, f"{someone.name} ändern", "Speichern", "Gespeichert")

    def perform(data: dict) -> None:
        actions.change_person(request.actor, someone, seen=data.pop("revision"), **data)

    return run_form(
        request, form, page, perform, lambda: queries.get_person(request.actor, someone.pk)
    )


@require_http_methods(["GET", "POST"])
def rolle_new(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Give a person a role."""
    queries.require(request.actor, Permission.ROLLE_ASSIGN)
    someone = queries.get_person(request.actor, person_id)
    form = RolleForm(
        request.POST or None, actor=request.actor, on=today(), initial={"from_on": today()}
    )
    page = person_page(someone, f"Rolle für {someone.name}", "Zuweisen", "Rolle zugewiesen")

    def perform(data: dict) -> None:
        actions.assign_rolle(
            request.actor, someone, rolle_key=data["rolle"].key, from_on=data["from_on"]
        )

    return run_form(request, form, page, perform)


@require_http_methods(["GET", "POST"])
def rolle_end(request: HttpRequest, person_id: UUID, key: UUID) -> HttpResponse:
    """Take a role away from a person."""
    queries.require(request.actor, Permission.ROLLE_ASSIGN)
    someone = queries.get_person(request.actor, person_id)
    form = EndForm(request.POST or None, initial={"on": today()})
    page = person_page(
        someone, f"Rolle von {someone.name} beenden", "Entziehen", "Rolle entzogen", is_danger=True
    )

    def perform(data: dict) -> None:
        actions.take_rolle(request.actor, someone, rolle_key=key, on=data["on"])

    return run_form(request, form, page, perform)
