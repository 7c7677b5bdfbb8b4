"""Pure functions of data protection."""

import calendar
from datetime import date


def one_month_after(on: date) -> date:
    """Return the day a month after `on`, the last of the month where it has no such day.

    Art. 12 Abs. 3 DSGVO with Art. 3 Abs. 2 VO (EWG, Euratom) Nr. 1182/71.
    """
    year, month = (on.year + 1, 1) if on.month == 12 else (on.year, on.month + 1)
    return date(year, month, min(on.day, calendar.monthrange(year, month)[1]))
