"""Logins of persons."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from verbundakte.organisation import actions, queries
from verbundakte.organisation.forms import ConfirmForm, LoginForm, PasswordForm
from verbundakte.organisation.permissions import Permission
from verbundakte.organisation.views.parts import run_form
from verbundakte.organisation.views.person import person_page


@require_http_methods(["GET", "POST"])
def anmeldung(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Make a login for a person, or set another password where she has one."""
    queries.require(request.actor, Permission.KONTO_EDIT)
    person = queries.get_person(request.actor, person_id)
    membership = queries.membership_of(request.actor, person)
    if membership:
        login = membership.account.login
        page = person_page(person, f"Neues Kennwort für {login}", "Setzen", "Kennwort gesetzt")
        form = PasswordForm(request.POST or None)

        def perform(data: dict) -> None:
            actions.set_password(request.actor, person, **data)
    else:
        page = person_page(
            person, f"Anmeldung für {person.name}", "Einrichten", "Anmeldung eingerichtet"
        )
        form = LoginForm(request.POST or None)

        def perform(data: dict) -> None:
            actions.create_konto(request.actor, person, **data)

    return run_form(request, form, page, perform)


@require_http_methods(["GET", "POST"])
def anmeldung_end(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """End a person's login in this town."""
    queries.require(request.actor, Permission.KONTO_EDIT)
    person = queries.get_person(request.actor, person_id)
    page = person_page(
        person,
        f"Anmeldung von {person.name} beenden",
        "Beenden",
        "Anmeldung beendet",
        text="Die Person kann sich hier nicht mehr anmelden; ihre Zugangsschlüssel enden.",
        is_danger=True,
    )
    form = ConfirmForm(request.POST if request.method == "POST" else None)

    def perform(data: dict) -> None:
        actions.end_konto(request.actor, person)

    return run_form(request, form, page, perform)


@require_http_methods(["GET", "POST"])
def faktoren(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Remove all second factors of somebody who has lost hers."""
    queries.require(request.actor, Permission.KONTO_EDIT)
    person = queries.get_person(request.actor, person_id)
    page = person_page(
        person,
        f"Zweite Faktoren von {person.name} zurücksetzen",
        "Zurücksetzen",
        "Zweite Faktoren zurückgesetzt",
        text="App, Passkeys und Wiederherstellungscodes verfallen, alle Sitzungen enden. Tun Sie das"
        " nur, wenn die Person selbst vor Ihnen steht oder Sie sie zurückgerufen haben.",
        is_danger=True,
    )
    form = ConfirmForm(request.POST if request.method == "POST" else None)

    def perform(data: dict) -> None:
        actions.reset_factors(request.actor, person)

    return run_form(request, form, page, perform)
