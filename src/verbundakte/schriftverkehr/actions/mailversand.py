"""E-mails on their way: begun with the Versand, tried by a job, sent, given up, come back."""

from datetime import datetime, timedelta
from uuid import UUID

from django.utils import timezone

from verbundakte.akten.models import Dokument
from verbundakte.core import audit
from verbundakte.core.actions import Refusal, action
from verbundakte.core.ids import uuid7
from verbundakte.core.jobs import AWAITED, start
from verbundakte.schriftverkehr.actions.versandstand import check_open, mark_dispatched
from verbundakte.schriftverkehr.ausgang_kinds import AusgangJob
from verbundakte.schriftverkehr.events import Event
from verbundakte.schriftverkehr.models import Mailkonto, Mailversand, Versand
from verbundakte.schriftverkehr.permissions import Permission
from verbundakte.schriftverkehr.versand_rules import wait_after

HELD = timedelta(minutes=15)
MOST_TEXT = 20_000


class NoAccount(Refusal):
    """Nobody has set up an account."""

    message = (
        "E-Mails können noch nicht versandt werden: Es ist kein Mailkonto eingerichtet. Wenden Sie"
        " sich an die Fachadministration, oder wählen Sie einen anderen Weg."
    )


class NotStopped(Refusal):
    """It goes on by itself."""

    message = "Diese E-Mail wird schon wieder versucht oder ist versandt. Laden Sie die Seite neu."


def active_account() -> Mailkonto | None:
    """Return the account in use."""
    return Mailkonto.objects.filter(is_active=True).first()


def begin_mail(actor, versand: Versand, *, text: str, at: datetime) -> Mailversand:
    """Part of `create_versand`: let a job send it. Raises NoAccount."""
    konto = active_account()
    if konto is None:
        raise NoAccount
    domain = konto.absender_email.rpartition("@")[2]
    mail = Mailversand.objects.create(
        versand=versand,
        message_id=f"{uuid7().hex}@{domain}",
        text=text[:MOST_TEXT],
        next_try_at=at + HELD,
        busy_until=at + HELD,
    )
    start_mail(actor, mail.pk)
    return mail


def start_mail(actor, mail: UUID) -> None:
    """Put the job of a mail into the queue."""
    start(actor, AusgangJob.SEND_MAIL, priority=AWAITED, mail=mail)


def end_mail(versand: Versand) -> None:
    """Part of `withdraw_versand`: nobody tries it again."""
    Mailversand.objects.filter(versand=versand).update(next_try_at=None)


def claim_due(at: datetime) -> list[UUID]:
    """Take the claim on the mails of the open town whose time has come; return their ids."""
    rows = Mailversand.objects.select_for_update(skip_locked=True).filter(next_try_at__lte=at)
    due = list(rows.values_list("pk", flat=True)[:100])
    Mailversand.objects.filter(pk__in=due).update(next_try_at=at + HELD, busy_until=at + HELD)
    return due


@action(Permission.VERSAND_DISPATCH, Event.MAIL_SENT)
def note_mail_sent(actor, versand: Versand, *, answer: str, at: datetime) -> None:
    """Write down that the mail server has taken a mail. Raises AlreadySent, AlreadyWithdrawn."""
    mark_dispatched(actor, versand, on=timezone.localdate(at), at=at)
    mail = Mailversand.objects.select_for_update().get(versand=versand)
    mail.versuche, mail.answer, mail.problem = mail.versuche + 1, answer[:300], ""
    mail.next_try_at = mail.stopped_at = mail.busy_until = None
    mail.save()
    audit.note_change("E-Mail an", None, versand.adresse)
    Mailkonto.objects.filter(is_active=True).update(
        last_success_at=at, failing_since=None, failure=""
    )


def note_mail_failed(mail: Mailversand, message: str, *, is_final: bool, at: datetime) -> None:
    """Write down why a mail was not taken, and when it is tried again, if at all."""
    row = Mailversand.objects.select_for_update().get(pk=mail.pk)
    row.versuche, row.problem, row.busy_until = row.versuche + 1, message[:400], None
    wait = None if is_final else wait_after(row.versuche)
    row.next_try_at = at + wait if wait else None
    row.stopped_at = None if wait else at
    row.save()


def note_kept(mail: Mailversand, dokument: Dokument) -> None:
    """Write down where the mail lies as it was handed in."""
    Mailversand.objects.filter(pk=mail.pk).update(dokument=dokument)


def note_delivery_told(versand: Versand, words: str) -> None:
    """Write down what a mail server reported of the delivery."""
    Mailversand.objects.filter(versand=versand).update(answer=words[:300])


def note_account_failed(message: str, at: datetime) -> None:
    """Write down that the account cannot be used."""
    rows = Mailkonto.objects.filter(is_active=True)
    rows.filter(failing_since=None).update(failing_since=at)
    rows.update(failure=message[:400])


@action(Permission.VERSAND_CREATE, Event.MAIL_TRIED_AGAIN)
def retry_mail(actor, versand: Versand, *, at: datetime) -> None:
    """Try a mail again that waited for a person. Raises NotStopped, AlreadySent, AlreadyWithdrawn."""
    check_open(versand)
    mail = Mailversand.objects.select_for_update().filter(versand=versand).first()
    if mail is None or mail.stopped_at is None:
        raise NotStopped
    mail.versuche, mail.stopped_at = 0, None
    mail.next_try_at = mail.busy_until = at + HELD
    mail.save()
    start_mail(actor, mail.pk)
