"""/suche/gemerkt/ : searches one keeps and is told of when they find more."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from verbundakte.akten import actions, queries
from verbundakte.core.actions import Refusal
from verbundakte.core.clock import now
from verbundakte.core.search.service import Search
from verbundakte.core.ui.messages import say
from verbundakte.core.ui.shortcuts import render_page
from verbundakte.web.views.search import question_of, tokens_of


@require_http_methods(["GET", "POST"])
def list_searches(request: HttpRequest) -> HttpResponse:
    """Show the searches one keeps; POST keeps the one in the address."""
    problem = ""
    if request.method == "POST":
        question = question_of(request)
        try:
            actions.keep_search(
                request.actor, text=question.text, filters=question.filters, at=now()
            )
        except Refusal as refusal:
            problem = refusal.message
        else:
            say(request, "Gemerkt. Neue Treffer stehen auf dem Schreibtisch.")
            return redirect("web:suchen-gemerkt")
    rows = [_row(request.actor, row) for row in queries.gemerkte_suchen(request.actor)]
    context = {"rows": rows, "problem": problem}
    status = 422 if problem else 200
    return render_page(request, "web/saved_searches.html", context, status=status)


def _row(actor, row) -> dict:
    question = Search(row.text, row.filters)
    parts = [
        f"{token['key']}: {token['text']}" for token in tokens_of(actor, question)[bool(row.text) :]
    ]
    return {
        "id": row.pk,
        "title": row.text or "Alles",
        "parts": parts,
        "count": row.count,
        "url": f"{reverse('web:suche')}?gemerkt={row.pk}",
    }


@require_POST
def drop_search(request: HttpRequest, suche_id: UUID) -> HttpResponse:
    """Forget a search."""
    actions.drop_search(request.actor, queries.get_gemerkte_suche(request.actor, suche_id))
    say(request, "Die Suche ist nicht mehr gemerkt.")
    return redirect("web:suchen-gemerkt")
