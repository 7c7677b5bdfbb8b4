"""The places of a text that a query matches, found by the analyser that made the index."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property, lru_cache
from itertools import accumulate, pairwise
from typing import NamedTuple

from verbundakte.core.search import nodes
from verbundakte.core.search.analyser import Analyser, Form
from verbundakte.core.search.compiler import STOP_WORDS
from verbundakte.core.search.compounds import Part
from verbundakte.core.search.distance import allowed, within
from verbundakte.core.search.fold import fold
from verbundakte.core.search.places import Places, is_needle

WRITTEN_SHORT = ("nummer", "absatz", "buchstabe", "artikel")  # Nr., Abs., Buchst., Art.
_MOST_KEPT = 60
_SHORT_FOR_MORE = re.compile(r"(?:nr|abs|buchst|str)(?![a-z])")
_AROUND = ".,;:!?()[]»«„“”\"'"
_NO_LETTERS = re.compile(r"[\W_]+")
_ANY_E_AFTER = re.compile(r"([aou])e")
_LETTERS = re.compile(r"(?:[^\W_]|[\u0300-\u036f])+")


class Mark(NamedTuple):
    """A place [start, end) of a text; `key` is what was asked for."""

    start: int
    end: int
    key: str


class _Letters(NamedTuple):
    least: int  # of the one word there is, 0 for several
    most: int
    pairs: int  # a bit for each two letters side by side
    is_short: bool  # stands for more letters than it has


@lru_cache(maxsize=100_000)
def _letters_of(raw: str) -> _Letters:
    """Return which letters a word has once it is folded; the words of a language come again and again."""
    folded = fold(raw).strip(_AROUND)
    short = _ANY_E_AFTER.sub(r"\1", folded)
    pairs = 0
    for spelling in {folded, short}:
        letters = spelling if spelling.isalnum() else _NO_LETTERS.sub("", spelling)
        for one, two in pairwise(letters):
            pairs |= 1 << (31 * ord(one) + ord(two)) % 509
    least = len(short) if folded.isalnum() else 0
    return _Letters(least, len(folded), pairs, _SHORT_FOR_MORE.search(folded) is not None)


class Marker:
    """Finds what a query matches in a text. Make one per query, use it for all its hits."""

    def __init__(self, node: nodes.Node, analyser: Analyser):
        self._analyser = analyser
        self._stems: set[str] = set()
        self._phrases: list[tuple[str, ...]] = []
        self._patterns: list[tuple[str, re.Pattern]] = []
        self._fuzzy: list[tuple[str, int]] = []
        self._letters_of_patterns: set[str] = set()
        self._tried: set[str] = set()
        self._wanted: set[str] = set()
        self._pieces: dict[str, tuple[Mark, ...]] = {}
        self._known: dict[int, tuple[Form, tuple[Mark, ...]]] = {}
        asked = nodes.questions(node)
        self._synonyms = sum(len(one.others) for one in asked if isinstance(one, nodes.Alike))
        leaves = nodes.positive_nodes(node)
        for leaf in leaves:
            self._add(leaf, is_only=len(leaves) == 1)
        groups = (self._stems, self._phrases, self._patterns, self._fuzzy)
        self._things = sum(map(len, groups))
        self._similar = [
            (len(word), _letters_of(word).pairs, errors) for word, errors in self._fuzzy
        ]
        self._longest = max((len(phrase) for phrase in self._phrases), default=1)
        # Between texts that are looked at together; a phrase looks a few words ahead.
        self._between = "\n" + ".\n" * (self._longest + 3)
        # By id and with the text: the hash of a page takes a tenth of what looking through it takes.
        self._seen: dict[tuple[int, int | None], tuple[str, list[Mark]]] = {}
        self._places = Places(self._needles(), self._wanted_among if self._fuzzy else None)
        is_phrase = len(self._phrases) == 1 and not (self._stems or self._patterns or self._fuzzy)
        further = self._phrases[0][1:] if is_phrase else ()
        self._further = [Places(self._needles_of({stem})) for stem in further]

    def _add(self, leaf: nodes.Node, is_only: bool) -> None:
        match leaf:
            case nodes.Similar(text):
                self._add(nodes.Word(text), is_only)
                for written in self._analyser.form(text).forms[:2]:
                    self._fuzzy.append((written, 1))
                    self._patterns.append((text, re.compile(re.escape(written) + ".*")))
                    self._letters_of_patterns.add(written)
            case nodes.Word(text) if is_only or fold(text) not in STOP_WORDS:
                for _, _, form in self._analyser.pieces(text):
                    self._stems.update(form.body)
                    self._stems.update((form.whole,) if form.whole else ())
            case nodes.Phrase(text):
                pieces = self._analyser.pieces(text)
                self._phrases.append(tuple(stem for _, _, form in pieces for stem in form.body))
            case nodes.Wildcard(pattern):
                regex = ".*".join(re.escape(piece) for piece in pattern.split("*"))
                self._patterns.append((pattern, re.compile(regex + r"\Z")))
                self._letters_of_patterns.add(max(pattern.split("*"), key=len))
            case nodes.Fuzzy(text):
                self._fuzzy.append((text, allowed(text)))

    def _needles(self) -> set[str] | None:
        """Return letters of which some stand wherever anything matches but what is only similar; None
        when nobody can say."""
        if any(not phrase for phrase in self._phrases):
            return None
        stems = self._needles_of({*self._stems, *(phrase[0] for phrase in self._phrases)})
        found = None if stems is None else stems | self._letters_of_patterns
        return found if found is not None and all(map(is_needle, found)) else None

    def _needles_of(self, stems: set[str]) -> set[str] | None:
        """Return letters of which some stand wherever one of these stems stands; None as above."""
        if any(self._analyser.stem(word) in stems for word in WRITTEN_SHORT):
            return None
        found = stems.union(*map(self._analyser.irregular, stems))
        return found if all(map(is_needle, found)) else None

    @cached_property
    def keys(self) -> int:
        """Return how many different things were asked for; a synonym is none of its own."""
        return max(1, self._things - self._synonyms)

    def marks(self, text: str, *, reach: int | None = None) -> list[Mark]:
        """Return the places of `text` that match, in order and without overlaps.

        `reach`: of one thing that was asked for not all places, but the first and at least those
        that begin so many characters after it.
        """
        seen = self._seen.get((id(text), reach))
        return self._look([text], reach)[0] if seen is None else seen[1]

    def look_at(self, texts: Sequence[str], *, reach: int | None = None) -> None:
        """Find the marks of many texts in one go, for `marks` with the same `reach`.

        Half the time a page takes goes into beginning with it.
        """
        for text, marks in zip(texts, self._look(texts, reach), strict=True):
            self._seen[id(text), reach] = text, marks

    def _look(self, texts: Sequence[str], reach: int | None) -> list[list[Mark]]:
        """Return the marks of each text."""
        found: list[list[Mark]] = [[] for _ in texts]
        if not self._things or not texts:
            return found
        whole = self._between.join(texts)
        spans = self._places.around(whole, words=self._longest)
        if spans is None and len(texts) > 1:  # because of one of them, mostly
            half = len(texts) // 2
            return self._look(texts[:half], reach) + self._look(texts[half:], reach)
        stops = reach if self._things == 1 else None
        begins = list(accumulate((len(one) + len(self._between) for one in texts), initial=0))
        for begin, end in ((0, len(whole)),) if spans is None else spans:
            number = bisect_right(begins, begin) - 1
            first, marks = begins[number], found[number]
            if stops and marks and begin - first > marks[0].start + stops:
                continue
            piece = whole[begin : min(end, first + len(texts[number]))]
            if all(one.may_hold(piece) for one in self._further):
                at = begin - first
                marks += [
                    Mark(at + one.start, at + one.end, one.key) for one in self._marks_in(piece)
                ]
        return [_in_order(marks) for marks in found]

    def _marks_in(self, piece: str) -> tuple[Mark, ...]:
        """Return the marks of a piece; the same few words come again and again."""
        found = self._pieces.get(piece)
        if found is None:
            found = tuple(self._marked(piece))
            if len(piece) <= _MOST_KEPT:
                self._pieces[piece] = found
        return found

    def _marked(self, text: str) -> Iterator[Mark]:
        pieces = list(self._analyser.pieces(text))
        for start, stop, form in pieces:
            for mark in self._in_form(form, text[start:stop]):
                yield Mark(start + mark.start, start + mark.end, mark.key)
        for phrase in self._phrases:
            yield from _phrase_marks(pieces, phrase)

    def _wanted_among(self, words: set[str]) -> set[str]:
        """Return which of the words that stand between spaces are marked as similar."""
        fresh = words - self._tried
        self._tried |= fresh
        self._wanted.update(filter(self._is_marked, self._with_letters(fresh)))
        return words & self._wanted

    def _is_marked(self, raw: str) -> bool:
        return any(self._in_form(form, raw[at:end]) for at, end, form in self._analyser.pieces(raw))

    def _with_letters(self, words: Iterable[str]) -> Iterator[str]:
        """Yield the words with letters enough for a similar one: an error parts three pairs at most.

        A page has a thousand words, so this is one loop without a call.
        """
        for raw in words:
            least, most, pairs, is_short = _letters_of(raw)
            for length, wanted, errors in self._similar:
                fits = least - errors <= length <= most + errors
                if is_short or (fits and (wanted & ~pairs).bit_count() <= 3 * errors):
                    yield raw
                    break

    def _in_form(self, form: Form, raw: str) -> tuple[Mark, ...]:
        known = self._known.get(id(form))
        if known is None or known[0] is not form:
            known = self._known[id(form)] = (form, tuple(self._find(form, raw)))
        return known[1]

    def _find(self, form: Form, raw: str) -> Iterator[Mark]:
        for pattern, regex in self._patterns:
            if any(regex.match(token) for token in (*form.forms, *form.numbers)):
                yield Mark(0, len(raw), pattern)
        for word, errors in self._fuzzy:
            if any(within(word, token, errors) is not None for token in form.forms):
                yield Mark(0, len(raw), word)
        if form.whole in self._stems:
            yield Mark(0, len(raw), form.whole)
        for number in self._stems.intersection(form.numbers):
            start, end = self._letters(raw, number) or (0, len(raw))
            yield Mark(start, end, number)
        for stem, (start, end) in zip(form.body, form.spans, strict=True):
            if stem in self._stems:
                yield Mark(start, end, stem)
        for position, part in form.parts:
            if part.token in self._stems:
                start, end = form.spans[position]
                first, last = self._place(raw[start:end], part)
                yield Mark(start + first, start + last, part.token)

    def _place(self, raw: str, part: Part) -> tuple[int, int]:
        """Return where a part stands in a word, or in something like `2024-03-12_Antrag_Carport.pdf`."""
        found = None if raw.isalpha() else self._letters(raw, part.token)
        return found or _unfolded(raw, part.start, part.end)

    def _letters(self, raw: str, stem: str) -> tuple[int, int] | None:
        """Return where letters with this stem stand between other signs."""
        for match in _LETTERS.finditer(raw):
            if self._analyser.stem(fold(match.group())) == stem:
                return match.span()
        return None


def _unfolded(raw: str, start: int, end: int) -> tuple[int, int]:
    """Return the place in `raw` of [start, end) in its folded spelling (ß is two letters there)."""
    lengths = [len(fold(char)) for char in raw]
    if not _LETTERS.fullmatch(raw) or sum(lengths) < end:
        return 0, len(raw)
    first = last = None
    position = 0
    for index, length in enumerate(lengths):
        if first is None and position + length > start:
            first = index
        if last is None and position >= end and length:
            last = index
        position += length
    return first or 0, len(raw) if last is None else last


def _phrase_marks(pieces: list[tuple[int, int, Form]], phrase: tuple[str, ...]) -> Iterator[Mark]:
    stream = [
        (stem, start + first, start + last)
        for start, _, form in pieces
        for stem, (first, last) in zip(form.body, form.spans, strict=True)
    ]
    length = len(phrase)
    for at, (stem, start, _) in enumerate(stream[: max(0, len(stream) - length + 1)]):
        if stem == phrase[0] and tuple(s for s, _, _ in stream[at : at + length]) == phrase:
            yield Mark(start, stream[at + length - 1][2], " ".join(phrase))


def _in_order(found: list[Mark]) -> list[Mark]:
    """Return marks in order and without overlaps."""
    if len(found) < 2:
        return [mark for mark in found if mark.end > mark.start]
    kept, last = [], 0
    for mark in sorted(found, key=lambda mark: (mark.start, -mark.end)):
        if mark.start >= last and mark.end > mark.start:
            kept.append(mark)
            last = mark.end
    return kept
