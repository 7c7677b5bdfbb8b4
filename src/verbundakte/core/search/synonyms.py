"""Words that stand for each other, looked up when a question is asked: the index knows nothing of them.

Pure: groups in, a wider tree out. What stands in quotes, is negated or holds a star stays as it is.
A synonym is never looked up again, so groups that lead to each other cannot run in circles.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from verbundakte.core.search import nodes
from verbundakte.core.search.analyser import Analyser

MOST_OTHERS = 12
MOST_WIDENED = 16
Key = tuple[str, ...]


@dataclass(frozen=True)
class Gruppe:
    """`woerter` find each other and whatever is in `auch`, which finds nothing in return."""

    woerter: tuple[str, ...]
    auch: tuple[str, ...] = ()


class Thesaurus:
    """The groups of one town, by what the analyser makes of their words."""

    def __init__(self, gruppen: Iterable[Gruppe], analyser: Analyser):
        self._analyser = analyser
        self._others: dict[Key, dict[Key, str]] = {}
        for gruppe in gruppen:
            found = {self._key(text): text for text in (*gruppe.woerter, *gruppe.auch)}
            for text in gruppe.woerter:
                key = self._key(text)
                others = self._others.setdefault(key, {})
                others.update((one, word) for one, word in found.items() if one != key and one)
        self._others.pop((), None)
        self._longest = max(map(len, self._others), default=0)

    def _key(self, text: str) -> Key:
        return tuple(stem for _, _, form in self._analyser.pieces(text) for stem in form.body)

    def others(self, text: str) -> tuple[str, ...]:
        """Return what stands for a word or a row of words, at most MOST_OTHERS."""
        return tuple(self._others.get(self._key(text), {}).values())[:MOST_OTHERS]

    def widen(self, node: nodes.Node) -> nodes.Node:
        """Return the tree with the synonyms of its plain words beside them."""
        if not self._others:
            return node
        return _Widening(self).of(node)


class _Widening:
    """One walk through a tree; counts, so that a long question does not become an endless one."""

    def __init__(self, thesaurus: Thesaurus):
        self._thesaurus = thesaurus
        self._left = MOST_WIDENED

    def of(self, node: nodes.Node) -> nodes.Node:
        match node:
            case nodes.Word(text):
                return self._alike(node, text) or node
            case nodes.Scoped(field, inner) if field != "numbers":
                return nodes.Scoped(field, self.of(inner))
            case nodes.Or(children):
                return nodes.Or(tuple(self.of(child) for child in children))
            case nodes.And(children):
                found = tuple(self._in_row(children))
                return found[0] if len(found) == 1 else nodes.And(found)
            case _:
                return node

    def _alike(self, node: nodes.Node, text: str) -> nodes.Alike | None:
        others = self._thesaurus.others(text) if self._left else ()
        if not others:
            return None
        self._left -= 1
        return nodes.Alike(node, tuple(_plain(other) for other in others))

    def _in_row(self, children: Sequence[nodes.Node]) -> Iterator[nodes.Node]:
        """Yield the children of an And; neighbours that are one term together become one child."""
        at = 0
        while at < len(children):
            row = _words_from(children, at, self._thesaurus._longest)
            for count in range(len(row), 1, -1):
                alike = self._alike(nodes.And(tuple(row[:count])), _text(row[:count]))
                if alike:
                    yield alike
                    at += count
                    break
            else:
                yield self.of(children[at])
                at += 1


def _words_from(children: Sequence[nodes.Node], at: int, longest: int) -> list[nodes.Word]:
    row: list[nodes.Word] = []
    for child in children[at : at + longest]:
        if not isinstance(child, nodes.Word):
            break
        row.append(child)
    return row


def _text(words: Sequence[nodes.Word]) -> str:
    return " ".join(word.text for word in words)


def _plain(text: str) -> nodes.Word | nodes.Phrase:
    return nodes.Phrase(text) if " " in text else nodes.Word(text)
