"""One search over everything the person may see, with snippets and facets."""

from collections.abc import Iterable
from dataclasses import replace
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from verbundakte.akten import actions, queries
from verbundakte.akten.models import GemerkteSuche
from verbundakte.akten.permissions import Permission
from verbundakte.core.search.examples import LANGUAGE
from verbundakte.core.search.filters import CHOICES, FACETS, INSIDE, filters_from, parameter
from verbundakte.core.search.guidance import diagnosis, examples
from verbundakte.core.search.query import cleaned
from verbundakte.core.search.service import Answer, Search, ShownHit, is_number, search
from verbundakte.core.ui.formats import number
from verbundakte.core.ui.shortcuts import render_page

ORDERS = (("relevanz", "Beste zuerst"), ("neueste", "Neueste"), ("aelteste", "Älteste"))
PAGE = 20
MAX_OFFSET = 5000
PAGES_SHOWN = 6
COUNTED = "zahl"  # the facets bring the number of hits along
ANY = UUID(int=0)  # stands for an id in an address


def question_of(request: HttpRequest) -> Search:
    """Return what the address asks for; anything unknown is left out."""
    order = request.GET.get("ordnung", "")
    offset = request.GET.get("ab", "")
    return Search(
        text=cleaned(request.GET.get("q", "")),
        filters=filters_from(dict(request.GET.lists())),
        order=order if order in dict(ORDERS) else "relevanz",
        offset=min(int(offset), MAX_OFFSET) if offset.isdecimal() else 0,
        limit=PAGE,
        is_explained="warum" in request.GET,
    )


def address(question: Search, **changes) -> str:
    """Return the address of this search with some parts changed (None: taken out)."""
    parts: dict = {"q": question.text}
    parts |= {parameter(name): values for name, values in question.filters.items()}
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
        if shown.score is None and is_number(shown.hit, text):
            return shown
    return None


class _Places:
    """The addresses of hits at a page; what many hits share is made up once."""

    def __init__(self):
        self._known: dict[str, list[str]] = {}
        self._asking: dict[str, str] = {"": ""}

    def of(self, shown: ShownHit, pages: Iterable[int]) -> list[tuple[int, str]]:
        """Return (page, address) of each page.

        A browser without a script knows no fragment, so the page stands there twice.
        """
        name = shown.hit.url_name
        if name not in self._known:
            self._known[name] = reverse(name, args=[ANY]).split(str(ANY))
        place = str(shown.hit.id).join(self._known[name])
        words = shown.words
        if words not in self._asking:
            self._asking[words] = urlencode({"suche": words})
        return [(page, _at_page(place, self._asking[words], page)) for page in pages]


def _at_page(place: str, words: str, page: int) -> str:
    if page <= 1:
        return f"{place}?{words}" if words else place
    return f"{place}?{words}{'&' if words else ''}seite={page}#seite={page}"


def _row(shown: ShownHit, places: _Places) -> dict:
    hit = shown.hit
    facts = [fact for fact in hit.facts if fact]
    if shown.page and shown.page > 1:
        facts.append(f"Seite {shown.page}")
    here, *others = places.of(shown, (shown.page or 1, *shown.pages[1:]))
    return {
        "icon": hit.icon,
        "title": shown.title or hit.title,
        "url": here[1],
        "number": hit.aktenzeichen,
        "facts": facts,
        "date": hit.dated_on,
        "chip": {"label": "Zu den Akten", "icon": "lock", "tone": ""} if hit.is_closed else None,
        "snippet": shown.snippet.segments if shown.snippet else "",
        "pages": others[:PAGES_SHOWN],
        "has_more_pages": len(others) > PAGES_SHOWN,
        "why": "; ".join(shown.why),
    }


def tokens_of(actor, question: Search) -> list[dict]:
    """Return text and filters of a search in words, each with the address without it."""
    tokens = []
    if question.text:
        tokens.append({"key": "Text", "text": question.text, "url": address(question, q=None)})
    if values := question.filters.get(INSIDE, ()):
        without = address(question, **{INSIDE: None})
        places = [f"{hit.aktenzeichen} {hit.title}" for hit in queries.search_places(actor, values)]
        tokens.append({"key": "In", "text": " oder ".join(places), "url": without})
    for name, label in (*FACETS, (CHOICES, "Angabe")):
        values = question.filters.get(name, ())
        if values:
            text = " oder ".join(queries.facet_labels(actor, name, values).values())
            without = address(question, **{parameter(name): None})
            tokens.append({"key": label, "text": text, "url": without})
    return tokens


def _pages(question: Search, answer: Answer) -> dict:
    begin, end = question.offset + 1, question.offset + len(answer.hits)
    before = max(0, question.offset - PAGE)
    of_all = "" if answer.is_capped else f" von {number(answer.count)}"
    return {
        "previous": address(question, ab=before or None) if question.offset else "",
        "next": address(question, ab=answer.next_offset) if answer.has_more else "",
        "text": f"{number(begin)} bis {number(end)}{of_all}" if answer.hits else "",
        "end": end,
    }


@require_safe
def show_search(request: HttpRequest) -> HttpResponse:
    """Show hits; a whole Aktenzeichen leads straight to its file."""
    question = question_of(request)
    kept = _kept(request)
    if kept and not question.text and not question.filters:
        return redirect(address(Search(kept.text, kept.filters)))
    if not question.text and not question.filters:
        return render_page(request, "web/search.html", {"question": question} | _help(request))
    answer = search(request.actor, replace(question, is_counted=False), stops_at_number=True)
    if exact := _exact(answer, question.text):
        return redirect(exact.hit.url_name, exact.hit.id)
    places = _Places()
    facets = _facets(request, question) if "facetten" in request.GET else None
    context = {
        "question": question,
        "answer": answer,
        "hits": [_row(shown, places) for shown in answer.hits],
        "tokens": tokens_of(request.actor, question),
        "orders": _orders(question),
        "pages": _pages(question, answer),
        "better": address(question, q=answer.better) if answer.better else "",
        "facets_url": _facets_url(request, answer),
        "facets": facets,
        "total": _total(facets) if facets and answer.is_capped else None,
        "with_facets": address(question, facetten="an"),
        "kept_fields": _fields(question),
        "inside": question.filters.get(INSIDE, ()),
        "query": _query(question),
        "may_export": Permission.AUSGABE_READ in request.actor.permissions,
        "why": address(question, warum=None if question.is_explained else "an"),
        "remedies": _remedies(request, question) if not answer.hits and not answer.problem else {},
    }
    return render_page(request, "web/search.html", context)


def _help(request: HttpRequest) -> dict:
    """Return the help card: examples that find something here, or what the language can do."""
    found = [
        {"query": one.query, "meaning": one.meaning, "url": address(Search(one.query))}
        for one in examples(request.actor)
    ]
    language = [{"query": one.query, "meaning": one.meaning} for one in LANGUAGE]
    return {"examples": found, "language": language}


def _orders(question: Search) -> list[dict]:
    return [
        {
            "label": label,
            "icon": "",
            "count": None,
            "url": address(question, ordnung=key),
            "is_current": key == question.order,
        }
        for key, label in ORDERS
    ]


def _fields(question: Search) -> list[tuple[str, str]]:
    """Return the filters as fields of a form that asks something else in the same place."""
    return [
        (parameter(name), value) for name, values in question.filters.items() for value in values
    ]


def _remedies(request: HttpRequest, question: Search) -> dict:
    """Return how a question without hits was understood, and which other one finds something."""
    found = diagnosis(request.actor, question)
    missing = [part for part in found.parts if not part.count]
    ways = []
    if found.count_elsewhere:
        label = f"Ohne Eingrenzung suchen ({found.count_elsewhere} Treffer)"
        ways.append((label, address(Search(question.text))))
    if len(found.parts) > 1:
        dropped = missing or found.parts
        ways += [(f"Ohne {part.said} suchen", _asking(question, part.without)) for part in dropped]
    ways += [
        (f"{part.said} auch mit Tippfehlern suchen", _asking(question, part.loose))
        for part in missing
        if part.loose
    ]
    return {"said": found.said, "parts": found.parts, "ways": ways}


def _asking(question: Search, text: str) -> str:
    """Return the address of another question in the same place; nothing else narrows it."""
    place = {name: values for name, values in question.filters.items() if name == INSIDE}
    return address(Search(text, place))


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
    return [
        {
            "name": facette.name,
            "title": facette.title,
            "choices": [
                {
                    "value": wert.value,
                    "label": wert.label,
                    "count": wert.count,
                    "is_checked": wert.is_chosen,
                }
                for wert in facette.werte
            ],
        }
        for facette in queries.facetten(request.actor, question)
    ]


def _facets_url(request: HttpRequest, answer: Answer) -> str:
    """Return where the facets are asked for, with the number of hits where it is still open."""
    asked = request.GET.copy()
    if answer.is_capped:
        asked[COUNTED] = "an"
    return f"{reverse('web:suche-facetten')}?{asked.urlencode()}"


def _total(facets: list[dict]) -> int:
    """Return how many hits there are: each is of one Art."""
    kinds = [facet["choices"] for facet in facets if facet["name"] == parameter("kind")]
    return sum(choice["count"] for choices in kinds for choice in choices)


@require_safe
def show_facets(request: HttpRequest) -> HttpResponse:
    """The facets of a search, asked for after the hits are shown."""
    question = question_of(request)
    facets = _facets(request, question)
    context = {
        "question": question,
        "facets": facets,
        "total": _total(facets) if COUNTED in request.GET else None,
        "inside": question.filters.get(INSIDE, ()),
    }
    return render_page(request, "web/facets.html", context)
