"""What falls due in this room: reading that a step gave and that is over."""

from datetime import date

from verbundakte.core.actor import SystemActor
from verbundakte.core.clock import now
from verbundakte.geschaeftsgang.actions import tidy_reading

TIDY = SystemActor(id="tidy", permissions=frozenset())


def end_reading_of_past(on: date) -> int:
    """Take reading that ended out of the access of its Vorgänge; return of how many."""
    return tidy_reading(TIDY, on=on, at=now())
