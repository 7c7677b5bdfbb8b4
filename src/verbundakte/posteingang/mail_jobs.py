"""Mails are fetched by a job for each mailbox; the worker starts it when its time has come."""

import logging
from uuid import UUID, uuid4

from django.db import connection, transaction

from verbundakte.akten.permissions import Permission as AktenPermission
from verbundakte.core.actions import Refusal
from verbundakte.core.actor import SystemActor
from verbundakte.core.blobs.store import StoreAway, StoreFull
from verbundakte.core.clock import now
from verbundakte.core.jobs import GoOn, job, start
from verbundakte.core.tenancy.context import use_tenant
from verbundakte.posteingang.actions import postfach as actions
from verbundakte.posteingang.mail.imap import MailboxFailed
from verbundakte.posteingang.mail.kinds import JobKind
from verbundakte.posteingang.mail.postfach import Reading, TakenOver, read_mailbox
from verbundakte.posteingang.models import Eingangskanal
from verbundakte.posteingang.permissions import Permission

logger = logging.getLogger("verbundakte.postfach")
MAY = (Permission.EINGANG_RECORD, AktenPermission.DOKUMENT_CREATE)
POSTFAECHER = SystemActor("postfaecher", frozenset(MAY))
AHEAD, BEHIND = 5, -5
"""A first part comes before long work such as recognising text, what is left of a full mailbox after it."""
UNEXPECTED = (
    "Beim Übernehmen ist ein unerwarteter Fehler aufgetreten. Der Betrieb findet ihn im Protokoll."
)


@job(JobKind.FETCH_MAIL, "Postfach abholen", attempts=1, permissions=MAY)
def fetch_mail(actor, progress, *, kanal: str, token: str) -> dict:
    """Take what is new in a mailbox; after a while others come first."""
    claimed = UUID(token)
    with transaction.atomic():
        row = Eingangskanal.objects.filter(pk=kanal, stand__claim=claimed, is_active=True).first()
        if row is not None:
            actions.note_begun(row)
    if row is None:
        return {}
    try:
        has_more = read_mailbox(Reading(actor, row, claimed))
    except TakenOver:
        return {}
    except (MailboxFailed, Refusal, StoreFull, StoreAway) as failure:
        waits = isinstance(failure, MailboxFailed) and failure.waits_for_person
        _end(row, claimed, failure.message, waits_for_person=waits)
        return {"problem": failure.message}
    except Exception:
        _end(row, claimed, UNEXPECTED)
        raise
    if has_more:
        raise GoOn(BEHIND)
    with transaction.atomic():
        actions.note_success(row, at=now())
        actions.release(row, claimed)
    return {}


def _end(row: Eingangskanal, token: UUID, reason: str, **more) -> None:
    logger.warning("mailbox failed", extra={"kind": "postfach", "reason": "waits" if more else ""})
    with transaction.atomic():
        actions.note_failure(row, reason, at=now(), **more)
        actions.release(row, token)


def wake() -> int:
    """Start a job for each mailbox whose time has come, of all towns; return how many."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT tenant, kanal FROM posteingang_postfaecher()")
        found = cursor.fetchall()
    started = 0
    for tenant, key in found:
        with use_tenant(tenant), transaction.atomic():
            token = uuid4()
            if actions.claim(key, token, at=now()):
                start(POSTFAECHER, JobKind.FETCH_MAIL, priority=AHEAD, kanal=key, token=token)
                started += 1
    return started
