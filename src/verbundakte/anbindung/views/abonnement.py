"""/anbindung/meldungen/... : which systems are told what; their secrets are shown once."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from verbundakte.anbindung import actions, queries
from verbundakte.anbindung.forms import AbonnementForm, NewAbonnementForm
from verbundakte.anbindung.models import Abonnement
from verbundakte.anbindung.permissions import Permission
from verbundakte.core.actions import Refusal
from verbundakte.core.clock import now
from verbundakte.core.ui.form_page import FormPage, run_form
from verbundakte.core.ui.messages import telling, warn
from verbundakte.core.ui.shortcuts import render_page

TEXT = (
    "Gemeldet werden Anlass, Zeit und Kennung, nie der Inhalt. Was es damit auf sich hat, holt sich"
    " das andere System über die Schnittstelle, mit seinem eigenen Zugang."
)


def list_url() -> str:
    """Return the address of the list."""
    return reverse("anbindung:abonnements")


def steps() -> tuple[tuple[str, str], ...]:
    """Return the way to a page below the list."""
    return (("Meldungen an Systeme", list_url()),)


def state_of(row: Abonnement) -> dict:
    """Return how it goes, as a chip."""
    if row.paused_at:
        return {"label": "ruht", "icon": "stop", "tone": "bad"}
    if row.failures:
        return {"label": "wird nicht angenommen", "icon": "warn", "tone": "warn"}
    return {"label": "aktiv", "icon": "ok", "tone": "good"}


@require_safe
def abonnements(request: HttpRequest) -> HttpResponse:
    """Show which systems are told what."""
    context = {
        "rows": [
            {
                "icon": "link",
                "title": row.bezeichnung,
                "url": reverse("anbindung:abonnement", args=[row.pk]),
                "sub": f"{row.url} · Rechte von {row.person.name}",
                "date": row.created_at,
                "chip": state_of(row),
            }
            for row in queries.abonnements(request.actor)
        ],
        "text": TEXT,
        "may_edit": Permission.ABONNEMENT_EDIT in request.actor.permissions,
    }
    return render_page(request, "anbindung/abonnements.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
def new_abonnement(request: HttpRequest) -> HttpResponse:
    """Let a system be told from now on; its secret is shown with the answer and never again."""
    actor = request.actor
    form = NewAbonnementForm(request.POST or None, persons=queries.persons_to_act_for(actor))
    page = FormPage(
        title="Meldungen einrichten",
        label="Einrichten",
        back=list_url(),
        steps=steps(),
        done="",
        text=TEXT,
    )
    made: list[Abonnement] = []

    def perform(data: dict) -> None:
        town = queries.open_town(actor)
        made.append(actions.create_abonnement(actor, town, values=form.values(), at=now()))

    answer = run_form(request, form, page, perform)
    return _shown_once(request, made[0], made[0].secret_shown) if made else answer


def _shown_once(request: HttpRequest, row: Abonnement, secret: str) -> HttpResponse:
    context = {
        "row": row,
        "secret": secret,
        "steps": (*steps(), (row.bezeichnung, reverse("anbindung:abonnement", args=[row.pk]))),
    }
    return render_page(request, "anbindung/geheimnis.html", context)


@require_http_methods(["GET", "POST"])
def change_abonnement(request: HttpRequest, abonnement_id: UUID) -> HttpResponse:
    """Change name, address and what is told."""
    actor = request.actor
    queries.require(actor, Permission.ABONNEMENT_EDIT)
    row = queries.get_abonnement(actor, abonnement_id)
    initial = {name: getattr(row, name) for name in ("bezeichnung", "url", "anlaesse")}
    page = FormPage(
        title="Angaben ändern",
        label="Speichern",
        back=reverse("anbindung:abonnement", args=[row.pk]),
        steps=(*steps(), (row.bezeichnung, reverse("anbindung:abonnement", args=[row.pk]))),
        done="Angaben gespeichert",
        text=TEXT,
    )

    def perform(data: dict) -> None:
        actions.change_abonnement(actor, row, seen_revision=row.revision, values=data)

    return run_form(request, AbonnementForm(request.POST or None, initial=initial), page, perform)


@require_POST
def end(request: HttpRequest, abonnement_id: UUID) -> HttpResponse:
    """Tell this system nothing more."""
    row = queries.get_abonnement(request.actor, abonnement_id)
    with telling(request, f"„{row.bezeichnung}“ erhält keine Meldungen mehr."):
        actions.end_abonnement(request.actor, row, at=now())
    return redirect("anbindung:abonnements")


@never_cache
@require_POST
def secret(request: HttpRequest, abonnement_id: UUID) -> HttpResponse:
    """Make a new secret and show it once."""
    row = queries.get_abonnement(request.actor, abonnement_id)
    try:
        made = actions.renew_secret(request.actor, row, at=now())
    except Refusal as refusal:
        warn(request, refusal.message)
        return redirect("anbindung:abonnement", abonnement_id=row.pk)
    return _shown_once(request, row, made)
