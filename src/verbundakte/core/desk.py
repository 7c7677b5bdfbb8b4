"""What waits for a person, as rooms tell it: short lists, and queues of which thousands may wait.

One order for all: by rank (what is urgent, then by due date, then what has none), then by weight (small
is heavy), then by id.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

EPOCH = date(2000, 1, 1)
WITHOUT_DAY = 1_000_000
FIRST = UUID(int=0)


@dataclass(frozen=True, order=True)
class DeskPlace:
    """Where something stands in the order of the desk; `rang` counts days, less where it is urgent."""

    rang: int = WITHOUT_DAY
    weight: int = 0
    key: UUID = FIRST


@dataclass(frozen=True)
class DeskItem:
    """One line on the desk.

    `weight` and `key` say where it stands among what is due on the same day, `rang` where it is urgent.
    `pick`: its value where it can be chosen and done together with others.
    """

    kind: str
    icon: str
    title: str
    url: str
    number: str = ""
    who: str = ""
    due: date | None = None
    is_new: bool = False
    is_for_other: bool = False
    rang: int | None = None
    weight: int = 0
    key: UUID = FIRST
    pick: str = ""

    @property
    def place(self) -> DeskPlace:
        """Return where it stands."""
        rang = self.rang
        if rang is None:
            rang = (self.due - EPOCH).days if self.due else WITHOUT_DAY
        return DeskPlace(rang, self.weight, self.key)


@dataclass(frozen=True)
class DeskSource:
    """Something that waits for a person: `load(actor) -> list of DeskItem`.

    With `together`, `load` gets what `together(actor)` returns; for all sources that name the same
    one it is read once. `most`: where `load` returns so many there may be more.
    """

    id: str
    label: str
    load: Callable
    together: Callable | None = None
    most: int = 0


@dataclass(frozen=True)
class DeskRange:
    """What part of a queue is asked for: these kinds, what comes after a place, due up to a day."""

    kinds: tuple[str, ...]
    after: DeskPlace | None = None
    until: date | None = None


@dataclass(frozen=True)
class DeskCount:
    """How many of a kind wait, and how many of them are overdue.

    `is_part`, `is_part_late`: there are more than were counted, of this kind or of another one.
    """

    waiting: int = 0
    late: int = 0
    is_part: bool = False
    is_part_late: bool = False

    def __add__(self, other: "DeskCount") -> "DeskCount":
        """Return both together."""
        return DeskCount(
            self.waiting + other.waiting,
            self.late + other.late,
            self.is_part or other.is_part,
            self.is_part_late or other.is_part_late,
        )


@dataclass(frozen=True)
class DeskBatch:
    """What can be done with the chosen lines of one kind together: they are posted as `pick`."""

    kind: str
    label: str
    icon: str
    url_name: str


@dataclass(frozen=True)
class DeskQueue:
    """What may wait in thousands and is therefore read page by page.

    `kinds`: what its tabs are called; `counts(actor, on) -> {kind: DeskCount}`, each of the kinds where
    only a part was counted;
    `page(actor, range, limit) -> list of DeskItem` in the order of the desk.
    With `together`, both get what `together(actor, on)` returns instead of the actor; it is read once.
    """

    id: str
    kinds: Mapping[str, str]
    counts: Callable
    page: Callable
    batch: DeskBatch | None = None
    together: Callable | None = None
