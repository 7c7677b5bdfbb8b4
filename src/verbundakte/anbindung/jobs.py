"""Delivery: message by message in the order in which things happened, at least once.

Whether the object may be seen is asked at the moment of sending, with the rights of then; a message
holds ids and kinds only. What is written down after the answer is written in one short transaction.
"""

import time
from uuid import UUID

from django.conf import settings
from django.db import transaction

from verbundakte.anbindung.actions import note_answer, note_dropped, release
from verbundakte.anbindung.actions.abonnement import PURPOSE
from verbundakte.anbindung.kinds import JobKind
from verbundakte.anbindung.models import Abonnement, Meldung
from verbundakte.anbindung.permissions import Permission
from verbundakte.core.clock import now
from verbundakte.core.jobs import GoOn, job
from verbundakte.core.models import Tenant
from verbundakte.core.outbound import SendingFailed, TargetRefused, post
from verbundakte.core.registry import registry
from verbundakte.core.secrets import unseal
from verbundakte.core.tenancy.context import current_tenant
from verbundakte.organisation.actor import load_actor
from verbundakte.standards import webhooks

PART_SECONDS = 20
BEHIND = -5
NOT_SEEN = "Nicht gesendet: Wessen Rechte gelten, darf den Gegenstand nicht (mehr) sehen."
GONE = "Nicht gesendet: Wessen Rechte gelten, arbeitet hier nicht mehr."
TYPE_PREFIX = "de.verbundakte."


@job(JobKind.DELIVER, "Meldungen zustellen", attempts=3, permissions=(Permission.MELDUNG_SEND,))
def deliver(actor, progress, *, abonnement: str, token: str) -> dict:
    """Send the waiting messages of an Abonnement until one fails; after a while others come first."""
    began, claimed = time.monotonic(), UUID(token)
    while found := _next(UUID(abonnement), claimed):
        row, meldung = found
        if not _deliver(row, meldung, claimed):
            break
        if time.monotonic() - began > PART_SECONDS:
            raise GoOn(BEHIND)
    with transaction.atomic():
        if row := Abonnement.objects.filter(pk=abonnement).first():
            release(row, claimed)
    return {}


def _next(key: UUID, token: UUID) -> tuple[Abonnement, Meldung] | None:
    """Return the next message, None when nothing waits or another job has taken over."""
    with transaction.atomic():
        row = Abonnement.objects.filter(pk=key, claim=token, ended_at=None, paused_at=None).first()
        meldung = row and row.meldungen.waiting().first()
        return (row, meldung) if row and meldung else None


def _deliver(row: Abonnement, meldung: Meldung, token: UUID) -> bool:
    with transaction.atomic():
        if reason := _not_to_be_told(row, meldung):
            note_dropped(meldung, note=reason, at=now())
            return True
        body = event_of(meldung, Tenant.objects.get(pk=current_tenant())).as_json()
        secrets = secrets_of(row)
    status, note, wish = None, "", None
    try:
        answer = post(row.url, body, _headers(secrets, meldung, body))
        status, wish = answer.status, answer.retry_after
    except (TargetRefused, SendingFailed) as failure:
        note = failure.message
    return note_answer(meldung, token, status=status, note=note, wish=wish, at=now())


def _not_to_be_told(row: Abonnement, meldung: Meldung) -> str:
    actor = load_actor(row.person_id)
    if actor is None:
        return GONE
    visible = registry.visible.get(meldung.subject_kind)
    seen = visible(actor, [meldung.subject_id]) if visible else set()
    return "" if meldung.subject_id in seen else NOT_SEEN


def event_of(meldung: Meldung, town: Tenant) -> webhooks.CloudEvent:
    """Return what is told: ids and kinds only."""
    return webhooks.CloudEvent(
        id=str(meldung.event_id),
        source=f"{settings.PUBLIC_URL.rstrip('/')}/{town.slug}",
        type=f"{TYPE_PREFIX}{meldung.anlass}",
        subject=f"{meldung.kind}/{meldung.subject_id}",
        time=meldung.at,
        data={"art": meldung.kind, "id": str(meldung.subject_id)},
    )


def secrets_of(row: Abonnement) -> list[str]:
    """Return the secrets that sign now: the present one first. Raises SealBroken."""
    sealed = [row.secret, *([row.previous_secret] if row.has_two_secrets(now()) else [])]
    return [unseal(PURPOSE, one).decode() for one in sealed]


def _headers(secrets: list[str], meldung: Meldung, body: bytes) -> dict[str, str]:
    signed = webhooks.sign(secrets, str(meldung.event_id), now(), body)
    return {**signed, "Content-Type": webhooks.CONTENT_TYPE, "User-Agent": "Verbundakte"}
