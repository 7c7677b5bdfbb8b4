"""/suchwoerter/ : the words the search has learned in this town, and what is taken out of them."""

from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from verbundakte.core.clock import now
from verbundakte.core.search.query import cleaned
from verbundakte.core.search.vocabulary import (
    PAGE,
    exclude_word,
    get_word,
    learned_words,
    readmit_word,
)
from verbundakte.core.ui.messages import say
from verbundakte.core.ui.shortcuts import render_page

LATER = "Die Suche richtet sich danach, sobald ihr Index erneuert ist."


@require_safe
def list_words(request: HttpRequest) -> HttpResponse:
    """Show the learned words by alphabet."""
    words = learned_words(request.actor, after=cleaned(request.GET.get("ab", "")))
    shown = words[:PAGE]
    context = {
        "rows": shown,
        "next": f"?{urlencode({'ab': shown[-1].wort})}" if len(words) > PAGE else "",
        "page_size": PAGE,
        "steps": [("Vorlagen und Regeln", reverse("vorlagen:liste"))],
    }
    return render_page(request, "web/words.html", context)


@require_POST
def exclude(request: HttpRequest, wort_id: UUID) -> HttpResponse:
    """Let the search use a word no longer."""
    exclude_word(request.actor, get_word(request.actor, wort_id), at=now())
    say(request, f"Das Wort wird nicht mehr verwendet. {LATER}")
    return redirect("web:suchwoerter")


@require_POST
def readmit(request: HttpRequest, wort_id: UUID) -> HttpResponse:
    """Let the search use a word again."""
    readmit_word(request.actor, get_word(request.actor, wort_id))
    say(request, f"Das Wort wird wieder verwendet. {LATER}")
    return redirect("web:suchwoerter")
