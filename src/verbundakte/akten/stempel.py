"""Stamps for copies that are printed or given away. They are Bausteine; each town has its own."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import TextChoices

from verbundakte.core.bausteine import Problem, Spec, baustein, free

STEMPEL = "akten.stempel"
LONGEST = 40


class Ecke(TextChoices):
    """Where on the page."""

    TOP_RIGHT = "top-right", "oben rechts"
    TOP_LEFT = "top-left", "oben links"
    BOTTOM_RIGHT = "bottom-right", "unten rechts"
    BOTTOM_LEFT = "bottom-left", "unten links"


@baustein(STEMPEL)
class StempelSpec(Spec, label="Stempel"):
    """What stands on a stamp, from top to bottom."""

    bezeichnung: str = free(max_length=60, hint="So heißt er in der Auswahl.")
    aufschrift: str = free(max_length=LONGEST, hint="Zum Beispiel: EINGEGANGEN.")
    has_tag: bool = free("Darunter der Tag", default=False)
    zusatz: str = free(
        "Letzte Zeile",
        default="",
        max_length=LONGEST,
        hint="Zum Beispiel das Amt oder „Abschrift“.",
    )
    reihenfolge: int = free("Platz in der Auswahl", default=100)

    def check(self) -> Iterator[Problem]:
        """Yield what no stamp may say."""
        if not self.aufschrift.strip():
            yield Problem("aufschrift", "Schreiben Sie, was auf dem Stempel stehen soll.")


@dataclass(frozen=True)
class Aufdruck:
    """A stamp as it is chosen: its key, its name, and what it says."""

    key: UUID
    bezeichnung: str
    aufschrift: str
    has_tag: bool
    zusatz: str
    reihenfolge: int

    def lines(self, on: date) -> list[str]:
        """Return what stands on a copy of this day."""
        day = f"{on:%d.%m.%Y}" if self.has_tag else ""
        return [line for line in (self.aufschrift, day, self.zusatz) if line]


def _sample(last: int, place: int, bezeichnung: str, aufschrift: str, *, has_tag: bool) -> dict:
    key = UUID(f"5f0c7d1e-3b52-4e86-9c41-0a7f6e21d0{last:02d}")
    content = {"bezeichnung": bezeichnung, "aufschrift": aufschrift, "has_tag": has_tag}
    return {key: {**content, "zusatz": "", "reihenfolge": place}}


DELIVERED: dict[UUID, dict] = {
    **_sample(1, 10, "Kopie", "KOPIE", has_tag=False),
    **_sample(2, 20, "Eingegangen am …", "EINGEGANGEN", has_tag=True),
    **_sample(3, 30, "Entwurf", "ENTWURF", has_tag=False),
    **_sample(4, 40, "Erledigt am …", "ERLEDIGT", has_tag=True),
}
"""What every town has until it takes one over, changes it or ends it."""
