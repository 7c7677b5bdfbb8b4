"""From German text to index tokens. Pure: no index, no database; every word form is cached.

A text becomes a row of word forms. Each form has stems (one per position, the `body` stream),
parts of its compounds, file numbers with the pieces they are found by, and its folded spellings.
Change ANALYSER_VERSION whenever the tokens of any text change: the index is rebuilt by it.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

import Stemmer

from verbundakte.core.search import inflection, lexikon, numbers, ocr
from verbundakte.core.search.compounds import Part, Splitter
from verbundakte.core.search.fold import fold

ANALYSER_VERSION = 4
CACHE_SIZE = 300_000
MAX_WORD = 64

_HYPHENS = r"-\u2010\u2011"
_INVISIBLE = r"\u00ad\u200b-\u200d\u2060\ufeff"
_BREAK = (
    rf"[{_HYPHENS}\u00ad\u00ac][ \t]*\r?\n[ \t]*"  # at the end of a line
    r"|-(?<=[^\W\d_]-)[ ](?=[a-zäöüß])"  # the same, after somebody took the line end for a space
)
_JOINTS = rf"(?:{_BREAK}|[{_HYPHENS}./_:{_INVISIBLE}]|,(?<=\d,)(?=\d))"
_WORD = rf"[^\W_]+(?:{_JOINTS}[^\W_]+){{0,8}}"
_MARKED = r"(?:[^\W_][\u0300-\u036f]*)+"
_WORD_MARKED = rf"{_MARKED}(?:{_JOINTS}{_MARKED}){{0,8}}"
_SPACED = r"[^\W\d_][ \u00a0](?<![^\W_].[ \u00a0])[^\W\d_](?:[ \u00a0][^\W\d_]){2,40}(?![^\W_])"
_SPECIAL = f"{numbers.PARAGRAPH}|{numbers.WRITTEN_DATE}|{numbers.IBAN}|{_SPACED}"
_TOKEN = re.compile(f"{_SPECIAL}|{_WORD}")
_TOKEN_MARKED = re.compile(f"{_SPECIAL}|{_WORD_MARKED}")

_LINE_BREAK = re.compile(_BREAK)
_PLAIN = str.maketrans(
    {0x2010: "-", 0x2011: "-", 0xAC: "\u00ad"}
    | dict.fromkeys((0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF), "\u00ad")
)
_ODD = re.compile("[\u2010\u2011\u00ac\u200b-\u200d\u2060\ufeff]")
_WRITTEN_OUT = {"nr": "nummer", "abs": "absatz", "buchst": "buchstabe", "str": "strasse"}
_COMPONENT = re.compile(r"(?:[^\W_][\u0300-\u036f]*)+")
_SPELT_UMLAUT = re.compile(r"(?<![aeiouqy])(?:(a)e(?=u)|(a|o|u)e(?![aiouy]))")
_ELLIPSIS_WORDS = frozenset(
    ("und", "oder", "bzw", "beziehungsweise", "sowie", "u", "noch", "bis", "als", "wie", "statt")
)


class Form(NamedTuple):
    """What the index knows of one piece of text between spaces."""

    body: tuple[str, ...] = ()
    spans: tuple[tuple[int, int], ...] = ()
    parts: tuple[tuple[int, Part], ...] = ()
    forms: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    whole: str = ""  # the token for all of it, when it has several positions


@dataclass
class Tokens:
    """The token streams of one text; a part carries the position of its compound."""

    body: list[str] = field(default_factory=list)
    parts: list[tuple[int, str]] = field(default_factory=list)
    forms: set[str] = field(default_factory=set)
    numbers: set[str] = field(default_factory=set)


class Analyser:
    """Splits text into forms. Safe to share between threads; `learned` adds known word stems."""

    def __init__(self, learned: Iterable[str] = ()):
        self._stemmer = Stemmer.Stemmer("german", 0)
        words = lexikon.load()
        self._forms = inflection.table(list(words.verbs), list(words.nouns), self._snowball)
        self.learned = frozenset(fold(word) for word in learned)
        self._splitter = Splitter(words, self.stem, self.learned)
        own = lexikon.digest("\n".join(sorted(self.learned))) if self.learned else "0"
        self._words_version = f"{words.digest}.{own}"
        self._cache: dict[str, Form] = {}
        self._irregular: dict[str, tuple[str, ...]] | None = None

    @property
    def version(self) -> str:
        """Return what the tokens depend on: the code, our lexicon, the learned words."""
        return f"{ANALYSER_VERSION}.{self._words_version}"

    def with_learned(self, words: Iterable[str]) -> "Analyser":
        """Return an analyser that knows these words too; this one when there are none."""
        learned = frozenset(fold(word) for word in words)
        return LearnedAnalyser(self, learned) if learned else self

    def stem(self, word: str) -> str:
        """Return what the forms of a folded word share; words with digits stay as they are."""
        if not word.isalpha():
            return word
        word = inflection.masculine(word)
        return self._forms.get(word) or self._snowball(word)

    def segments(self, word: str) -> tuple[str, ...]:
        """Return the stems a folded compound is cut into; empty when it is none."""
        return tuple(word[one.start : one.end] for one in self._splitter.split(word))

    def is_known(self, word: str) -> bool:
        """Tell whether a folded word, or what it is a form of, stands in the lexicon."""
        return word in self._forms or self._splitter.is_known(word) or bool(self.segments(word))

    def _snowball(self, word: str) -> str:
        return self._stemmer.stemWord(word) or word

    def irregular(self, stem: str) -> tuple[str, ...]:
        """Return the folded forms that share this stem and do not begin with it."""
        if self._irregular is None:
            found: dict[str, list[str]] = {}
            for form, shared in self._forms.items():
                if not form.startswith(shared):
                    found.setdefault(shared, []).append(form)
            self._irregular = {shared: tuple(forms) for shared, forms in found.items()}
        return self._irregular.get(stem, ())

    def pieces(self, text: str) -> Iterator[tuple[int, int, Form]]:
        """Yield (start, end, form) over `text`; offsets count characters of `text` itself."""
        pattern = _TOKEN if unicodedata.is_normalized("NFC", text) else _TOKEN_MARKED
        for match in pattern.finditer(text):
            yield match.start(), match.end(), self.form(match.group())

    def tokens(self, text: str) -> Tokens:
        """Return all token streams of `text`."""
        result = Tokens()
        body, parts, forms, found = result.body, result.parts, result.forms, result.numbers
        cache = self._cache
        for raw in _TOKEN.findall(unicodedata.normalize("NFC", text)):
            form = cache.get(raw) or self.form(raw)
            if form.parts:
                here = len(body)
                parts.extend([(here + offset, part.token) for offset, part in form.parts])
            body.extend(form.body)
            forms.update(form.forms)
            if form.numbers:
                found.update(form.numbers)
        return result

    def form(self, raw: str) -> Form:
        """Return the analysed form of one piece of text, from the cache when it is known."""
        form = self._cache.get(raw)
        if form is None:
            if len(self._cache) >= CACHE_SIZE:
                self._cache.clear()
            form = self._cache[raw] = self._analyse(raw)
        return form

    def _analyse(self, raw: str) -> Form:
        if _ODD.search(raw):
            raw = raw.translate(_PLAIN)
        if raw[0] in "§$" or raw.startswith(("Art.", "Artikel ", "Artikel\u00a0")):
            return self._paragraph(raw)
        special = numbers.iban_token(raw) or numbers.date_token(raw)
        if special:
            return Form((special,), ((0, len(raw)),), (), (special,), (special,))
        if raw[1:2] in (" ", "\u00a0"):
            return self._spaced(raw)
        if _LINE_BREAK.search(raw):
            return self._broken_line(raw)
        if "\u00ad" in raw:
            return self._as(raw, raw.replace("\u00ad", ""))
        found = [(m.group(), m.span()) for m in _COMPONENT.finditer(raw)]
        words = [fold(text)[:MAX_WORD] for text, _ in found]
        if "-" not in raw and len(words) == 1:
            return self._words(words, [found[0][1]])
        if numbers.is_number(words):
            return self._number(raw, words)
        form = self._words(words, [span for _, span in found])
        return self._with_joined(form, words) if "-" in raw else form

    def _as(self, raw: str, text: str) -> Form:
        """Return the form of what was written as `raw` and means `text`."""
        form = self.form(text)
        return form._replace(spans=((0, len(raw)),) * len(form.body))

    def _words(self, words: list[str], spans: list[tuple[int, int]]) -> Form:
        body, parts, forms, found = [], [], [], []
        for word in words:
            whole = _written_out(word)
            umlaut = _SPELT_UMLAUT.sub(r"\1\2", whole)
            inside = self._splitter.parts(whole) or self._misread(umlaut)
            parts += [(len(body), part) for part in inside]
            body.append(self.stem(umlaut))
            forms += dict.fromkeys((word, whole, umlaut))
            if len(word) > 2 and word.isdigit():
                found.append(word)
        return Form(tuple(body), tuple(spans), tuple(parts), tuple(forms), tuple(found))

    def _misread(self, word: str) -> tuple[Part, ...]:
        """Return what a word that nobody knows was before it was scanned, where that is known."""
        if not ocr.is_suspect(word) or word in self._forms or self._splitter.is_known(word):
            return ()
        known = [one for one in ocr.variants(word) if self.is_known(one)]
        tokens = [token for one in known for token in (self.stem(one), *self._tokens_inside(one))]
        return tuple(Part(token, 0, len(word)) for token in dict.fromkeys(tokens))

    def _tokens_inside(self, word: str) -> list[str]:
        return [part.token for part in self._splitter.parts(word)]

    def _spaced(self, raw: str) -> Form:
        """A word in spaced letters is one word where it is a known one: S a t z u n g."""
        word = "".join(raw.split())
        if self.is_known(fold(word)):
            return self._as(raw, word)
        found = list(_COMPONENT.finditer(raw))
        return self._words([fold(m.group()) for m in found], [m.span() for m in found])

    def _with_joined(self, form: Form, words: list[str]) -> Form:
        """Bundes-Immissionsschutzgesetz is also found as one word, E-Mail as Email."""
        joined = "".join(words)
        if not joined.isalpha() or len(joined) > MAX_WORD:
            return form
        whole = self.stem(joined)
        parts = (*form.parts, (0, Part(whole, 0, len(joined))))
        return form._replace(parts=parts, forms=(*form.forms, joined), whole=whole)

    def _number(self, raw: str, words: list[str]) -> Form:
        number = fold(raw)[: numbers.MAX_TOKEN]
        tokens = (*numbers.number_tokens(number), *numbers.plain_amounts(raw))
        named = [word for word in words if len(word) >= 2 and word.isalpha()]
        parts = tuple((0, Part(self.stem(word), 0, len(number))) for word in named)
        return Form((number,), ((0, len(raw)),), parts, (number, *named), tokens)

    def _paragraph(self, raw: str) -> Form:
        """§ 19 Abs. 2 BMG: one token for the paragraph, with its law too, and what stands behind."""
        found, between = numbers.paragraphs(raw)
        law = numbers.law_of(raw)
        spans = [(start, end) for _, start, end in found]
        rest = [(m.group(), m.span()) for m in _COMPONENT.finditer(raw, spans[-1][1])]
        words = ["satz" if text == "S" else fold(text) for text, _ in rest]
        form = self._words(words, [span for _, span in rest])
        parts = [
            (offset, Part(token, 0, len(raw)))
            for offset, (number, _, _) in enumerate(found)
            for token in self._parts_of_paragraph(number, law)
        ]
        parts += [(0, Part(one + tail, 0, len(raw))) for one in between for tail in {"", law}]
        parts += [(offset + len(found), part) for offset, part in form.parts]
        tokens = tuple(token for token, _, _ in found)
        whole = tokens[0] + law if law and len(found) == 1 else ""
        return Form(
            (*tokens, *form.body),
            (*spans, *form.spans),
            tuple(parts),
            (*tokens, *form.forms),
            form.numbers,
            whole,
        )

    def _parts_of_paragraph(self, token: str, law: str) -> list[str]:
        number = token.removeprefix("art").removeprefix("§")
        kind = [self.stem("artikel")] if token.startswith("art") else []
        return [*([token + law] if law else []), number, *kind]

    def _broken_line(self, raw: str) -> Form:
        """Join what a line end has parted: "Bau-\\ngenehmigung", but not "Hunde-\\nund"."""
        last = 0
        for match in _LINE_BREAK.finditer(raw):
            follows = _COMPONENT.match(raw, match.end())
            if follows is None or fold(follows.group()) in _ELLIPSIS_WORDS:
                continue
            before, after = raw[match.start() - 1], raw[match.end()]
            if after.islower() and before.isalpha():
                last = match.end()
        return self._as(raw, _LINE_BREAK.sub("", raw)) if last else self._split_line(raw)

    def _split_line(self, raw: str) -> Form:
        """The hyphen belongs to the word: "Bundes-\\nImmissionsschutz", "2024-\\n0012"."""
        hyphened = _LINE_BREAK.sub("-", raw)
        words = fold(hyphened).split("-")
        if any(word in _ELLIPSIS_WORDS for word in words):
            found = list(_COMPONENT.finditer(raw))
            folded = [fold(m.group())[:MAX_WORD] for m in found]
            return self._words(folded, [m.span() for m in found])
        return self._as(raw, hyphened)


def _written_out(word: str) -> str:
    """Return "hauptstrasse" for "hauptstr", "nummer" for "nr"; any other word as it is."""
    if len(word) > 5 and word.endswith("str"):
        return word + "asse"
    return _WRITTEN_OUT.get(word, word)


class LearnedAnalyser(Analyser):
    """Knows the words of one town; forms in which none of them occurs are those of the base."""

    def __init__(self, base: Analyser, learned: frozenset[str]):
        super().__init__(learned)
        self._base = base
        self._shortest = min(map(len, learned))
        self._longest = max(map(len, learned))

    def _analyse(self, raw: str) -> Form:
        return super()._analyse(raw) if self._holds_learned(raw) else self._base.form(raw)

    def _holds_learned(self, raw: str) -> bool:
        word, learned = fold(_LINE_BREAK.sub("", raw)), self.learned
        return any(
            word[start : start + length] in learned
            for length in range(self._shortest, self._longest + 1)
            for start in range(len(word) - length + 1)
        )
