"""Waiting on mailboxes: a new mail is fetched at once, by one worker, and never in a storm."""

import contextlib
import queue
import time
from datetime import timedelta
from uuid import UUID

import pytest
from django.utils import timezone

from verbundakte.core.tenancy.context import current_tenant
from verbundakte.posteingang import mail_jobs
from verbundakte.posteingang.actions import postfach as actions
from verbundakte.posteingang.mail import horchen
from verbundakte.posteingang.mail.horchen import Heard, Horcher, Place, Rest, Waiting
from verbundakte.posteingang.mail.imap import PLAIN, Access, IdleMissing
from verbundakte.posteingang.mail_jobs import wake
from verbundakte.posteingang.models import Eingangskanal, Postfachstand
from verbundakte.posteingang.tests.mailservers import LOGIN, PASSWORD, MailServer, mail
from verbundakte.posteingang.tests.postfaecher import make_postfach, run_fetching


@pytest.fixture
def kanal(musterstadt, settings):
    """A mailbox that was read a while ago without a failure."""
    settings.OUTBOUND_ALLOWED = ["imap://127.0.0.1:1"]
    found = make_postfach(musterstadt.fachadministration, MailServer(1, None))
    actions.note_success(found, at=timezone.now())
    return found


@pytest.fixture
def still(monkeypatch):
    """Let threads be made that wait for nothing; what they are told to do is kept."""
    made = []

    class Still:
        def __init__(self, place, tell):
            self.place, self.tell, self.is_over, self.alive = place, tell, False, True
            self.began, self.ended = 0.0, 0.0
            made.append(self)

        def start(self):
            self.tell(self.place, Heard.NEWS)

        def is_alive(self):
            return self.alive

        def stop(self):
            self.is_over, self.alive = True, False

    monkeypatch.setattr(horchen, "Waiting", Still)
    monkeypatch.setattr(horchen, "GATHERS", 0)
    return made


def test_news_start_a_job_at_once_also_while_another_reads(kanal, still, monkeypatch):
    horcher = Horcher()
    assert wake() == 0 and horcher.renew() == 1
    assert horcher.hear(0.1) == 1
    stand = Postfachstand.objects.get()
    assert stand.is_heard(timezone.now()) and wake() == 1
    monkeypatch.setattr(mail_jobs, "read_mailbox", lambda reading: False)
    run_fetching()
    kanal.refresh_from_db()
    assert kanal.next_try_at > timezone.now() + timedelta(minutes=9), "the server tells"
    assert wake() == 0
    still[0].tell(still[0].place, Heard.NEWS)
    horcher.hear(0.1)
    assert wake() == 1

    def read(reading):
        still[0].tell(still[0].place, Heard.NEWS)
        horcher.hear(0.1)
        assert wake() == 0, "one reads it already"

    monkeypatch.setattr(mail_jobs, "read_mailbox", read)
    assert run_fetching() == 1 and wake() == 1, "and what came meanwhile is not forgotten"


def test_one_mailbox_is_waited_on_by_one_worker_and_passed_on_when_that_is_gone(kanal, still):
    first, second = Horcher(), Horcher()
    assert (first.renew(), second.renew(), first.renew()) == (1, 0, 1)
    first.hear(0.1)
    Postfachstand.objects.update(horcht_until=timezone.now() - timedelta(seconds=1))
    assert second.renew() == 1 and not Postfachstand.objects.get().is_heard(timezone.now())
    assert first.renew() == 1 and still[0].is_over, "it is another's now"
    assert first.renew() == 0
    Postfachstand.objects.update(news_at=None)
    still[0].tell(still[0].place, Heard.NEWS)
    first.hear(0.1)
    assert Postfachstand.objects.get().news_at is None


def test_what_fails_or_rests_is_not_waited_on_and_what_changed_is_begun_anew(kanal, still):
    horcher = Horcher()
    assert horcher.renew() == 1
    Eingangskanal.objects.update(revision=7)
    horcher.renew()
    assert still[0].is_over
    assert horcher.renew() == 1 and still[1].place.revision == 7
    Eingangskanal.objects.update(failing_since=timezone.now())
    horcher.renew()
    assert still[1].is_over and horcher.renew() == 0 and len(still) == 2


def test_a_connection_that_ends_early_is_begun_again_later_and_later(kanal, still, monkeypatch):
    horcher, clock = Horcher(), [1000.0]
    monkeypatch.setattr(horchen.time, "monotonic", lambda: clock[0])
    horcher.renew()
    waits = []
    for _ in range(3):
        horcher.hear(0)
        still[-1].tell(still[-1].place, Heard.ENDED)
        still[-1].alive = False
        horcher.hear(0)
        assert not Postfachstand.objects.get().is_heard(timezone.now())
        assert Postfachstand.objects.get().news_at, "looked at by the clock, beginning now"
        before = len(still)
        began = clock[0]
        while len(still) == before:
            clock[0] += 10
            horcher.renew()
        waits.append(clock[0] - began)
    assert waits == [70, 130, 310]


def test_only_some_connections_are_begun_at_once(still):
    horcher = Horcher()
    horcher._begin([Place(1, number, 1) for number in range(50)])
    assert len(still) == horchen.STARTS
    horcher._rests[60] = Rest(1, time.monotonic() + 60)
    horcher._begin([Place(1, 60, 1)])
    assert len(still) == horchen.STARTS


def test_a_real_server_tells_of_each_mail_until_the_connection_is_ended(
    server, settings, monkeypatch
):
    settings.OUTBOUND_ALLOWED = [f"imap://127.0.0.1:{server.port}"]
    access = Access("127.0.0.1", server.port, PLAIN, server.new_folder(), LOGIN, PASSWORD)
    told, place = queue.SimpleQueue(), Place(1, UUID(int=1), 1)
    waiting = Waiting(place, lambda *said: told.put(said))
    monkeypatch.setattr(waiting, "_access", lambda: access)
    waiting.start()
    assert told.get(timeout=30) == (place, Heard.NEWS), "there may be some already"
    server.append(mail(1), folder=access.folder)
    assert told.get(timeout=30) == (place, Heard.NEWS)
    waiting.stop()
    assert told.get(timeout=30) == (place, Heard.ENDED)
    waiting.join(30)
    assert not waiting.is_alive() and told.empty()


def test_a_server_without_idle_is_left_to_the_clock(kanal, monkeypatch):
    told = []
    place = Place(current_tenant(), kanal.pk, kanal.revision)
    waiting = Waiting(place, lambda *said: told.append(said))

    @contextlib.contextmanager
    def opened(*args, **more):
        raise IdleMissing("meldet nichts")
        yield

    monkeypatch.setattr(horchen, "open_mailbox", opened)
    monkeypatch.setattr(horchen.connection, "close", lambda: None)
    waiting.run()
    assert told == [(place, Heard.ENDED)] and Postfachstand.objects.get().busy_until is None
