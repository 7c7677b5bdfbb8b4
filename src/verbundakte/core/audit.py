"""The log of a town: record what was done, and verify that nothing in it was changed.

One event per called action and object; the hash chain is made by a trigger at commit.
The hashed part holds no names and no readable content (salted digests only).
"""

import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from uuid import UUID

from django.db import models

from verbundakte.core import logs
from verbundakte.core.clock import now
from verbundakte.core.ids import uuid7
from verbundakte.core.models import AuditDetail, AuditEvent, ChainHead, Tenant
from verbundakte.core.tenancy.context import current_tenant

GENESIS = bytes(32)


class EventName(StrEnum):
    """Base of each room's `Event`: a name `room.noun.done` and its German sentence."""

    sentence: str

    def __new__(cls, name: str, sentence: str):
        member = str.__new__(cls, name)
        member._value_ = name
        member.sentence = sentence
        return member


@dataclass(frozen=True)
class Change:
    """One field with its old and new readable text."""

    name: str
    old: str | None
    new: str | None


_changes: ContextVar[list[Change] | None] = ContextVar("audit_changes", default=None)


@contextmanager
def collecting() -> Iterator[list[Change]]:
    """Collect what `note_change` reports inside the block (used by @action)."""
    changes: list[Change] = []
    token = _changes.set(changes)
    try:
        yield changes
    finally:
        _changes.reset(token)


def text_of(value: object) -> str | None:
    """Return a value as the text the log shows; None stays None."""
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return "ja" if value else "nein"
    if isinstance(value, date | datetime):
        return value.isoformat()
    return str(value)


def note_change(name: str, old: object, new: object) -> None:
    """Report a changed field of the running action; equal values are left out."""
    changes = _changes.get()
    if changes is not None and text_of(old) != text_of(new):
        changes.append(Change(name, text_of(old), text_of(new)))


def _detail_digest(salt: bytes, change: Change) -> bytes:
    content = json.dumps([change.name, change.old, change.new], ensure_ascii=False)
    return hashlib.sha256(salt + content.encode()).digest()


def _event_digest(event: AuditEvent, town: UUID, details: list[bytes]) -> bytes:
    content = [
        str(town),
        str(event.pk),
        event.at.astimezone(UTC).isoformat(),
        event.name,
        event.actor_kind,
        event.actor_id,
        event.on_behalf_of,
        event.subject_kind,
        str(event.subject_id),
        str(event.spur or ""),
        event.request_id,
        [digest.hex() for digest in details],
    ]
    return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).digest()


_tenant_uuids: dict[int, UUID] = {}


def tenant_uuid(tenant: int) -> UUID:
    """Return the UUID of a town, which lasts through export and import."""
    if tenant not in _tenant_uuids:
        _tenant_uuids[tenant] = Tenant.objects.values_list("uuid", flat=True).get(pk=tenant)
    return _tenant_uuids[tenant]


def kind_of(subject: object) -> str:
    """Return the kind under which an object stands in the log, e.g. `akten.vorgang`."""
    return subject._meta.label_lower


def record(name: str, *, actor, subject, changes: list[Change], spur: UUID | None = None):
    """Write one event with its details and return it. `subject` is a saved row of the tenant."""
    event = AuditEvent(
        id=uuid7(),
        at=now(),
        name=str(name),
        actor_kind=actor.kind,
        actor_id=str(actor.id),
        on_behalf_of=str(actor.on_behalf_of or ""),
        subject_kind=kind_of(subject),
        subject_id=subject.uuid if isinstance(subject, Tenant) else subject.pk,
        spur=spur or getattr(subject, "spur", None),
        request_id=logs.request_id.get(),
    )
    details = []
    for position, change in enumerate(changes):
        salt = os.urandom(16)
        details.append(
            AuditDetail(
                event=event,
                position=position,
                name=change.name,
                old=change.old,
                new=change.new,
                salt=salt,
                digest=_detail_digest(salt, change),
            )
        )
    event.digest = _event_digest(
        event, tenant_uuid(current_tenant()), [detail.digest for detail in details]
    )
    event.save(force_insert=True)
    AuditDetail.objects.bulk_create(details)
    return event


def erase(details: models.QuerySet[AuditDetail]) -> int:
    """Erase the readable part of details (Art. 17 DSGVO); the chain still holds. Return the count."""
    return details.update(name=None, old=None, new=None, salt=None)


def erase_details(event: AuditEvent) -> int:
    """Erase the readable part of one event. Return the count of its details."""
    return erase(AuditDetail.objects.filter(event=event))


@dataclass(frozen=True)
class Problem:
    """A place where the log does not hold: position in the chain and what is wrong (German)."""

    seq: int | None
    message: str


def _verify_event(event: AuditEvent, town: UUID) -> list[Problem]:
    problems = []
    details = sorted(event.details.all(), key=lambda detail: detail.position)
    for detail in details:
        change = Change(detail.name, detail.old, detail.new)
        if detail.salt is not None and _detail_digest(bytes(detail.salt), change) != bytes(
            detail.digest
        ):
            problems.append(Problem(event.seq, "Eine Einzelheit wurde verändert."))
    digest = _event_digest(event, town, [bytes(detail.digest) for detail in details])
    if digest != bytes(event.digest):
        problems.append(Problem(event.seq, "Der Eintrag wurde verändert."))
    return problems


def verify_chain() -> tuple[int, list[Problem]]:
    """Recompute the chain of the open tenant. Return how many events were checked and the problems.

    A deleted, altered or reordered event is named with its position.
    """
    problems: list[Problem] = []
    town = tenant_uuid(current_tenant())
    # The head comes first: what is written while the events are read lies behind it.
    head = ChainHead.objects.get(tenant=current_tenant())
    expected, last, at_head, checked = 1, GENESIS, GENESIS, 0
    events = AuditEvent.objects.order_by("seq").prefetch_related("details")
    for event in events.iterator(chunk_size=2000):
        checked += 1
        if event.seq is None:
            problems.append(Problem(None, "Ein Eintrag steht außerhalb der Kette."))
            continue
        while expected < event.seq:
            problems.append(Problem(expected, "An dieser Stelle fehlt ein Eintrag."))
            expected += 1
            last = None
        problems += _verify_event(event, town)
        if last is not None and hashlib.sha256(last + bytes(event.digest)).digest() != bytes(
            event.hash
        ):
            problems.append(Problem(event.seq, "Der Eintrag passt nicht zu seinem Vorgänger."))
        last = bytes(event.hash)
        if event.seq == head.seq:
            at_head = last
        expected = event.seq + 1
    for missing in range(expected, head.seq + 1):
        problems.append(Problem(missing, "An dieser Stelle fehlt ein Eintrag."))
    if not problems and at_head != bytes(head.hash):
        problems.append(Problem(head.seq, "Das Ende der Kette stimmt nicht."))
    return checked, problems
