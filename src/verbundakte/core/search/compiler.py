"""From the tree of a query to queries of the engine."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import tantivy
from tantivy import Occur, Query

from verbundakte.core.search import nodes, schema
from verbundakte.core.search.analyser import Analyser, Form
from verbundakte.core.search.distance import allowed
from verbundakte.core.search.fold import fold
from verbundakte.core.search.terms import is_inside
from verbundakte.core.search.weights import (
    BOOSTS,
    EXACT_BOOSTS,
    NEAR,
    PATTERN_BOOSTS,
    PHRASE_BOOSTS,
    SIMILAR,
    SYNONYM,
    TEXT_NUMBERS,
    TIES,
)

MAX_PIECES = 24
FEWER = 4  # times as many zones must be permitted: leaving out is not cheaper for each zone
_STOP_WORDS = """
der die das den dem des ein eine einer eines einem einen und von vom zu zur zum fur im in am an auf
mit bei aus nach uber
"""
STOP_WORDS = frozenset(_STOP_WORDS.split())
_SCOPED_FIELDS = {"title": ("title", "title_parts"), "text": ("body", "parts"), "": tuple(BOOSTS)}
_PATTERN_FIELDS = {
    "title": ("title_forms",),
    "text": ("forms", "text_numbers"),
    "numbers": ("numbers",),
    "": ("title_forms", "forms", "numbers", "text_numbers"),
}
_LEADING = "leading"
FORWARD = ("title", "numbers")
_FORWARD = "forward"
_FORMS = ("title_forms", "forms")
_PATTERN_FIELDS[_LEADING] = _FORMS  # numbers stand among the forms too
_PATTERN_FIELDS[_FORWARD] = ("title_forms", "numbers")
Clause = tuple[Occur, Query]
_SPECIAL = frozenset(r".^$+?()[]{}|\\")


def escape(text: str) -> str:
    """Return `text` as a pattern that matches only itself."""
    return "".join("\\" + char if char in _SPECIAL else char for char in text)


@dataclass(frozen=True)
class Prefer:
    """Who asks, and when: her own units, the day, what a matter in progress is called."""

    einheiten: frozenset[str]
    today: date
    open_state: str = "in-bearbeitung"


class Permitted(frozenset[int]):
    """The zones somebody may read, without documents whose zone in the index is out of date.

    `kinds`: those she may read at all, None when that is all of them.
    """

    moved: frozenset[str] = frozenset()
    kinds: frozenset[str] | None = None


class Compiler:
    """Builds engine queries for one schema; holds no state of a request."""

    def __init__(
        self,
        index_schema: tantivy.Schema,
        analyser: Analyser,
        values: Callable[[str], list[str]],
        forms_like: Callable[[str], list[str] | None],
    ):
        """`values(name)` gives what stands in the index for a field, for ranges of it; `forms_like`
        the word forms that a pattern matches, None when it has to be looked for among all terms."""
        self._schema = index_schema
        self._analyser = analyser
        self._values = values
        self._forms_like = forms_like

    def restricted(
        self,
        node: nodes.Node,
        zones: frozenset[int] | None,
        filters: Mapping[str, Sequence[str]],
        prefer: Prefer | None = None,
        held: frozenset[int] | None = None,
    ) -> Query:
        """Return the query for `node` inside `zones` (None: the whole tenant) and `filters`; a little
        more score for what lies near the one who asks (`prefer`). `held`: all zones that stand in
        the snapshot that is asked, so that the fewer can be named: those permitted or the others.

        Every query that leaves this package goes through here: without a permitted zone it
        matches nothing. All clauses stand side by side, which the engine reads fastest.
        """
        clauses = self.clauses(node) + self._zone_clauses(zones, held)
        for name, values in filters.items():
            if name not in (*schema.FACETS, *schema.MANY):
                raise ValueError(f"unknown facet {name}")
            clauses.append(self._among(name, list(values)))
        return Query.boolean_query([*clauses, *self.preferences(prefer)])

    def preferences(self, prefer: Prefer | None) -> list[Clause]:
        """Return what gives a little more score to what lies near the one who asks."""
        return [
            (Occur.Should, Query.boost_query(Query.const_score_query(one, 1.0), NEAR[reason]))
            for reason, some in (self.near(prefer).items() if prefer else ())
            for one in some
        ]

    def near(self, prefer: Prefer) -> dict[str, list[Query]]:
        """Return for each reason to prefer a document the queries that tell which; at most one of them
        holds for a document.

        Single terms: the engine looks them up only for what is found, while a set of terms or a range
        of days is gone through as a whole.
        """

        def terms(name: str, values: Iterable[str]) -> list[Query]:
            return [Query.term_query(self._schema, name, one, "basic") for one in values]

        year = prefer.today.year
        return {
            "offen": terms("zustand", [prefer.open_state]),
            "neu": terms("jahr", [str(year), str(year - 1)]),
            "einheit": terms("einheit_id", sorted(prefer.einheiten)),
        }

    def zones(self, zones: frozenset[int] | None) -> Query:
        """Return the filter for the permitted zones; it adds nothing to the score.

        What has moved to another zone since the index was written is left out (`Permitted`).
        """
        clauses = self._zone_clauses(zones)
        if zones is None:
            clauses.append((Occur.Must, Query.all_query()))
        return Query.const_score_query(Query.boolean_query(clauses), 0.0)

    def _zone_clauses(
        self, zones: frozenset[int] | None, held: frozenset[int] | None = None
    ) -> list[Clause]:
        marker = Query.term_query(self._schema, "kind", schema.MARKER_KIND, "basic")
        if zones is None:
            return [(Occur.MustNot, marker)]
        if not zones:
            return [(Occur.Must, Query.empty_query())]
        others = None if held is None else sorted(held - zones)
        if others is None or FEWER * len(others) > len(zones):
            clauses = [self._among("zone", sorted(zones))]
        else:
            hidden = Query.term_set_query(self._schema, "zone", others)
            clauses = [(Occur.MustNot, marker), *([(Occur.MustNot, hidden)] if others else [])]
        if isinstance(zones, Permitted) and zones.kinds is not None:
            clauses.append(self._among("kind", sorted(zones.kinds)))
        if isinstance(zones, Permitted) and zones.moved:
            gone = Query.term_set_query(self._schema, "id", sorted(zones.moved))
            clauses.append((Occur.MustNot, gone))
        return clauses

    def _among(self, name: str, values: Sequence) -> Clause:
        """Demand one of these values, without any score."""
        chosen = Query.term_set_query(self._schema, name, values)
        return Occur.Must, Query.const_score_query(chosen, 0.0)

    def node(self, node: nodes.Node, scope: str = "") -> Query:
        """Return the unrestricted query of a tree or a part of it."""
        match node:
            case nodes.Word() | nodes.And() | nodes.Not():
                return Query.boolean_query(self.clauses(node, scope))
            case nodes.Phrase(text):
                return self._phrase(text, scope, BOOSTS)
            case nodes.Wildcard(pattern):
                return self._wildcard(pattern, scope)
            case nodes.Fuzzy(text):
                return self._fuzzy(text, scope)
            case nodes.Similar(text):
                return self.any_of((self.node(nodes.Word(text), scope), self._similar(text)))
            case nodes.Alike(inner, others):
                return self._alike(self.node(inner, scope), others, scope)
            case nodes.Scoped(name, inner):
                return self.node(inner, name)
            case nodes.Or(children):
                return self.any_of(self.node(child, scope) for child in children)
            case _:
                return self._constant(node)

    def clauses(self, node: nodes.Node, scope: str = "") -> list[Clause]:
        """Return what a tree demands and what raises its score; at least one thing is demanded."""
        match node:
            case nodes.Word(text):
                return self._word(text, scope)
            case nodes.Scoped(name, inner):
                return self.clauses(inner, name)
            case nodes.And(children):
                return self._all_of(children, scope)
            case nodes.Not():
                return self._all_of((node,), scope)
            case nodes.Phrase(text):
                return [(Occur.Must, self._phrase(text, scope, PHRASE_BOOSTS))]
        return [(Occur.Must, self.node(node, scope))]

    def _constant(self, node: nodes.Node) -> Query:
        match node:
            case nodes.DateRange(first, last):
                query = Query.range_query(
                    self._schema,
                    "date",
                    tantivy.FieldType.Integer,
                    lower_bound=first.toordinal() if first else None,
                    upper_bound=last.toordinal() if last else None,
                )
            case nodes.Field(name, value) if "*" in value:
                regex = ".*".join(escape(piece) for piece in f"{name}={value}".split("*"))
                query = Query.regex_query(self._schema, "fields", regex)
            case nodes.Field(name, value):
                query = Query.term_query(self._schema, "fields", f"{name}={value}", "basic")
            case nodes.FieldRange(name):
                inside = [value for value in self._values(name) if is_inside(value, node)]
                tokens = [f"{name}={value}" for value in inside]
                query = Query.term_set_query(self._schema, "fields", tokens)
            case _:
                query = Query.all_query()
        return Query.const_score_query(query, 0.0)

    def _all_of(self, children: Sequence[nodes.Node], scope: str) -> list[Clause]:
        """Join by AND. Little words like "der" raise the score but are not demanded."""
        clauses: list[Clause] = []
        optional = []
        for child in children:
            if isinstance(child, nodes.Not):
                clauses.append((Occur.MustNot, self.node(child.child, scope)))
            elif isinstance(child, nodes.Word) and fold(child.text) in STOP_WORDS:
                optional.append(self.node(child, scope))
            else:
                clauses += self.clauses(child, scope)
        has_demand = any(occur == Occur.Must for occur, _ in clauses)
        clauses += [(Occur.Should if has_demand else Occur.Must, query) for query in optional]
        if not has_demand and not optional:
            everything = Query.const_score_query(Query.all_query(), 0.0)
            clauses.append((Occur.Must, everything))
        return clauses

    def any_of(self, queries: Iterable[Query]) -> Query:
        """Return what matches where one of the queries does; the score is their sum."""
        return Query.boolean_query([(Occur.Should, query) for query in queries])

    def _alike(self, query: Query, others: Sequence[nodes.Node], scope: str) -> Query:
        """The best way counts, not their sum; a synonym counts less than what was written."""
        found = [Query.boost_query(self.node(one, scope), SYNONYM) for one in others]
        return Query.disjunction_max_query([query, *found])

    def _word(self, text: str, scope: str) -> list[Clause]:
        if scope == "numbers":
            return [(Occur.Must, self._pattern(escape(fold(text)[:60]) + ".*", scope))]
        forms = self.forms(text)
        if not forms:
            return [(Occur.Must, Query.empty_query())]
        return [clause for form in forms for clause in self._form(form, scope)]

    def forms(self, text: str) -> list[Form]:
        """Return what is looked for of the pieces of a word that was written without spaces."""
        return [form for _, _, form in self._analyser.pieces(text)][:MAX_PIECES]

    def forward(self, form: Form) -> list[Query]:
        """Return the ways in which a piece of one token stands in a title or number."""
        [token] = form.body
        found = [self._boosted(name, token) for name in FORWARD]
        exact = [
            Query.term_query(self._schema, "title_forms", one, "basic") for one in form.forms[:2]
        ]
        return found + exact

    def pattern_forward(self, node: nodes.Wildcard | nodes.Fuzzy) -> Query:
        """Return the query of a pattern in titles and numbers alone, where it scores as usual."""
        if isinstance(node, nodes.Fuzzy):
            return self._fuzzy(node.text, "title")
        is_inside = node.pattern.startswith("*")
        return self._wildcard(node.pattern, "title" if is_inside else _FORWARD)

    def exact(self, text: str, scope: str) -> Query:
        """Return the query for the very form of a word in one scope (`title` or `text`)."""
        return self.any_of(self._exact(self._analyser.form(text), scope))

    def _exact(self, form: Form, scope: str) -> list[Query]:
        return [
            Query.boost_query(Query.term_query(self._schema, name, written, "basic"), boost)
            for name, boost in EXACT_BOOSTS[scope].items()
            for written in form.forms[:2]
        ]

    def _form(self, form: Form, scope: str) -> list[Clause]:
        """Match by stems; the very form that was asked for counts more."""
        clauses = [(Occur.Must, self._stems(form, scope))]
        if len(form.body) == 1:
            clauses += [(Occur.Should, query) for query in self._exact(form, scope)]
        return clauses

    def _stems(self, form: Form, scope: str) -> Query:
        terms = [self._term(token, scope) for token in form.body]
        if len(terms) == 1:
            return terms[0]
        together = Query.boolean_query([(Occur.Must, term) for term in terms])
        if not form.whole:
            return together
        whole = Query.boost_query(self._term(form.whole, scope), 2.0)
        return self.any_of((together, whole))

    def _term(self, token: str, scope: str) -> Query:
        queries = [self._boosted(name, token) for name in _SCOPED_FIELDS[scope]]
        if scope != "title" and any(char.isdigit() for char in token):
            pieces = Query.term_query(self._schema, "text_numbers", token, "basic")
            queries.append(Query.boost_query(pieces, TEXT_NUMBERS))
        return Query.disjunction_max_query(queries, TIES)

    def _boosted(self, name: str, token: str) -> Query:
        option = "basic" if name == "numbers" else "freq"
        return Query.boost_query(Query.term_query(self._schema, name, token, option), BOOSTS[name])

    def _phrase(self, text: str, scope: str, boosts: Mapping[str, float]) -> Query:
        stems = self.stems(text)
        if len(stems) < 2:
            return self.node(nodes.Word(text), scope)
        if scope == "numbers":
            words = [one for one in text.split() if any(map(str.isalnum, one))]
            return Query.boolean_query(self._all_of([nodes.Word(one) for one in words], scope))
        names = {"title": ("title",), "text": ("body",)}.get(scope, ("title", "body"))
        return Query.disjunction_max_query(
            [self.in_order(name, stems, boosts[name]) for name in names]
        )

    def stems(self, text: str) -> list[str]:
        """Return what is looked for of a phrase, one token for each place."""
        found = [stem for _, _, form in self._analyser.pieces(text) for stem in form.body]
        return found[: 2 * MAX_PIECES]

    def in_order(self, name: str, stems: list[str], boost: float) -> Query:
        """Return the query of a phrase in one field."""
        return Query.boost_query(Query.phrase_query(self._schema, name, stems), boost)

    def _pattern(self, regex: str, scope: str) -> Query:
        return Query.disjunction_max_query(
            [
                Query.boost_query(
                    Query.regex_query(self._schema, name, regex), PATTERN_BOOSTS[name]
                )
                for name in _PATTERN_FIELDS[scope]
            ]
        )

    def _wildcard(self, pattern: str, scope: str) -> Query:
        regex = ".*".join(escape(piece) for piece in pattern.split("*"))
        if not pattern.startswith("*"):
            return self._pattern(regex, scope)
        forms = self._forms_like(pattern)
        ways = []
        for name in _PATTERN_FIELDS[scope or _LEADING]:
            if name in _FORMS and forms is not None:
                found = Query.term_set_query(self._schema, name, forms)
            else:
                found = Query.regex_query(self._schema, name, regex)
            ways.append(Query.boost_query(found, PATTERN_BOOSTS[name]))
        return Query.disjunction_max_query(ways)

    def _similar(self, text: str) -> Query:
        """One letter different, or the beginning of a longer word; counts least."""
        found = []
        for written in self._analyser.form(text).forms[:2]:
            found.append(Query.fuzzy_term_query(self._schema, "forms", written, 1))
            found.append(Query.regex_query(self._schema, "forms", escape(written) + ".*"))
        similar = Query.disjunction_max_query(found)
        return Query.boost_query(Query.const_score_query(similar, 1.0), SIMILAR)

    def _fuzzy(self, text: str, scope: str) -> Query:
        return Query.disjunction_max_query(
            [
                Query.boost_query(
                    Query.fuzzy_term_query(self._schema, name, text, allowed(text)),
                    PATTERN_BOOSTS[name],
                )
                for name in _PATTERN_FIELDS[scope][:2]
            ]
        )
