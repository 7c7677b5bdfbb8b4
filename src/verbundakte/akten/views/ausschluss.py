"""/…/ausschluesse/ : shut a person out of an Akte or a Vorgang; …/aufhebung/ ends it."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from verbundakte.akten import actions, queries
from verbundakte.akten.forms import AusschlussForm
from verbundakte.akten.models import Akte, Vorgang
from verbundakte.akten.views.zugriff import render_zugriff, require_explanations
from verbundakte.core.actions import Refusal
from verbundakte.core.clock import now
from verbundakte.core.ui.messages import say


@require_POST
def akte(request: HttpRequest, akte_id: UUID) -> HttpResponse:
    """Shut a person out of an Akte."""
    return _exclude(request, queries.get_akte(request.actor, akte_id))


@require_POST
def vorgang(request: HttpRequest, vorgang_id: UUID) -> HttpResponse:
    """Shut a person out of a Vorgang."""
    return _exclude(request, queries.get_vorgang(request.actor, vorgang_id))


def _back(subject: Akte | Vorgang) -> HttpResponse:
    return redirect(f"akten:{subject._meta.model_name}-zugriff", subject.pk)


def _exclude(request: HttpRequest, subject: Akte | Vorgang) -> HttpResponse:
    require_explanations(request.actor)
    form = AusschlussForm(request.POST)
    if form.is_valid():
        person, reason = form.cleaned_data["person"], form.cleaned_data["reason"]
        is_self = person.pk == request.actor.person_id
        try:
            actions.exclude_person(request.actor, subject, person=person, reason=reason, at=now())
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            say(request, f"{person.name} ist ausgeschlossen.")
            return redirect("web:schreibtisch") if is_self else _back(subject)
    return render_zugriff(request, subject, shut=form, status=422)


@require_POST
def end(request: HttpRequest, ausschluss_id: UUID) -> HttpResponse:
    """End an exclusion."""
    row = queries.get_ausschluss(request.actor, ausschluss_id)
    subject = row.akte or row.vorgang
    try:
        actions.end_exclusion(request.actor, subject, ausschluss=row, at=now())
    except Refusal as refusal:
        say(request, refusal.message)
    else:
        say(request, f"Der Ausschluss von {row.person.name} ist aufgehoben.")
    return _back(subject)
