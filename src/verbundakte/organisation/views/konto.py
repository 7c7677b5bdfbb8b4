"""Logins of persons, and one's own tokens."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from verbundakte.core.actions import Refusal
from verbundakte.core.permissions import Permission as CorePermission
from verbundakte.core.ui.shortcuts import render_page
from verbundakte.organisation import actions, queries
from verbundakte.organisation.forms import ConfirmForm, LoginForm, PasswordForm, TokenForm
from verbundakte.organisation.permissions import Permission
from verbundakte.organisation.views.parts import FormPage, run_form
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


@require_http_methods(["GET", "POST"])
def zugangsschluessel(request: HttpRequest) -> HttpResponse:
    """Show one's own tokens and make a new one; it is shown in this answer and never again."""
    queries.require(request.actor, CorePermission.TOKEN_CREATE)
    form, token = TokenForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        person = queries.get_person(request.actor, request.actor.person_id)
        try:
            token = actions.create_token(request.actor, person, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            form = TokenForm()
    context = {"form": form, "token": token, "tokens": queries.own_tokens(request.actor)}
    status = 422 if form.errors else 200
    response = render_page(request, "organisation/zugangsschluessel.html", context, status)
    response.headers["Cache-Control"] = "no-store"
    return response


@require_http_methods(["GET", "POST"])
def zugangsschluessel_end(request: HttpRequest, token_id: int) -> HttpResponse:
    """End one of one's own tokens."""
    queries.require(request.actor, CorePermission.TOKEN_CREATE)
    address = reverse("organisation:zugangsschluessel")
    token = next((row for row in queries.own_tokens(request.actor) if row.pk == token_id), None)
    if token is None:
        raise Http404
    page = FormPage(
        title=f"Zugangsschlüssel „{token.name}“ beenden",
        label="Beenden",
        back=address,
        steps=(("Zugangsschlüssel", address),),
        done="Zugangsschlüssel beendet",
        text="Programme, die ihn benutzen, kommen sofort nicht mehr herein.",
        is_danger=True,
    )
    form = ConfirmForm(request.POST if request.method == "POST" else None)

    def perform(data: dict) -> None:
        person = queries.get_person(request.actor, request.actor.person_id)
        actions.end_token(request.actor, person, token_id=token_id)

    return run_form(request, form, page, perform)
