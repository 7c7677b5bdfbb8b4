"""The search for programs: hits with marks and pages, facets, reasons, suggestions."""

from django.http import HttpRequest
from ninja import Query, Router

from verbundakte.akten import queries
from verbundakte.akten.api.suche_schemas import (
    FacetteOut,
    HitOut,
    SearchOut,
    SucheIn,
    SucheOut,
    TrefferOut,
    VorschlagOut,
    told_treffer,
)
from verbundakte.core.api.answers import narrowed, ready
from verbundakte.core.api.auth import TokenAuth
from verbundakte.core.search.examples import LANGUAGE
from verbundakte.core.search.filters import filters_from
from verbundakte.core.search.service import Search, search

router = Router(tags=["Suche"], auth=TokenAuth("suche"))
MAX_LIMIT = 200
HELP = "Die Suche versteht dieselbe Sprache wie das Suchfeld:\n\n" + "\n".join(
    f"- `{one.query}`: {one.meaning}" for one in LANGUAGE
)


def _limit(limit: int) -> int:
    return max(1, min(limit, MAX_LIMIT))


@router.get("search", response=SearchOut, summary="Suchen (kurze Antwort)")
def find(
    request: HttpRequest, q: str = Query(..., max_length=10_000), limit: int = 20, offset: int = 0
):
    """Search in everything the person may see."""
    question = Search(q, offset=max(0, offset), limit=_limit(limit), is_counted=False)
    answer = search(request.actor, question)
    hits = [HitOut(**shown.told()) for shown in answer.hits]
    return SearchOut(
        query=q,
        count=answer.count,
        capped=answer.is_capped,
        ms=answer.ms,
        problem=answer.problem,
        hits=hits,
    )


@router.get("suche", response=SucheOut, summary="Suchen", description=HELP)
def find_all(request: HttpRequest, asked: Query[SucheIn]):
    """Search with filters, order, facets and reasons. Raises FieldUnknown."""
    question = Search(
        asked.q,
        filters_from(asked.dict()),
        order=asked.ordnung,
        offset=max(0, asked.ab),
        limit=_limit(asked.limit),
        is_explained=asked.erklaeren,
        is_counted=asked.zaehlen,
    )
    places = queries.search_places(request.actor, asked.innerhalb) if asked.innerhalb else []
    answer = search(request.actor, question)
    found = queries.facetten(request.actor, question) if asked.facetten else []
    hits = [told_treffer(shown) for shown in answer.hits]
    return ready(
        answer.told()
        | {
            "inside": [place.aktenzeichen for place in places],
            "hits": narrowed(hits, asked.fields, TrefferOut.model_fields),
            "facets": [FacetteOut.of(facette).model_dump() for facette in found],
        }
    )


@router.get("suche/vorschlaege", response=list[VorschlagOut], summary="Vorschläge beim Tippen")
def suggest(request: HttpRequest, q: str = Query("", max_length=400)):
    """Return how a search may go on, from what the person may see."""
    return [VorschlagOut.of(found) for found in queries.vorschlaege(request.actor, q)]
