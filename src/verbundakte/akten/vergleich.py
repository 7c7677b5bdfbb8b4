"""Two texts compared word by word, page by page. Pure, and fast for long texts too.

Runs of words that stand exactly once in both texts hold them together; only what lies between is
compared word for word, so that the work grows with the text and not with its square.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import NamedTuple

RUN = 4
LARGEST_GAP = 1_500
HYPHENATION = re.compile(r"(?<=[^\W\d_])[-\u00ad\u2010]\s*\n\s*(?=[a-zäöüß])")
WORD = re.compile(r"(\s*)(\S+)")
EQUAL, INSERTED, DELETED = "equal", "insert", "delete"


class Word(NamedTuple):
    """One word, the page it stands on, and the space before it."""

    text: str
    page: int
    space: str


class Piece(NamedTuple):
    """Words that are equal, new or gone; `number` counts the changes from 1 (0: no change)."""

    kind: str
    text: str
    number: int


@dataclass
class Seite:
    """One page of the newer text with what is gone from before it, and how many changes it has."""

    number: int
    pieces: list[Piece] = field(default_factory=list)
    changes: int = 0


def words_of(pages: Sequence[tuple[int, str]]) -> list[Word]:
    """Return the words of (page, text), joined where a line end had parted them."""
    found = []
    for page, text in pages:
        for space, word in WORD.findall(HYPHENATION.sub("", text)):
            found.append(Word(word, page, "\n" if "\n" in space else " "))
    return found


def compared(old: Sequence[Word], new: Sequence[Word]) -> list[Seite]:
    """Return the pages of the newer text with all that is equal, new or gone."""
    pages: dict[int, Seite] = {word.page: Seite(word.page) for word in new}
    count, last, page = 0, EQUAL, new[0].page if new else 1
    for kind, words in _changes(old, new):
        if kind != EQUAL and last == EQUAL:
            count += 1
        for place, run in _by_page(kind, words, page):
            seite = pages.setdefault(place, Seite(place))
            text = "".join(f"{word.space}{word.text}" for word in run)
            seite.pieces.append(Piece(kind, text, 0 if kind == EQUAL else count))
            page = place
        last = kind
    for seite in pages.values():
        seite.changes = len({piece.number for piece in seite.pieces} - {0})
    return [pages[number] for number in sorted(pages)]


def _by_page(kind: str, words: Sequence[Word], page: int) -> Iterator[tuple[int, list[Word]]]:
    """Words in runs of one page; what is gone stands on the page where the reader is."""
    if kind == DELETED:
        yield page, list(words)
        return
    run: list[Word] = []
    for word in words:
        if run and word.page != run[0].page:
            yield run[0].page, run
            run = []
        run.append(word)
    if run:
        yield run[0].page, run


def _changes(old: Sequence[Word], new: Sequence[Word]) -> Iterator[tuple[str, Sequence[Word]]]:
    """Yield kind and words in the order of reading, gone before new."""
    before, after = [word.text for word in old], [word.text for word in new]
    at, to = 0, 0
    for begin, start, length in [*_matches(before, after), (len(old), len(new), 0)]:
        if begin > at:
            yield DELETED, old[at:begin]
        if start > to:
            yield INSERTED, new[to:start]
        if length:
            yield EQUAL, new[start : start + length]
        at, to = begin + length, start + length


def _matches(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int, int]]:
    """Return (place in old, place in new, length) of what is equal, in order."""
    found: list[list[int]] = []
    at, to = 0, 0
    for begin, start, length in [*_anchors(old, new), (len(old), len(new), 0)]:
        for one in (*_between(old[at:begin], new[to:start]), (begin - at, start - to, length)):
            place, other, size = at + one[0], to + one[1], one[2]
            if not size:
                continue
            is_next = found and (found[-1][0] + found[-1][2], found[-1][1] + found[-1][2]) == (
                place,
                other,
            )
            if is_next:
                found[-1][2] += size
            else:
                found.append([place, other, size])
        at, to = begin + length, start + length
    return [(place, other, size) for place, other, size in found]


def _between(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[int, int, int]]:
    """What is equal in a gap between two anchors; a gap too large is replaced as a whole."""
    if not old or not new or max(len(old), len(new)) > LARGEST_GAP:
        return
    for match in SequenceMatcher(None, old, new).get_matching_blocks():
        if match.size:
            yield match.a, match.b, match.size


def _anchors(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int, int]]:
    """Runs of words that stand once in both texts, in the longest common order, grown together."""
    places = _once(old)
    pairs = [(places[run], to) for run, to in _once(new).items() if run in places]
    anchors: list[tuple[int, int, int]] = []
    for begin, start in _longest_order(sorted(pairs, key=lambda pair: pair[1])):
        if anchors:
            at, to, length = anchors[-1]
            over = at + length - begin
            if over >= 0 and begin - at == start - to:
                anchors[-1] = (at, to, begin + RUN - at)
                continue
            if begin < at + length or start < to + length:
                continue
        anchors.append((begin, start, RUN))
    return anchors


def _once(words: Sequence[str]) -> dict[tuple[str, ...], int]:
    runs = [tuple(words[at : at + RUN]) for at in range(len(words) - RUN + 1)]
    counts = Counter(runs)
    return {run: at for at, run in enumerate(runs) if counts[run] == 1}


def _longest_order(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the longest row of pairs whose places rise in both texts (patience)."""
    tops: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for number, (place, _) in enumerate(pairs):
        pile = bisect_left(tops, place)
        before.append(ends[pile - 1] if pile else -1)
        if pile == len(tops):
            tops.append(place)
            ends.append(number)
        else:
            tops[pile], ends[pile] = place, number
    row, number = [], ends[-1] if ends else -1
    while number >= 0:
        row.append(pairs[number])
        number = before[number]
    return row[::-1]
