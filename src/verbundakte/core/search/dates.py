"""Days, months, years and spans as users write them: 2024, 03.2024, 2023..2024, >=2024, letzte Woche."""

import re
from calendar import monthrange
from datetime import date, timedelta

_YEAR = re.compile(r"(\d{4})\Z")
_MONTH = re.compile(r"(?:(?P<m>\d{1,2})[./](?P<y>\d{4})|(?P<y2>\d{4})-(?P<m2>\d{1,2}))\Z")
_DAY = re.compile(
    r"(?:(?P<d>\d{1,2})\.(?P<m>\d{1,2})\.(?P<y>\d{4})|(?P<y2>\d{4})-(?P<m2>\d{1,2})-(?P<d2>\d{1,2}))\Z"
)
_YEARS = re.compile(r"(\d{4})[-–](\d{4})\Z")
_COMPARED = re.compile(r"(>=|<=|>|<|=)[ ]?(.+)\Z")
_DAYS_AGO = {"heute": 0, "gestern": 1, "vorgestern": 2}
_THIS_OR_LAST = re.compile(
    r"(?P<which>diese|letzte|vorige)[rsmn]? (?P<unit>woche|monat|quartal|jahr)s?\Z"
)
_LAST_SOME = re.compile(r"letzten? (?P<count>\d{1,3}) (?P<unit>tage|wochen|monate|jahre)n?\Z")
_MONTHS_OF = {"monat": 1, "quartal": 3, "jahr": 12}
Span = tuple[date | None, date | None]


class SpanReversed(ValueError):
    """The end lies before the beginning."""


def period(text: str) -> tuple[date, date]:
    """Return the first and last day that `text` means. Raises ValueError."""
    if match := _YEAR.match(text):
        year = int(match[1])
        return date(year, 1, 1), date(year, 12, 31)
    if match := _MONTH.match(text):
        year, month = int(match["y"] or match["y2"]), int(match["m"] or match["m2"])
        if not 1 <= month <= 12:
            raise ValueError(text)
        return date(year, month, 1), date(year, month, monthrange(year, month)[1])
    if match := _DAY.match(text):
        day = int(match["d"] or match["d2"])
        found = date(int(match["y"] or match["y2"]), int(match["m"] or match["m2"]), day)
        return found, found
    raise ValueError(text)


def date_range(text: str) -> Span:
    """Return the days of "2024", "2024..2025", "..03.2024", "2023-2024", ">=2024", "<1.2.2024".

    Raises ValueError, SpanReversed among them.
    """
    if match := _COMPARED.match(text):
        return _compared(match[1], *period(match[2]))
    if match := _YEARS.match(text):
        text = f"{match[1]}..{match[2]}"
    if ".." not in text:
        return period(text)
    first, _, last = text.partition("..")
    if not first and not last:
        raise ValueError(text)
    begin = period(first)[0] if first else None
    end = period(last)[1] if last else None
    if begin and end and begin > end:
        raise SpanReversed(text)
    return begin, end


def _compared(sign: str, first: date, last: date) -> Span:
    match sign:
        case ">=":
            return first, None
        case ">":
            return last + timedelta(days=1), None
        case "<=":
            return None, last
        case "<":
            return None, first - timedelta(days=1)
    return first, last


def spoken(text: str, today: date) -> tuple[date, date] | None:
    """Return the days of "heute", "diese Woche", "letzter Monat", "letzte 30 Tage"; None for others.

    `text` is folded. The last week is the calendar week before this one; the last 30 days end today.
    """
    if text in _DAYS_AGO:
        day = today - timedelta(days=_DAYS_AGO[text])
        return day, day
    if match := _LAST_SOME.match(text):
        count, unit = int(match["count"]), match["unit"]
        if unit in ("tage", "wochen"):
            return today - timedelta(days=count * (7 if unit == "wochen" else 1)), today
        return _months_before(today, count * (12 if unit == "jahre" else 1)), today
    match = _THIS_OR_LAST.match(text)
    if match is None:
        return None
    is_last = match["which"] != "diese"
    if match["unit"] == "woche":
        monday = today - timedelta(days=today.weekday() + (7 if is_last else 0))
        return monday, monday + timedelta(days=6)
    months = _MONTHS_OF[match["unit"]]
    first = date(today.year, (today.month - 1) // months * months + 1, 1)
    first = _months_before(first, months) if is_last else first
    return first, _months_before(first, -months) - timedelta(days=1)


def _months_before(day: date, months: int) -> date:
    """Return the day so many months earlier, the last of the month where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
