"""/posteingang/buch/ : the Posteingangsbuch as a list with filters, views and files."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from verbundakte.akten.pages import list_context
from verbundakte.core.ui.shortcuts import render_page
from verbundakte.posteingang.listen import STADT, get_buch

GAPS = "Fehlt eine Nummer, gehört sie zu einem Eingang, den Sie nicht sehen dürfen."
EMPTY = "Hier steht jede Sendung mit Nummer, Zeitpunkt und Verbleib, sobald etwas erfasst ist."


@require_safe
def buch(request: HttpRequest) -> HttpResponse:
    """Show what arrived, the newest first."""
    context = {
        "title": "Posteingangsbuch",
        "steps": [("Posteingang", reverse("posteingang:eingaenge"))],
        "word_label": "Betreff, im Absender und in der Nummer",
        "lead": GAPS,
        "empty_title": "Noch kein Eingang",
        "empty": EMPTY,
        **list_context(request, get_buch(request.actor, STADT)),
    }
    return render_page(request, "posteingang/buch.html", context)
