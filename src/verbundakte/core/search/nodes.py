"""What a user's query means, as small immutable nodes. `query` makes them, `compiler` reads them."""

from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

MIN_SIMILAR = 4


@dataclass(frozen=True)
class All:
    """Everything (an empty query)."""


@dataclass(frozen=True)
class Word:
    """One word, file number or paragraph as the user wrote it."""

    text: str


@dataclass(frozen=True)
class Phrase:
    """Words in this order."""

    text: str


@dataclass(frozen=True)
class Wildcard:
    """A folded pattern with `*` for any letters: `bau*`, `*steuer*`."""

    pattern: str


@dataclass(frozen=True)
class Fuzzy:
    """A folded word that may contain one or two errors."""

    text: str


@dataclass(frozen=True)
class Similar:
    """A word, or what differs from it by one letter or begins with it. Only made by `widened`."""

    text: str


@dataclass(frozen=True)
class Alike:
    """What the user wrote, or one of the synonyms that stand for it. Only made by `synonyms`."""

    node: "Node"
    others: tuple["Word | Phrase", ...]


@dataclass(frozen=True)
class Scoped:
    """A node that must match in one field: `title`, `text` or `numbers`."""

    field: str
    node: "Node"


@dataclass(frozen=True)
class Field:
    """`name:value` of a facet or an own field; the value is folded and may end with `*`."""

    name: str
    value: str


@dataclass(frozen=True)
class FieldRange:
    """An own field or a year between two values, both included; None is open.

    `numbers` and `days` are the two ways to read what was written ("2023..2024").
    """

    name: str
    numbers: tuple[float | None, float | None] | None
    days: tuple[date | None, date | None] | None


@dataclass(frozen=True)
class DateRange:
    """Documents of these days, both included; None is open."""

    first: date | None
    last: date | None


@dataclass(frozen=True)
class Not:
    """Everything that does not match the child."""

    child: "Node"


@dataclass(frozen=True)
class And:
    """All children match."""

    children: tuple["Node", ...]


@dataclass(frozen=True)
class Or:
    """At least one child matches."""

    children: tuple["Node", ...]


Node: TypeAlias = (
    All
    | Word
    | Phrase
    | Wildcard
    | Fuzzy
    | Similar
    | Alike
    | Scoped
    | Field
    | FieldRange
    | DateRange
    | Not
    | And
    | Or
)


def questions(node: Node) -> list[Node]:
    """As `positive_nodes`, but a word and its synonyms stay together."""
    if isinstance(node, (And, Or)):
        return [leaf for child in node.children for leaf in questions(child)]
    if isinstance(node, Scoped):
        return questions(node.node)
    return [node] if isinstance(node, Alike) else positive_nodes(node)


def positive_nodes(node: Node) -> list[Node]:
    """Return the leaves a hit shows: everything that is not negated, scopes taken off."""
    if isinstance(node, (And, Or)):
        return [leaf for child in node.children for leaf in positive_nodes(child)]
    if isinstance(node, Scoped):
        return positive_nodes(node.node)
    if isinstance(node, Alike):
        return [*positive_nodes(node.node), *node.others]
    return [] if isinstance(node, (Not, All, Field, FieldRange, DateRange)) else [node]


def widened(node: Node) -> Node:
    """Return the tree with its longer plain words matched loosely; the same when it has none."""
    match node:
        case Word(text) if len(text) > MIN_SIMILAR and text.isalpha():
            return Similar(text)
        case Alike(inner, others):
            return Alike(widened(inner), others)
        case And(children):
            return And(tuple(widened(child) for child in children))
        case Or(children):
            return Or(tuple(widened(child) for child in children))
        case _:
            return node
