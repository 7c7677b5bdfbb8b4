"""Snippets and marks, made from the text itself by the analyser that made the index."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple

from verbundakte.core.search import nodes
from verbundakte.core.search.analyser import Analyser
from verbundakte.core.search.marker import Mark, Marker

WIDTH = 240
MAX_CHARACTERS = 400_000
ENOUGH = 50_000
MAX_OTHERS = 10
AHEAD = 6_000
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True)
class Snippet:
    """A piece of one page; segments are (text, is_mark), plain text for the template to escape."""

    page: int
    segments: tuple[tuple[str, bool], ...]
    others: tuple[int, ...] = ()


class _Page(NamedTuple):
    number: int
    text: str
    marks: list[Mark]
    start: int


def marks(text: str, node: nodes.Node, analyser: Analyser) -> list[tuple[int, int]]:
    """Return the [start, end) places of `text` that `node` matches, for the viewer."""
    return [(mark.start, mark.end) for mark in Marker(node, analyser).marks(text)]


def marked(text: str, marker: Marker) -> tuple[tuple[str, bool], ...]:
    """Return a short text in pieces (text, is_mark)."""
    return _segments(text, marker.marks(text), 0, len(text) or 1)


def read_ahead(
    texts: Sequence[Iterable[tuple[int, str]]], marker: Marker, width: int = WIDTH
) -> list[Iterator[tuple[int, str]]]:
    """Return the pages of some texts, with those at their beginning looked at together: most texts
    are short, and then `snippet` has nothing left to look for."""
    begun: list[Iterator[tuple[int, str]]] = []
    first: list[str] = []
    for pages in map(iter, texts):
        head, size = [], 0
        for page in pages:
            head.append(page)
            size += len(page[1])
            if size >= AHEAD:
                break
        begun.append(chain(head, pages))
        first += [text for _, text in head]
    marker.look_at(first, reach=width)
    return begun


def snippet(
    pages: Iterable[tuple[int, str]], marker: Marker, width: int = WIDTH, *, title: str = ""
) -> Snippet | None:
    """Return the best piece of the given (page number, text), None when there is no text.

    The piece with the most different words wins, then the earliest; `others` are further pages as
    good as its own. At most 400,000 characters are read, and no more than needed for ten pages; with
    everything in the title only 50,000.
    """
    found: list[_Page] = []
    beginning: tuple[int, str] | None = None
    best, read = 0, 0
    for page, text in pages:
        text = text[: MAX_CHARACTERS - read]
        read += len(text)
        if beginning is None and text.strip():
            beginning = (page, text)
        marks = marker.marks(text, reach=width)
        score, start = _best_window(marks, width * 3 // 4)
        if score and score >= best:
            found = [*(found if score == best else ()), _Page(page, text, marks, start)]
            best = score
        is_found = best >= marker.keys
        is_enough = read >= ENOUGH and (is_found or _is_told(title, marker))
        if is_enough or (is_found and len(found) > MAX_OTHERS) or read >= MAX_CHARACTERS:
            break
    if found:
        first, others = found[0], dict.fromkeys(one.number for one in found[1:])
        segments = _segments(first.text, first.marks, first.start, width)
        return Snippet(first.number, segments, tuple(others)[:MAX_OTHERS])
    if beginning is None:
        return None
    return Snippet(beginning[0], _segments(beginning[1], [], 0, width))


def _is_told(title: str, marker: Marker) -> bool:
    """Tell whether a title holds all that was asked for."""
    return len({mark.key for mark in marker.marks(title)}) >= marker.keys


def _best_window(found: list[Mark], width: int) -> tuple[int, int]:
    """Return (number of different keys, place of the first mark) of the best window."""
    best, best_start, right = 0, 0, 0
    counts: dict[str, int] = {}
    for left, mark in enumerate(found):
        while right < len(found) and found[right].end <= mark.start + width:
            counts[found[right].key] = counts.get(found[right].key, 0) + 1
            right += 1
        if len(counts) > best:
            best, best_start = len(counts), mark.start
        if right <= left:
            best, best_start = (best, best_start) if best else (1, mark.start)
            right = left + 1
            continue
        counts[mark.key] -= 1
        if not counts[mark.key]:
            del counts[mark.key]
    return best, best_start


def _segments(
    text: str, found: list[Mark], first: int, width: int
) -> tuple[tuple[str, bool], ...]:
    start = _word_start(text, max(0, first - width // 4))
    end = min(len(text), start + width)
    if end < len(text):
        cut = text.rfind(" ", start + width // 2, end)
        end = cut if cut > 0 else end
    segments, at = [], start
    if start:
        segments.append(("… ", False))
    for mark in found:
        if mark.start < start or mark.start >= end:
            continue
        segments.append((text[at : mark.start], False))
        at = min(mark.end, max(end, mark.end))
        segments.append((text[mark.start : at], True))
    segments.append((text[at:end], False))
    if end < len(text):
        segments.append((" …", False))
    return tuple((_tidy(part), mark) for part, mark in segments if part)


def _tidy(text: str) -> str:
    """Return a text with one space for each gap; most texts have no other (no other is printable)."""
    if text.isprintable() and "  " not in text:
        return text
    return " ".join(f"|{text}|".split())[1:-1]


def _word_start(text: str, at: int) -> int:
    """Return the next beginning of a word, at most 30 characters on."""
    if at == 0:
        return 0
    match = _SPACES.search(text, at, min(len(text), at + 30))
    return match.end() if match else at
