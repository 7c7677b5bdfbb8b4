"""Pure functions of the post: no ORM, no clock, no settings."""

import hashlib
from datetime import datetime
from enum import StrEnum

USUAL_DAYS = 5
"""So many days something may wait until whoever leads the post room is told, where a town says nothing."""


class Stand(StrEnum):
    """Where an Eingang stands; always computed, never stored."""

    label: str

    def __new__(cls, value: str, label: str):
        """Return the member with its label."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member

    OFFEN = "offen", "offen"
    ZUGELEITET = "zugeleitet", "zugeleitet"
    ANGENOMMEN = "angenommen", "angenommen"
    ZURUECKGEGEBEN = "zurueckgegeben", "zurückgegeben"
    ABGELEGT = "abgelegt", "abgelegt"
    AUFGEGANGEN = "aufgegangen", "zusammengelegt oder getrennt"


def kennung(art: str, *parts: str | bytes) -> str:
    """Return what makes an arrival known again: the kind of its way in and a SHA-256 of the parts.

    The same mail has the same parts in each of five mailboxes; a scan has its folder, file and bytes.
    """
    digest = hashlib.sha256()
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        digest.update(len(data).to_bytes(8, "big") + data)
    return f"{art}:{digest.hexdigest()}"


def digest_of(text: str) -> str:
    """Return the SHA-256 (hex) of a text, e.g. of a Message-ID of whatever length."""
    return hashlib.sha256(text.strip().encode()).hexdigest()


def shown_number(jahr: int, nummer: int) -> str:
    """Return the number of an Eingang as people say it, e.g. `2026/00417`."""
    return f"{jahr}/{nummer:05d}"


def stand_of(art: str, *, is_accepted: bool, is_done: bool, is_filed: bool) -> Stand:
    """Return where an Eingang stands, from its last Zuleitung and from what became of it.

    What is done and not filed went into another Eingang, or into several.
    """
    if is_done:
        return Stand.ABGELEGT if is_filed else Stand.AUFGEGANGEN
    if is_accepted:
        return Stand.ANGENOMMEN
    if art == "erfasst":
        return Stand.OFFEN
    return Stand.ZURUECKGEGEBEN if art == "zurueckgegeben" else Stand.ZUGELEITET


def stamp_lines(number: str, arrived: datetime) -> list[str]:
    """Return the lines of the stamp on a copy: day and time of arrival (local), number."""
    return ["EINGEGANGEN", f"{arrived:%d.%m.%Y %H:%M}", f"Nr. {number}"]


def days_told(days: int) -> str:
    """Return a number of days in words of a table's head."""
    return "1 Tag" if days == 1 else f"{days} Tage"


def age_steps(days: int) -> list[tuple[str, int, int]]:
    """Return the ages up to so many days as (in words, after so many days, up to so many days)."""
    ends = [*(end for end in (1, 3) if end < days), days]
    found, begin = [], 0
    for end in ends:
        words = f"{begin + 1} bis {end}" if begin and end > begin + 1 else str(end)
        told = f"bis {words}" if not begin else words
        found.append((f"{told} {'Tag' if end == 1 else 'Tage'}", begin, end))
        begin = end
    return found
