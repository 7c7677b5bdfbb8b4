"""Numbers, states and waits of what leaves the house. Pure: no ORM, no clock, no settings."""

import re
from contextlib import suppress
from datetime import date, timedelta
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


ZUSTELLUNG = {
    "pzu": "pzu",
    "uebergabe_einschreiben": "uebergabe",
    "rueckschein": "rueckschein",
    "empfangsbekenntnis": "empfangsbekenntnis",
    "bote": "behoerde",
    "oeffentlich": "oeffentlich",
}
"""What a way of service is called where Fristen are computed."""


def begin_frist(
    *, weg: str, zustellart: str, sent_on: date, delivered_on: date | None, is_returned: bool
) -> dict[str, str]:
    """Return with what a Frist begins that this dispatch sets off: Bekanntgabe from the day of the post,
    service from the day of its proof, which goes before where there is one; nothing for what came back
    (then it says so).
    """
    if zustellart in ZUSTELLUNG:
        on = delivered_on or sent_on
        return {"ausloeser": f"zustellung-{ZUSTELLUNG[zustellart]}", "on": on.isoformat()} | (
            {} if delivered_on else {"is_missing": "1"}
        )
    begun = {
        "ausloeser": "elektronisch" if weg == "email" else "post",
        "on": sent_on.isoformat(),
    }
    if delivered_on is not None:
        begun["zugang_on"] = delivered_on.isoformat()
    return begun | ({"is_missing": "1"} if is_returned else {})


CODE = "VA-V:{number}"
"""What is printed on a letter, as a code and beside it: found again on paper that comes back."""
_CODE = re.compile(r"VA[ ]?-[ ]?V:[ ]?(\d{4})/0*(\d{1,9})(?!\d)")
_DAY = re.compile(r"(?<!\d)(\d{1,2})\.[ ]?(\d{1,2})\.[ ]?(\d{4})(?!\d)")


def numbers_in(text: str) -> set[tuple[int, int]]:
    """Return the numbers of the Postausgangsbuch that stand in a text as they are printed: year, number."""
    return {(int(jahr), int(nummer)) for jahr, nummer in _CODE.findall(text)}


def proven_day(text: str, *, since: date, until: date) -> date | None:
    """Return the only day between two that a text names, None where it names several or none."""
    found = set()
    for day, month, year in _DAY.findall(text):
        with suppress(ValueError):
            found.add(date(int(year), int(month), int(day)))
    near = [one for one in found if since <= one <= until]
    return near[0] if len(near) == 1 else None


def shown_number(jahr: int, nummer: int) -> str:
    """Return a number of the Postausgangsbuch as it is written: 2026/00417."""
    return f"{jahr}/{nummer:05d}"


def wait_after(failures: int) -> timedelta | None:
    """Return how long a mail waits after so many failures in a row; None: a person has to look."""
    return WAITS[failures - 1] if failures <= len(WAITS) else None
