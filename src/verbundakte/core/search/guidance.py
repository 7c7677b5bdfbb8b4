"""What helps somebody who asks: examples that find something, and why a question finds nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from verbundakte.core.search import indexes, nodes
from verbundakte.core.search.engine import IndexUnavailable, Request
from verbundakte.core.search.examples import Example, Known, examples_from
from verbundakte.core.search.query import QueryError
from verbundakte.core.search.reading import parts_of, said, without, written
from verbundakte.core.search.service import Search, permitted, read_hits, understood
from verbundakte.core.tenancy.context import current_tenant

NEWEST = 12
MAX_PARTS = 8


@dataclass(frozen=True)
class Part:
    """One thing a hit must have, how many have it, and the question without it ("": nothing left).

    `loose`: the question with this word also mistyped, "" where that is no help.
    """

    said: str
    count: int
    without: str
    loose: str = ""


@dataclass(frozen=True)
class Diagnosis:
    """How a question without hits was understood, part by part."""

    said: str = ""
    parts: tuple[Part, ...] = ()
    count_elsewhere: int = 0
    """Hits of the whole question when nothing narrows it (facets, the Akte it is asked in)."""


def examples(actor) -> list[Example]:
    """Return examples of the query language that find something for this person."""
    try:
        index = indexes.open_for(current_tenant())
        zones = permitted(actor, index)
        newest = Request(nodes.All(), zones, order="neueste", limit=NEWEST)
        types = dict(index.facets(newest, ["dokumenttyp"], 1))["dokumenttyp"]
        hits = [hit for hit, _ in read_hits(actor, index.search(newest).hits) if not hit.is_quiet]
        known = [
            Known(
                hit.title,
                hit.aktenzeichen,
                types[0][0] if types else "",
                hit.dated_on.year if hit.dated_on else None,
            )
            for hit in hits
        ]
        return [
            one for one in examples_from(known) if index.count(understood(one.query), zones) > 0
        ]
    except IndexUnavailable:
        return []


def diagnosis(actor, question: Search) -> Diagnosis:
    """Return why a question may find nothing: each part with the number of its hits."""
    try:
        node = understood(question.text)
        index = indexes.open_for(current_tenant())
    except (QueryError, IndexUnavailable):
        return Diagnosis()
    zones = permitted(actor, index)
    place = _place(question.filters)
    parts = tuple(
        Part(
            said(part),
            index.count(part, zones, place),
            without(node, part),
            _loose(node, part),
        )
        for part in parts_of(node)[:MAX_PARTS]
        if not isinstance(part, (nodes.Not, nodes.All))
    )
    elsewhere = index.count(node, zones) if question.filters else 0
    return Diagnosis(said(node), parts, elsewhere)


def _place(filters: Mapping[str, Sequence[str]]) -> dict[str, Sequence[str]]:
    return {name: values for name, values in filters.items() if name == "innerhalb"}


def _loose(node: nodes.Node, part: nodes.Node) -> str:
    """Return the question with this plain word asked for as if it were mistyped."""
    word = part.node if isinstance(part, nodes.Alike) else part
    if not isinstance(word, nodes.Word) or not word.text.isalpha():
        return ""
    loose = nodes.Fuzzy(word.text)
    return written(nodes.And(tuple(loose if one is part else one for one in parts_of(node))))
