"""What falls due in this room: reading that a step gave and that is over; steps nobody sees any more."""

from datetime import date

from verbundakte.core.actor import SystemActor
from verbundakte.core.clock import now
from verbundakte.geschaeftsgang.actions import give_stranded_termine, place_stranded, tidy_reading

TIDY = SystemActor(id="tidy", permissions=frozenset())


def end_reading_of_past(on: date) -> int:
    """Take reading that ended out of the access of its Vorgänge; return of how many."""
    return tidy_reading(TIDY, on=on, at=now())


def give_stranded_to_heads(on: date) -> int:
    """Lay steps that nobody sees any more on the desk of the head, Termine with the unit; return how
    many."""
    return place_stranded(TIDY, on=on, at=now()) + give_stranded_termine(TIDY, on=on)
