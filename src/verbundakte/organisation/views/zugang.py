"""Tokens: one's own, and for whoever connects Fachverfahren everybody's."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from verbundakte.core.access.scopes import choices
from verbundakte.core.actions import Refusal
from verbundakte.core.models import ApiToken
from verbundakte.core.permissions import Permission as CorePermission
from verbundakte.core.ui.shortcuts import render_page
from verbundakte.organisation import actions, queries
from verbundakte.organisation.forms import ConfirmForm
from verbundakte.organisation.forms_zugang import SecretForm, TokenForm
from verbundakte.organisation.models import Fachverfahren, Person
from verbundakte.organisation.permissions import Permission
from verbundakte.organisation.views.parts import FormPage, run_form

GONE = "Programme, die ihn benutzen, kommen sofort nicht mehr herein."


def shown_scopes(scopes: list[str]) -> str:
    """Return for what a token is good, in words."""
    known = choices()
    return (
        "; ".join(known.get(scope, scope) for scope in scopes) or "alles, was die Rechte erlauben"
    )


def shown_tokens(tokens: list[ApiToken]) -> list[dict]:
    """Return tokens as the tables show them."""
    return [{"row": token, "scopes": shown_scopes(token.scopes)} for token in tokens]


def _once(request: HttpRequest, template: str, form, issue, context: dict) -> HttpResponse:
    """Answer a form that makes something shown in this answer and never again."""
    shown = ""
    if request.method == "POST" and form.is_valid():
        try:
            shown = issue(form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            form = type(form)()
    status = 422 if form.errors else 200
    response = render_page(request, template, {**context, "form": form, "token": shown}, status)
    response.headers["Cache-Control"] = "no-store"
    return response


@require_http_methods(["GET", "POST"])
def zugangsschluessel(request: HttpRequest) -> HttpResponse:
    """Show one's own tokens and make a new one."""
    actor = request.actor
    queries.require(actor, CorePermission.TOKEN_CREATE)

    def issue(data: dict) -> str:
        person = queries.get_person(actor, actor.person_id)
        token = actions.create_token(actor, person, **data)
        context["tokens"] = shown_tokens(queries.own_tokens(actor))
        return token

    context = {"tokens": shown_tokens(queries.own_tokens(actor))}
    form = TokenForm(request.POST or None)
    return _once(request, "organisation/zugangsschluessel.html", form, issue, context)


def _end_token(request: HttpRequest, token: ApiToken, person: Person, back) -> HttpResponse:
    label, address = back
    page = FormPage(
        title=f"Zugangsschlüssel „{token.name}“ beenden",
        label="Beenden",
        back=address,
        steps=((label, address),),
        done="Zugangsschlüssel beendet",
        text=GONE,
        is_danger=True,
    )
    form = ConfirmForm(request.POST if request.method == "POST" else None)

    def perform(data: dict) -> None:
        actions.end_token(request.actor, person, token_id=token.pk)

    return run_form(request, form, page, perform)


@require_http_methods(["GET", "POST"])
def zugangsschluessel_end(request: HttpRequest, token_id: int) -> HttpResponse:
    """End one of one's own tokens."""
    queries.require(request.actor, CorePermission.TOKEN_CREATE)
    token = next((row for row in queries.own_tokens(request.actor) if row.pk == token_id), None)
    if token is None:
        raise Http404
    person = queries.get_person(request.actor, request.actor.person_id)
    back = ("Zugangsschlüssel", reverse("organisation:zugangsschluessel"))
    return _end_token(request, token, person, back)


@require_http_methods(["GET", "POST"])
def zugang_end(request: HttpRequest, token_id: int) -> HttpResponse:
    """End anybody's token."""
    token, person = queries.get_token(request.actor, token_id)
    back = ("Fachverfahren", reverse("organisation:fachverfahren-liste"))
    return _end_token(request, token, person, back)


def once_page(found: Fachverfahren, **words) -> dict:
    """Return the context of a page that makes a key of a Fachverfahren."""
    address = reverse("organisation:fachverfahren", args=[found.pk])
    start = reverse("organisation:fachverfahren-liste")
    steps = (("Fachverfahren", start), (found.bezeichnung, address))
    return {"fachverfahren": found, "steps": steps, "back": address, **words}


@require_http_methods(["GET", "POST"])
def geheimnis_new(request: HttpRequest, fachverfahren_id: UUID) -> HttpResponse:
    """Make a client secret for a Fachverfahren."""
    found = queries.get_fachverfahren(request.actor, fachverfahren_id)
    context = once_page(
        found,
        title="Neues Geheimnis",
        made="Das neue Geheimnis (client_secret)",
        text="Damit holt sich das Fachverfahren selbst kurze Zugangsschlüssel. Zwei Geheimnisse"
        " können nebeneinander gelten: Stellen Sie das neue aus, tragen Sie es dort ein, und"
        " beenden Sie dann das alte.",
    )

    def issue(data: dict) -> str:
        return actions.create_secret(request.actor, found, **data)

    form = SecretForm(request.POST or None)
    return _once(request, "organisation/zugang_neu.html", form, issue, context)


@require_http_methods(["GET", "POST"])
def schluessel_new(request: HttpRequest, fachverfahren_id: UUID) -> HttpResponse:
    """Make a long token for a Fachverfahren that knows no OAuth 2.0."""
    found = queries.get_fachverfahren(request.actor, fachverfahren_id)
    queries.require(request.actor, CorePermission.TOKEN_CREATE)
    context = once_page(
        found,
        title="Neuer Zugangsschlüssel",
        made="Der neue Zugangsschlüssel",
        text="Für Programme, die sich keine kurzen Schlüssel abholen können.",
    )

    def issue(data: dict) -> str:
        return actions.create_token(request.actor, found.person, **data)

    form = TokenForm(request.POST or None)
    return _once(request, "organisation/zugang_neu.html", form, issue, context)


@require_http_methods(["GET", "POST"])
def geheimnis_end(request: HttpRequest, fachverfahren_id: UUID, secret_id: int) -> HttpResponse:
    """End a client secret."""
    found = queries.get_fachverfahren(request.actor, fachverfahren_id)
    queries.require(request.actor, Permission.FACHVERFAHREN_EDIT)
    secret = next(
        (row for row in queries.secrets_of(request.actor, found) if row.pk == secret_id), None
    )
    if secret is None:
        raise Http404
    address = reverse("organisation:fachverfahren", args=[found.pk])
    start = reverse("organisation:fachverfahren-liste")
    page = FormPage(
        title=f"Geheimnis vom {secret.created_at:%d.%m.%Y} beenden",
        label="Beenden",
        back=address,
        steps=(("Fachverfahren", start), (found.bezeichnung, address)),
        done="Geheimnis beendet",
        text="Auch die damit abgeholten Zugangsschlüssel gelten sofort nicht mehr.",
        is_danger=True,
    )
    form = ConfirmForm(request.POST if request.method == "POST" else None)

    def perform(data: dict) -> None:
        actions.end_secret(request.actor, found, secret_id=secret.pk)

    return run_form(request, form, page, perform)
