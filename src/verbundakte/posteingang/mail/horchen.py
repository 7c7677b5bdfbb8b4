"""Waiting on mailboxes (IMAP IDLE): a connection for each, which is told when a mail arrives.

A worker takes mailboxes that were read without a failure, each for a minute and again and again, so
that several workers do not wait on one. Only one thread asks the database; those that wait only say
what happened. Whatever ends a connection, the mailbox is read by the clock as before, and waited on
again after a while: nobody is asked for a password twice in a row because of it.
"""

import contextlib
import logging
import queue
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from uuid import UUID, uuid4

from django.db import DatabaseError, InterfaceError, close_old_connections, connection, transaction

from verbundakte.core.clock import now
from verbundakte.core.tenancy.context import use_tenant
from verbundakte.posteingang.actions import postfach as actions
from verbundakte.posteingang.mail.imap import (
    IDLE_SECONDS,
    Access,
    Mailbox,
    MailboxFailed,
    open_mailbox,
)
from verbundakte.posteingang.mail.postfach import access_of
from verbundakte.posteingang.mail.rules import wait_after
from verbundakte.posteingang.models import Eingangskanal

logger = logging.getLogger("verbundakte.postfach")
MOST = 200
"""So many mailboxes a worker waits on; the others are read by the clock."""
STARTS, ROUND = 10, 10.0
"""So many connections are begun in so many seconds, however many ended at once."""
GATHERS = 0.5
SHORT = 60.0
"""A connection that ended earlier than after so many seconds counts as failed."""


class Heard(Enum):
    """What a waiting thread says of its mailbox."""

    NEWS = "news"
    ENDED = "ended"


NOTES = {Heard.NEWS: actions.note_news, Heard.ENDED: actions.note_unheard}


@dataclass(frozen=True)
class Place:
    """A mailbox of a town as it was set up at the time."""

    tenant: int
    kanal: UUID
    revision: int


class Waiting(threading.Thread):
    """Holds one connection and says what happens on it."""

    def __init__(self, place: Place, tell: Callable[[Place, Heard], None]):
        super().__init__(name=f"horchen-{place.kanal}", daemon=True)
        self.place, self._tell = place, tell
        self.began, self.ended = time.monotonic(), 0.0
        self._mailbox: Mailbox | None = None
        self.is_over = False

    def run(self) -> None:
        """Wait until the connection ends or is ended."""
        try:
            self._wait()
        except MailboxFailed as failed:
            logger.info("mailbox not heard", extra={"reason": type(failed).__name__})
        except Exception:
            logger.exception("waiting on a mailbox failed")
        finally:
            self.ended = time.monotonic()
            self._tell(self.place, Heard.ENDED)

    def _wait(self) -> None:
        access = self._access()
        with open_mailbox(access, is_read_only=True, patience=IDLE_SECONDS + 60) as mailbox:
            self._mailbox = mailbox
            if not self.is_over:
                for _ in mailbox.news():
                    self._tell(self.place, Heard.NEWS)

    def _access(self) -> Access:
        """Return how the mailbox is opened; meanwhile no job asks its provider for another key."""
        token = uuid4()
        try:
            with use_tenant(self.place.tenant):
                with transaction.atomic():
                    kanal = Eingangskanal.objects.get(pk=self.place.kanal)
                    if not actions.claim(kanal.pk, token, at=now()):
                        raise MailboxFailed("Das Postfach wird gerade gelesen.")
                try:
                    return access_of(kanal)
                finally:
                    with transaction.atomic():
                        actions.release(kanal, token)
        finally:
            connection.close()

    def stop(self) -> None:
        """End it from another thread."""
        self.is_over = True
        if self._mailbox is not None:
            self._mailbox.interrupt()


@dataclass
class Rest:
    """How often waiting on a mailbox failed in a row, and until when it is left alone."""

    failures: int = 0
    until: float = 0.0


@dataclass
class Horcher:
    """All that one worker waits on."""

    key: UUID = field(default_factory=uuid4)
    most: int = MOST
    _waiting: dict[UUID, Waiting] = field(default_factory=dict)
    _rests: dict[UUID, Rest] = field(default_factory=dict)
    _told: queue.SimpleQueue = field(default_factory=queue.SimpleQueue)
    _unwritten: dict[Place, Heard] = field(default_factory=dict)

    def renew(self) -> int:
        """Take or keep mailboxes, begin and end connections; return how many are waited on."""
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT tenant, kanal, revision FROM posteingang_horchen(%s, %s)",
                [self.key, self.most],
            )
            places = {row[1]: Place(*row) for row in cursor.fetchall()}
        for kanal, one in list(self._waiting.items()):
            if not one.is_alive():
                self._rest(self._waiting.pop(kanal))
            elif places.get(kanal) != one.place:
                one.stop()
        self._rests = {kanal: rest for kanal, rest in self._rests.items() if kanal in places}
        self._begin([place for place in places.values() if place.kanal not in self._waiting])
        return len(self._waiting)

    def _begin(self, places: list[Place]) -> None:
        at = time.monotonic()
        due = [one for one in places if self._rests.get(one.kanal, Rest()).until <= at]
        for place in due[:STARTS]:
            self._waiting[place.kanal] = Waiting(place, lambda *told: self._told.put(told))
            self._waiting[place.kanal].start()

    def _rest(self, one: Waiting) -> None:
        if one.is_over or one.ended - one.began >= SHORT:
            self._rests.pop(one.place.kanal, None)
            return
        rest = self._rests.setdefault(one.place.kanal, Rest())
        rest.failures += 1
        rest.until = time.monotonic() + wait_after(rest.failures).total_seconds()

    def hear(self, seconds: float) -> int:
        """Write down what is told within a time, the last of each mailbox; return how much it was."""
        with contextlib.suppress(queue.Empty):
            self._unwritten.update([self._told.get(timeout=seconds)])
            time.sleep(GATHERS)
            while True:
                self._unwritten.update([self._told.get_nowait()])
        number = len(self._unwritten)
        for place, heard in list(self._unwritten.items()):
            with use_tenant(place.tenant), transaction.atomic():
                NOTES[heard](place.kanal, self.key, at=now())
            del self._unwritten[place]
        return number

    def stop(self) -> None:
        """End all connections."""
        for one in self._waiting.values():
            one.stop()


def serve(ended: threading.Event) -> None:
    """Wait on mailboxes as long as the worker lives; errors of the database are waited out."""
    horcher = Horcher()
    while not ended.is_set():
        try:
            close_old_connections()
            horcher.renew()
            began = time.monotonic()
            while not ended.is_set() and time.monotonic() - began < ROUND:
                horcher.hear(1.0)
        except (DatabaseError, InterfaceError) as error:
            logger.warning("waiting on mailboxes rests", extra={"reason": type(error).__name__})
            connection.close()
            ended.wait(ROUND)
    horcher.stop()
    connection.close()
