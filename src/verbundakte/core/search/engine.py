"""One tantivy index per tenant: opening, writing, searching. No query without zones.

The folder belongs to one writer at a time; any number of readers may follow it. Nothing is
stored but ids, so a hit must be read again through the permissions before it is shown.
"""

import json
import weakref
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import groupby
from operator import attrgetter, itemgetter
from pathlib import Path
from threading import Lock

import tantivy

from verbundakte.core.search import counting, nodes, schema
from verbundakte.core.search.analyser import Analyser
from verbundakte.core.search.compiler import Compiler, Prefer
from verbundakte.core.search.forms import FormFiles
from verbundakte.core.search.front import Fronts
from verbundakte.core.search.writer import IndexBusy as IndexBusy
from verbundakte.core.search.writer import IndexUnavailable, Writer

ENGINE = "0.27"
FORMATS = [{"schema": version, "engine": ENGINE} for version in schema.READABLE]
FORMAT_FILE = "format.json"
LEARNED_FILE = "woerter.txt"
MAX_LIMIT = 200
FEW = 10  # with fewer hits, similar spellings and parts of words are searched too
MAX_OFFSET = 10_000
LARGE = 50_000  # documents: from here on the best hits are looked for in front (`front`)
VERY_LARGE = 500_000  # from here on facets are counted together, and the fewer zones named
FRONT = 1_000  # so many are looked at there
NARROW = 4  # of so many documents she sees at most one: then the front of her zones is looked at alone
MAX_VALUES = 50_000
PLACE, KIND = "innerhalb", "kind"
ORDERS = ("relevanz", "neueste", "aelteste")


@dataclass(frozen=True)
class Request:
    """A search. `zones` None means the whole tenant and is only for the system itself."""

    node: nodes.Node
    zones: frozenset[int] | None
    filters: Mapping[str, Sequence[str]] = field(default_factory=dict)
    order: str = "relevanz"
    offset: int = 0
    limit: int = 20
    prefer: Prefer | None = None
    is_counted: bool = True
    """Without it the number of very many hits may be left at those up to this page (`Result.is_capped`)."""


@dataclass(frozen=True)
class Hit:
    """One found document; show it only after reading it through the permissions."""

    id: str
    kind: str
    score: float


@dataclass(frozen=True)
class Result:
    """Hits of one page and the number of all hits; with `is_capped` there are at least so many."""

    hits: tuple[Hit, ...]
    count: int
    is_capped: bool = False


class SearchIndex:
    """An open index. Safe to use from several threads; `reload` sees what was committed."""

    def __init__(self, path: Path, index: tantivy.Index, analyser: Analyser, *, has_together: bool):
        self.path = path
        self.has_together = has_together
        self.analyser = analyser
        self.schema = index.schema
        self.forms = FormFiles(path)
        own = weakref.proxy(self)  # no circle: an index nobody holds closes at once
        self.compiler = Compiler(
            self.schema, analyser, lambda name: own._values(name), self.forms.like
        )
        self._index = index
        self._newest = index.searcher()
        self._stamp: tuple[int, int] = (0, 0)
        self._held: tuple[tantivy.Searcher | None, frozenset[int] | None] = (None, None)
        self._cursor: tuple[tantivy.Searcher | None, str] = (None, "")
        self._lock = Lock()

    def reload(self) -> None:
        """Show what writers have committed; costs one look at the file when there is nothing."""
        meta = self.path / "meta.json"
        try:
            status = meta.stat()
            stamp = (status.st_mtime_ns, status.st_size)
            if stamp != self._stamp:
                with self._lock:
                    self._index.reload()
                    self._newest = self._index.searcher()
                    # A snapshot nobody asks gives its files back.
                    self._held, self._cursor = (None, self._held[1]), (None, "")
                    self._stamp = stamp
        except (OSError, ValueError) as error:
            raise IndexUnavailable(f"index cannot be read: {error}") from error

    @contextmanager
    def _reading(self) -> Iterator[None]:
        """Damaged files show only when they are read; an unknown facet is the caller's mistake."""
        try:
            yield
        except (OSError, ValueError) as error:
            raise IndexUnavailable(f"index cannot be read: {error}") from error

    def searcher(self) -> tantivy.Searcher:
        """Return a snapshot of the newest commit."""
        self.reload()
        return self._newest

    def _zones_in(
        self, searcher: tantivy.Searcher, permitted: frozenset[int] | None
    ) -> frozenset[int] | None:
        """Return all zones that stand in a snapshot of a very large index; None where knowing them takes
        longer than it saves, as for who may see few of those that stood there last."""
        known, zones = self._held
        few = permitted is None or len(permitted) < len(zones or ()) // 2
        if few or searcher.num_docs < VERY_LARGE:
            return None
        if known is not searcher:
            with self._reading():
                zones = counting.zones(searcher)
            self._held = searcher, zones
        return zones

    def _restricted(
        self, searcher: tantivy.Searcher, request: Request, prefer: Prefer | None = None
    ) -> tantivy.Query:
        held = self._zones_in(searcher, request.zones)
        return self.compiler.restricted(request.node, request.zones, request.filters, prefer, held)

    def search(self, request: Request) -> Result:
        """Return the hits of one page, best first, and the number of all hits.

        Among equals the index keeps no order: those registered last come first (ids rise by time).
        """
        if request.order not in ORDERS:
            raise ValueError(f"unknown order {request.order}")
        is_ranked = request.order == "relevanz"
        searcher = self.searcher()
        limit = max(1, min(request.limit, MAX_LIMIT))
        offset = max(0, min(request.offset, MAX_OFFSET))
        with self._reading():
            front = self._front(request, searcher, offset + limit)
        if front:
            count, best = len(front), front[offset : offset + limit]
        else:
            prefer = request.prefer if is_ranked else None
            query = self._restricted(searcher, request, prefer)
            options = {}
            if not is_ranked:
                newest = request.order == "neueste"
                options["order_by_field"] = "date"
                options["order"] = tantivy.Order.Desc if newest else tantivy.Order.Asc
            with self._reading():
                found = searcher.search(query, limit=limit, offset=offset, **options)
            count, best = found.count, found.hits
        with self._reading():
            places = [(score, searcher.doc(address)) for score, address in best]
        hits = []
        for score, equals in groupby(places, key=itemgetter(0)):
            some = [_hit(document, score if is_ranked else 0.0) for _, document in equals]
            hits += sorted(some, key=attrgetter("id"), reverse=request.order != "aelteste")
        return Result(tuple(hits), count, bool(front))

    def _front(self, request: Request, searcher: tantivy.Searcher, needed: int) -> list:
        """Return the best hits of a large index, at least as many as needed; none when all must be
        scored to know them."""
        zones = request.zones
        if zones is None or getattr(zones, "kinds", None) is not None:
            return []
        is_plain = request.order == "relevanz" and not request.filters
        if request.is_counted or not is_plain or searcher.num_docs < LARGE:
            return []
        counted = sum(often for _, often in searcher.terms_with_prefix(KIND, "", limit=MAX_VALUES))
        fronts = Fronts(self.compiler, counted, searcher.doc_freq)
        front = fronts.of(request.node, request.prefer)
        if front is None:
            return []
        needed = max(needed, FEW)
        look = self._front_in if self._is_narrow(searcher, zones) else self._front_of_all
        best = look(searcher, front.query, zones, needed)
        return best if len(best) == needed and best[-1][0] >= front.rest else []

    def _front_in(self, searcher, query: tantivy.Query, zones: frozenset[int], needed: int) -> list:
        both = [(tantivy.Occur.Must, one) for one in (query, self.compiler.zones(zones))]
        return searcher.search(tantivy.Query.boolean_query(both), limit=needed, count=False).hits

    def _front_of_all(
        self, searcher, query: tantivy.Query, zones: frozenset[int], needed: int
    ) -> list:
        hits = searcher.search(query, limit=FRONT, count=False).hits
        where = searcher.fast_field_values("zone", [address for _, address in hits])
        moved = getattr(zones, "moved", ())
        seen = [hit for hit, zone in zip(hits, where, strict=True) if zone in zones]
        if moved:
            seen = [hit for hit in seen if searcher.doc(hit[1]).get_first("id") not in moved]
        # No more than was asked for: how many of the others may be seen would tell of those that may not.
        return seen[:needed]

    def _is_narrow(self, searcher: tantivy.Searcher, zones: frozenset[int]) -> bool:
        """Tell whether so little stands in these zones that naming them is faster than looking at
        everything and leaving out the rest."""
        left = searcher.num_docs // NARROW
        for zone in zones:
            left -= searcher.doc_freq("zone", zone)
            if left < 0:
                return False
        return True

    def fitting(self, request: Request) -> Request:
        """Return the request itself, or a looser one when only few documents match it."""
        loose = nodes.widened(request.node)
        if loose == request.node or self._count_in_place(request) >= FEW:
            return request
        return replace(request, node=loose)

    def search_fitting(self, request: Request) -> tuple[Request, Result, int]:
        """Return the fitting request, what it finds, and how many match the one that was asked.

        Of the filters only the place (`innerhalb`) counts for that number while it is below FEW.
        """
        result = self.search(request)
        is_whole = request.filters.keys() <= {PLACE} or result.count >= FEW
        exact = result.count if is_whole else self._count_in_place(request)
        loose = nodes.widened(request.node)
        if loose == request.node or exact >= FEW:
            return request, result, exact
        fitting = replace(request, node=loose)
        return fitting, self.search(fitting), exact

    def _count_in_place(self, request: Request) -> int:
        place = {name: found for name, found in request.filters.items() if name == PLACE}
        return self.count(request.node, request.zones, place)

    def count(
        self,
        node: nodes.Node,
        zones: frozenset[int] | None,
        filters: Mapping[str, Sequence[str]] | None = None,
    ) -> int:
        """Return the exact number of hits."""
        searcher = self.searcher()
        request = Request(node, zones, filters or {})
        return self._counted(self._restricted(searcher, request), searcher)

    def _counted(self, query: tantivy.Query, searcher: tantivy.Searcher) -> int:
        with self._reading():
            return counting.hits(searcher, query)

    def count_form(self, form: str, zones: frozenset[int] | None) -> int:
        """Return in how many documents this very word stands."""
        word = tantivy.Query.term_query(self.schema, "forms", form, "basic")
        clauses = [(tantivy.Occur.Must, word), (tantivy.Occur.Must, self.compiler.zones(zones))]
        return self._counted(tantivy.Query.boolean_query(clauses), self.searcher())

    def fitting_facets(
        self, request: Request, names: Sequence[str]
    ) -> dict[str, list[tuple[str, int]]]:
        """Return the facets of the fitting request."""
        found = self.facets(request, [*names, KIND])
        if sum(count for _, count in found[KIND]) < FEW:
            found = self.facets(self.fitting(request), names)
        return {name: found[name] for name in names}

    def facets(
        self, request: Request, names: Sequence[str] = schema.FACETS, size: int = 20
    ) -> dict[str, list[tuple[str, int]]]:
        """Return for each facet its most frequent values and their numbers of hits."""
        searcher = self.searcher()
        query = self._restricted(searcher, request)
        is_together = self.has_together and searcher.num_docs >= VERY_LARGE
        count = counting.together if is_together else counting.alone
        with self._reading():
            return count(searcher, query, names, size)

    def cursor(self) -> str:
        """Return the cursor of the last commit, "" before the first."""
        searcher = self.searcher()
        known, cursor = self._cursor
        if known is not searcher:
            query = tantivy.Query.term_query(self.schema, "kind", schema.MARKER_KIND, "basic")
            with self._reading():
                found = searcher.search(query, limit=1).hits
                cursor = str(searcher.doc(found[0][1]).get_first("cursor") or "") if found else ""
            self._cursor = searcher, cursor
        return cursor

    def _values(self, name: str) -> list[str]:
        """Return what stands in the index for a field, folded; nobody is shown it."""
        prefix = f"{name}="
        found = self.searcher().terms_with_prefix("fields", prefix, limit=MAX_VALUES)
        return [term.removeprefix(prefix) for term, _ in found]

    def fingerprints(self) -> dict[str, str]:
        """Return id to content hash of every document, for the completeness check."""
        everything = self.compiler.zones(None)
        searcher = self.searcher()
        with self._reading():
            terms = searcher.terms_with_prefix("fingerprint", "", filter_query=everything)
        return dict(term.split(schema.SEPARATOR, 1) for term, _ in terms)

    def outdated(self) -> int:
        """Return how many documents were written by another analyser, lexicon or schema."""
        version = schema.version_token(self.analyser)
        current = tantivy.Query.term_query(self.schema, "version", version, "basic")
        clauses = [
            (tantivy.Occur.Must, self.compiler.zones(None)),
            (tantivy.Occur.MustNot, current),
        ]
        return self._counted(tantivy.Query.boolean_query(clauses), self.searcher())

    def complete_forms(self) -> None:
        """Write down the word forms of an index that was made before they were. Raises IndexBusy."""
        if not self.forms.exist():
            with self.writer():
                return  # a writer sees to it when it begins

    def writer(self) -> "Writer":
        """Return a writer for one batch; use it in a `with` block."""
        return Writer(self._index, self.schema, self.analyser, self.forms, self.path)


def _hit(document: tantivy.Document, score: float) -> Hit:
    return Hit(document.get_first("id"), document.get_first("kind") or "", float(score))


def create_index(path: Path, analyser: Analyser) -> SearchIndex:
    """Create an empty index in a folder that is empty or missing. Raises IndexUnavailable.

    The learned words of `analyser` stay with it: whoever opens it analyses as it was written.
    """
    try:
        path.mkdir(parents=True, exist_ok=True)
        if any(path.iterdir()):
            raise IndexUnavailable("index folder is not empty")
        index = tantivy.Index(schema.build_schema(), path=str(path), reuse=False)
        FormFiles(path).rewrite(())
        (path / LEARNED_FILE).write_text("\n".join(sorted(analyser.learned)), encoding="utf-8")
        (path / FORMAT_FILE).write_text(json.dumps(FORMATS[-1]), encoding="utf-8")
    except (OSError, ValueError) as error:
        raise IndexUnavailable(f"index cannot be created: {error}") from error
    return _configured(path, index, analyser, has_together=True)


def open_index(path: Path, analyser: Analyser) -> SearchIndex:
    """Open an existing index; its learned words are added to those of `analyser`.

    Raises IndexUnavailable: missing, damaged or of another format.
    """
    try:
        found = json.loads((path / FORMAT_FILE).read_text(encoding="utf-8"))
        if found not in FORMATS:
            raise IndexUnavailable(f"index has another format: {found}")
        index = tantivy.Index.open(str(path))
        learned = analyser.with_learned(_learned_words(path))
        opened = _configured(path, index, learned, has_together=found == FORMATS[-1])
        opened.searcher()
    except (OSError, ValueError) as error:
        raise IndexUnavailable(f"index cannot be opened: {error}") from error
    return opened


def _learned_words(path: Path) -> list[str]:
    try:
        return (path / LEARNED_FILE).read_text(encoding="utf-8").split()
    except FileNotFoundError:
        return []  # made before there were any


def _configured(
    path: Path, index: tantivy.Index, analyser: Analyser, *, has_together: bool
) -> SearchIndex:
    index.config_reader(reload_policy="manual")
    return SearchIndex(path, index, analyser, has_together=has_together)
