"""Fachverfahren: what is connected, connect, change, end."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from verbundakte.core.clock import today
from verbundakte.core.ui.shortcuts import render_page
from verbundakte.organisation import actions, queries
from verbundakte.organisation.forms import ConfirmForm
from verbundakte.organisation.forms_zugang import FachverfahrenChangeForm, FachverfahrenForm
from verbundakte.organisation.models import Fachverfahren
from verbundakte.organisation.permissions import Permission
from verbundakte.organisation.views.parts import FormPage, run_form
from verbundakte.organisation.views.zugang import shown_scopes, shown_tokens


def _page(found: Fachverfahren | None, title: str, label: str, done: str, **more) -> FormPage:
    start = reverse("organisation:fachverfahren-liste")
    steps, back = (("Fachverfahren", start),), start
    if found:
        back = reverse("organisation:fachverfahren", args=[found.pk])
        steps = (*steps, (found.bezeichnung, back))
    return FormPage(title=title, label=label, back=back, steps=steps, done=done, **more)


@require_safe
def fachverfahren_list(request: HttpRequest) -> HttpResponse:
    """Show what is connected, and the tokens of people."""
    people = queries.tokens_of_people(request.actor)
    tokens = shown_tokens([token for token, _ in people])
    context = {
        "found": queries.list_fachverfahren(request.actor, on=today()),
        "tokens": [
            {**shown, "person": person} for shown, (_, person) in zip(tokens, people, strict=True)
        ],
    }
    return render_page(request, "organisation/fachverfahren_liste.html", context)


@require_safe
def fachverfahren(request: HttpRequest, fachverfahren_id: UUID) -> HttpResponse:
    """Show a Fachverfahren with its secrets and tokens."""
    found = queries.get_fachverfahren(request.actor, fachverfahren_id)
    context = {
        "fachverfahren": found,
        "scopes": shown_scopes(found.scopes),
        "secrets": queries.secrets_of(request.actor, found),
        "tokens": shown_tokens(queries.tokens_of(request.actor, found.person)),
        "address": request.build_absolute_uri("/api/v1/oauth/token"),
    }
    return render_page(request, "organisation/fachverfahren.html", context)


@require_http_methods(["GET", "POST"])
def fachverfahren_new(request: HttpRequest) -> HttpResponse:
    """Connect a Fachverfahren."""
    queries.require(request.actor, Permission.FACHVERFAHREN_EDIT)
    queries.require(request.actor, Permission.ROLLE_ASSIGN)
    page = _page(
        None,
        "Fachverfahren anbinden",
        "Anbinden",
        "Fachverfahren angebunden",
        text="Es arbeitet wie eine Stelle der Einheit mit dieser Rolle und steht unter seinem"
        " eigenen Namen im Verlauf. Anmelden kann sich niemand damit.",
    )
    form = FachverfahrenForm(request.POST or None, actor=request.actor, on=today())

    def perform(data: dict) -> str:
        einheit, rolle = data.pop("einheit"), data.pop("rolle")
        row = actions.create_fachverfahren(
            request.actor, einheit, rolle_key=rolle.key, on=today(), **data
        )
        return reverse("organisation:fachverfahren", args=[row.pk])

    return run_form(request, form, page, perform)


@require_http_methods(["GET", "POST"])
def fachverfahren_edit(request: HttpRequest, fachverfahren_id: UUID) -> HttpResponse:
    """Change a Fachverfahren."""
    found = queries.get_fachverfahren(request.actor, fachverfahren_id)
    names = ("bezeichnung", "zweck", "scopes", "revision")
    form = FachverfahrenChangeForm(
        request.POST or None, initial={name: getattr(found, name) for name in names}
    )
    page = _page(found, f"{found.bezeichnung} ändern", "Speichern", "Gespeichert")

    def perform(data: dict) -> None:
        actions.change_fachverfahren(request.actor, found, seen=data.pop("revision"), **data)

    return run_form(
        request, form, page, perform, lambda: queries.get_fachverfahren(request.actor, found.pk)
    )


@require_http_methods(["GET", "POST"])
def fachverfahren_end(request: HttpRequest, fachverfahren_id: UUID) -> HttpResponse:
    """End the connection of a Fachverfahren."""
    found = queries.get_fachverfahren(request.actor, fachverfahren_id)
    page = _page(
        found,
        f"Anbindung von {found.bezeichnung} beenden",
        "Beenden",
        "Anbindung beendet",
        text="Seine Geheimnisse und Zugangsschlüssel gelten sofort nicht mehr, Stelle und Rolle"
        " enden heute. Was es abgelegt hat, bleibt mit seinem Namen.",
        is_danger=True,
    )
    form = ConfirmForm(request.POST if request.method == "POST" else None)

    def perform(data: dict) -> None:
        actions.end_fachverfahren(request.actor, found, on=today())

    return run_form(request, form, page, perform)
