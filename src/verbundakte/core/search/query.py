"""The query language of the search field. Users never reach the syntax of the engine.

hund steuer        both words            hund ODER katze     one of them (also OR)
-katze             without (also NICHT)  "hund und katze"    in this order
bau*  *steuer*     pieces of a word      müler~              with typing errors
titel:satzung      in one field          datum:2024..2025    vor:2024  nach:1.3.2024
(a ODER b) c       brackets              § 19 BMG            a paragraph
"""

import re
from dataclasses import dataclass
from datetime import timedelta

from verbundakte.core.search import dates, numbers
from verbundakte.core.search.fold import fold
from verbundakte.core.search.nodes import (
    All,
    And,
    DateRange,
    Field,
    Fuzzy,
    Node,
    Not,
    Or,
    Phrase,
    Scoped,
    Wildcard,
    Word,
)

MAX_CHARACTERS = 2_000
MAX_TERMS = 64
MAX_DEPTH = 12
MAX_PHRASE_WORDS = 24

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
_QUOTES = str.maketrans(dict.fromkeys("„“”«»‟", '"'))
_TOKEN = re.compile(
    rf"(?P<paragraph>{numbers.PARAGRAPH})|(?P<written>{numbers.WRITTEN_DATE})|(?P<open>\()|(?P<close>\))"
    r"|(?P<not>-(?=[^\s)]))|(?P<name>[^\W\d]\w{0,40}):[ ]?(?=[^\s)])|\"(?P<phrase>[^\"]*)\""
    r"|(?P<word>[^\s()\"]+)|(?P<space>\s+)|(?P<quote>\")"
)
_EDGES = ".,;:!?'`´’‚‘/\\|&+=<>[]{}^%#@_-–—…"
_HAS_WORD = re.compile(r"[^\W_]")


class QueryError(ValueError):
    """The query cannot be understood; `message` is one German sentence for the user."""

    def __init__(self, message: str):
        super().__init__(message)
        self.message = message


@dataclass(frozen=True)
class _Token:
    kind: str
    text: str


def cleaned(text: str) -> str:
    """Return a question without control characters, which the database would refuse."""
    return _CONTROL.sub(" ", text).strip()


def parse(text: str, own_fields: frozenset[str] = frozenset()) -> Node:
    """Return the tree of a user's query; a blank query means everything.

    `own_fields` are the folded names of the tenant's own fields. Raises QueryError.
    """
    if len(text) > MAX_CHARACTERS:
        raise QueryError("Die Suchanfrage ist zu lang: Höchstens 2.000 Zeichen sind möglich.")
    text = cleaned(text).translate(_QUOTES)
    if not text:
        return All()
    tokens = _tokenise(text)
    if sum(1 for token in tokens if token.kind in ("word", "phrase")) > MAX_TERMS:
        raise QueryError("Die Suchanfrage enthält zu viele Wörter: Höchstens 64 sind möglich.")
    parser = _Parser(tokens, own_fields)
    node = parser.either(0)
    if parser.peek() is not None:
        raise QueryError("In der Suchanfrage fehlt eine öffnende Klammer.")
    if node is None:
        raise QueryError("Bitte geben Sie mindestens ein Wort oder eine Zahl ein.")
    return node


def _tokenise(text: str) -> list[_Token]:
    tokens, after_space = [], True
    for match in _TOKEN.finditer(text):
        kind, value = match.lastgroup or "", match.group(match.lastgroup or 0)
        if kind == "quote":
            raise QueryError("In der Suchanfrage ist ein Anführungszeichen nicht geschlossen.")
        if kind in ("paragraph", "written"):
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
            tokens.append(_Token(kind, value))
    return tokens


class _Parser:
    def __init__(self, tokens: list[_Token], own_fields: frozenset[str]):
        self._tokens = tokens
        self._own_fields = own_fields
        self._at = 0

    def peek(self) -> _Token | None:
        return self._tokens[self._at] if self._at < len(self._tokens) else None

    def _next(self) -> _Token | None:
        token = self.peek()
        self._at += 1
        return token

    def either(self, depth: int) -> Node | None:
        """`a b ODER c`: the children of Or."""
        if depth > MAX_DEPTH:
            raise QueryError("Die Suchanfrage enthält zu viele Klammern ineinander.")
        found = [self._together(depth)]
        while (token := self.peek()) and token.kind == "or":
            self._next()
            found.append(self._together(depth))
        children = tuple(node for node in found if node is not None)
        return Or(children) if len(children) > 1 else (children[0] if children else None)

    def _together(self, depth: int) -> Node | None:
        found = []
        while (token := self.peek()) and token.kind not in ("or", "close"):
            node = self._one(depth)
            if node is not None:
                found.append(node)
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
            node = self._bracket(depth)
        elif token.kind == "name":
            node = self._named(token.text)
        elif token.kind == "phrase":
            node = _phrase(token.text)
        else:
            node = _word(token.text)
        return Not(node) if is_negated and node is not None else node

    def _bracket(self, depth: int) -> Node | None:
        node = self.either(depth + 1)
        closing = self._next()
        if closing is None or closing.kind != "close":
            raise QueryError("In der Suchanfrage fehlt eine schließende Klammer.")
        return node

    def _named(self, name: str) -> Node | None:
        value = self.peek()
        if value is None or value.kind not in ("word", "phrase"):
            return _word(name)
        folded = fold(name)
        if folded in SCOPES:
            self._next()
            node = _phrase(value.text) if value.kind == "phrase" else _word(value.text)
            return Scoped(SCOPES[folded], node) if node is not None else None
        if folded in DATE_NAMES:
            self._next()
            return _dates(folded, value.text)
        if folded in FACET_NAMES or folded in self._own_fields:
            self._next()
            return _field(FACET_NAMES.get(folded, folded), value.text)
        return _word(name)


def _phrase(text: str) -> Node | None:
    if not _HAS_WORD.search(text):
        return None
    if len(text.split()) > MAX_PHRASE_WORDS:
        raise QueryError("Eine Wortfolge in Anführungszeichen darf höchstens 24 Wörter haben.")
    return Phrase(" ".join(text.split()))


def _word(text: str) -> Node | None:
    text = text.strip(_EDGES)
    if not _HAS_WORD.search(text):
        return None
    if "*" in text:
        return _wildcard(text)
    if "~" in text:
        return Fuzzy(fold(text.partition("~")[0])[:60]) if text[0] != "~" else Word(text[1:])
    return Word(text)


def _wildcard(text: str) -> Node:
    pattern = re.sub(r"\*+", "*", fold(text))
    letters = sum(char.isalnum() for char in pattern)
    if letters < (3 if pattern.startswith("*") else 2):
        raise QueryError("Vor oder nach dem Stern braucht die Suche mindestens drei Buchstaben.")
    if pattern.count("*") > 4 or len(pattern) > 60:
        raise QueryError("Ein Suchwort mit Stern ist zu lang oder enthält zu viele Sterne.")
    return Wildcard(pattern)


def _field(name: str, value: str) -> Node:
    folded = " ".join(fold(value).split())[:120]
    if not _HAS_WORD.search(folded):
        raise QueryError(f"Nach „{name}:“ fehlt ein Wert.")
    return Field(name, folded)


def _dates(name: str, value: str) -> Node:
    try:
        first, last = dates.date_range(value.strip(" ,;"))
        if name == "vor" and first:
            return DateRange(None, first - timedelta(days=1))
        if name == "nach" and last:
            return DateRange(last + timedelta(days=1), None)
    except (ValueError, OverflowError):
        raise QueryError(
            f"„{value[:30]}“ ist kein Datum: Bitte schreiben Sie 2024, 03.2024 oder 12.03.2024."
        ) from None
    if name == "seit":
        return DateRange(first, None)
    return DateRange(None, last) if name == "bis" else DateRange(first, last)
