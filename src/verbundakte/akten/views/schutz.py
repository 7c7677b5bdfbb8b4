"""/schutz/<kind>/<id>/... : a Dokument or Kontakt restricted or corrected on demand (Art. 16, 18 DSGVO)."""

from collections.abc import Callable
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from verbundakte.akten import queries
from verbundakte.akten.actions import schutz as steps
from verbundakte.akten.forms_schutz import BerichtigungForm, EinschraenkungForm, GrundForm
from verbundakte.akten.models import Dokument, Kontakt
from verbundakte.akten.permissions import Permission
from verbundakte.akten.views.addresses import address_of
from verbundakte.core.clock import now
from verbundakte.core.ui.messages import telling, warn
from verbundakte.core.ui.shortcuts import render_page

Subject = Dokument | Kontakt


def _place(subject: Subject) -> str:
    return reverse("akten:schutz", args=[subject._meta.model_name, subject.pk])


def _page_of(subject: Subject) -> str:
    if isinstance(subject, Kontakt):
        return reverse("akten:kontakt", args=[subject.pk])
    return address_of(subject)


def schutz_of(request: HttpRequest, subject: Subject) -> dict | None:
    """Return the context of `_schutz.html` for what was read, None when there is nothing to know.

    A Dokument brings its marks along; only then is more asked.
    """
    is_known = isinstance(subject, Dokument) and hasattr(subject, "is_restricted")
    if is_known and not (
        subject.is_restricted or subject.has_berichtigung or subject.parent_id is not None
    ):
        return None
    return {
        "restriction": queries.restriction_of(request.actor, subject),
        "berichtigungen": queries.berichtigungen_of(request.actor, [subject])[subject.pk],
        "url": _place(subject),
    }


@require_safe
def show(request: HttpRequest, kind: str, key: UUID) -> HttpResponse:
    """Show what holds and what may be done."""
    actor = request.actor
    subject = queries.get_protected(actor, kind, key)
    rows = queries.restrictions_of(actor, subject)
    restriction = next((row for row in rows if row.lifted_at is None), None)
    context = {
        "subject": subject,
        "kind": kind,
        "steps": [(str(subject), _page_of(subject))],
        "restriction": restriction,
        "earlier": [row for row in rows if row.lifted_at is not None],
        "is_open": restriction is not None and restriction.is_open_for(actor, now()),
        "berichtigungen": queries.berichtigungen_of(actor, [subject])[subject.pk],
        "may": actor.may(Permission.EINSCHRAENKUNG_EDIT, subject),
        "set_form": EinschraenkungForm(),
        "open_form": GrundForm(prefix="ausnahme"),
        "lift_form": GrundForm(prefix="ende"),
        "text_form": BerichtigungForm(),
    }
    return render_page(request, "akten/schutz.html", context)


def _perform(
    request: HttpRequest, subject: Subject, form: forms.Form, act: Callable, done: str
) -> HttpResponse:
    """Do one step and go back to the page; what is wrong is said there."""
    if not form.is_valid():
        warn(request, "Es fehlt eine Angabe, oder sie ist zu lang. Füllen Sie das Feld aus.")
        return redirect(_place(subject))
    with telling(request, done):
        act(request.actor, subject, at=now(), **form.cleaned_data)
    return redirect(_place(subject))


@require_POST
def restrict(request: HttpRequest, kind: str, key: UUID) -> HttpResponse:
    """Restrict the processing."""
    subject = queries.get_protected(request.actor, kind, key)
    form = EinschraenkungForm(request.POST)
    return _perform(request, subject, form, steps.restrict, "Verarbeitung eingeschränkt.")


@require_POST
def work(request: HttpRequest, kind: str, key: UUID) -> HttpResponse:
    """Let the person work with it for an hour."""
    subject = queries.get_protected(request.actor, kind, key)
    form = GrundForm(request.POST, prefix="ausnahme")
    return _perform(request, subject, form, steps.open_restricted, "Eine Stunde lang geöffnet.")


@require_POST
def lift(request: HttpRequest, kind: str, key: UUID) -> HttpResponse:
    """Lift the restriction."""
    subject = queries.get_protected(request.actor, kind, key)
    form = GrundForm(request.POST, prefix="ende")
    return _perform(request, subject, form, steps.lift_restriction, "Einschränkung aufgehoben.")


@require_POST
def berichtigungen(request: HttpRequest, kind: str, key: UUID) -> HttpResponse:
    """Add a correction."""
    subject = queries.get_protected(request.actor, kind, key)
    form = BerichtigungForm(request.POST)
    return _perform(request, subject, form, steps.add_berichtigung, "Berichtigung vermerkt.")


@require_POST
def berichtigung_ende(request: HttpRequest, vermerk_id: UUID) -> HttpResponse:
    """Let a correction hold no longer."""
    vermerk = queries.get_berichtigung(request.actor, vermerk_id)
    subject = vermerk.dokument or vermerk.kontakt
    with telling(request, "Der Vermerk gilt nicht mehr."):
        steps.end_berichtigung(request.actor, subject, vermerk=vermerk, at=now())
    return redirect(_place(subject))
