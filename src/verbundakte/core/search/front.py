"""The best hits of common words without giving every hit its score.

What carries a word in its title or number has many times the score of what has it in the text. Of a
phrase of the most common words that is true of what lies near the one who asks. Where enough of that may
be seen, the first page is found among it: the rest can reach `Front.rest` at most, which is reckoned
from how often the words stand in the index (BM25).
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import log

from tantivy import Occur, Query

from verbundakte.core.search import nodes
from verbundakte.core.search.compiler import FORWARD, STOP_WORDS, Clause, Compiler, Prefer
from verbundakte.core.search.fold import fold
from verbundakte.core.search.weights import (
    BOOSTS,
    EXACT_BOOSTS,
    NEAR,
    PATTERN_BOOSTS,
    PHRASE_BOOSTS,
    TIES,
)

MOST_OF_TERM = 2.2
"""BM25 of a term is at most so many times its rarity (k1 + 1)."""
Frequency = Callable[[str, str], int]


@dataclass(frozen=True)
class Front:
    """What finds the hits in front, with their full scores, and the most any other hit can have."""

    query: Query
    rest: float


class Fronts:
    """Makes the fronts of questions to one index: `documents` and `frequency` of field and term as the
    engine counts them, what was deleted included until segments are put together."""

    def __init__(self, compiler: Compiler, documents: int, frequency: Frequency):
        self._compiler = compiler
        self._documents = documents
        self._frequency = frequency

    def of(self, node: nodes.Node, prefer: Prefer | None) -> Front | None:
        """Return the front of a question, None where nothing can be told about the rest.

        The query knows no zones: whoever asks it leaves out what may not be seen.
        """
        near = self._compiler.preferences(prefer)
        nearest = sum(NEAR.values()) if prefer else 0.0
        match node:
            case nodes.Wildcard() | nodes.Fuzzy():
                found = self._compiler.pattern_forward(node)
                return Front(
                    _looked_up([(Occur.Must, found), *near]), PATTERN_BOOSTS["forms"] + nearest
                )
            case nodes.Phrase(text):
                return self._of_phrase(text, prefer, near) if prefer else None
            case nodes.Word():
                words = [node]
            case nodes.And(children) if all(isinstance(one, nodes.Word) for one in children):
                words = list(children)
            case _:
                return None
        forms = [form for word in words for form in self._compiler.forms(word.text)]
        is_plain = all(len(form.body) == 1 and form.body[0].isalpha() for form in forms)
        if not forms or not is_plain or any(fold(word.text) in STOP_WORDS for word in words):
            return None
        forward = [query for form in forms for query in self._compiler.forward(form)]
        tier = Query.const_score_query(self._compiler.any_of(forward), 0.0)
        clauses = [*self._compiler.clauses(node), (Occur.Must, tier), *near]
        rest = sum(map(self._elsewhere, forms))
        return Front(_looked_up(clauses), rest + nearest)

    def _of_phrase(self, text: str, prefer: Prefer, near: list[Clause]) -> Front | None:
        """Front are the titles, the own units, and what is both new and in progress.

        Only of a phrase of common words no other text can have as much score; one of rarer words
        stands in few texts.
        """
        stems = self._compiler.stems(text)
        most = sum(self._most("body", stem, PHRASE_BOOSTS["body"]) for stem in stems)
        rest = most + max(NEAR["offen"], NEAR["neu"])
        if len(stems) < 2 or rest > min(NEAR["einheit"], NEAR["offen"] + NEAR["neu"]):
            return None
        ways = {
            reason: self._compiler.any_of(some)
            for reason, some in self._compiler.near(prefer).items()
        }
        both = Query.boolean_query([(Occur.Must, ways[reason]) for reason in ("offen", "neu")])
        title, body = (
            self._compiler.in_order(name, stems, boost) for name, boost in PHRASE_BOOSTS.items()
        )
        among = Query.const_score_query(self._compiler.any_of([title, ways["einheit"], both]), 0.0)
        # Narrowed where it stands in the text: the engine looks at the places of few words.
        narrowed = Query.boolean_query([(Occur.Must, body), (Occur.Must, among)])
        found = Query.disjunction_max_query([title, narrowed])
        return Front(_looked_up([(Occur.Must, found), *near]), rest)

    def _elsewhere(self, form) -> float:
        """Return the most a word can score in a document that has it neither in title nor number."""
        [token] = form.body
        ways = [
            self._most(name, token, boost) for name, boost in BOOSTS.items() if name not in FORWARD
        ]
        exact = (self._most("forms", one, EXACT_BOOSTS[""]["forms"]) for one in form.forms[:2])
        return max(ways) + TIES * sum(ways) + sum(exact)

    def _most(self, name: str, token: str, boost: float) -> float:
        often = self._frequency(name, token)
        rarity = log(1 + (self._documents - often + 0.5) / (often + 0.5)) if often else 0.0
        return boost * MOST_OF_TERM * rarity


def _looked_up(clauses: list[Clause]) -> Query:
    """Join clauses so that what only adds score is looked up for each document found.

    Side by side the engine goes through all documents of each, which is faster where most are found;
    in front few are.
    """
    query = Query.boolean_query([one for one in clauses if one[0] != Occur.Should])
    for more in (one for one in clauses if one[0] == Occur.Should):
        query = Query.boolean_query([(Occur.Must, query), more])
    return query
