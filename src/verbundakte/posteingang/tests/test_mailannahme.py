"""Mails to addresses of our own: over LMTP and SMTP, and collected in a mailbox."""

import asyncio
import smtplib
import threading
from contextlib import contextmanager

import pytest
from django.db import OperationalError, transaction
from django.utils import timezone

from verbundakte.akten.tests.factories import make_vorgang
from verbundakte.core.tenancy.context import use_tenant
from verbundakte.organisation.models import Person
from verbundakte.posteingang.actions import mailadresse as actions
from verbundakte.posteingang.mail import ablage, lmtp
from verbundakte.posteingang.mail.annahme import spooled
from verbundakte.posteingang.models import Eingang, Mailadresse, Verschluss
from verbundakte.posteingang.queries.mailadresse import vorgang_named
from verbundakte.posteingang.tests.mailservers import mail
from verbundakte.posteingang.tests.postfaecher import fetch, make_postfach

AMIRA = "amira@musterstadt.example"


@pytest.fixture
def vorgang(musterstadt):
    return make_vorgang(lambda: musterstadt.sachbearbeiterin)


@pytest.fixture
def amira(musterstadt, vorgang):
    """The clerk, with a mail address, and with the rights she has now."""
    Person.objects.filter(pk=musterstadt.persons["sachbearbeiterin"]).update(email=AMIRA)
    return musterstadt.sachbearbeiterin


def file(adresse: Mailadresse, data: bytes) -> Eingang:
    at = timezone.now()
    with spooled([data]) as path:
        ablage.file_mail(lmtp.INTAKE, adresse, path, arrived_at=at, at=at)
    return Eingang.objects.select_related("dokument").latest("erfasst_at")


def test_a_colleague_files_into_the_vorgang_by_sending(amira, vorgang):
    adresse = actions.renew_vorgangadresse(amira, vorgang, at=timezone.now())
    eingang = file(adresse, mail(1, From=f"Amira <{AMIRA.upper()}>"))
    assert eingang.dokument.vorgang_id == vorgang.pk and eingang.done_at
    assert eingang.ablagen.get().by == amira.person_id
    again = file(adresse, mail(1, From=f"Amira <{AMIRA.upper()}>"))
    assert again.pk == eingang.pk and "hinweis" not in again.angaben


@pytest.mark.parametrize("sender", ["fremd@example.org", "jonas@musterstadt.example", ""])
def test_from_anybody_else_it_waits_closed_for_who_opened_the_address(
    musterstadt, amira, vorgang, sender
):
    Person.objects.filter(pk=musterstadt.persons["sachbearbeiter_ordnung"]).update(
        email="jonas@musterstadt.example"
    )
    adresse = actions.renew_vorgangadresse(amira, vorgang, at=timezone.now())
    eingang = file(adresse, mail(1, From=sender))
    assert eingang.dokument.vorgang_id is None and not eingang.done_at
    assert eingang.angaben["hinweis"] == ablage.NOT_FILED
    assert (eingang.person_id, eingang.verschluss) == (amira.person_id, Verschluss.PERSOENLICH)
    assert vorgang.aktenzeichen not in str(eingang.angaben)


def test_a_persons_address_reads_our_zeichen_in_the_subject(amira, vorgang):
    person = Person.objects.get(pk=amira.person_id)
    adresse = actions.renew_own_adresse(amira, person, at=timezone.now())
    subject = f"AW: Carport ({vorgang.aktenzeichen})"
    assert vorgang_named(amira, subject) == vorgang
    assert vorgang_named(amira, "AW: Carport 17/2026") is None
    filed = file(adresse, mail(1, From=AMIRA, subject=subject))
    assert filed.dokument.vorgang_id == vorgang.pk
    waiting = file(adresse, mail(2, From=AMIRA))
    foreign = file(adresse, mail(3, subject=subject))
    for one in (waiting, foreign):
        assert one.dokument.vorgang_id is None and one.person_id == amira.person_id


def test_an_ended_or_replaced_address_reaches_nobody(amira, vorgang):
    first = actions.renew_vorgangadresse(amira, vorgang, at=timezone.now())
    second = actions.renew_vorgangadresse(amira, vorgang, at=timezone.now())
    assert len({first.token, second.token}) == 2 and len(second.token) == len("vorgang-") + 26
    assert lmtp.check_receiver(f"{first.token}@akte.example") == lmtp.UNKNOWN
    assert lmtp.check_receiver(f"{second.token}@akte.example") == lmtp.OK
    actions.end_vorgangadresse(amira, vorgang, at=timezone.now())
    assert lmtp.deliver(f"{second.token}@akte.example", mail(1)) == lmtp.UNKNOWN
    for strange in ("", "x", "poststelle@akte.example", "vorgang-' OR 1=1@x", "ü" * 300):
        assert lmtp.check_receiver(strange) == lmtp.UNKNOWN


def test_a_mailbox_that_collects_files_to_addresses_of_the_town_only(
    musterstadt, amira, vorgang, server, settings
):
    settings.OUTBOUND_ALLOWED = [f"imap://127.0.0.1:{server.port}"]
    folder = server.new_folder()
    adresse = actions.renew_vorgangadresse(amira, vorgang, at=timezone.now())
    to = f"{adresse.token}@akte.example"
    server.append(mail(1, From=AMIRA, Delivered_To=to), mail(2, From=AMIRA, Cc=to), folder=folder)
    fetch(make_postfach(musterstadt.fachadministration, server, folder=folder))
    filed = Eingang.objects.filter(dokument__vorgang=vorgang)
    assert Eingang.objects.count() == 2 and filed.count() == 1


@contextmanager
def listening(address: str):
    """Run the intake as the worker does; yields its port."""
    begun, found = threading.Event(), {}

    async def run():
        found["loop"], found["stop"] = asyncio.get_running_loop(), asyncio.Event()
        server = await lmtp.listen(address)
        found["port"] = server.sockets[0].getsockname()[1]
        begun.set()
        async with server:
            await found["stop"].wait()

    thread = threading.Thread(target=asyncio.run, args=(run(),))
    thread.start()
    assert begun.wait(10)
    yield found["port"]
    found["loop"].call_soon_threadsafe(found["stop"].set)
    thread.join(10)


@pytest.mark.django_db(transaction=True)
def test_lmtp_answers_each_receiver_after_the_record_is_stored(towns, settings, monkeypatch):
    town = towns["musterstadt"]
    settings.LMTP_MAX_BYTES = 100_000
    with use_tenant(town.tenant.pk), transaction.atomic():
        vorgang = make_vorgang(lambda: town.sachbearbeiterin)
        amira = town.sachbearbeiterin
        Person.objects.filter(pk=amira.person_id).update(email=AMIRA)
        one = actions.renew_vorgangadresse(amira, vorgang, at=timezone.now())
        own = Person.objects.get(pk=amira.person_id)
        two = actions.renew_own_adresse(amira, own, at=timezone.now())
    receivers = [f"{row.token}@akte.example" for row in (one, two)]
    with listening("lmtp://127.0.0.1:0") as port, smtplib.LMTP("127.0.0.1", port) as client:
        said = client.sendmail(AMIRA, [*receivers, "wer@akte.example"], mail(1, From=AMIRA))
        assert list(said) == ["wer@akte.example"] and said["wer@akte.example"][0] == 550
        assert client.getreply()[0] == 250  # one for each receiver; smtplib reads the first only
        assert client.docmd("MAIL", f"FROM:<{AMIRA}> SIZE=200000")[0] == 552

        def broken(*args, **more):
            raise OperationalError

        with monkeypatch.context() as away:
            away.setattr(lmtp, "file_mail", broken)
            with pytest.raises(smtplib.SMTPException):
                client.sendmail(AMIRA, receivers[:1], mail(3, From=AMIRA))
        assert client.sendmail(AMIRA, receivers[:1], mail(3, From=AMIRA)) == {}
    with listening("smtp://127.0.0.1:0") as port, smtplib.SMTP("127.0.0.1", port) as client:
        assert client.sendmail(AMIRA, receivers[:1], mail(3, From=AMIRA)) == {}
        assert client.sendmail(AMIRA, receivers[:1], mail(4, From=AMIRA)) == {}
    with use_tenant(town.tenant.pk), transaction.atomic():
        assert Eingang.objects.count() == 3
        assert Eingang.objects.exclude(done_at=None).count() == 3
