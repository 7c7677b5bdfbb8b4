"""What stands under the search field while somebody types: from what she may see, her own first."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from verbundakte.akten.models import GemerkteSuche, ZuletztGeoeffnet
from verbundakte.core.registry import SearchHit, registry
from verbundakte.core.search.fold import fold
from verbundakte.core.search.query import cleaned
from verbundakte.core.search.service import going_on

ZULETZT, TREFFER, SUCHE, WORT = "zuletzt", "treffer", "suche", "wort"
MOST_TEXT = 200
MOST_OPENED = 20
MOST = {ZULETZT: 3, TREFFER: 6, SUCHE: 3, WORT: 4}
MOST_AT_REST = {ZULETZT: 6, SUCHE: 4}
MOST_KONTAKTE = 2
Mark = tuple[str, UUID]


@dataclass(frozen=True)
class Vorschlag:
    """One line: an object (`hit`), a kept search (`suche`) or a whole question (`text`)."""

    art: str
    text: str
    hit: SearchHit | None = None
    suche: UUID | None = None


def vorschlaege(actor, text: str) -> list[Vorschlag]:
    """Return how a search may go on: opened lately, called so, kept searches, words.

    Nothing typed yet: what was opened last and the kept searches. At most ten queries.
    """
    text = cleaned(text)[:MOST_TEXT]
    most = MOST if text else MOST_AT_REST
    opened, kept = _opened(actor), _kept(actor, text)[: most[SUCHE]]
    more = going_on(actor, text, called=MOST[TREFFER], words=MOST[WORT])
    readable = _read(actor, [*opened, *more.called])
    lately = [readable[mark] for mark in opened if mark in readable]
    lately = [hit for hit in lately if _is_called(hit, text)][: most[ZULETZT]]
    called = [readable[mark] for mark in more.called if mark in readable]
    if text and not called:
        called = _beginning(actor, text, is_indexed=True)
    known = {hit.id for hit in lately}
    called = [hit for hit in called if hit.id not in known]
    called += _beginning(actor, text, is_indexed=False)[:MOST_KONTAKTE]
    found = [Vorschlag(ZULETZT, hit.title, hit) for hit in lately]
    found += [Vorschlag(TREFFER, hit.title, hit) for hit in called if not hit.is_quiet]
    found += [Vorschlag(SUCHE, row.text or "Alles", suche=row.pk) for row in kept]
    return found + [Vorschlag(WORT, words) for words in more.words]


def _opened(actor) -> list[Mark]:
    if getattr(actor, "person_id", None) is None:
        return []
    rows = ZuletztGeoeffnet.objects.filter(person=actor.person_id).order_by("-opened_at")
    return list(rows.values_list("kind", "object_id")[:MOST_OPENED])


def _kept(actor, text: str) -> list[GemerkteSuche]:
    if getattr(actor, "person_id", None) is None:
        return []
    rows = GemerkteSuche.objects.filter(person=actor.person_id).order_by("-created_at")
    rows = rows.only("pk", "text")
    return [row for row in rows if fold(text) in fold(row.text)]


def _read(actor, marks: Iterable[Mark]) -> dict[Mark, SearchHit]:
    """Return what of these the actor may see, one reading for each kind."""
    wanted: dict[str, list[UUID]] = defaultdict(list)
    for kind, key in dict.fromkeys(marks):
        wanted[kind].append(key)
    return {
        (kind, key): hit
        for kind, ids in wanted.items()
        if kind in registry.search
        for key, hit in registry.search[kind].read(actor, ids).items()
    }


def _is_called(hit: SearchHit, text: str) -> bool:
    named = fold(f"{hit.aktenzeichen} {hit.title}")
    return not hit.is_quiet and all(word in named for word in fold(text).split())


def _beginning(actor, text: str, *, is_indexed: bool) -> list[SearchHit]:
    """Return what begins so in the database: of the kinds that the index holds, or of the others."""
    folded = fold(text)
    if len(folded) < 3:
        return []
    return [
        hit
        for source in registry.search.values()
        if source.is_indexed == is_indexed
        for hit in source.begins(actor, folded, MOST[TREFFER])
    ]
