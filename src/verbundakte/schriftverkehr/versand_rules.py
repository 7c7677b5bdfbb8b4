"""Numbers, states and waits of what leaves the house. Pure: no ORM, no clock, no settings."""

from datetime import timedelta
from enum import StrEnum

# After the first failure, the second ...; then a person has to look.
WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 720))


class Stand(StrEnum):
    """How far something is on its way out."""

    label: str
    icon: str
    tone: str

    def __new__(cls, value: str, label: str, icon: str, tone: str):
        """Return the member with its word, symbol and tone."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label, member.icon, member.tone = label, icon, tone
        return member

    WARTET = "wartet", "zu versenden", "clock", "note"
    IM_DRUCK = "im_druck", "im Druck", "print", "note"
    VERSANDT = "versandt", "versandt", "ok", ""
    ZUGESTELLT = "zugestellt", "zugestellt", "ok", "good"
    ZURUECK = "zurueck", "zurückgekommen", "warn", "bad"
    ZURUECKGEZOGEN = "zurueckgezogen", "zurückgezogen", "stop", ""


def stand_of(
    *, is_withdrawn: bool, is_sent: bool, is_returned: bool, is_delivered: bool, is_in_print: bool
) -> Stand:
    """Return how far something is, from what has happened to it."""
    if is_withdrawn:
        return Stand.ZURUECKGEZOGEN
    if not is_sent:
        return Stand.IM_DRUCK if is_in_print else Stand.WARTET
    if is_returned:
        return Stand.ZURUECK
    return Stand.ZUGESTELLT if is_delivered else Stand.VERSANDT


def shown_number(jahr: int, nummer: int) -> str:
    """Return a number of the Postausgangsbuch as it is written: 2026/00417."""
    return f"{jahr}/{nummer:05d}"


def wait_after(failures: int) -> timedelta | None:
    """Return how long a mail waits after so many failures in a row; None: a person has to look."""
    return WAITS[failures - 1] if failures <= len(WAITS) else None
