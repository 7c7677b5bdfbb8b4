"""Days in German letters, also misread ones, and which of them is the day of the letter."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from verbundakte.posteingang.erkennung.fund import Fund, FundArt, found
from verbundakte.posteingang.erkennung.seite import Seite, digits, loose

MONATE = (
    "januar|jänner|jan", "februar|feb", "märz|mrz|maerz", "april|apr", "mai", "juni|jun",
    "juli|jul", "august|aug", "september|sept|sep", "oktober|okt", "november|nov", "dezember|dez",
)  # fmt: skip
_D = "[0-9olsbzg]"
_MONTH = "|".join(f"(?P<m{number}>{loose(names)})" for number, names in enumerate(MONATE, 1))
_NUMERIC = re.compile(
    rf"(?<![a-z0-9.,/-])(?P<d>{_D}{{1,2}})[.,] ?(?P<m>{_D}{{1,2}})[.,] ?(?P<y>{_D}{{4}}|{_D}{{2}})"
    r"(?![a-z0-9]|[.,/-][0-9])"
)
_ISO = re.compile(rf"(?<![a-z0-9])(?P<y>2{_D}{{3}})-(?P<m>{_D}{{2}})-(?P<d>{_D}{{2}})(?![a-z0-9])")
_WRITTEN = re.compile(
    rf"(?<![a-z0-9])(?P<d>{_D}{{1,2}})[.,]?\s{{0,2}}(?:{_MONTH})\.?(?:\s{{1,2}}(?P<y>{_D}{{4}}))?(?![a-z])"
)
_OWN_LABEL = re.compile(rf"(?:{loose('datum')}\s*:?|,\s*{loose('den')}|[a-z],)\s*$")
_OTHER = re.compile(
    rf"{loose('vom|bis|bis zum|geboren~|geb.|am|zum|seit|ab|ab dem|nachricht vom|schreiben vom|fällig~|termin~')}"
    r"\s*:?\s*$"
)
OLDEST = timedelta(days=400)


class Tag(NamedTuple):
    """A day and where it stands in the page's shape; `has_year`: the year stood there."""

    on: date
    start: int
    end: int
    has_year: bool


def tage(page: Seite, near: date) -> Iterator[Tag]:
    """Yield the days on a page. One without a year is the next that is not long before `near`."""
    for pattern in (_NUMERIC, _ISO, _WRITTEN):
        for match in pattern.finditer(page.shape):
            if day := _day(match, page.plain, near):
                yield Tag(day, match.start(), match.end(), match["y"] is not None)


def _day(match: re.Match, text: str, near: date) -> date | None:
    def number(name: str) -> int:
        return int(digits(text[match.start(name) : match.end(name)]))

    written = text[match.start() : match.end()]
    if 2 * sum(map(str.isdigit, written)) < sum(map(str.isalnum, written)) - 12 * bool(
        match.re is _WRITTEN
    ):
        return None
    try:
        month = next(
            (
                int(name[1:])
                for name, value in match.groupdict().items()
                if value and name[0] == "m" and name[1:]
            ),
            0,
        ) or number("m")
        if match["y"] is None:
            day = date(near.year, month, number("d"))
            return day if day > near - timedelta(days=60) else day.replace(year=near.year + 1)
        year = number("y")
        return date(year + 2000 if year < 100 else year, month, number("d"))
    except ValueError:
        return None


def datum_of(pages: list[Seite], arrived_on: date) -> Fund | None:
    """Return the day of the letter: beside its label or place, near the head, not after arrival."""
    best: tuple[float, Fund] | None = None
    for page in pages[:2]:
        for tag in tage(page, arrived_on):
            worth = _worth(page, tag, arrived_on)
            if worth > 0 and (best is None or worth > best[0]):
                is_unsure = worth < 2
                fund = found(
                    FundArt.DATUM, tag.on.isoformat(), page, tag.start, tag.end, is_unsure=is_unsure
                )
                best = worth, fund
    return best[1] if best else None


def _worth(page: Seite, tag: Tag, arrived_on: date) -> float:
    if not tag.has_year or not arrived_on - OLDEST <= tag.on <= arrived_on:
        return 0
    line = page.shape[max(0, page.shape.rfind("\n", 0, tag.start) + 1) : tag.start]
    above = page.shape[max(0, tag.start - 220) : tag.start]
    worth = 1.6 - tag.start / max(len(page.shape), 400) - 1.5 * (page.number > 1)
    worth -= (arrived_on - tag.on).days / 200
    if _OWN_LABEL.search(line):
        worth += 2
    elif not line.strip():
        worth += 0.8
    elif _OTHER.search(line):
        worth -= 1.2
    if _heads_column(above, line):
        worth += 1.2
    return worth


_COLUMN = re.compile(loose("datum"))


def _heads_column(above: str, line: str) -> bool:
    """Tell whether the line above names a column for the date ("Ihr Zeichen  Unser Zeichen  Datum")."""
    before = above[: len(above) - len(line)].rstrip("\n").rpartition("\n")[2]
    return bool(_COLUMN.search(before)) and len(before) < 160
