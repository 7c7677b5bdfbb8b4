"""Days, months and years as users write them in a query: 2024, 03.2024, 12.3.2024, 2024-03."""

import re
from calendar import monthrange
from datetime import date

_YEAR = re.compile(r"(\d{4})\Z")
_MONTH = re.compile(r"(?:(?P<m>\d{1,2})[./](?P<y>\d{4})|(?P<y2>\d{4})-(?P<m2>\d{1,2}))\Z")
_DAY = re.compile(
    r"(?:(?P<d>\d{1,2})\.(?P<m>\d{1,2})\.(?P<y>\d{4})|(?P<y2>\d{4})-(?P<m2>\d{1,2})-(?P<d2>\d{1,2}))\Z"
)


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


def date_range(text: str) -> tuple[date | None, date | None]:
    """Return the days of "2024", "2024..2025", "..03.2024", "1.2.2024.."; raises ValueError."""
    if ".." not in text:
        return period(text)
    first, _, last = text.partition("..")
    if not first and not last:
        raise ValueError(text)
    begin = period(first)[0] if first else None
    end = period(last)[1] if last else None
    if begin and end and begin > end:
        raise ValueError(text)
    return begin, end
