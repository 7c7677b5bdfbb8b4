"""A page as it is searched: one shape for what OCR mixes up, and the way back to the text itself."""

import re
from bisect import bisect_right
from functools import lru_cache

_SHAPES = str.maketrans(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÜäöüßéè01|!58$\u00a0\u202f\u2011\u2013",
    "abcdefghljklmnopqrstuvwxyzaouaousee" + "olllsbs" + "  --",
)
_BROKEN = re.compile(r"(?<=[a-zäöüß])[-\u00ac\u00ad][ \t]*\r?\n[ \t]*(?=[a-zäöüß])")
_DIGITS = str.maketrans("OoQDIil|!]SsBbZzg", "00001111115588229")
_BLURRED = str.maketrans("cubto", "enhfa")
_LOOSE = {"m": "(?:m|rn)", "e": "[ec]", "n": "[nu]", "ü": "(?:u|ll)", "ß": "(?:ss?|b)", " ": r"\s+"}


def shape(text: str) -> str:
    """Return text of the same length: lower case, digits and letters that look alike are one."""
    return text.translate(_SHAPES).replace("i", "l")


def blur(text: str) -> str:
    """Return `shape` with more of what is mixed up made one, to compare names; of the same length."""
    return shape(text).translate(_BLURRED)


def digits(text: str) -> str:
    """Return what was meant for a number: letters that look like digits become digits."""
    return text.translate(_DIGITS)


def loose(words: str) -> str:
    """Return a pattern for words in the shape of a page, as OCR may have misread them.

    `|` parts alternatives; `~` stands for any ending.
    """
    return "(?:" + "|".join(map(_loose_one, words.split("|"))) + ")"


@lru_cache(maxsize=2_000)
def _loose_one(words: str) -> str:
    marks = {**_LOOSE, "~": r"[a-z]{0,8}", "ä": "a", "ö": "o"}
    return "".join(marks.get(char) or re.escape(shape(char)) for char in words.casefold())


class Seite:
    """One page. `shape` is searched; `place` leads back to the characters of `text`."""

    def __init__(self, number: int, text: str):
        self.number = number
        self.text = text
        self._starts, self._origins, parts, last = [0], [0], [], 0
        length = 0
        for broken in _BROKEN.finditer(text):
            parts.append(text[last : broken.start()])
            length += broken.start() - last
            last = broken.end()
            self._starts.append(length)
            self._origins.append(last)
        parts.append(text[last:])
        self.plain = "".join(parts)
        self.shape = shape(self.plain)

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Return where a piece of `shape` stands in `text`."""
        return self._origin(start), self._origin(max(start, end - 1)) + 1

    def _origin(self, position: int) -> int:
        run = bisect_right(self._starts, position) - 1
        return self._origins[run] + position - self._starts[run]
