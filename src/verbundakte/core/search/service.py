"""Searching as a person: every shown hit is read again through her rights.

Numbers and titles are also found straight from the database, so that nothing essential stops while
an index is built.
"""

import re
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

from verbundakte.core.clock import today
from verbundakte.core.registry import SearchHit, registry
from verbundakte.core.search import indexes
from verbundakte.core.search.analyser import Analyser
from verbundakte.core.search.changes import cursor_of, ids_on_their_way
from verbundakte.core.search.compiler import Permitted, Prefer
from verbundakte.core.search.engine import MAX_LIMIT, IndexUnavailable, Request, SearchIndex
from verbundakte.core.search.fold import fold
from verbundakte.core.search.marker import Marker
from verbundakte.core.search.nodes import Node
from verbundakte.core.search.query import QueryError, cleaned, parse
from verbundakte.core.search.reasons import reasons
from verbundakte.core.search.snippets import Snippet, marked, read_ahead, snippet
from verbundakte.core.search.suggest import beginnings, did_you_mean, suggest
from verbundakte.core.search.synonymliste import with_synonyms
from verbundakte.core.tenancy.context import current_tenant

REBUILDING = (
    "Der Suchindex wird gerade aufgebaut. Gefunden werden vorerst nur Aktenzeichen und Betreffe."
)
NUMBER_HITS = 5
MOST_OWN = 8
_DIGIT = re.compile(r"\d")
_NAME = re.compile(r"[^\W\d_]+(?:[-., ]+[^\W\d_]+){0,3}[., ]*")


@dataclass(frozen=True)
class ShownHit:
    """A hit with its score (None: found by number) and the piece of text around the words."""

    hit: SearchHit
    score: float | None
    snippet: Snippet | None
    why: tuple[str, ...] = ()
    title: tuple[tuple[str, bool], ...] = ()
    """The title in pieces (text, is_mark)."""

    @property
    def page(self) -> int | None:
        """The page of the snippet, if the hit has pages."""
        return self.snippet.page if self.snippet else None

    @property
    def pages(self) -> tuple[int, ...]:
        """All pages that answer as well as the one of the snippet, this one first."""
        if self.snippet is None or not any(is_mark for _, is_mark in self.snippet.segments):
            return ()
        return (self.snippet.page, *self.snippet.others)

    @property
    def words(self) -> str:
        """What the viewer looks for on the page: the marked words as they stand there."""
        if self.snippet is None:
            return ""
        found = {text.casefold(): text for text, is_mark in self.snippet.segments if is_mark}
        is_phrase = any(" " in text for text in found.values())
        return f'"{next(iter(found.values()))}"' if is_phrase else " ".join(found.values())

    @property
    def snippet_text(self) -> str:
        """The snippet without marks."""
        return "".join(text for text, _ in self.snippet.segments) if self.snippet else ""

    def told(self) -> dict:
        """Return what programs are told of a hit in short; nothing of its score."""
        return {
            "kind": self.hit.kind,
            "id": self.hit.id,
            "title": self.hit.title,
            "file_name": self.hit.file_name,
            "aktenzeichen": self.hit.aktenzeichen,
            "page": self.page,
            "snippet": self.snippet_text,
        }

    def told_in_full(self) -> dict:
        """Return the same with all pages that answer, the snippet in pieces, and why it stands there."""
        return self.told() | {
            "pages": list(self.pages),
            "pieces": told_pieces(self.snippet.segments if self.snippet else ()),
            "why": list(self.why),
        }


def told_pieces(segments: Iterable[tuple[str, bool]]) -> list[dict]:
    """Return a marked text as programs are told it."""
    return [{"text": text, "mark": is_mark} for text, is_mark in segments]


@dataclass(frozen=True)
class Answer:
    """What a search gives. `problem` is a German sentence when something could not be searched."""

    query: str
    hits: tuple[ShownHit, ...] = ()
    count: int = 0
    ms: float = 0.0
    problem: str = ""
    better: str = ""
    offset: int = 0
    next_offset: int | None = None
    is_capped: bool = False
    """There are at least `count` hits; nobody has counted them all."""
    is_loose: bool = False
    """Few documents hold the words themselves: similar spellings were searched too."""

    @property
    def has_more(self) -> bool:
        """Is there a next page?"""
        return self.next_offset is not None

    def told(self) -> dict:
        """Return what programs are told of an answer, besides its hits."""
        return {
            "query": self.query,
            "count": self.count,
            "capped": self.is_capped,
            "ms": self.ms,
            "problem": self.problem,
            "better": self.better,
            "is_loose": self.is_loose,
            "offset": self.offset,
            "has_more": self.has_more,
        }


@dataclass(frozen=True)
class Search:
    """A question: text, chosen facet values, order and page."""

    text: str
    filters: Mapping[str, Sequence[str]] = field(default_factory=dict)
    order: str = "relevanz"
    offset: int = 0
    limit: int = 25
    is_explained: bool = False
    is_counted: bool = True
    """Without it the number of very many hits may be left open (`Answer.is_capped`)."""


def preference(actor) -> Prefer:
    """Return what ranks a little higher for this person: her units, what is new and in progress.

    Who belongs to more than MOST_OWN units has none that is her own in this sense.
    """
    units = getattr(actor, "einheiten", ())
    return Prefer(frozenset(map(str, units)) if len(units) <= MOST_OWN else frozenset(), today())


def _explained(index: SearchIndex, request: Request, shown: list[ShownHit]) -> list[ShownHit]:
    found = reasons(index, request, [one.hit.id for one in shown])
    return [replace(one, why=tuple(found[str(one.hit.id)])) for one in shown]


def own_fields_for(text: str) -> frozenset[str]:
    """Return the town's own field names, asked for only when the query could name one."""
    if ":" not in text:
        return frozenset()
    return frozenset().union(*(names() for names in registry.own_fields.values()))


def understood(text: str) -> Node:
    """Return what a question of the open town means today, synonyms among it. Raises QueryError."""
    return with_synonyms(parse(text, own_fields_for(text), today=today()))


def permitted(actor, index: SearchIndex) -> Permitted | None:
    """Return the zones a search of this actor is narrowed to, None for not narrowed.

    An object whose zone changed a moment ago stands in the index with its old zone: it counts
    nowhere until the index has followed.
    """
    if actor.zones_read is None:
        return None
    kinds = [one.kind for one in registry.search.values() if one.is_read_by(actor)]
    zones = Permitted(actor.zones_read if kinds else ())
    if len(kinds) < len(registry.search):
        zones.kinds = frozenset(kinds)
    zones.moved = frozenset(ids_on_their_way(current_tenant(), cursor_of(index), only_moved=True))
    return zones


def read_hits(actor, found) -> list[tuple[SearchHit, float]]:
    """Read hits of the index through the rights; what is gone or not visible is left out."""
    by_kind: dict[str, list[UUID]] = {}
    for hit in found:
        by_kind.setdefault(hit.kind, []).append(UUID(hit.id))
    readable: dict[UUID, SearchHit] = {}
    for kind, ids in by_kind.items():
        if kind in registry.search:
            readable.update(registry.search[kind].read(actor, ids))
    return [(readable[UUID(hit.id)], hit.score) for hit in found if UUID(hit.id) in readable]


def _beginning(actor, text: str, *, is_all: bool) -> list[SearchHit]:
    """Return what begins so in the database: all kinds, or without `is_all` those not in the index."""
    folded = fold(cleaned(text))
    if len(folded) < 3:
        return []
    hits: list[SearchHit] = []
    is_name = _NAME.fullmatch(folded) is not None
    for source in registry.search.values():
        if is_all or (is_name and not source.is_indexed):
            hits += source.begins(actor, folded, NUMBER_HITS)
    return hits[:NUMBER_HITS]


def _with_snippets(rows, node, analyser: Analyser, is_number: bool = False) -> list[ShownHit]:
    marker = Marker(node, analyser)
    marker.look_at([hit.title for hit, _ in rows])
    shown = []
    all_pages = read_ahead([hit.pages() if hit.pages else () for hit, _ in rows], marker)
    for (hit, score), pages in zip(rows, all_pages, strict=True):
        title = marked(hit.title, marker)
        piece = snippet(pages, marker, title=hit.title)
        shown.append(ShownHit(hit, None if is_number else score, piece, title=title))
    return shown


def _request(actor, question: Search, node: Node, zones: Permitted | None) -> Request:
    """One hit more than shown tells whether there is a next page."""
    return Request(
        node=node,
        zones=zones,
        filters=question.filters,
        order=question.order,
        offset=question.offset,
        limit=question.limit + 1,
        prefer=preference(actor),
        is_counted=question.is_counted,
    )


def search(actor, question: Search, *, stops_at_number: bool = False) -> Answer:
    """Return one page of hits for `actor`. Errors of the query are told in `problem`.

    `stops_at_number`: when the text is a whole file number, nothing but what bears it is looked for.
    """
    began = time.perf_counter()
    try:
        node = understood(question.text)
    except QueryError as error:
        return Answer(question.text, problem=error.message)
    numbered = _numbered(actor, question, node, is_all=bool(_DIGIT.search(question.text)))
    if stops_at_number and any(is_number(one.hit, question.text) for one in numbered):
        return Answer(question.text, tuple(numbered), len(numbered), _ms(began))
    try:
        index = indexes.open_for(current_tenant())
        zones = permitted(actor, index)
        asked = _request(actor, question, node, zones)
        request, result, exact = index.search_fitting(asked)
        better = "" if exact else _better(index, question, node, zones)
    except IndexUnavailable:
        indexes.report_damage(current_tenant())
        numbered = _numbered(actor, question, node, is_all=True)
        return Answer(question.text, tuple(numbered), len(numbered), _ms(began), problem=REBUILDING)
    seen = {shown.hit.id for shown in numbered}
    places = max(0, question.limit - len(numbered))
    rows = [one for one in read_hits(actor, result.hits[:places]) if one[0].id not in seen]
    shown = _with_snippets(rows, request.node, index.analyser)
    if question.is_explained:
        shown = _explained(index, request, shown)
    return Answer(
        question.text,
        (*numbered, *shown),
        max(result.count, len(numbered) + len(shown)),
        _ms(began),
        better=better,
        offset=question.offset,
        next_offset=question.offset + places if len(result.hits) > places else None,
        is_capped=result.is_capped,
        is_loose=request.node != node,
    )


def is_number(hit: SearchHit, text: str) -> bool:
    """Tell whether a text is the whole file number of a hit."""
    return bool(hit.aktenzeichen) and fold(hit.aktenzeichen) == fold(text)


def _numbered(actor, question: Search, node: Node, *, is_all: bool) -> list[ShownHit]:
    """Return what stands before all hits of the index: on the first page, when nothing narrows it."""
    if question.offset or question.filters:
        return []
    found = _beginning(actor, question.text, is_all=is_all)[: question.limit]
    if not found:
        return []  # as for most questions
    return _with_snippets([(hit, 0.0) for hit in found], node, indexes.analyser(), is_number=True)


def _better(index: SearchIndex, question: Search, node: Node, zones: Permitted | None) -> str:
    """Return how a question that nothing matches anywhere may have been meant, or ""."""
    if question.filters and index.count(node, zones):
        return ""
    return did_you_mean(index, question.text, zones)


@dataclass(frozen=True)
class Matches:
    """What a question finds by its own words: (kind, id) of what the actor may see."""

    hits: tuple[tuple[str, UUID], ...] = ()
    count: int = 0
    problem: str = ""


def all_matches(actor, question: Search, *, limit: int) -> Matches:
    """Return what matches exactly, without snippets, at most `limit`; for notices, not pages."""
    try:
        node = understood(question.text)
        index = indexes.open_for(current_tenant())
        zones = permitted(actor, index)
        request = Request(node, zones, question.filters, question.order, limit=limit)
        result = index.search(request)
    except QueryError as error:
        return Matches(problem=error.message)
    except IndexUnavailable:
        return Matches(problem=REBUILDING)
    found = tuple((hit.kind, hit.id) for hit, _ in read_hits(actor, result.hits))
    return Matches(found, result.count)


def readable_hits(actor, question: Search, *, most: int) -> list[SearchHit]:
    """Return the hits of a question as pages show them, without snippets, at most `most`.

    Raises QueryError and IndexUnavailable.
    """
    index = indexes.open_for(current_tenant())
    node, zones = understood(question.text), permitted(actor, index)
    request = index.fitting(_request(actor, replace(question, limit=MAX_LIMIT - 1), node, zones))
    found: list[SearchHit] = []
    for offset in range(0, most, MAX_LIMIT):
        hits = index.search(replace(request, offset=offset)).hits
        found += [hit for hit, _ in read_hits(actor, hits)]
        if len(hits) < MAX_LIMIT:
            break
    return found[:most]


def _ms(began: float) -> float:
    return round((time.perf_counter() - began) * 1000, 1)


def facets(actor, question: Search, names: Sequence[str]) -> dict[str, list[tuple[str, int]]]:
    """Return the most frequent values of each facet among what the actor may see."""
    try:
        index = indexes.open_for(current_tenant())
        node = understood(question.text)
        request = Request(node, permitted(actor, index), question.filters)
        return index.fitting_facets(request, names)
    except (IndexUnavailable, QueryError):
        return {name: [] for name in names}


def suggestions(actor, text: str, limit: int = 8) -> list[str]:
    """Return how the text may go on, from what the actor may see."""
    try:
        index = indexes.open_for(current_tenant())
        return suggest(index, text, permitted(actor, index), limit)
    except IndexUnavailable:
        return []


@dataclass(frozen=True)
class Beginnings:
    """How a search may go on: (kind, id) of what is called so, not yet read, and whole questions."""

    called: tuple[tuple[str, UUID], ...] = ()
    words: tuple[str, ...] = ()


def going_on(actor, text: str, *, called: int, words: int) -> Beginnings:
    """Return what the actor may mean by the beginning of a question, from her zones only."""
    node = beginnings(cleaned(text))
    if node is None:
        return Beginnings()
    try:
        index = indexes.open_for(current_tenant())
        zones = permitted(actor, index)
        request = Request(node, zones, limit=called, prefer=preference(actor))
        hits = index.search(request).hits
        more = suggest(index, cleaned(text), zones, words)
    except IndexUnavailable:
        return Beginnings()
    return Beginnings(tuple((hit.kind, UUID(hit.id)) for hit in hits), tuple(more))
