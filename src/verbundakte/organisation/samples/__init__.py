"""Standard roles: plain data, installed as Bausteine in each new town."""

import json
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID


@dataclass(frozen=True)
class RolleSample:
    """A role as delivered. `short` names it in code and data, `key` is the same in every town."""

    short: str
    key: UUID
    bezeichnung: str
    beschreibung: str
    permissions: tuple[str, ...]

    def data(self) -> dict:
        """Return the content of its Baustein."""
        return {
            "bezeichnung": self.bezeichnung,
            "beschreibung": self.beschreibung,
            "permissions": list(self.permissions),
        }


def _load() -> dict[str, RolleSample]:
    rows = json.loads((Path(__file__).parent / "rollen.json").read_text(encoding="utf-8"))
    return {
        row["short"]: RolleSample(
            row["short"],
            UUID(row["key"]),
            row["bezeichnung"],
            row["beschreibung"],
            tuple(sorted(row["permissions"])),
        )
        for row in rows
    }


STANDARD_ROLLEN = _load()
"""The standard roles by their short names (`sachbearbeitung`, `leitung`, ...)."""
