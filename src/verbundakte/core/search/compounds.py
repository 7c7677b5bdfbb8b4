"""Splitting German compounds: Wohnungsgeberbescheinigung -> wohnung, geber, bescheinigung."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from verbundakte.core.search.fold import fold
from verbundakte.core.search.lexikon import Lexikon

LINKS = ("", "s", "es", "n", "en", "ens", "er", "e")
ENDINGS = (
    "", "e", "s", "n", "en", "er", "es", "ern", "em", "in", "innen", "se", "sen", "ses", "te", "ten",
)  # fmt: skip
MIN_LENGTH = 6
MAX_LENGTH = 60
MAX_PART = 24
PREFIX_PRICE = 0.9
SHORT_PRICE = 1.5
LAST_PRICE = 0.05  # for an ending, so that the longer stem wins
LONGEST_TAIL_PRICE = 2.2
_UNREACHABLE = (1e9, ())


class Segment(NamedTuple):
    """One part of a compound: [start, end) is the stem, [start, stop) with link or ending."""

    start: int
    end: int
    stop: int
    is_prefix: bool


class Part(NamedTuple):
    """A token inside a compound, with its place in the folded word."""

    token: str
    start: int
    end: int


def _is_compound(segments: tuple[Segment, ...]) -> bool:
    """Two parts, or a long prefix and a long part: Zwischen|prüfung, but not über|setzen."""
    parts = [segment for segment in segments if not segment.is_prefix]
    if len(parts) >= 2 or len(segments) < 2:
        return len(parts) >= 2
    prefix = segments[0].end
    return len(parts) == 1 and prefix >= 5 and parts[0].end - parts[0].start >= 6


class Splitter:
    """Cuts folded words by dynamic programming over a lexicon; fewest and longest parts win."""

    def __init__(self, lexikon: Lexikon, stem: Callable[[str], str], learned: Iterable[str] = ()):
        self._prices = dict.fromkeys(lexikon.prefixes, PREFIX_PRICE)
        self._prices.update(dict.fromkeys(lexikon.short, SHORT_PRICE))
        stems = lexikon.stems | {fold(word) for word in learned if len(word) >= 4}
        self._prices.update((stem, 1.0 if len(stem) > 4 else 1.2) for stem in stems)
        self._whole = lexikon.whole
        self._stem = stem

    def split(self, word: str) -> tuple[Segment, ...]:
        """Return the segments of a folded word; empty when it is no compound."""
        if not MIN_LENGTH <= len(word) <= MAX_LENGTH or self._is_whole(word):
            return ()
        best = [_UNREACHABLE] * (len(word) + 1)
        best[len(word)] = (0.0, ())
        for start in range(len(word) - 2, -1, -1):
            best[start] = self._best_from(word, start, best)
        segments = best[0][1] or self._unknown_head(word, best)
        return segments if _is_compound(segments) else ()

    def is_known(self, word: str) -> bool:
        """Tell whether a folded word without its ending is a part that compounds are cut into."""
        stems = (word.removesuffix(ending) for ending in ENDINGS)
        return self._is_whole(word) or any(stem in self._prices for stem in stems)

    def _is_whole(self, word: str) -> bool:
        if word in self._whole:
            return True
        return any(
            word.endswith(ending) and word[: -len(ending)] in self._whole for ending in ENDINGS[1:]
        )

    def _best_from(self, word: str, start: int, best: list) -> tuple[float, tuple]:
        length, winner, prices = len(word), _UNREACHABLE, self._prices
        for end in range(start + 2, min(length, start + MAX_PART) + 1):
            price = prices.get(word[start:end])
            if price is None:
                continue
            is_prefix = price == PREFIX_PRICE
            for link in LINKS if not is_prefix else ("",):
                stop = end + len(link)
                if stop >= length:
                    continue
                cost = price + best[stop][0] + (0.1 if link else 0.0)
                if cost <= winner[0] and word.startswith(link, end):
                    winner = (cost, (Segment(start, end, stop, is_prefix), *best[stop][1]))
            if not is_prefix and word[end:] in ENDINGS and price + LAST_PRICE < winner[0]:
                winner = (price + LAST_PRICE, (Segment(start, end, length, False),))
        return winner

    def _unknown_head(self, word: str, best: list) -> tuple[Segment, ...]:
        """Names in front of a known word: Lindenhof|straße."""
        for start in range(4, len(word) - 5):
            cost, segments = best[start]
            if not segments or cost > LONGEST_TAIL_PRICE or segments[0].is_prefix:
                continue
            first = segments[0]
            if first.end - first.start >= 6 and word[first.end : first.stop] in ("", "e", "s", "n"):
                return (Segment(0, start, start, False), *segments)
        return ()

    def parts(self, word: str) -> tuple[Part, ...]:
        """Return every part and every row of parts, stemmed: hund, hundesteuer, steuer ..."""
        segments = self.split(word)
        count, found = len(segments), {}
        widest = count if count <= 4 else 3
        for first in range(count):
            for last in range(first, min(count, first + widest)):
                is_all = first == 0 and last == count - 1
                if is_all or all(s.is_prefix for s in segments[first : last + 1]):
                    continue
                if segments[last].is_prefix:
                    continue
                start, end, stop = segments[first].start, segments[last].end, segments[last].stop
                shown = stop if last == count - 1 else end
                for text in (word[start:end], word[start:shown]):
                    found.setdefault(self._stem(text), Part(self._stem(text), start, shown))
        return tuple(found.values())
