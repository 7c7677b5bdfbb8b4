"""Reading a mailbox: each mail is recorded before anything is done with it in the mailbox.

Whatever ends the work in the middle, the next run finds the mail again, knows it by its bytes, and only
goes on where the other stopped.
"""

import time
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import transaction

from verbundakte.akten import rules as akten_rules
from verbundakte.akten.actions.arrival import NotTaken
from verbundakte.core.clock import now
from verbundakte.posteingang.actions import postfach as actions
from verbundakte.posteingang.mail import oauth
from verbundakte.posteingang.mail.ablage import adressen_of, file_mail, tokens_in
from verbundakte.posteingang.mail.annahme import spooled, take_mail
from verbundakte.posteingang.mail.imap import (
    Access,
    Lying,
    Mailbox,
    MailboxFailed,
    MailWithheld,
    open_mailbox,
)
from verbundakte.posteingang.mail.rules import AGAIN, Danach, Postfach
from verbundakte.posteingang.models import (
    Annahmehindernis,
    Eingangskanal,
    Mailadresse,
    Postfachstand,
)
from verbundakte.standards.mail_identity import identify_mail

WITHHELD = "Der Mailserver gibt diese E-Mail nicht heraus."
PART_SECONDS, PATIENCE = 60, 15
MOST_AGAIN = 50


@dataclass(frozen=True)
class Reading:
    """One run over a mailbox: who reads, which Kanal, with which claim."""

    actor: object
    kanal: Eingangskanal
    token: UUID

    @property
    def postfach(self) -> Postfach:
        """Return its settings."""
        return Postfach.of(self.kanal.einstellungen)


class TakenOver(Exception):
    """Another job reads this mailbox now."""


def access_of(kanal: Eingangskanal) -> Access:
    """Return how a mailbox is opened; with OAuth 2.0 its provider is asked. Raises MailboxFailed."""
    postfach, secret = Postfach.of(kanal.einstellungen), actions.secret_of(kanal)
    if not secret:
        raise MailboxFailed(
            "Das Kennwort des Postfachs fehlt. Hinterlegen Sie es neu.", waits_for_person=True
        )
    opened = {"password": secret.get("password", "")}
    if postfach.anmeldung == "oauth2":
        client = oauth.Client(
            token_url=postfach.token_url,
            client_id=postfach.client_id,
            scope=postfach.scope,
            client_secret=secret.get("client_secret", ""),
            refresh_token=secret.get("refresh_token", ""),
        )
        issued = oauth.renew(client)
        if issued.refresh_token:
            with transaction.atomic():
                actions.keep_secret(kanal, refresh_token=issued.refresh_token)
        opened = {"token": issued.access_token}
    return Access(
        postfach.host, postfach.port, postfach.security, postfach.folder, postfach.login, **opened
    )


def try_out(kanal: Eingangskanal) -> int:
    """Open a mailbox without changing anything; return how many mails lie there. Raises MailboxFailed."""
    with open_mailbox(access_of(kanal), is_read_only=True, patience=PATIENCE) as mailbox:
        return mailbox.count


def read_mailbox(reading: Reading) -> bool:
    """Take what is new in a mailbox; True when a part is done and more waits.

    Raises MailboxFailed, Refusal (the store or the virus scanner does not answer), TakenOver.
    """
    began = time.monotonic()
    is_kept = reading.postfach.danach == Danach.BEHALTEN
    with open_mailbox(access_of(reading.kanal), is_read_only=is_kept) as mailbox:
        first = _first_uid(reading, mailbox)
        for uid in _waiting_again(reading, mailbox):
            _take(reading, mailbox, uid)
        for uid in mailbox.uids_from(first):
            _take(reading, mailbox, uid)
            _keep_place(reading, mailbox, uid + 1)
            if time.monotonic() - began > PART_SECONDS:
                return True
        _keep_place(reading, mailbox, max(first, mailbox.uid_next))
    return False


def _first_uid(reading: Reading, mailbox: Mailbox) -> int:
    with transaction.atomic():
        stand = Postfachstand.objects.get(kanal=reading.kanal)
    return stand.next_uid if stand.uid_validity == mailbox.uid_validity else 1


def _keep_place(reading: Reading, mailbox: Mailbox, next_uid: int) -> None:
    told = {"next_uid": next_uid, "uid_validity": mailbox.uid_validity}
    with transaction.atomic():
        if not actions.note_read(reading.kanal, reading.token, at=now(), **told):
            raise TakenOver


def _waiting_again(reading: Reading, mailbox: Mailbox) -> list[int]:
    """Return the mails that could not be taken and whose turn it is again."""
    with transaction.atomic():
        rows = Annahmehindernis.objects.filter(
            kanal=reading.kanal, uid_validity=mailbox.uid_validity, done_at=None
        )
        due = rows.exclude(tried_at__range=(now() - AGAIN, now())).order_by("tried_at")
        return list(due.values_list("uid", flat=True)[:MOST_AGAIN])


def _take(reading: Reading, mailbox: Mailbox, uid: int) -> None:
    """Take one mail, then do with it in the mailbox what is to be done."""
    size = 0
    try:
        lying = mailbox.look(uid)
        if lying is not None:
            if not reading.postfach.is_of_now(lying.arrived_at):
                return
            size = lying.size
            _record(reading, mailbox, lying)
    except (NotTaken, MailWithheld) as refusal:
        told = {"size": size, "grund": str(refusal) or WITHHELD, "at": now()}
        with transaction.atomic():
            actions.note_hindernis(reading.kanal, mailbox.uid_validity, uid, **told)
        return
    if lying is not None:
        _settle(reading.postfach, mailbox, uid)
    with transaction.atomic():
        actions.note_taken_after_all(reading.kanal, mailbox.uid_validity, uid, at=now())


def _record(reading: Reading, mailbox: Mailbox, lying: Lying) -> None:
    limit = settings.UPLOAD_MAX_BYTES
    if reason := akten_rules.refusal_of("", b"", lying.size, limit):
        raise NotTaken(reason)
    at = now()
    moments = {"arrived_at": min(lying.arrived_at or at, at), "at": at}
    with spooled(mailbox.pieces(lying)) as path:
        adressen = _adressen(path)
        for adresse in adressen:
            file_mail(reading.actor, adresse, path, **moments)
        if not adressen:
            closed = reading.postfach.verschluss
            take_mail(reading.actor, reading.kanal, path, **moments, verschluss=closed)


def _adressen(path: Path) -> list[Mailadresse]:
    """Return the addresses of our own to which a mail came, where a mailbox collects them."""
    with open(path, "rb") as file:
        tokens = tokens_in(identify_mail(file).receivers)
    if not tokens:
        return []
    with transaction.atomic():
        return adressen_of(tokens)


def _settle(postfach: Postfach, mailbox: Mailbox, uid: int) -> None:
    if postfach.danach == Danach.GELESEN:
        mailbox.mark(uid)
    elif postfach.danach == Danach.VERSCHIEBEN:
        mailbox.move(uid, postfach.zielordner)
