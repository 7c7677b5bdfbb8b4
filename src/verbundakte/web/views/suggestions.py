"""/suche/vorschlaege/ : what stands under the search field while somebody types."""

from urllib.parse import urlencode

from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from verbundakte.akten import queries

TITLES = {
    "zuletzt": "Zuletzt geöffnet",
    "treffer": "Akten, Vorgänge, Dokumente",
    "suche": "Gemerkte Suchen",
    "wort": "Suchen nach",
}


@require_safe
def show_suggestions(request: HttpRequest) -> JsonResponse:
    """The lines under the search field, in groups; each leads to an address."""
    groups: dict[str, list[dict]] = {}
    for found in queries.vorschlaege(request.actor, request.GET.get("q", "")):
        groups.setdefault(found.art, []).append(_line(found))
    shown = [{"title": TITLES[art], "lines": lines} for art, lines in groups.items()]
    return JsonResponse({"groups": shown})


def _line(found: queries.Vorschlag) -> dict:
    if found.hit:
        url = reverse(found.hit.url_name, args=[found.hit.id])
        number = found.hit.aktenzeichen
        return {"text": found.text, "number": number, "icon": found.hit.icon, "url": url}
    asked = {"gemerkt": found.suche} if found.suche else {"q": found.text}
    icon = "star" if found.suche else "search"
    url = f"{reverse('web:suche')}?{urlencode(asked)}"
    return {"text": found.text, "number": "", "icon": icon, "url": url}
