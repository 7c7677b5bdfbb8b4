"""What follows from a Verfügung alone: order, place on the desk, evidence. No ORM, no clock."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from uuid import UUID

EPOCH = date(2000, 1, 1)
NO_FRIST, EILT = 1_000_000, 10_000_000


@dataclass(frozen=True)
class Stand:
    """What the order of steps depends on."""

    id: UUID
    stufe: int
    has_begun: bool


def rang_of(frist_on: date | None, *, is_eilig: bool) -> int:
    """Return the order on a desk: what is urgent first, then by Frist, what has none last."""
    days = (frist_on - EPOCH).days if frist_on else NO_FRIST
    return days - EILT if is_eilig else days


def due_to_begin(steps: Iterable[Stand], *, is_frei: bool) -> list[UUID]:
    """Return which of the steps that have not ended begin now.

    In any order: all of them. One after the other: those of the lowest Stufe that has not ended.
    """
    steps = list(steps)
    if not steps:
        return []
    lowest = min(step.stufe for step in steps)
    return [step.id for step in steps if not step.has_begun and (is_frei or step.stufe == lowest)]


@dataclass(frozen=True)
class Beleg:
    """What a Zeichnung proves, in the words of that moment; everything of it is hashed."""

    kommune: UUID
    dokument: UUID
    nummer: int
    fassung: UUID
    fassung_nummer: int
    dateien: tuple[str, ...]
    erledigung: UUID
    art: str
    ergebnis: str
    bemerkung_digest: str
    person: UUID | None
    person_name: str
    stelle: str
    eigenschaft: str
    vertretung_name: str
    at: datetime
    is_papier: bool
    gezeichnet_on: date | None
    erfasst_name: str
    vorher: str


def digest_of(beleg: Beleg) -> str:
    """Return the SHA-256 (hex) of a Zeichnung, with the one before in it.

    A remark goes in as its own digest: it can be erased (Art. 17 DSGVO) and the chain still holds.
    """
    content = asdict(beleg)
    content["at"] = beleg.at.astimezone(UTC).isoformat()
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def remark_digest(bemerkung: str) -> str:
    """Return the SHA-256 (hex) of a remark, "" for none."""
    return hashlib.sha256(bemerkung.encode()).hexdigest() if bemerkung else ""
