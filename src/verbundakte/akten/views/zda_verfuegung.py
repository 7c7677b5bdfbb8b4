"""/…/zda-verfuegung/ : ask for the date, then close the Akte or the Vorgang."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from verbundakte.akten import actions, queries, rules
from verbundakte.akten.forms import ZdaVerfuegungForm
from verbundakte.akten.permissions import Permission
from verbundakte.akten.views.addresses import address_of, safe_next
from verbundakte.core.actions import Refusal
from verbundakte.core.clock import now, today
from verbundakte.core.registry import OpenEnd, registry
from verbundakte.core.ui.messages import say, telling
from verbundakte.core.ui.shortcuts import render_page


@require_http_methods(["GET", "POST"])
def vorgang(request: HttpRequest, vorgang_id: UUID) -> HttpResponse:
    """Close a Vorgang; what is still open in it is listed."""
    subject = queries.get_vorgang(request.actor, vorgang_id)
    ends = [
        end for source in registry.open_ends.values() for end in source.load(request.actor, subject)
    ]
    undo = reverse("akten:wiederaufnahme", args=[subject.pk])
    page = {
        "kind": "Vorgang",
        "akte": subject.akte,
        "open": ends,
        "open_words": "Sache offen,Sachen offen",
        "may": request.actor.may(Permission.VORGANG_CLOSE, subject),
    }
    if request.actor.may(Permission.VORGANG_REOPEN, subject):
        page["undo"] = f"{undo}?zurueck=1"
    return _close(request, subject, actions.close_vorgang, page)


@require_http_methods(["GET", "POST"])
def akte(request: HttpRequest, akte_id: UUID) -> HttpResponse:
    """Close an Akte; Vorgänge that are still in progress are listed."""
    subject = queries.get_akte(request.actor, akte_id)
    rows = queries.vorgaenge_in_progress(request.actor, subject)
    undo = reverse("akten:akte-wiederaufnahme", args=[subject.pk])
    page = {
        "kind": "Akte",
        "akte": subject,
        "open": [OpenEnd(f"{row.aktenzeichen} {row.betreff}", address_of(row)) for row in rows],
        "open_words": "Vorgang in Bearbeitung,Vorgänge in Bearbeitung",
        "may": request.actor.may(Permission.AKTE_CLOSE, subject),
    }
    if request.actor.may(Permission.AKTE_REOPEN, subject):
        page["undo"] = f"{undo}?zurueck=1"
    return _close(request, subject, actions.close_akte, page)


def _close(request: HttpRequest, subject, close, page: dict) -> HttpResponse:
    form = ZdaVerfuegungForm(request.POST or None, initial={"closed_on": today()}, today=today())
    if request.method == "POST" and form.is_valid():
        try:
            close(request.actor, subject, on=form.cleaned_data["closed_on"], at=now())
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            text = f"{page['kind']} {subject.aktenzeichen} ist zu den Akten verfügt."
            say(request, text, undo=page.get("undo", ""))
            return redirect(address_of(subject))
    years = page["akte"].aufbewahrungsdauer
    context = {
        **page,
        "subject": subject,
        "steps": [(f"{page['kind']} {subject}", address_of(subject))],
        "form": form,
        "back": address_of(subject),
        "ends_on": rules.aufbewahrung_ends_on(today(), years=years),
    }
    status = 422 if form.errors else 200
    return render_page(request, "akten/zda_verfuegung.html", context, status=status)


@require_POST
def finish(request: HttpRequest, dokument_id: UUID) -> HttpResponse:
    """Let a draft be finished, from the page that asks for it."""
    dokument = queries.get_dokument(request.actor, dokument_id)
    with telling(request, f"„{dokument.betreff}“ ist kein Entwurf mehr."):
        actions.change_dokument(
            request.actor,
            dokument,
            seen_revision=dokument.revision,
            values={"is_entwurf": False},
        )
    return redirect(safe_next(request, address_of(dokument)))
