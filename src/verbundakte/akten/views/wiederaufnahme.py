"""/…/wiederaufnahme/ : ask for the reason, then take an Akte or a Vorgang up again."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from verbundakte.akten import actions, queries
from verbundakte.akten.forms import WiederaufnahmeForm
from verbundakte.akten.permissions import Permission
from verbundakte.akten.views.addresses import address_of
from verbundakte.core.actions import Refusal
from verbundakte.core.clock import now
from verbundakte.core.ui.messages import say
from verbundakte.core.ui.shortcuts import render_page

TAKEN_BACK = "z. d. A. zurückgenommen"


@require_http_methods(["GET", "POST"])
def vorgang(request: HttpRequest, vorgang_id: UUID) -> HttpResponse:
    """Take a Vorgang up again."""
    subject = queries.get_vorgang(request.actor, vorgang_id)
    may = request.actor.may(Permission.VORGANG_REOPEN, subject)
    return _reopen(request, subject, actions.reopen_vorgang, {"kind": "Vorgang", "may": may})


@require_http_methods(["GET", "POST"])
def akte(request: HttpRequest, akte_id: UUID) -> HttpResponse:
    """Take an Akte up again."""
    subject = queries.get_akte(request.actor, akte_id)
    may = request.actor.may(Permission.AKTE_REOPEN, subject)
    return _reopen(request, subject, actions.reopen_akte, {"kind": "Akte", "may": may})


def _reopen(request: HttpRequest, subject, reopen, page: dict) -> HttpResponse:
    given = {"reason": TAKEN_BACK} if "zurueck" in request.GET else request.POST
    form = WiederaufnahmeForm(given if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            reopen(request.actor, subject, reason=form.cleaned_data["reason"], at=now())
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            say(request, f"{page['kind']} {subject.aktenzeichen} ist wieder in Bearbeitung.")
            return redirect(address_of(subject))
    back = address_of(subject)
    steps = [(f"{page['kind']} {subject}", back)]
    context = {**page, "subject": subject, "steps": steps, "form": form, "back": back}
    status = 422 if form.errors else 200
    return render_page(request, "akten/wiederaufnahme.html", context, status=status)
