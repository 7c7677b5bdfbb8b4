"""What was deleted for good, kept outside of backups: what a restored one brings back goes again.

One line of JSON for each object, below the data folder and, where VERBUNDAKTE_LOESCHLISTE names a
file, on another disk too. Only ids and moments, no content.
"""

import json
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from uuid import UUID

from django.conf import settings

from verbundakte.core.audit import tenant_uuid

FILE = "loeschliste.jsonl"
DOKUMENT, KOMMUNE = "akten.dokument", "core.tenant"


@dataclass(frozen=True, order=True)
class Entry:
    """An object that was deleted: when (ISO, UTC), what, of which town (its lasting id)."""

    at: str
    kind: str
    key: str
    town: str


def places() -> list[Path]:
    """Return the files that hold the list."""
    elsewhere = os.environ.get("VERBUNDAKTE_LOESCHLISTE", "")
    return [settings.DATA_DIR / FILE, *([Path(elsewhere)] if elsewhere else [])]


def entry(kind: str, key: UUID, tenant: int, at) -> Entry:
    """Return the line for an object of a town."""
    return Entry(at.isoformat(), kind, str(key), str(tenant_uuid(tenant)))


def note(*entries: Entry) -> None:
    """Add to the list, durably, in every place."""
    lines = b"".join(json.dumps(asdict(one)).encode() + b"\n" for one in entries)
    for path in places():
        with open(os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600), "ab") as file:
            file.write(lines)
            file.flush()
            os.fsync(file.fileno())


def parse(content: bytes) -> set[Entry]:
    """Return the entries of a list; a line that was cut off is left out."""
    found = set()
    for line in content.splitlines():
        try:
            found.add(Entry(**json.loads(line)))
        except (ValueError, TypeError):
            continue
    return found


def known() -> set[Entry]:
    """Return all entries of this installation's list."""
    return set().union(*(parse(path.read_bytes()) for path in places() if path.exists()))


def content_of(entries: Iterable[Entry]) -> bytes:
    """Return the list as it is kept."""
    return b"".join(json.dumps(asdict(one)).encode() + b"\n" for one in sorted(entries))
