"""Tokens that are no words: file numbers, dates, paragraphs, account numbers."""

import re
from datetime import date
from itertools import pairwise

from verbundakte.core.search.fold import fold

MAX_COMPONENTS = 8
MAX_TOKEN = 60

LAW = r"(?:[A-ZÄÖÜ][A-Za-zÄÖÜäöüß]{0,12}[A-ZÄÖÜ][A-Za-zÄÖÜäöüß]{0,8}(?:[ \u00a0][IVX]{1,4}\b)?)"
_BELOW = (
    r"(?:[ \u00a0\n](?:Abs\.|Absatz|S\.|Satz|Nr\.|Nummer|Buchst\.|Buchstabe|Hs\.)"
    r"[ \u00a0]?[\da-z]{1,3}\b){0,4}"
)
_OF_LAW = r"(?:[ \u00a0\n](?:der |des )?" + LAW + ")?"
_AND = r"(?:,[ \u00a0]?|[ \u00a0](?:und|oder|bis|u\.|-|–)[ \u00a0]|[-–])"
_SEVERAL = r"[§$]{2}[ \t\u00a0\u202f]?\d{1,4}[a-z]?(?:" + _AND + r"\d{1,4}[a-z]?\b){1,8}" + _OF_LAW
_ONE = r"[§$]{1,2}[ \t\u00a0\u202f]?\d{1,4}[a-z]?\b(?: ff?\.)?" + _BELOW + _OF_LAW
_ARTICLE = r"Art(?<!\wArt)(?:\.[ \u00a0]?|ikel[ \u00a0])\d{1,3}[a-z]?\b" + _BELOW + _OF_LAW
PARAGRAPH = rf"{_SEVERAL}|{_ONE}|{_ARTICLE}"
MONTHS = (
    "januar", "februar", "marz", "april", "mai", "juni", "juli", "august",
    "september", "oktober", "november", "dezember",
)  # fmt: skip
WRITTEN_DATE = (
    r"\d{1,2}\.[ \u00a0](?:Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober"
    r"|November|Dezember)[ \u00a0]\d{4}\b"
)
IBAN = r"[A-Z]{2}(?<!\w[A-Z]{2})\d{2}(?:[ \u00a0]?\d{4}){3,7}(?:[ \u00a0]?\d{1,3})?\b"

_PARAGRAPH_NUMBER = re.compile(r"(?P<sign>[§$]+|Art\.|Artikel)\s?(?P<number>\d+[a-z]?)")
_NEXT_NUMBER = re.compile(_AND + r"(?P<number>\d+[a-z]?)\b")
MAX_RANGE = 30
_LAW_AT_END = re.compile(LAW + r"\Z")
_AMOUNT = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d{1,2})?\Z")
_IBAN = re.compile(IBAN + r"\Z")
_COMPONENTS = re.compile(r"[^\W_]+")
_SEPARATOR = re.compile(r"[\W_]+")
_DATE = re.compile(
    r"(?:(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4}|\d{2})|(?P<iso>\d{4}-\d{2}-\d{2}))\Z"
)


def date_token(text: str) -> str:
    """Return "2024-03-12" for "12.03.2024", "12.3.24", "12. März 2024"; "" when it is no date."""
    match = _DATE.match(text)
    try:
        if match is None:
            return _written_date(text)
        if match["iso"]:
            return date.fromisoformat(match["iso"]).isoformat()
        year = int(match["year"])
        year += 0 if year > 99 else (2000 if year < 70 else 1900)
        return date(year, int(match["month"]), int(match["day"])).isoformat()
    except ValueError:
        return ""


def _written_date(text: str) -> str:
    words = fold(text).split()
    if len(words) != 3 or words[1] not in MONTHS:
        return ""
    return date(int(words[2]), MONTHS.index(words[1]) + 1, int(words[0].rstrip("."))).isoformat()


def paragraphs(text: str) -> tuple[list[tuple[str, int, int]], list[str]]:
    """Return [("§19", start, end)] of what PARAGRAPH matches, and the numbers between them.

    "§§ 19, 21 bis 23" gives §19, §21, §23 and between them §22; "Art. 28" gives art28.
    """
    first = _PARAGRAPH_NUMBER.match(text)
    if first is None:
        return [], []
    sign = "art" if first["sign"][0] == "A" else "§"
    found, between = [(sign + first["number"], 0, first.end())], []
    is_several = first["sign"] in ("§§", "$$")
    while is_several and (follows := _NEXT_NUMBER.match(text, found[-1][2])):
        if not follows.group().startswith((",", " u", " o")):
            between += [f"{sign}{one}" for one in _between(found[-1][0][len(sign) :], follows)]
        found.append((sign + follows["number"], follows.start("number"), follows.end()))
    return found, between


def _between(low: str, high: re.Match) -> range:
    if not (low.isdigit() and high["number"].isdigit()):
        return range(0)
    return range(int(low) + 1, min(int(high["number"]), int(low) + MAX_RANGE))


def law_of(text: str) -> str:
    """Return "bmg" for "§ 19 Abs. 2 BMG", "" without a law."""
    law = _LAW_AT_END.search(text)
    return fold(law[0]).replace(" ", "") if law else ""


def plain_amounts(text: str) -> list[str]:
    """Return "1234,56" and "1234" for "1.234,56"; nothing for what is no such amount."""
    if not _AMOUNT.match(text):
        return []
    plain = text.replace(".", "")
    return list(dict.fromkeys((plain, plain.partition(",")[0])))


def iban_token(text: str) -> str:
    """Return the account number without spaces, or ""."""
    return _SEPARATOR.sub("", text).lower() if _IBAN.match(text) else ""


def is_number(components: list[str]) -> bool:
    """Is `["022", "31", "2024", "0012"]` or `["BV", "2024"]` a file number and not just words?"""
    with_digits = sum(1 for part in components if any(c.isdigit() for c in part))
    if len(components) < 2 or not with_digits:
        return False
    short = all(len(part) <= 4 for part in components if not part[0].isdigit())
    return with_digits >= 2 or (short and len(components) <= 4)


def number_tokens(number: str) -> list[str]:
    """Return a folded file number and the pieces it is found by.

    "022.31-2024/0012" gives itself, its beginnings ("022", "022.31", "022.31-2024"), its later
    pieces ("2024/0012", "31-2024/0012", "2024", "0012") and neighbours ("31-2024"): at most 8
    components count.
    """
    spans = [m.span() for m in _COMPONENTS.finditer(number)][:MAX_COMPONENTS]
    tokens = [number[:MAX_TOKEN]]
    tokens += [number[:end][:MAX_TOKEN] for _, end in spans[:-1]]
    tokens += [number[start:][:MAX_TOKEN] for start, _ in spans[1:]]
    tokens += [number[one[0] : two[1]][:MAX_TOKEN] for one, two in pairwise(spans)]
    tokens += [number[start:end] for start, end in spans if 3 <= end - start <= MAX_TOKEN]
    return list(dict.fromkeys(token for token in tokens if len(token) > 1))
