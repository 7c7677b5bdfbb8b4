"""What an address asks of a list. Whatever it does not know is left out; nothing is guessed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import quote, urlencode

from django.http import QueryDict

from verbundakte.core.lists.columns import Column, Listing, NotUnderstood

COLUMNS, ORDER, AFTER, WORD = "spalten", "ordnung", "ab", "wort"
LONGEST = 200


@dataclass(frozen=True)
class State:
    """The list as asked for. `given` holds the filters of the address by parameter."""

    listing: Listing
    columns: tuple[Column, ...]
    order: str
    word: str = ""
    after: str = ""
    given: Mapping[str, list[str]] = field(default_factory=dict)
    problems: tuple[str, ...] = ()

    @property
    def sorted_by(self) -> Column:
        """The column of the order in force."""
        column = self.listing.column(self.order.removeprefix("-"))
        assert column is not None
        return column

    @property
    def is_descending(self) -> bool:
        """Tell whether the last comes first."""
        return self.order.startswith("-")

    @property
    def filters(self) -> list[Column]:
        """The columns that narrow the list now."""
        return self.listing.narrowed_by(self.given)

    @property
    def is_narrowed(self) -> bool:
        """Tell whether a word or a filter is in force."""
        return bool(self.word or self.given)

    def narrow(self, rows):
        """Return the rows that fit word and filters."""
        if self.word:
            words = self.listing.words
            rows = words.narrow(rows, "wort", {words.names("wort")[0]: [self.word]})
        for column in self.filters:
            assert column.filter is not None
            rows = column.filter.narrow(rows, column.key, self.given)
        return rows

    def query(self, **changes) -> str:
        """Return the query of an address for this list; a value of None takes a part away."""
        parts = self._parts | {name: [value] for name, value in changes.items()}
        pairs = [(name, one) for name, values in parts.items() for one in values if one is not None]
        return urlencode(pairs, quote_via=quote, safe=",")

    @cached_property
    def _parts(self) -> dict[str, list[str]]:
        """A page names a dozen addresses that differ in one part each."""
        columns = ",".join(column.key for column in self.columns)
        parts = {COLUMNS: [columns], ORDER: [self.order]}
        return parts | ({WORD: [self.word]} if self.word else {}) | dict(self.given)


def read_state(listing: Listing, query: QueryDict, kept: list[str] | None = None) -> State:
    """Return what the address asks for; `kept` are the columns the person has chosen before."""
    given, problems = _filters(listing, query)
    return State(
        listing=listing,
        columns=_columns(listing, _keys(query) or kept or []),
        order=_order(listing, query.get(ORDER, "")),
        word=_clean(query.get(WORD, "")),
        after=query.get(AFTER, ""),
        given=given,
        problems=tuple(problems),
    )


def _clean(text: str) -> str:
    return text.replace("\0", "").strip()[:LONGEST]


def _keys(query: QueryDict) -> list[str]:
    return [key for text in query.getlist(COLUMNS) for key in text.split(",") if key]


def _columns(listing: Listing, keys: list[str]) -> tuple[Column, ...]:
    chosen = [listing.column(key) for key in dict.fromkeys(keys)]
    found = tuple(column for column in chosen if column is not None)
    return found or tuple(column for column in listing.columns if column.is_default)


def _order(listing: Listing, order: str) -> str:
    column = listing.column(order.removeprefix("-")) if order else None
    return order if column is not None and column.order else listing.order


def _filters(listing: Listing, query: QueryDict) -> tuple[dict, list[str]]:
    given: dict[str, list[str]] = {}
    problems = []
    for column in listing.narrowed_by(query):
        assert column.filter is not None
        found = {
            name: [_clean(value) for value in query.getlist(name) if _clean(value)]
            for name in column.filter_names
        }
        found = {name: values for name, values in found.items() if values}
        if not found:
            continue
        try:
            column.filter.told(column.key, found)
        except NotUnderstood as problem:
            problems.append(f"{column.label}: {problem.message}")
        else:
            given |= found
    return given, problems
