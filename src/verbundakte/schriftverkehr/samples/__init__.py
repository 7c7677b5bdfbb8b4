"""What is delivered with the room: Vorlagen, texts, a head and rules of signing, as plain data."""

import json
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path
from uuid import UUID, uuid5

SPACE = UUID("0b6a1e52-6f0d-4a0e-8d59-3f6d1c8b7a10")
"""Keys of Items are made of their place, so that the files stay readable."""


@cache
def delivered(kind: str) -> dict[UUID, dict]:
    """Return the contents of a kind (`schriftverkehr.briefvorlage`) by key, the same everywhere."""
    path = Path(__file__).with_name(f"{kind.rpartition('.')[2]}.json")
    rows = json.loads(path.read_text(encoding="utf-8"))
    return {UUID(row.pop("key")): _whole(row) for row in rows}


def source(kind: str) -> Callable[[], dict[UUID, dict]]:
    """Return what gives the contents of a kind."""
    return partial(delivered, kind)


def _whole(row: dict) -> dict:
    """Return a content with ids and places for the entries of its lists, texts put together."""
    for name in ("felder", "teile", "regeln"):
        for number, entry in enumerate(row.get(name, ()), 1):
            entry["id"] = str(uuid5(SPACE, f"{row['kuerzel']}/{name}/{number}"))
            entry["reihenfolge"] = number * 10
    return _joined(row)


def _joined(found):
    """Texts may be written as a list of lines."""
    if isinstance(found, dict):
        return {
            name: "\n".join(value) if name == "text" and isinstance(value, list) else _joined(value)
            for name, value in found.items()
        }
    return [_joined(entry) for entry in found] if isinstance(found, list) else found
