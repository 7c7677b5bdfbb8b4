"""Who acts. Rooms know only this protocol; a person's actor is made in `organisation.actor`."""

from dataclasses import dataclass
from typing import Protocol

from verbundakte.core.access.policy import allows


class Actor(Protocol):
    """A person in a capacity, a named system actor, a connected system, later a citizen."""

    kind: str
    id: str
    on_behalf_of: str
    permissions: frozenset[str]
    zones_read: frozenset[int] | None
    zones_write: frozenset[int] | None

    def may(self, permission: str, subject: object) -> bool:
        """Tell whether this actor may do `permission` to `subject`."""


@dataclass(frozen=True)
class SystemActor:
    """A named part of the system (`job:ocr`, `setup`), on behalf of whoever started it.

    Its zones are None: not narrowed, because it works on ids it was given by someone who was.
    """

    id: str
    permissions: frozenset[str]
    on_behalf_of: str = ""
    kind: str = "system"
    zones_read: frozenset[int] | None = None
    zones_write: frozenset[int] | None = None

    def may(self, permission: str, subject: object) -> bool:
        """Tell whether `permission` was given to this system actor."""
        return allows(self, permission, subject)
