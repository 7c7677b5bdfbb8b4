"""/registratur/ : what the Registratur looks after."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.timezone import localtime
from django.views.decorators.http import require_safe

from verbundakte.akten import queries
from verbundakte.akten.models import Akte, Dokument
from verbundakte.akten.queries import aktenantrag
from verbundakte.akten.views import anzeige
from verbundakte.akten.views.aktenantrag import antrag_rows
from verbundakte.core.clock import now
from verbundakte.core.ui.shortcuts import render_page

IDLE_AFTER = timedelta(days=365)


def _row(subject) -> dict:
    if isinstance(subject, Akte):
        return anzeige.akte_row(subject)
    if isinstance(subject, Dokument):
        return {
            "icon": "doc",
            "title": subject.betreff,
            "url": reverse("akten:dokument", args=[subject.pk]),
            "sub": f"{subject.vorgang.aktenzeichen} · {subject.dokumenttyp.bezeichnung}",
            "date": localtime(subject.created_at).date(),
        }
    row = anzeige.vorgang_row(subject)
    return row | {"no": "", "sub": f"{subject.aktenzeichen} · {row['sub']}"}


@require_safe
def worklist(request: HttpRequest) -> HttpResponse:
    """Show requested Akten, idle Vorgänge, poor Betreffe, missing fields, and Akten that stand twice."""
    actor = request.actor
    antraege = aktenantrag.antraege_to_decide(actor)
    names = queries.person_names([str(row.requested_by) for row in antraege])
    idle = queries.idle_vorgaenge(actor, since=now() - IDLE_AFTER)
    context = {
        "antraege": {"rows": antrag_rows(antraege, names)},
        "sections": [
            {
                "id": "ruhend",
                "title": "Seit zwölf Monaten ohne Bewegung",
                "empty": "Kein Vorgang ruht so lange.",
                "rows": [_row(row) for row in idle],
            },
            {
                "id": "betreffe",
                "title": "Betreffe, die nichts sagen",
                "empty": "Alle Betreffe sagen, worum es geht.",
                "rows": [_row(row) for row in queries.poor_betreffe(actor)],
            },
            {
                "id": "pflichtangaben",
                "title": "Pflichtangaben, die fehlen",
                "empty": "Keine Pflichtangabe fehlt.",
                "rows": [_row(row) for row in queries.without_pflichtangaben(actor)],
            },
            {
                "id": "doppelt",
                "title": "Vielleicht doppelt angelegt",
                "empty": "Keine zwei Akten einer Einheit heißen gleich.",
                "rows": [_row(row) for row in queries.doubled_akten(actor)],
            },
        ],
    }
    return render_page(request, "akten/registratur.html", context)
