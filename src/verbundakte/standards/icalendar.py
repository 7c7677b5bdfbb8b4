"""Writing calendars (RFC 5545): whole days, nothing else; enough for a feed of Fristen."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

_LONGEST = 75
_ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": None})


@dataclass(frozen=True)
class Ganztag:
    """One day with a title; `uid` stays the same as long as it is the same thing."""

    uid: str
    on: date
    title: str


def _fold(line: str) -> str:
    """Return a line in pieces of at most 75 octets (3.1), never within a character."""
    pieces, piece, size = [], "", 0
    for char in line:
        width = len(char.encode())
        if size + width > _LONGEST:
            pieces.append(piece)
            piece, size = " ", 1
        piece += char
        size += width
    return "\r\n".join([*pieces, piece])


def calendar(name: str, days: Iterable[Ganztag], at: datetime) -> str:
    """Return a calendar as text with CRLF (3.4). `at`: the moment it was made."""
    stamp = f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Verbundakte//Termine//DE",
        f"X-WR-CALNAME:{name.translate(_ESCAPES)}",
    ]
    for day in days:
        lines += [
            "BEGIN:VEVENT",
            f"UID:{day.uid}",
            f"DTSTAMP:{stamp}",
            f"DTSTART;VALUE=DATE:{day.on:%Y%m%d}",
            f"DTEND;VALUE=DATE:{day.on + timedelta(days=1):%Y%m%d}",
            f"SUMMARY:{day.title.translate(_ESCAPES)}",
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
        ]
    return "\r\n".join([*map(_fold, lines), "END:VCALENDAR", ""])
