"""Folding: one spelling for upper and lower case, umlauts, accents, ligatures and odd spaces.

The table is explicit and frozen (Unicode 3.2 data), so that folded columns and the index agree on
every machine. Nothing here depends on a locale.
"""

import re
from unicodedata import ucd_3_2_0

_BLOCKS = (
    range(0x41, 0x250),  # Latin
    range(0x370, 0x52A),  # Greek, Cyrillic
    range(0x1E00, 0x1F00),  # Latin additional (Vietnamese ...)
    range(0xFB00, 0xFB07),  # ligatures ff fi fl ffi ffl st
)
_EXTRA = {
    "ẞ": "ss", "ß": "ss", "æ": "ae", "Æ": "ae", "œ": "oe", "Œ": "oe", "ø": "o", "Ø": "o",
    "đ": "d", "Đ": "d", "ð": "d", "Ð": "d", "þ": "th", "Þ": "th", "ł": "l", "Ł": "l",
    "ħ": "h", "Ħ": "h", "ı": "i", "ŋ": "n", "Ŋ": "n", "ŧ": "t", "Ŧ": "t", "ſ": "s",
    "\u00a0": " ", "\u2007": " ", "\u2009": " ", "\u202f": " ", "\u2010": "-", "\u2011": "-",
    "\u00ad": "", "\u200b": "", "\u200c": "", "\u200d": "", "\u2060": "", "\ufeff": "",
}  # fmt: skip


def _folded(char: str) -> str:
    plain = ucd_3_2_0.normalize("NFKD", char.casefold())
    kept = (c for c in plain.casefold() if not ucd_3_2_0.combining(c))
    return "".join(_EXTRA.get(c, c) for c in kept)


def _build_table() -> dict[str, str]:
    table = {chr(mark): "" for mark in range(0x300, 0x370)}
    for block in _BLOCKS:
        for code in block:
            char = chr(code)
            folded = _folded(char)
            is_letters = len(folded) == 1 or folded.isascii()
            if folded != char and is_letters and folded.isalnum():
                table[char] = folded
    table.update(_EXTRA)
    return table


FOLD_TABLE: dict[str, str] = _build_table()
"""Every character that changes, with what it becomes ("" drops it)."""

_TRANSLATION = str.maketrans(FOLD_TABLE)
_DIGITS = re.compile(r"\d+")
_SEPARATORS = re.compile(r"[\s\-_/.,;:()\"'„“”‚‘’»«]+")
SORT_KEY_LENGTH = 400


def fold(text: str) -> str:
    """Return `text` in the one spelling used for comparing: "Straße Müller" -> "strasse muller"."""
    return text.translate(_TRANSLATION)


def _spelt() -> tuple[dict[str, str], dict[str, list[str]], str]:
    """Return what folds into each single character, into several, and what folds into nothing."""
    single: dict[str, str] = {}
    several: dict[str, list[str]] = {}
    for char, folded in FOLD_TABLE.items():
        if len(folded) == 1:
            single[folded] = single.get(folded, "") + char
        elif folded:
            several.setdefault(folded, []).append(char)
    return single, several, "".join(char for char, folded in FOLD_TABLE.items() if not folded)


_SINGLE, _SEVERAL, _NOTHING = _spelt()
_BETWEEN = f"[{_NOTHING}]*"


def pattern(folded: str) -> str:
    """Return a regular expression that finds a folded text in texts as they stand.

    It is one for PostgreSQL and for Python alike, and finds what stands in `fold` of a text; ligatures
    of three letters are not thought of.
    """
    parts, at = [], 0
    while at < len(folded):
        pair = folded[at : at + 2]
        if pair in _SEVERAL:
            whole = f"{_spellings(pair[0])}{_BETWEEN}{_spellings(pair[1])}"
            parts.append(f"(?:{whole}|[{''.join(_SEVERAL[pair])}])")
        else:
            halves = [
                char
                for text, chars in _SEVERAL.items()
                for char in chars
                if (not at and text.endswith(pair[0]))
                or (at == len(folded) - 1 and text.startswith(pair[0]))
            ]
            parts.append(_spellings(pair[0], *halves))
        at += 2 if pair in _SEVERAL else 1
    return _BETWEEN.join(parts)


def _spellings(char: str, *more: str) -> str:
    others = _SINGLE.get(char, "") + "".join(more)
    return f"(?:{re.escape(char)}|[{others}])" if others else re.escape(char)


def _number_key(match: re.Match) -> str:
    digits = match.group().lstrip("0") or "0"
    return f"{min(len(digits), 99):02d}{digits}"


def sort_key(text: str) -> str:
    """Return a key that sorts bytewise in German order (DIN 5007-1), numbers by their value.

    Umlauts count as their base letter, punctuation as one space; equal keys are told apart by
    the text itself. At most 400 characters, so that it fits into an index.
    """
    words = _SEPARATORS.sub(" ", fold(text)).strip()
    key = _DIGITS.sub(_number_key, words)
    return f"{key}\t{text.strip()}"[:SORT_KEY_LENGTH]
