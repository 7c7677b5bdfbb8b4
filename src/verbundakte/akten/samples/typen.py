"""The standard Dokumenttypen: plain data, installed as Bausteine in each town."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from uuid import UUID

FALLBACK = "sonstiges"
"""Kürzel of the type a Dokument has when nobody chose one; every town keeps it."""


@dataclass(frozen=True)
class TypSample:
    """A type as delivered; `key` is the same in every town, `data` the content of its Baustein."""

    key: UUID
    data: dict


@cache
def standard_dokumenttypen() -> tuple[TypSample, ...]:
    """Return the standard Dokumenttypen in the order of the choice."""
    path = Path(__file__).with_name("dokumenttypen.json")
    rows = json.loads(path.read_text(encoding="utf-8"))
    return tuple(TypSample(UUID(row.pop("key")), row) for row in rows)
