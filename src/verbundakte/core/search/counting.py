"""Counting what a query finds in a snapshot of an index, without any scores, which cost most.

Every query comes from `Compiler.restricted` or one of its parts: what may not be seen is not counted.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tantivy import Query, Searcher

from verbundakte.core.search import schema

COMBINATIONS = 10_000  # of COMBINED; where a town has more, each is counted by itself
MANY_ZONES = 20_000
_COUNT = {"n": {"value_count": {"field": "zone"}}}
Facets = dict[str, list[tuple[str, int]]]


@dataclass(frozen=True)
class _Counted:
    """The most frequent values of a field and their numbers; `is_whole` when these are all."""

    values: list[tuple]
    is_whole: bool


def _terms(searcher: Searcher, query: Query, sizes: Mapping[str, int]) -> dict[str, _Counted]:
    terms = {name: {"terms": {"field": name, "size": size}} for name, size in sizes.items()}
    answer = searcher.aggregate(query, terms)
    return {
        name: _Counted(
            [(bucket["key"], bucket["doc_count"]) for bucket in answer[name]["buckets"]],
            not answer[name]["sum_other_doc_count"],
        )
        for name in sizes
    }


def hits(searcher: Searcher, query: Query) -> int:
    """Return how many documents are found; every document has a zone."""
    return int(searcher.aggregate(query, _COUNT)["n"]["value"])


def zones(searcher: Searcher) -> frozenset[int] | None:
    """Return all zones that stand in a snapshot, None when there are more than MANY_ZONES."""
    found = _terms(searcher, Query.all_query(), {"zone": MANY_ZONES})["zone"]
    return frozenset(int(zone) for zone, _ in found.values) if found.is_whole else None


def alone(searcher: Searcher, query: Query, names: Sequence[str], size: int) -> Facets:
    """Return the most frequent values of these fields, each counted by itself."""
    found = _terms(searcher, query, dict.fromkeys(names, size))
    return {name: one.values for name, one in found.items()}


def together(searcher: Searcher, query: Query, names: Sequence[str], size: int) -> Facets:
    """As `alone`, those of COMBINED in one go: faster where many documents are found."""
    combined = [name for name in names if name in schema.COMBINED]
    if len(combined) < 2:
        return alone(searcher, query, names, size)
    sizes = {name: size for name in names if name not in combined}
    found = _terms(searcher, query, sizes | {schema.TOGETHER: COMBINATIONS})
    joined = found.pop(schema.TOGETHER)
    if not joined.is_whole:
        return alone(searcher, query, names, size)
    return {name: one.values for name, one in found.items()} | _apart(joined, combined, size)


def _apart(joined: _Counted, names: Sequence[str], size: int) -> Facets:
    places = [(schema.COMBINED.index(name), Counter[str]()) for name in names]
    for key, count in joined.values:
        values = key.split(schema.SEPARATOR)
        for at, counted in places:
            if value := values[at]:
                counted[value] += count
    return {
        name: sorted(counted.items(), key=lambda one: (-one[1], one[0]))[:size]
        for name, (_, counted) in zip(names, places, strict=True)
    }
