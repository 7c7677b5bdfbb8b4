"""Why a hit stands where it stands, said in German words, for the hits of one page."""

from collections.abc import Iterable, Iterator, Sequence
from uuid import UUID

from tantivy import Occur, Query

from verbundakte.core.search import nodes
from verbundakte.core.search.compiler import STOP_WORDS
from verbundakte.core.search.engine import Request, SearchIndex
from verbundakte.core.search.fold import fold

NEAR_WORDS = {"einheit": "Ihre Organisationseinheit", "offen": "in Bearbeitung", "neu": "neu"}
MAX_LEAVES = 8


def reasons(index: SearchIndex, request: Request, ids: Sequence[UUID]) -> dict[str, list[str]]:
    """Return for each of these ids what speaks for it, most weighty first.

    Only documents of the zones of the request are looked at.
    """
    wanted = [str(one) for one in ids]
    found: dict[str, list[str]] = {one: [] for one in wanted}
    for leaf in nodes.questions(request.node)[:MAX_LEAVES]:
        if isinstance(leaf, nodes.Word) and fold(leaf.text) in STOP_WORDS:
            continue
        rest = set(wanted)
        for words, query in _ways(index, leaf):
            for one in _among(index, request, query, rest):
                found[one].append(words)
                rest.discard(one)
    if request.prefer:
        for name, some in index.compiler.near(request.prefer).items():
            query = index.compiler.any_of(some)
            for one in _among(index, request, query, wanted):
                found[one].append(NEAR_WORDS[name])
    return found


def _ways(index: SearchIndex, leaf: nodes.Node) -> Iterator[tuple[str, Query]]:
    """Yield how a leaf can match, the weightiest way first."""
    compiler = index.compiler
    if isinstance(leaf, nodes.Alike):
        yield from _ways_of_synonyms(index, leaf)
        return
    shown = f"„{getattr(leaf, 'text', '') or getattr(leaf, 'pattern', '')}“"
    plain = nodes.Word(leaf.text) if isinstance(leaf, nodes.Similar) else leaf
    if isinstance(plain, nodes.Word):
        yield f"Nummer {shown}", compiler.node(nodes.Scoped("numbers", plain))
        yield f"{shown} im Betreff", compiler.exact(plain.text, "title")
        yield f"{shown} im Betreff, in anderer Form", compiler.node(plain, "title")
        yield f"{shown} im Text", compiler.exact(plain.text, "text")
        yield f"{shown} im Text, in anderer Form oder als Wortteil", compiler.node(plain, "text")
    else:
        yield f"{shown} im Betreff", compiler.node(plain, "title")
        yield f"{shown} im Text", compiler.node(plain, "text")
    if isinstance(leaf, nodes.Similar):
        yield f"ähnliche Schreibweise wie {shown}", compiler.node(leaf)


def _ways_of_synonyms(index: SearchIndex, leaf: nodes.Alike) -> Iterator[tuple[str, Query]]:
    if isinstance(leaf.node, nodes.And):
        words = nodes.positive_nodes(leaf.node)
        written = " ".join(getattr(word, "text", "") for word in words)
        yield f"„{written}“", index.compiler.node(leaf.node)
    else:
        yield from _ways(index, leaf.node)
    for other in leaf.others:
        yield f"gefunden über: {other.text}", index.compiler.node(other)


def _among(index: SearchIndex, request: Request, query: Query, ids: Iterable[str]) -> list[str]:
    ids = sorted(ids)
    if not ids:
        return []
    only = Query.term_set_query(index.schema, "id", ids)
    zones = index.compiler.zones(request.zones)
    clauses = [(Occur.Must, only), (Occur.Must, zones), (Occur.Must, query)]
    searcher = index.searcher()
    hits = searcher.search(Query.boolean_query(clauses), limit=len(ids)).hits
    return [searcher.doc(address).get_first("id") for _, address in hits]
