"""The neutral sample Aktenplan for small municipalities, as plain data (no Django)."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

AKTENPLAN_FILE = Path(__file__).with_name("aktenplan.json")
AKTENPLAN_BEZEICHNUNG = "Musteraktenplan für Gemeinden und Kreise"
AKTENPLAN_VERSION = "2026.1"
OERTLICH = "örtliche Festlegung"
GEHEIMNISKLASSEN = (
    "jugend",
    "personal",
    "personalvertretung",
    "sozial",
    "standesamt",
    "steuer",
)


@dataclass(frozen=True)
class SampleEinheit:
    """One unit of the sample Aktenplan (xdomea: Einheit)."""

    kennzeichen: str
    titel: str
    stichwoerter: tuple[str, ...]
    aufbewahrungsdauer: int | None
    """Years after z. d. A.; None keeps the file without end."""
    begruendung: str
    aussonderungsart: str
    """xdomea code: A archivwürdig, B bewerten, V vernichten."""
    geheimnisklasse: str | None
    federfuehrung: str
    """Task word of the competent unit, such as `bauordnung`; towns say who has it."""

    @property
    def parent(self) -> str | None:
        """Kennzeichen of the unit above, None at the top."""
        return parent_kennzeichen(self.kennzeichen)


def parent_kennzeichen(kennzeichen: str) -> str | None:
    """Return `632` for `632.20`, `63` for `632` and None for `6`."""
    if "." in kennzeichen:
        return kennzeichen.rpartition(".")[0]
    return kennzeichen[:-1] or None


@cache
def load_aktenplan() -> tuple[SampleEinheit, ...]:
    """Return all units sorted by Kennzeichen; every unit stands after its parent."""
    rows = json.loads(AKTENPLAN_FILE.read_text(encoding="utf-8"))
    return tuple(
        SampleEinheit(**{**row, "stichwoerter": tuple(row["stichwoerter"])}) for row in rows
    )


@cache
def einheiten_by_kennzeichen() -> dict[str, SampleEinheit]:
    """Return the units by their Kennzeichen."""
    return {einheit.kennzeichen: einheit for einheit in load_aktenplan()}


def leaves() -> tuple[SampleEinheit, ...]:
    """Return the units without units below them: here files are kept."""
    parents = {einheit.parent for einheit in load_aktenplan()}
    return tuple(e for e in load_aktenplan() if e.kennzeichen not in parents)
