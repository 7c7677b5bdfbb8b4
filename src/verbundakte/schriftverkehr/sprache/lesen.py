"""Reads a text of the language into its tree; what is wrong is said with its line."""

import re
from collections.abc import Iterator
from functools import lru_cache

from verbundakte.schriftverkehr.sprache.baum import (
    Bedingung,
    Feld,
    Je,
    Knoten,
    Text,
    Vergleich,
    Verknuepfung,
    Wenn,
)

MOST_CHARS = 20_000
MOST_DEPTH = 12
FORMS = ("lang", "kurz", "gross", "summe", "anzahl")
PATH = re.compile(r"[a-zäöüß][a-z0-9äöüß_]*(\.[a-zäöüß][a-z0-9äöüß_]*)*")
MARK = re.compile(r"\{\{(.*?)\}\}", re.S)
TOKEN = re.compile(
    r'\s*(?:(?P<text>"[^"]*"|„[^“]*“)|(?P<op>!=|>=|<=|=|>|<|\(|\))|(?P<word>[^\s"=!<>()„]+))'
)
OPERATORS = ("=", "!=", ">", "<", ">=", "<=")
WORDS = ("wenn", "sonst", "ende", "je", "und", "oder", "nicht")


class SpracheInvalid(ValueError):
    """A text cannot be read; `str()` is one German sentence that names the place."""


@lru_cache(maxsize=2000)
def template(text: str) -> tuple[Knoten, ...]:
    """Return the tree of a text. Raises SpracheInvalid."""
    if len(text) > MOST_CHARS:
        raise SpracheInvalid(f"Der Text ist länger als {MOST_CHARS} Zeichen.")
    reader = _Reader(list(_pieces(text)))
    nodes, end = reader.read(1)
    if end:
        raise SpracheInvalid(f"Zeile {end[1]}: „{end[0]}“ steht ohne „wenn“ oder „je“ davor.")
    return nodes


@lru_cache(maxsize=2000)
def condition(text: str) -> Bedingung:
    """Return the tree of a condition such as `betrag > 500 und nicht eilig`. Raises SpracheInvalid."""
    return _Condition(text, 1).whole()


def _pieces(text: str) -> Iterator[tuple[str, str, int]]:
    """Yield ("text" or "mark", content, line)."""
    at = 0
    for found in MARK.finditer(text):
        if before := text[at : found.start()]:
            yield "text", _whole(before, text, at), 0
        yield "mark", " ".join(found.group(1).split()), _line(text, found.start())
        at = found.end()
    if rest := text[at:]:
        yield "text", _whole(rest, text, at), 0


def _whole(piece: str, text: str, at: int) -> str:
    for mark in ("{{", "}}"):
        if mark in piece:
            line = _line(text, at + piece.index(mark))
            raise SpracheInvalid(f"Zeile {line}: „{mark}“ hat kein Gegenstück.")
    return piece


def _line(text: str, at: int) -> int:
    return text.count("\n", 0, at) + 1


class _Reader:
    """Goes through the pieces once."""

    def __init__(self, pieces: list[tuple[str, str, int]]):
        self.pieces, self.at = pieces, 0

    def read(self, depth: int) -> tuple[tuple[Knoten, ...], tuple[str, int] | None]:
        """Return the nodes up to `sonst`, `ende` or the end, and with which word it stopped."""
        nodes: list[Knoten] = []
        while self.at < len(self.pieces):
            kind, content, line = self.pieces[self.at]
            self.at += 1
            if kind == "text":
                nodes.append(Text(content))
                continue
            word, _, rest = content.partition(" ")
            if word in ("sonst", "ende") and not rest:
                return tuple(nodes), (word, line)
            nodes.append(self._mark(word, rest, content, line, depth))
        return tuple(nodes), None

    def _mark(self, *found) -> Knoten:
        word, rest, content, line, depth = found
        if word not in ("wenn", "je"):
            return _field(content, line)
        if depth > MOST_DEPTH:
            raise SpracheInvalid(f"Zeile {line}: Die Bedingungen sind zu tief geschachtelt.")
        body, end = self.read(depth + 1)
        otherwise: tuple[Knoten, ...] = ()
        if word == "wenn" and end and end[0] == "sonst":
            otherwise, end = self.read(depth + 1)
        if end is None:
            raise SpracheInvalid(f"Zeile {line}: Zu „{word} {rest}“ fehlt das „ende“.")
        if end[0] != "ende":
            raise SpracheInvalid(f"Zeile {end[1]}: „sonst“ gehört zu keinem „wenn“.")
        if word == "wenn":
            return Wenn(_Condition(rest, line).whole(), body, otherwise)
        return Je(_path(rest, line), body, line)


def _field(content: str, line: int) -> Feld:
    path, _, form = (part.strip() for part in content.partition("|"))
    if form and form not in FORMS:
        known = ", ".join(FORMS)
        raise SpracheInvalid(f"Zeile {line}: „{form}“ ist keine Form. Es gibt: {known}.")
    return Feld(_path(path, line), form, line)


def _path(text: str, line: int) -> str:
    path = text.strip().lower()
    if not PATH.fullmatch(path) or path in WORDS:
        shown = text.strip() or "nichts"
        raise SpracheInvalid(f"Zeile {line}: In „{{{{ }}}}“ steht {shown}, erwartet ist ein Feld.")
    return path


class _Condition:
    """Reads a condition: `oder` binds weaker than `und`, `nicht` binds strongest."""

    def __init__(self, text: str, line: int):
        self.line, self.at, self.tokens = line, 0, []
        place = 0
        while place < len(text.rstrip()):
            found = TOKEN.match(text, place)
            if found is None:
                raise self._wrong(text[place:].strip()[:20])
            self.tokens.append((found.lastgroup, found.group(found.lastgroup)))
            place = found.end()

    def whole(self) -> Bedingung:
        """Return the tree; everything must have been read."""
        tree = self._either(1)
        if self.at < len(self.tokens):
            raise self._wrong(self.tokens[self.at][1])
        return tree

    def _wrong(self, shown: str) -> SpracheInvalid:
        return SpracheInvalid(
            f"Zeile {self.line}: Die Bedingung ist bei „{shown}“ nicht zu verstehen."
        )

    def _next(self, word: str) -> bool:
        if self.at < len(self.tokens) and self.tokens[self.at][1] == word:
            self.at += 1
            return True
        return False

    def _either(self, depth: int) -> Bedingung:
        return self._joined("oder", self._both, depth)

    def _both(self, depth: int) -> Bedingung:
        return self._joined("und", self._one, depth)

    def _joined(self, word: str, below, depth: int) -> Bedingung:
        if depth > MOST_DEPTH:
            raise self._wrong("(")
        parts = [below(depth)]
        while self._next(word):
            parts.append(below(depth))
        return parts[0] if len(parts) == 1 else Verknuepfung(word, tuple(parts))

    def _one(self, depth: int) -> Bedingung:
        if self._next("nicht"):
            if depth > MOST_DEPTH:
                raise self._wrong("nicht")
            return Verknuepfung("nicht", (self._one(depth + 1),))
        if self._next("("):
            inner = self._either(depth + 1)
            if not self._next(")"):
                raise self._wrong("(")
            return inner
        return self._comparison()

    def _comparison(self) -> Vergleich:
        if self.at >= len(self.tokens):
            raise SpracheInvalid(f"Zeile {self.line}: Der Bedingung fehlt ein Feld.")
        kind, word = self.tokens[self.at]
        if kind != "word" or word in WORDS or not PATH.fullmatch(word.lower()):
            raise self._wrong(word)
        self.at += 1
        if self.at < len(self.tokens) and self.tokens[self.at][1] in OPERATORS:
            operator = self.tokens[self.at][1]
            self.at += 1
            if self.at >= len(self.tokens) or self.tokens[self.at][0] == "op":
                raise SpracheInvalid(f"Zeile {self.line}: Nach „{operator}“ fehlt ein Wert.")
            value = self.tokens[self.at][1].strip('"„“')
            self.at += 1
            return Vergleich(word.lower(), operator, value, self.line)
        return Vergleich(word.lower(), line=self.line)


def paths_in(nodes: tuple[Knoten, ...]) -> Iterator[tuple[str, int]]:
    """Yield (path, line) of every field a text may ask for; in `je` the row's own are left out."""
    for node in nodes:
        if isinstance(node, Feld):
            yield node.path, node.line
        elif isinstance(node, Wenn):
            yield from paths_of_condition(node.condition)
            yield from paths_in(node.then)
            yield from paths_in(node.otherwise)
        elif isinstance(node, Je):
            yield node.path, node.line
            yield from paths_in(node.body)


def paths_of_condition(tree: Bedingung) -> Iterator[tuple[str, int]]:
    """Yield (path, line) of every field a condition asks for."""
    if isinstance(tree, Vergleich):
        yield tree.path, tree.line
        return
    for part in tree.parts:
        yield from paths_of_condition(part)
