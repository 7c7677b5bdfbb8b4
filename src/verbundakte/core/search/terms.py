"""One word, phrase, field or date of a query as a node; what cannot be meant is told in a sentence."""

import math
import re
from datetime import date, timedelta

from verbundakte.core.search import dates
from verbundakte.core.search.fold import fold
from verbundakte.core.search.nodes import (
    DateRange,
    Field,
    FieldRange,
    Fuzzy,
    Node,
    Phrase,
    Wildcard,
    Word,
)

MAX_PHRASE_WORDS = 24
MAX_STARS = 4
MAX_PATTERN = 60
_EDGES = ".,;:!?'`´’‚‘/\\|&+=<>[]{}^%#@_-–—…"
_HAS_WORD = re.compile(r"[^\W_]")
_NUMBER = re.compile(r"-?\d{1,15}(?:\.\d{3})*(?:,\d{1,6})?\Z")
_SIGNED = re.compile(r"(>=|<=|>|<)[ ]?(.+)\Z")


class QueryError(ValueError):
    """The query cannot be understood; `message` is one German sentence: where, what, the remedy."""

    def __init__(self, message: str):
        super().__init__(message)
        self.message = message


def quoted(text: str) -> str:
    """Return the beginning of a text in German quotation marks, to name a place."""
    return f"„{text[:30]}…“" if len(text) > 31 else f"„{text}“"


def phrase(text: str) -> Node | None:
    """Return the node of words in quotation marks; None when there is no word."""
    if not _HAS_WORD.search(text):
        return None
    if len(text.split()) > MAX_PHRASE_WORDS:
        raise QueryError(
            f"Die Wortfolge {quoted(text)} ist zu lang: Höchstens 24 Wörter dürfen in"
            " Anführungszeichen stehen."
        )
    return Phrase(" ".join(text.split()))


def word(text: str) -> Node | None:
    """Return the node of a word, also with `*` or `~`; None for signs alone."""
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
        raise QueryError(
            f"Der Stern in {quoted(text)} braucht mehr Buchstaben: Schreiben Sie mindestens zwei"
            " davor oder drei dahinter."
        )
    if pattern.count("*") > MAX_STARS or len(pattern) > MAX_PATTERN:
        raise QueryError(
            f"Das Suchwort {quoted(text)} ist zu lang oder hat zu viele Sterne: Höchstens vier"
            " Sterne und 60 Zeichen sind möglich."
        )
    return Wildcard(pattern)


def field(name: str, value: str, today: date) -> Node:
    """Return the node of `name:value`; `>=1000`, `1000..2000` and `seit`-like days are ranges."""
    folded = " ".join(fold(value).split())[:120]
    if not _HAS_WORD.search(folded):
        raise QueryError(
            f"Nach „{name}:“ fehlt ein Wert: Schreiben Sie ihn ohne Leerzeichen dahinter."
        )
    return _field_range(name, value.strip(" ,;"), today) or Field(name, folded)


def _field_range(name: str, value: str, today: date) -> FieldRange | None:
    if ".." not in value and not _SIGNED.match(value):
        return None
    numbers = _numbers(value)
    try:
        days = dates.date_range(value)
    except (ValueError, OverflowError):
        days = None
    return FieldRange(name, numbers, days) if numbers or days else None


def _numbers(value: str) -> tuple[float | None, float | None] | None:
    if match := _SIGNED.match(value):
        sign, number = match[1], as_number(match[2])
        if number is None:
            return None
        if sign in (">=", ">"):
            return (math.nextafter(number, math.inf) if sign == ">" else number), None
        return None, (math.nextafter(number, -math.inf) if sign == "<" else number)
    first, _, last = value.partition("..")
    low, high = as_number(first), as_number(last)
    if (first and low is None) or (last and high is None):
        return None
    return low, high


def as_number(text: str) -> float | None:
    """Return the value of a number as Germans write it, or None."""
    if not _NUMBER.match(text):
        return None
    return float(text.replace(".", "").replace(",", "."))


def span(name: str, value: str, today: date) -> Node:
    """Return the node of a date with one of the names datum, vor, nach, seit, bis."""
    value = value.strip(" ,;")
    try:
        said = dates.spoken(" ".join(re.split(r"[-\s]+", fold(value))), today)
        first, last = said or dates.date_range(value)
        if name == "vor" and first:
            return DateRange(None, first - timedelta(days=1))
        if name == "nach" and last:
            return DateRange(last + timedelta(days=1), None)
    except dates.SpanReversed:
        raise QueryError(
            f"Der Zeitraum {quoted(value)} nach „{name}:“ endet, bevor er beginnt: Tauschen Sie"
            " die beiden Tage."
        ) from None
    except (ValueError, OverflowError):
        raise QueryError(
            f"{quoted(value)} nach „{name}:“ ist kein Datum: Schreiben Sie zum Beispiel 2024,"
            " 03.2024, 12.03.2024, 2023..2024, >=2024 oder letzte Woche."
        ) from None
    if name == "seit":
        return DateRange(first, None)
    return DateRange(None, last) if name == "bis" else DateRange(first, last)


def is_inside(value: str, wanted: FieldRange) -> bool:
    """Tell whether a value of an own field, as it stands in the index, lies in a range."""
    number = as_number(value)
    if number is not None and wanted.numbers:
        low, high = wanted.numbers
        return (low is None or low <= number) and (high is None or number <= high)
    try:
        day = date.fromisoformat(value) if wanted.days and len(value) == 10 else None
    except ValueError:
        return False
    if day is None:
        return False
    first, last = wanted.days
    return (first is None or first <= day) and (last is None or day <= last)
