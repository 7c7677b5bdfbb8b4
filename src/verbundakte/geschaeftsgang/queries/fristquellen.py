"""Fristen that rooms above know: they stand in the same lists as those of this room."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse


@dataclass(frozen=True)
class Zeile:
    """One line of a list of Termine. `termin`: the row of this room, None for one of a room above.

    `place`: name and values of its page. `wait_on`: the day from which it is
    urgent (the Vorfrist where there is one).
    """

    art: str
    kind: str
    icon: str
    title: str
    place: tuple[str, tuple]
    due_on: date
    wait_on: date
    number: str = ""
    who: str = ""
    key: str = ""
    about: str = ""
    is_ausschluss: bool = False
    termin: Any = None

    @property
    def url(self) -> str:
        """Return its page, for pages of the town (jobs know no addresses)."""
        name, args = self.place
        return reverse(name, args=args)


@dataclass(frozen=True)
class Fristquelle:
    """`waiting(actor, until) -> [Zeile]`: hers, day or Vorfrist until then; `of(actor, vorgang)`: open
    ones of a Vorgang that was read; `running(actor, most) -> [(day, kind, number, who)]`: all, for the
    Notfallliste."""

    waiting: Callable[[Any, date], list[Zeile]]
    of: Callable[[Any, Any], list[Zeile]]
    running: Callable[[Any, int], list[tuple[date, str, str, str]]]


FRISTQUELLEN: dict[str, Fristquelle] = {}
