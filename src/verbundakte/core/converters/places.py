"""Finding places in the letters of a page: words as they are meant, and what looks like an IBAN.

Pure: letters in, hits out. A word is found in any case, with or without umlauts and accents, spaced
out, hyphenated, over the end of a line, and inside longer words.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple
from unicodedata import normalize

from verbundakte.core.search.fold import FOLD_TABLE, fold

Box = tuple[float, float, float, float]
"""Left, top, right, bottom in parts of a thousand of the page as it is shown."""

SOFT_HYPHENS = "\u00ad\u0002\ufffe"
HYPHENS = "-\u2010\u2011"
ALONE = 3
CONTEXT = 40
ACROSS = 200
PAD = 0.12
UMLAUTS = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ø": "oe", "å": "aa"}
)
MONTHS = "januar|jänner|februar|märz|april|mai|juni|juli|august|september|oktober|november|dezember"
DATE = rf"\d{{1,2}}\.\s*(?:\d{{1,2}}\.|(?:{MONTHS}))\s*\d{{2,4}}"
BORN = r"geb\.|geboren|geburtsdatum|geburtstag|\*"
NUMBER = r"[+(]?\d[\d\s/().\u2013-]{4,18}\d"
CALLED = r"(?:tele|mobil)?(?:fon|fax|phone)\w*|tel|mobil\w*|handy|ruf(?:nummer)?"
WITH_AREA = r"(?<![\d./-])\(?0\d{2,5}\)?\s?[/ \u2013-]\s?\d{2,}(?:[\s-]?\d){1,9}"
ABROAD = r"(?<![\d./-])(?:\+|00)[1-9]\d{0,2}[\s/().-]*\d(?:[\s/().-]{0,2}\d){5,13}"
STEUER_ID = r"(?<!\d)[1-9]\d(?:\s?\d{3}){3}(?!\d)"
STEUERNUMMER = r"(?<![\d/])\d{2,3}\s?/\s?\d{3,4}\s?/\s?\d{4,5}(?![\d/])"
TAXED = r"steuer(?:nummer|-?id\w*|-?nr)|st\.?-?nr|ust-?id\w*|id-?nr"
PLATE = r"(?<![^\W_])[A-ZÄÖÜ]{1,3}(?:\s?-\s?|\s)[A-Z]{1,2}\s?\d{1,4}\s?[EH]?(?![^\W_])"


class Letter(NamedTuple):
    """One character of a page; `box` is None for what was only put in between (spaces, breaks)."""

    char: str
    box: Box | None
    page: int
    line: int


@dataclass(frozen=True)
class Hit:
    """A place: `what` names the word (its position in the list) or the pattern that found it."""

    what: str
    page: int
    boxes: tuple[Box, ...]
    before: str
    text: str
    after: str


class Stretch(NamedTuple):
    """A text and, for each of its characters, the letter it came from."""

    text: str
    origin: list[int]


def stretch_of(letters: Sequence[Letter]) -> Stretch:
    """Return the text in one spelling: no hyphens at line ends, ligatures taken apart (NFKC)."""
    pieces: list[str] = []
    origin: list[int] = []
    at = 0
    while at < len(letters):
        char = letters[at].char
        skip = _hyphenation(letters, at)
        if skip:
            at += skip
            continue
        plain = "\n" if char in "\r\n\f\v" else " " if char.isspace() else normalize("NFKC", char)
        pieces.append(plain)
        origin += [at] * len(plain)
        at += 1
    return Stretch("".join(pieces), origin)


def _hyphenation(letters: Sequence[Letter], at: int) -> int:
    """How many letters a hyphen at the end of a line takes with the break after it; else 0."""
    char = letters[at].char
    if char in SOFT_HYPHENS:
        return 1 + _breaks(letters, at + 1)
    if char not in HYPHENS or not at or not letters[at - 1].char.isalpha():
        return 0
    breaks = _breaks(letters, at + 1)
    after = at + 1 + breaks
    return 1 + breaks if breaks and after < len(letters) and letters[after].char.isalpha() else 0


def _breaks(letters: Sequence[Letter], at: int) -> int:
    end, has_break = at, False
    while end < len(letters) and letters[end].char.isspace():
        has_break = has_break or letters[end].char in "\r\n"
        end += 1
    return end - at if has_break else 0


def folded(stretch: Stretch) -> Stretch:
    """Return a stretch in the spelling used for comparing."""
    pieces: list[str] = []
    origin: list[int] = []
    for char, at in zip(*stretch, strict=True):
        plain = FOLD_TABLE.get(char, char)
        pieces.append(plain)
        origin += [at] * len(plain)
    return Stretch("".join(pieces), origin)


def has_letters(term: str) -> bool:
    """Tell whether a word can be looked for: at least two letters or digits."""
    return sum(map(str.isalnum, term)) > 1


@lru_cache(maxsize=256)
def pattern_of(term: str) -> re.Pattern:
    """Return the pattern that finds a word (or several) in folded text."""
    variants = {fold(term), fold(term.translate(UMLAUTS))}
    if fold(term) == fold(term.translate(UMLAUTS)):
        variants.add(re.sub("(?<=[aou])e", "", fold(term)))
    return re.compile("|".join(_spelled(one) for one in sorted(variants, reverse=True)))


def _spelled(term: str) -> str:
    pieces = re.findall(r"[^\W_]+", term)
    inner = r"[\W_]{0,4}".join(_spaced(piece) for piece in pieces)
    if len("".join(pieces)) <= ALONE:
        return rf"(?<![^\W_]){inner}(?![^\W_])"
    return inner


def _spaced(piece: str) -> str:
    if len(piece) <= ALONE:
        return re.escape(piece)
    spaced = r"\s{1,2}".join(map(re.escape, piece))
    return f"(?:{re.escape(piece)}|{spaced})"


def _iban_checks(text: str) -> bool:
    plain = re.sub(r"\s", "", text).upper()
    if plain.startswith("DE"):
        return len(plain) == 22
    digits = "".join(str(int(char, 36)) for char in plain[4:] + plain[:4])
    return 15 <= len(plain) <= 34 and int(digits) % 97 == 1


def _iban(text: str) -> Iterator[tuple[int, int]]:
    for found in re.finditer(r"(?<![^\W_])DE\d\d(?:\s{0,2}\d){18}", text, re.IGNORECASE):
        yield found.span()
    shape = r"(?<![^\W_])(?!DE)[A-Z]{2}\d\d(?:\s?[A-Z0-9]{4}){2,7}(?:\s?[A-Z0-9]{1,3})?(?![^\W_])"
    for found in re.finditer(shape, text):
        end = found.end()
        while end > found.start() + 15 and not _iban_checks(text[found.start() : end]):
            end = max(text.rfind(" ", 0, end), text.rfind("\n", 0, end))
        if end > found.start() + 15:
            yield found.start(), end


def _any_of(*shapes: str, flags: int = re.IGNORECASE) -> Callable[[str], Iterator[tuple[int, int]]]:
    """A finder of patterns; what matters of one stands in its group, if it has one."""
    compiled = [re.compile(shape, flags) for shape in shapes]

    def find(text: str) -> Iterator[tuple[int, int]]:
        for pattern in compiled:
            for found in pattern.finditer(text):
                yield found.span(pattern.groups)

    return find


PATTERNS: dict[str, Callable[[str], Iterable[tuple[int, int]]]] = {
    "iban": _iban,
    "telefon": _any_of(rf"(?<![^\W_])(?:{CALLED})[.:\s]{{0,4}}({NUMBER})", WITH_AREA, ABROAD),
    "email": _any_of(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+"),
    "geburtsdatum": _any_of(rf"(?:{BORN})[^\d\n]{{0,20}}\n?[^\d\n]{{0,20}}({DATE})"),
    "steuer": _any_of(
        STEUER_ID,
        STEUERNUMMER,
        r"(?<![^\W_])DE\s?\d{9}(?!\d)",
        rf"(?:{TAXED})[.:\s]{{0,4}}(\d{{9,13}})",
    ),
    "kfz": _any_of(PLATE, flags=0),
}
"""What can be found by its look. Each takes the text of a page and gives the spans in it."""


def _spans(letters: Sequence[Letter], terms: Sequence[str], patterns: Iterable[str]):
    """Yield (first letter, last letter, what) of everything found."""
    stretch = stretch_of(letters)
    small = folded(stretch)
    for number, term in enumerate(terms):
        for found in pattern_of(term).finditer(small.text):
            yield small.origin[found.start()], small.origin[found.end() - 1], f"begriff:{number}"
    for name in patterns:
        for begin, end in PATTERNS[name](stretch.text):
            yield stretch.origin[begin], stretch.origin[end - 1], name


def search(
    letters: Sequence[Letter], terms: Sequence[str], patterns: Iterable[str]
) -> list[tuple[int, int, str]]:
    """Return (first letter, last letter, what), in their order; what lies inside another is left out."""
    ordered = sorted(set(_spans(letters, terms, patterns)), key=lambda one: (one[0], -one[1]))
    found: list[tuple[int, int, str]] = []
    for first, last, what in ordered:
        if not found or last > found[-1][1]:
            found.append((first, last, what))
    return found


def hits(
    letters: Sequence[Letter],
    terms: Sequence[str],
    patterns: Iterable[str],
    *,
    only_across: bool = False,
) -> Iterator[Hit]:
    """Yield the places found, each with its boxes and what stands around it.

    What goes over the end of a page is one for each; `only_across`: nothing but that.
    """
    for first, last, what in search(letters, terms, patterns):
        pages = sorted({letter.page for letter in letters[first : last + 1]})
        if only_across and len(pages) == 1:
            continue
        for page in pages:
            own = [at for at in range(first, last + 1) if letters[at].page == page]
            yield _hit(letters, own[0], own[-1], what)


def joined(before: Sequence[Letter], after: Sequence[Letter]) -> list[Letter]:
    """Return the end of one page and the beginning of the next as one text."""
    if not before or not after:
        return []
    return [*before[-ACROSS:], Letter("\n", None, before[0].page, -1), *after[:ACROSS]]


def _hit(letters: Sequence[Letter], first: int, last: int, what: str) -> Hit:
    before = _plain(letters[max(0, first - CONTEXT) : first])
    after = _plain(letters[last + 1 : last + 1 + CONTEXT])
    text = _plain(letters[first : last + 1])
    return Hit(what, letters[first].page, tuple(_boxes(letters, first, last)), before, text, after)


def _plain(letters: Sequence[Letter]) -> str:
    text = "".join("-" if one.char in SOFT_HYPHENS else one.char for one in letters)
    return re.sub(r"[\s\x00-\x1f]+", " ", text).replace("\0", "")


def _boxes(letters: Sequence[Letter], first: int, last: int) -> Iterator[Box]:
    """One box for each line, as high as the line there, so that its shape tells no letters."""
    lines: dict[int, list[Box]] = {}
    for letter in letters[first : last + 1]:
        if letter.box is not None:
            lines.setdefault(letter.line, []).append(letter.box)
    page, near = letters[first].page, letters[max(0, first - ACROSS) : last + ACROSS]
    for line, boxes in lines.items():
        beside = [one.box for one in near if one.box and (one.page, one.line) == (page, line)]
        left, top, right, bottom = as_high_as_its_line(union(boxes), beside)
        pad = PAD * (bottom - top)
        yield max(0.0, left), max(0.0, top - pad), min(1000.0, right), min(1000.0, bottom + pad)


def as_high_as_its_line(box: Box, line: Iterable[Box]) -> Box:
    """Return a box from the top to the bottom of what stands beside it in its line."""
    top, bottom = box[1], box[3]
    for other in line:
        height, high = other[3] - other[1], box[3] - box[1]
        common = min(other[3], box[3]) - max(other[1], box[1])
        if height < 2 * high and common > min(height, high) / 2:
            top, bottom = min(top, other[1]), max(bottom, other[3])
    return box[0], top, box[2], bottom


def union(boxes: Sequence[Box]) -> Box:
    """Return the smallest box around all."""
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def touches(box: Box, other: Box, *, by: float = 0.05) -> bool:
    """Tell whether two boxes share more than a hair of the page (`by`: parts of a thousand)."""
    wide = min(box[2], other[2]) - max(box[0], other[0])
    high = min(box[3], other[3]) - max(box[1], other[1])
    return wide > by and high > by


def contains(text: str, term: str) -> bool:
    """Tell whether a word stands in a text, in any of its spellings."""
    return pattern_of(term).search(fold(text)) is not None


def blackened(text: str, terms: Sequence[str], patterns: Iterable[str]) -> str:
    """Return a line of text with everything found replaced by an ellipsis."""
    letters = [Letter(char, None, 1, 0) for char in text]
    for first, last, _ in reversed(search(letters, terms, patterns)):
        text = f"{text[:first]}…{text[last + 1 :]}"
    return text
