"""The record of who read what of a Geheimnisklasse: write, erase after its time, verify.

It is kept apart from the log of changes: nothing of it is shown on working pages, and its content
is erased while the links of its chain stay (docs/adr/0019).
"""

import hashlib
import json
import os
from datetime import UTC, date
from uuid import UUID

from django.utils.timezone import localdate

from verbundakte.core.audit import GENESIS, Problem, kind_of, tenant_uuid
from verbundakte.core.clock import now
from verbundakte.core.models import LeseArt, Lesevermerk, ReadChainHead
from verbundakte.core.tenancy.context import current_tenant

ERASED = dict.fromkeys(
    ("person_id", "on_behalf_of", "subject_kind", "subject_id", "art", "read_on", "read_at", "salt")
)


def _digest(town: UUID, row: Lesevermerk) -> bytes:
    content = [
        str(town),
        str(row.person_id),
        row.on_behalf_of,
        row.subject_kind,
        str(row.subject_id),
        row.art,
        row.read_on and row.read_on.isoformat(),
        row.read_at and row.read_at.astimezone(UTC).isoformat(),
    ]
    return hashlib.sha256(bytes(row.salt) + json.dumps(content).encode()).digest()


def record(actor, subject, art: str = LeseArt.LESEN) -> None:
    """Write that a person reads a saved object; once per day and way. Systems do not read."""
    if actor.kind != "person":
        return
    at = now()
    mark = {
        "person_id": UUID(actor.id),
        "subject_id": subject.pk,
        "art": str(art),
        "read_on": localdate(at),
    }
    if Lesevermerk.objects.filter(**mark).exists():
        return
    row = Lesevermerk(
        **mark,
        on_behalf_of=str(actor.on_behalf_of or ""),
        subject_kind=kind_of(subject),
        read_at=at,
        salt=os.urandom(16),
    )
    row.digest = _digest(tenant_uuid(current_tenant()), row)
    Lesevermerk.objects.bulk_create([row], ignore_conflicts=True)


def erase_before(on: date) -> int:
    """Erase what was read before this day; the links of the chain stay. Return how many."""
    return Lesevermerk.objects.filter(read_on__lt=on).update(**ERASED)


def _told_wrongly(town: UUID, row: Lesevermerk) -> bool:
    if row.salt is None:
        return any(getattr(row, name) is not None for name in ERASED)
    return _digest(town, row) != bytes(row.digest)


def verify_reads() -> tuple[int, list[Problem]]:
    """Recompute the chain of reads of the open town: how many links, and where it does not hold."""
    town = tenant_uuid(current_tenant())
    head = ReadChainHead.objects.filter(tenant=current_tenant()).first()
    problems: list[Problem] = []
    checked, last = 0, GENESIS
    for row in Lesevermerk.objects.order_by("seq").iterator(chunk_size=2000):
        if row.seq is None:
            problems.append(Problem(None, "Ein Lesevermerk steht außerhalb der Kette."))
            continue
        if head is None or row.seq > head.seq:
            break  # written since the head was read
        checked += 1
        if row.seq != checked:
            return checked, [*problems, Problem(checked, "An dieser Stelle fehlt ein Lesevermerk.")]
        if _told_wrongly(town, row):
            problems.append(Problem(row.seq, "Ein Lesevermerk wurde verändert."))
        last = hashlib.sha256(last + bytes(row.digest)).digest()
        if last != bytes(row.hash):
            return checked, [*problems, Problem(row.seq, "Ein Lesevermerk passt nicht zur Kette.")]
    if head is not None and (checked, last) != (head.seq, bytes(head.hash)):
        problems.append(Problem(checked + 1, "An dieser Stelle fehlt ein Lesevermerk."))
    return checked, problems
