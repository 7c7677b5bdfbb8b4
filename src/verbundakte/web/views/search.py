"""One search over everything the person may see, with snippets and facets."""

from dataclasses import replace
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from verbundakte.akten import actions, queries
from verbundakte.akten.models import GemerkteSuche
from verbundakte.core.registry import registry
from verbundakte.core.search.fold import fold
from verbundakte.core.search.query import cleaned
from verbundakte.core.search.service import Answer, Search, ShownHit, facets, search
from verbundakte.core.ui.shortcuts import render_page
from verbundakte.web.labels import facet_choices, facet_labels

FACETS = (
    ("kind", "Was"),
    ("dokumenttyp", "Art"),
    ("jahr", "Jahr"),
    ("einheit", "Zuständig"),
    ("plan", "Aktenplan"),
    ("format", "Dateityp"),
    ("zustand", "Stand"),
)
CHOICES, INSIDE = "wahl", "innerhalb"
PARAMETERS = {"kind": "was"}
ORDERS = (("relevanz", "Beste zuerst"), ("neueste", "Neueste"))
PAGE = 25
MAX_OFFSET = 5000


def question_of(request: HttpRequest) -> Search:
    """Return what the address asks for; anything unknown is left out."""
    filters = {}
    for name in (*dict(FACETS), CHOICES, INSIDE):
        if values := request.GET.getlist(PARAMETERS.get(name, name))[:50]:
            filters[name] = [cleaned(value) for value in values]
    order = request.GET.get("ordnung", "")
    offset = request.GET.get("ab", "")
    return Search(
        text=cleaned(request.GET.get("q", "")),
        filters=filters,
        order=order if order in dict(ORDERS) else "relevanz",
        offset=min(int(offset), MAX_OFFSET) if offset.isdecimal() else 0,
        limit=PAGE,
        is_explained="warum" in request.GET,
    )


def address(question: Search, **changes) -> str:
    """Return the address of this search with some parts changed (None: taken out)."""
    parts: dict = {"q": question.text}
    parts |= {PARAMETERS.get(name, name): values for name, values in question.filters.items()}
    if question.is_explained:
        parts["warum"] = "an"
    if question.order != "relevanz":
        parts["ordnung"] = question.order
    parts.update(changes)
    parts = {key: value for key, value in parts.items() if value not in (None, "", [])}
    return f"{reverse('web:suche')}?{urlencode(parts, doseq=True)}"


def _query(question: Search) -> str:
    return address(replace(question, order="relevanz", is_explained=False)).partition("?")[2]


def _exact(answer: Answer, text: str) -> ShownHit | None:
    for shown in answer.hits:
        if shown.score is None and fold(shown.hit.aktenzeichen) == fold(text):
            return shown
    return None


def _row(shown: ShownHit, question: Search) -> dict:
    hit = shown.hit
    url = reverse(hit.url_name, args=[hit.id])
    if hit.kind == "dokument" and question.text:
        url += "?" + urlencode({"suche": question.text})
        if shown.page and shown.page > 1:
            url += f"#seite={shown.page}"
    facts = [fact for fact in hit.facts if fact]
    if shown.page and shown.page > 1:
        facts.append(f"Seite {shown.page}")
    return {
        "icon": hit.icon,
        "title": hit.title,
        "url": url,
        "number": hit.aktenzeichen,
        "facts": facts,
        "date": hit.dated_on,
        "chip": {"label": "Zu den Akten", "icon": "lock", "tone": ""} if hit.is_closed else None,
        "snippet": shown.snippet.segments if shown.snippet else "",
        "why": "; ".join(shown.why),
    }


def tokens_of(actor, question: Search) -> list[dict]:
    """Return text and filters of a search in words, each with the address without it."""
    tokens = []
    if question.text:
        tokens.append({"key": "Text", "text": question.text, "url": address(question, q=None)})
    if values := question.filters.get(INSIDE, ()):
        without = address(question, **{INSIDE: None})
        tokens.append({"key": "In", "text": _place(actor, values), "url": without})
    for name, label in (*FACETS, (CHOICES, "Angabe")):
        values = question.filters.get(name, ())
        if values:
            text = " oder ".join(facet_labels(actor, name, values).values())
            without = address(question, **{PARAMETERS.get(name, name): None})
            tokens.append({"key": label, "text": text, "url": without})
    return tokens


def _place(actor, values) -> str:
    """Return the number and Betreff of the Akte or Vorgang that is searched. Raises Http404."""
    try:
        keys = [UUID(value) for value in values]
    except ValueError:
        raise Http404 from None
    found = {}
    for source in registry.search.values():
        found.update(source.read(actor, keys))
    if len(found) < len(set(keys)):
        raise Http404
    return " oder ".join(f"{hit.aktenzeichen} {hit.title}" for hit in found.values())


def _pages(question: Search, answer: Answer) -> dict:
    begin, end = question.offset + 1, question.offset + len(answer.hits)
    before = max(0, question.offset - PAGE)
    return {
        "previous": address(question, ab=before or None) if question.offset else "",
        "next": address(question, ab=question.offset + PAGE) if answer.has_more else "",
        "text": f"{begin} bis {end} von {answer.count}" if answer.hits else "",
    }


@require_safe
def show_search(request: HttpRequest) -> HttpResponse:
    """Show hits; a whole Aktenzeichen leads straight to its file."""
    question = question_of(request)
    kept = _kept(request)
    if kept and not question.text and not question.filters:
        return redirect(address(Search(kept.text, kept.filters)))
    answer = search(request.actor, question) if question.text or question.filters else None
    if answer and (exact := _exact(answer, question.text)):
        return redirect(exact.hit.url_name, exact.hit.id)
    context = {
        "question": question,
        "answer": answer,
        "hits": [_row(shown, question) for shown in answer.hits] if answer else [],
        "tokens": tokens_of(request.actor, question),
        "orders": [
            {
                "label": label,
                "url": address(question, ordnung=key),
                "is_current": key == question.order,
            }
            for key, label in ORDERS
        ],
        "pages": _pages(question, answer) if answer else {},
        "better": address(question, q=answer.better) if answer and answer.better else "",
        "facets_url": f"{reverse('web:suche-facetten')}?{request.GET.urlencode()}",
        "facets": _facets(request, question) if "facetten" in request.GET else None,
        "with_facets": address(question, facetten="an"),
        "inside": question.filters.get(INSIDE, ()),
        "keep_url": f"{reverse('web:suchen-gemerkt')}?{_query(question)}",
        "why": address(question, warum=None if question.is_explained else "an"),
    }
    return render_page(request, "web/search.html", context)


def _kept(request: HttpRequest) -> GemerkteSuche | None:
    """Return the search one kept and comes from; what it found new has then been seen."""
    try:
        key = UUID(request.GET.get("gemerkt", ""))
    except ValueError:
        return None
    found = queries.get_gemerkte_suche(request.actor, key)
    actions.note_seen(request.actor, found)
    return found


def _facets(request, question: Search) -> list[dict]:
    found = facets(request.actor, question, [*dict(FACETS), CHOICES])
    shown = [
        {
            "name": PARAMETERS.get(name, name),
            "title": label,
            "choices": facet_choices(request.actor, name, found[name], question),
        }
        for name, label in FACETS
    ]
    own: dict[str, list[dict]] = {}
    for choice in facet_choices(request.actor, CHOICES, found[CHOICES], question):
        feld, _, choice["label"] = choice["value"].partition("=")
        own.setdefault(feld, []).append(choice)
    shown += [{"name": CHOICES, "title": feld, "choices": choices} for feld, choices in own.items()]
    return shown


@require_safe
def show_facets(request: HttpRequest) -> HttpResponse:
    """The facets of a search, asked for after the hits are shown."""
    question = question_of(request)
    context = {
        "question": question,
        "facets": _facets(request, question),
        "inside": question.filters.get(INSIDE, ()),
    }
    return render_page(request, "web/facets.html", context)
