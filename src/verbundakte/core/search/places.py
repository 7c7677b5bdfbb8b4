"""Where in a text a word may stand, found by letters before anything is analysed."""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache, cached_property
from itertools import chain
from typing import NamedTuple

LEAST_LETTERS = 3
MAX_NEEDLES = 60
# What a letter may stand as in a text: with an accent, or as a scanner took it (`ocr`). Alike ones are
# made one, so that mostly plain letters are looked for, which is several times faster than sets of them.
_ALIKE = {
    "a": "äàáâãå", "o": "öòóôõø0", "u": "üùúû", "e": "éèêë", "i": "íìîïl1", "c": "ç", "n": "ñ",
    "y": "ýÿ", "s": "ß5", "g": "q", "b": "8",
}  # fmt: skip
_ONE = {sign: letter for letter, signs in _ALIKE.items() for sign in signs}
_LETTERS = bytes(ord(_ONE.get(sign, sign)) for sign in (chr(code).lower() for code in range(256)))
# How letters may be written; ~ stands for what may be between two.
_SPELLINGS = {
    "a": ("ae?",), "o": ("oe?",), "u": ("ue?", "ii"), "m": ("m", "rn"), "d": ("d", "ci"),
    "w": ("w", "vv"), "ss": ("s(?:~s)?",), "strass": ("str(?:ass?)?",),
}  # fmt: skip
_UNITS = re.compile("strass|ss|.")
_HAS_BREAK = re.compile("-(?:[ \t]*\r?\n|[ ][a-zäöüß])".encode("latin-1"))
_PARTED = re.compile(r"(?:\S*-(?:[ \t]*\r?\n[ \t]*|[ ](?=[a-zäöüß])))+\S+")
_UNUSUAL = re.compile(
    r"[^\x00-\xab\xae-\xc5\xc7-\xcf\xd1-\xdd\xdf-\xe5\xe7-\xef\xf1-\xfd\xff"
    r"\u2012-\u2027\u2030-\u205e\u20ac]"
)
_IS_LETTER = re.compile(r"[^\W\d_]")


def _shape(sign: str) -> int:
    if _UNUSUAL.match(sign):
        return ord("!")
    return ord("x" if _IS_LETTER.match(sign) else " " if sign.isspace() else "-")


_SHAPES = bytes(_shape(chr(code)) for code in range(256))
_HARMLESS = frozenset(sign for sign in map(chr, range(0x2100)) if not _UNUSUAL.match(sign))
_WORD_END = re.compile(r"(?:(?<=-)[ \t]*\r?\n[ \t]*|\S)*")


class _Written(NamedTuple):
    """A text with a byte for each sign: its letters (`_LETTERS`), and where its spaces are."""

    letters: bytes
    shapes: bytes
    has_break: bool


def _written_in(text: str) -> _Written | None:
    """Return how a text is written, None for what only the analyser can read: signs that fold into
    several or into none, and words written l i k e  t h i s."""
    raw = text.encode("latin-1", "replace")  # a question mark for what is none of its signs
    shapes = raw.translate(_SHAPES)
    if b"!" in shapes or b" x x " in shapes or not _is_harmless(text, raw):
        return None
    return _Written(raw.translate(_LETTERS), shapes, _HAS_BREAK.search(raw) is not None)


def _is_harmless(text: str, raw: bytes) -> bool:
    """Tell whether all question marks stand for signs that are no letters: quotes, dashes."""
    at = raw.find(b"?")
    while at >= 0 and text[at] in _HARMLESS:
        at = raw.find(b"?", at + 1)
    return at < 0


def is_needle(letters: str) -> bool:
    """Tell whether these letters can be looked for: enough of them, and nothing but letters."""
    return len(letters) >= LEAST_LETTERS and letters.isascii() and letters.isalpha()


class Places:
    """Looks for folded letters in texts as they are written: Strasse, Straße, Müller, Mueller.

    `wanted_among` says which of the words that stand between spaces are wanted, for words that share
    no letters with those that are looked for.
    """

    def __init__(
        self, needles: set[str] | None, wanted_among: Callable[[set[str]], set[str]] | None = None
    ):
        self._wanted_among = wanted_among
        self._is_blind = needles is None or len(needles) > MAX_NEEDLES
        self._is_blind |= not needles and wanted_among is None
        kept = sorted(() if self._is_blind else needles or ())
        self._needles = [one for one in kept if not any(two in one for two in kept if two != one)]

    @cached_property
    def _plain(self) -> list[re.Pattern[bytes]]:
        """How the letters stand in a text without words that are parted at the end of a line."""
        return _patterns(self._needles, "-?")

    @cached_property
    def _broken(self) -> list[re.Pattern[bytes]]:
        return _patterns(self._needles, r"(?:-(?:[ \t]*\r?\n[ \t]*|[ ])?)?")

    def around(self, text: str, *, words: int = 1) -> Iterable[tuple[int, int]] | None:
        """Return [begin, end) of the pieces of `text` to look at, None when nobody can say.

        A piece holds whole words, from the one with the letters on as many as `words` and some more.
        """
        written = None if self._is_blind else _written_in(text)
        if written is None:
            return None
        patterns = self._broken if written.has_break else self._plain
        matches = chain.from_iterable(one.finditer(written.letters) for one in patterns)
        found = [_whole(text, written.shapes, match, words) for match in matches]
        if self._wanted_among:
            wanted = self._wanted_among(set(text.split()))
            parted = [one.span() for one in _PARTED.finditer(text)] if written.has_break else ()
            found += [*_standing(text, wanted), *parted]
        return _joined(sorted(found))

    def may_hold(self, piece: str) -> bool:
        """Tell whether the letters may stand in a short piece of a text."""
        written = None if self._is_blind else _written_in(piece)
        if written is None:
            return True
        return any(one.search(written.letters) for one in self._broken)


def _standing(text: str, wanted: Iterable[str]) -> Iterator[tuple[int, int]]:
    """Yield where something stands between spaces."""
    for one in wanted:
        at = text.find(one)
        while at >= 0:
            end = at + len(one)
            if not text[at - 1 : at].strip() and not text[end : end + 1].strip():
                yield at, end
            at = text.find(one, end)


def _patterns(needles: Iterable[str], between: str) -> list[re.Pattern[bytes]]:
    """Return patterns that begin with one letter each: those are found several times faster than what
    begins with one of several."""
    found = []
    for needle in needles:
        units = [_ONE.get(one, one) for one in _UNITS.findall(needle)]
        first, *others = (_SPELLINGS.get(one, (one,)) for one in units)
        after = [one[0] if len(one) == 1 else f"(?:{'|'.join(one)})" for one in others]
        found += ["~".join((begin, *after)).replace("~", between) for begin in first]
    return [re.compile(one.encode()) for one in found]


@cache
def _more_words(count: int) -> re.Pattern:
    return re.compile(rf"(?:\s+\S+){{0,{count + 2}}}")


def _whole(text: str, shapes: bytes, match: re.Match, words: int) -> tuple[int, int]:
    begin = shapes.rfind(b" ", 0, match.start()) + 1
    while begin and _is_broken(text, begin):
        begin = shapes.rfind(b" ", 0, begin - 1) + 1
    end = shapes.find(b" ", match.end())
    if end < 0 or text[end - 1] == "-":
        end = _WORD_END.match(text, match.end()).end()
    return begin, _more_words(words).match(text, end).end() if words > 1 else end


def _is_broken(text: str, at: int) -> bool:
    """Tell whether the space before `at` is the end of a line that parts a word."""
    if text[at - 1] == " " and text[at - 2 : at - 1] not in " \t\n":
        return False  # between two words, as mostly
    before = text[max(0, at - 12) : at]
    return "\n" in before[len(before.rstrip()) :] and before.rstrip().endswith("-")


def _joined(spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield spans in order, those that overlap as one."""
    last: tuple[int, int] | None = None
    for begin, end in spans:
        if last and begin <= last[1]:
            last = (last[0], max(last[1], end))
            continue
        if last:
            yield last
        last = (begin, end)
    if last:
        yield last
