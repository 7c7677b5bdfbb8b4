"""/kalender/ : one's own Termine for a calendar program, at an address nobody guesses, and by mail."""

import secrets
from datetime import timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from verbundakte.core.clock import now, today
from verbundakte.core.ui.messages import telling
from verbundakte.core.ui.shortcuts import render_page
from verbundakte.geschaeftsgang import actions, queries
from verbundakte.geschaeftsgang.models import AboArt
from verbundakte.geschaeftsgang.morgenpost import is_offered
from verbundakte.geschaeftsgang.nachrichten import (
    KalenderInhalt,
    nachrichten_of_town,
    subjects_of,
)
from verbundakte.geschaeftsgang.queries import Zeile
from verbundakte.standards.icalendar import Ganztag, calendar

AHEAD = timedelta(days=400)
ICAL = "text/calendar; charset=utf-8"


@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """Send the calendar of whose address this is: kind, Aktenzeichen and day; what they are about only
    where the town says so."""
    on = today()
    found = queries.termine_at(None, token, on=on, until=on + AHEAD)
    if found is None:
        raise Http404
    tells_all = nachrichten_of_town(on).kalender == KalenderInhalt.BETREFF
    about = subjects_of(found) if tells_all else {}
    days = [
        Ganztag(f"{line.key}@verbundakte", line.due_on, _summary(line, about.get(line.key, "")))
        for line in found
    ]
    text = calendar(f"Termine {request.tenant.name}", days, now())
    return HttpResponse(text, content_type=ICAL)


def _summary(line: Zeile, subject: str) -> str:
    told = f"{line.kind} {line.number}".strip()
    return f"{told}: {subject}" if subject else told


@require_http_methods(["GET", "POST"])
def abo(request: HttpRequest) -> HttpResponse:
    """Show whether there is an address; a POST makes a new one, which is shown only now."""
    actor = request.actor
    if not queries.may_read_termine(actor) or actor.on_behalf_of:
        raise Http404
    address = ""
    if request.method == "POST":
        token = secrets.token_urlsafe(32)
        actions.begin_abo(actor, None, token=token, at=now())
        address = request.build_absolute_uri(reverse("geschaeftsgang:feed", args=[token]))
    context = {
        "address": address,
        "abo": queries.own_abo(actor),
        "mail": queries.own_abo(actor, AboArt.MAIL),
        "email": queries.own_email(actor),
        "is_offered": is_offered(),
        "tells": nachrichten_of_town(today()),
        "steps": [("Fristen und Wiedervorlagen", reverse("geschaeftsgang:termine"))],
    }
    response = render_page(request, "geschaeftsgang/kalenderabo.html", context)
    response["Cache-Control"] = "no-store"
    return response


@require_POST
def ende(request: HttpRequest) -> HttpResponse:
    """End the address."""
    if not queries.may_read_termine(request.actor):
        raise Http404
    with telling(request, "Die Adresse gilt nicht mehr."):
        actions.end_abo(request.actor, None, at=now())
    return redirect("geschaeftsgang:kalenderabo")


@require_POST
def mail(request: HttpRequest) -> HttpResponse:
    """Order a mail in the morning."""
    if not queries.may_read_termine(request.actor) or not is_offered():
        raise Http404
    with telling(request, "Die E-Mail kommt ab morgen, wenn etwas anliegt."):
        actions.order_morgenpost(request.actor, None, at=now())
    return redirect("geschaeftsgang:kalenderabo")


@require_POST
def mail_ende(request: HttpRequest) -> HttpResponse:
    """End the mails."""
    if not queries.may_read_termine(request.actor):
        raise Http404
    with telling(request, "Die E-Mail ist abbestellt."):
        actions.end_abo(request.actor, None, at=now(), art=AboArt.MAIL)
    return redirect("geschaeftsgang:kalenderabo")
