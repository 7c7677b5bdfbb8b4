"""The query language of the search field. Users never reach the syntax of the engine.

hund steuer        both words            hund ODER katze     one of them (also OR)
-katze             without (also NICHT)  "hund und katze"    in this order
bau*  *steuer*     pieces of a word      müler~              with typing errors
titel:satzung      in one field          datum:2024..2025    vor:2024  nach:1.3.2024
datum:letzte Woche days in words         datum:>=2024        also for own fields: kosten:>=1000
(a ODER b) c       brackets              § 19 BMG            a paragraph
"""

import re
from dataclasses import dataclass
from datetime import date

from verbundakte.core.search import dates, numbers, terms
from verbundakte.core.search.fold import fold
from verbundakte.core.search.nodes import All, And, Node, Not, Or, Scoped
from verbundakte.core.search.terms import QueryError, quoted

MAX_CHARACTERS = 2_000
MAX_TERMS = 64
MAX_DEPTH = 12
MAX_LOOSE = 8
MAX_LEADING = 3
"""Words that begin with `*`: each goes through the whole vocabulary."""

SCOPES = {
    "titel": "title", "betreff": "title", "text": "text", "inhalt": "text",
    "az": "numbers", "aktenzeichen": "numbers", "nr": "numbers", "nummer": "numbers",
}  # fmt: skip
FACET_NAMES = {
    "art": "kind", "typ": "dokumenttyp", "dokumenttyp": "dokumenttyp", "jahr": "jahr",
    "einheit": "einheit", "format": "format", "dateityp": "format", "zustand": "zustand",
    "stand": "zustand", "plan": "plan", "aktenplan": "plan",
}  # fmt: skip
DATE_NAMES = ("datum", "vor", "nach", "seit", "bis")

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_LEADING = re.compile(r"[\W_]*\*")
_QUOTES = str.maketrans(dict.fromkeys("„“”«»‟", '"'))
_TOKEN = re.compile(
    rf"(?P<paragraph>{numbers.PARAGRAPH})|(?P<written>{numbers.WRITTEN_DATE})|(?P<iban>{numbers.IBAN})|(?P<open>\()|(?P<close>\))"
    r"|(?P<not>-(?=[^\s)]))|(?P<name>[^\W\d]\w{0,40}):[ ]?(?=[^\s)])|\"(?P<phrase>[^\"]*)\""
    r"|(?P<word>[^\s()\"]+)|(?P<space>\s+)|(?P<quote>\")"
)


@dataclass(frozen=True)
class _Token:
    kind: str
    text: str
    at: int


def cleaned(text: str) -> str:
    """Return a question without control characters, which the database would refuse."""
    return _CONTROL.sub(" ", text).strip()


def parse(
    text: str, own_fields: frozenset[str] = frozenset(), *, today: date | None = None
) -> Node:
    """Return the tree of a user's query; a blank query means everything.

    `own_fields` are the folded names of the tenant's own fields; `today` is what "gestern" counts
    from. Raises QueryError.
    """
    if len(text) > MAX_CHARACTERS:
        count = f"{len(text):,}".replace(",", ".")
        raise QueryError(
            f"Die Suchanfrage hat {count} Zeichen, möglich sind 2.000: Kürzen Sie sie auf die"
            " wichtigsten Wörter."
        )
    text = cleaned(text).translate(_QUOTES)
    if not text:
        return All()
    tokens = _tokenise(text)
    _check_amount(tokens)
    parser = _Parser(text, tokens, own_fields, today or date.min)
    node = parser.either(0)
    if (left := parser.peek()) is not None:
        raise QueryError(
            f"Zur schließenden Klammer bei {quoted(text[left.at :])} fehlt die öffnende: Setzen"
            " Sie eine davor, oder nehmen Sie diese weg."
        )
    if node is None:
        raise QueryError(
            "Die Suchanfrage enthält kein Wort und keine Zahl: Schreiben Sie mindestens eines davon."
        )
    return node


def _check_amount(tokens: list[_Token]) -> None:
    words = [token for token in tokens if token.kind in ("word", "phrase")]
    if len(words) > MAX_TERMS:
        raise QueryError(
            f"Die Suchanfrage hat {len(words)} Wörter, möglich sind 64: Lassen Sie ab"
            f" {quoted(words[MAX_TERMS].text)} einige weg."
        )
    loose = [token for token in words if "*" in token.text or "~" in token.text]
    _check_loose(loose, MAX_LOOSE, "mit Stern oder Tilde")
    leading = [token for token in loose if _LEADING.match(token.text)]
    _check_loose(leading, MAX_LEADING, "mit Stern am Anfang")


def _check_loose(found: list[_Token], most: int, what: str) -> None:
    if len(found) > most:
        raise QueryError(
            f"Die Suchanfrage hat {len(found)} Wörter {what}, möglich sind {most}: Schreiben Sie ab"
            f" {quoted(found[most].text)} ganze Wörter."
        )


def _tokenise(text: str) -> list[_Token]:
    tokens, after_space = [], True
    for match in _TOKEN.finditer(text):
        kind, value = match.lastgroup or "", match.group(match.lastgroup or 0)
        if kind == "quote":
            raise QueryError(
                f"Das Anführungszeichen vor {quoted(text[match.end() :])} ist nicht geschlossen:"
                " Setzen Sie ein zweites an das Ende der Wortfolge."
            )
        if kind in ("paragraph", "written", "iban"):
            kind = "word"
        if kind == "not" and not after_space:
            continue
        if kind == "word" and value in ("ODER", "OR", "|", "||"):
            kind = "or"
        elif kind == "word" and value in ("NICHT", "NOT"):
            kind = "not"
        elif kind == "word" and value in ("UND", "AND", "&", "&&"):
            kind = "space"
        after_space = kind in ("space", "open", "or", "not", "name")
        if kind != "space":
            tokens.append(_Token(kind, value, match.start()))
    return tokens


class _Parser:
    def __init__(self, text: str, tokens: list[_Token], own_fields: frozenset[str], today: date):
        self._text = text
        self._tokens = tokens
        self._own_fields = own_fields
        self._today = today
        self._at = 0

    def peek(self) -> _Token | None:
        return self._tokens[self._at] if self._at < len(self._tokens) else None

    def _next(self) -> _Token | None:
        token = self.peek()
        self._at += 1
        return token

    def either(self, depth: int) -> Node | None:
        """`a b ODER c`: the children of Or."""
        found = [self._together(depth)]
        while (token := self.peek()) and token.kind == "or":
            self._next()
            found.append(self._together(depth))
        children = tuple(dict.fromkeys(node for node in found if node is not None))
        return Or(children) if len(children) > 1 else (children[0] if children else None)

    def _together(self, depth: int) -> Node | None:
        found = []
        while (token := self.peek()) and token.kind not in ("or", "close"):
            node = self._one(depth)
            if node is not None:
                found.append(node)
        found = list(dict.fromkeys(found))  # said twice is asked once
        return And(tuple(found)) if len(found) > 1 else (found[0] if found else None)

    def _one(self, depth: int) -> Node | None:
        is_negated = False
        while (token := self.peek()) and token.kind == "not":
            self._next()
            is_negated = True
        if token is None or token.kind in ("or", "close"):
            return None
        self._next()
        if token.kind == "open":
            node = self._bracket(token, depth)
        elif token.kind == "name":
            node = self._named(token.text)
        else:
            node = _plain(token)
        return Not(node) if is_negated and node is not None else node

    def _bracket(self, opening: _Token, depth: int) -> Node | None:
        place = quoted(self._text[opening.at + 1 :])
        if depth >= MAX_DEPTH:
            raise QueryError(
                f"Vor {place} stehen mehr als 12 Klammern ineinander: Schreiben Sie die Frage mit"
                " weniger Klammern."
            )
        node = self.either(depth + 1)
        closing = self._next()
        if closing is None or closing.kind != "close":
            raise QueryError(
                f"Die Klammer vor {place} ist nicht geschlossen: Setzen Sie eine schließende dahinter."
            )
        return node

    def _named(self, name: str) -> Node | None:
        value = self.peek()
        if value is None or value.kind not in ("word", "phrase"):
            return terms.word(name)
        folded = fold(name)
        if folded in DATE_NAMES:
            return terms.span(folded, self._day_words(), self._today)
        if folded in SCOPES:
            self._next()
            node = _plain(value)
            return Scoped(SCOPES[folded], node) if node is not None else None
        if folded in FACET_NAMES or folded in self._own_fields:
            self._next()
            return terms.field(FACET_NAMES.get(folded, folded), value.text, self._today)
        return terms.word(name)

    def _day_words(self) -> str:
        """Take the value of a date: "2024", but also two or three words, "letzte 30 Tage"."""
        ahead = self._tokens[self._at : self._at + 3]
        for count in (3, 2):
            said = [token.text for token in ahead[:count] if token.kind == "word"]
            if len(said) == count and dates.spoken(fold(" ".join(said)), self._today):
                self._at += count
                return " ".join(said)
        self._at += 1
        return ahead[0].text


def _plain(token: _Token) -> Node | None:
    return terms.phrase(token.text) if token.kind == "phrase" else terms.word(token.text)
