"""In whose place a person may work."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from verbundakte.organisation.models import Person


@dataclass(frozen=True)
class Capacity:
    """A Vertretung in which a person may work today: for whom, until when, for which kinds of work
    (none for all)."""

    vertretung: UUID
    person: UUID
    name: str
    to_on: date | None
    is_persoenlich: bool
    arten: tuple[str, ...] = ()

    @classmethod
    def read(cls, row: dict) -> "Capacity":
        """Return what was read with the person as JSON."""
        names = {name: row[name] for name in ("titel", "vorname", "familienname")}
        return cls(
            UUID(row["pk"]),
            UUID(row["person"]),
            Person(**names).name,
            date.fromisoformat(row["to_on"]) if row["to_on"] else None,
            row["is_persoenlich"],
            tuple(row["arten"]),
        )
