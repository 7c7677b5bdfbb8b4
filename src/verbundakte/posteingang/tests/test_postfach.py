"""Mailboxes: every mail becomes one Eingang, whatever happens in between."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from verbundakte.akten.models import Datei
from verbundakte.core.blobs import store
from verbundakte.core.housekeeping import tidy_tenant
from verbundakte.core.models import Job
from verbundakte.core.tenancy.context import current_tenant
from verbundakte.core.virus import VirusFound
from verbundakte.posteingang.mail import annahme, postfach
from verbundakte.posteingang.mail.imap import Mailbox, MailWithheld
from verbundakte.posteingang.mail.kinds import JobKind
from verbundakte.posteingang.mail_jobs import wake
from verbundakte.posteingang.models import (
    Annahmehindernis,
    Eingang,
    Eingangsreferenz,
    Postfachstand,
    Quarantaene,
    Verschluss,
)
from verbundakte.posteingang.tests.mailservers import mail
from verbundakte.posteingang.tests.postfaecher import fetch, make_postfach, run_fetching


@pytest.fixture
def folder(server, settings):
    """An empty folder of a mailbox whose server the operator allows."""
    settings.OUTBOUND_ALLOWED = [f"imap://127.0.0.1:{server.port}"]
    return server.new_folder()


def bytes_of(eingang: Eingang) -> bytes:
    datei = Datei.objects.select_related("blob").get(fassung__dokument=eingang.dokument)
    return store.read(current_tenant(), datei.blob.sha256)


def test_a_mail_becomes_an_eingang_with_its_bytes_sender_subject_and_moment(
    musterstadt, server, folder
):
    kanal = make_postfach(musterstadt.fachadministration, server, folder=folder)
    data = mail(1, subject="=?utf-8?q?Einwendung_gegen_den_Gr=C3=BCnzug?=")
    server.append(data, folder=folder)
    kanal = fetch(kanal)
    eingang = Eingang.objects.get()
    assert (eingang.absender, eingang.betreff) == (
        "Frieda Muster <frieda@example.org>",
        "Einwendung gegen den Grünzug",
    )
    assert bytes_of(eingang) == data
    assert eingang.dokument.absender == eingang.absender
    assert timezone.now() - eingang.eingegangen_at < timedelta(minutes=2)
    assert (kanal.failure, kanal.failing_since) == ("", None) and kanal.last_success_at
    assert kanal.next_try_at > timezone.now()
    assert server.lying(folder) == 1 and server.lying(folder, "SEEN") == 0
    fetch(kanal)
    assert Eingang.objects.count() == Eingangsreferenz.objects.count() == 1


def test_a_mail_in_five_mailboxes_is_one_eingang_with_five_references(musterstadt, server, folder):
    for number in range(5):
        there = server.new_folder()
        server.append(f"Delivered-To: {number}@example.org\r\n".encode() + mail(1), folder=there)
        kanal = make_postfach(
            musterstadt.fachadministration, server, name=f"Postfach {number}", folder=there
        )
        fetch(kanal)
    assert Eingang.objects.get().referenzen.count() == 5


@pytest.mark.parametrize("danach", ["gelesen", "verschieben"])
def test_taken_mails_are_marked_or_moved_only_after_they_are_recorded(
    musterstadt, server, folder, danach, monkeypatch
):
    server.append(mail(1), mail(2), folder=folder)
    kanal = make_postfach(
        musterstadt.fachadministration, server, folder=folder, danach=danach,
        zielordner=f"{folder} übernommen",
    )  # fmt: skip

    def die(*args, **more):
        raise RuntimeError

    with monkeypatch.context() as broken:
        broken.setattr(annahme, "record_eingang", die)
        told = fetch(kanal)
    assert not Eingang.objects.exists() and told.failing_since
    assert server.lying(folder, "UNSEEN") == 2
    fetch(kanal)
    assert Eingang.objects.count() == 2
    if danach == "gelesen":
        assert server.lying(folder, "SEEN") == 2
    else:
        assert server.lying(folder) == 0
        again = make_postfach(
            musterstadt.fachadministration, server, name="zweites",
            folder=f"{folder} übernommen",
        )  # fmt: skip
        fetch(again)
        assert Eingang.objects.count() == 2 and Eingangsreferenz.objects.count() == 4


def test_a_mailbox_numbered_anew_is_read_again_and_nothing_is_recorded_twice(
    musterstadt, server, folder
):
    server.append(mail(1), mail(2), folder=folder)
    kanal = make_postfach(musterstadt.fachadministration, server, folder=folder)
    fetch(kanal)
    Postfachstand.objects.update(uid_validity=1, next_uid=9999)
    server.append(mail(3), folder=folder)
    fetch(kanal)
    assert Eingang.objects.count() == Eingangsreferenz.objects.count() == 3


def test_a_wrong_password_is_tried_three_times_and_then_waits_for_a_person(
    musterstadt, server, folder
):
    kanal = make_postfach(musterstadt.fachadministration, server, folder=folder, password="falsch")
    for number in range(1, 4):
        assert wake() == 1 and run_fetching() == 1
        kanal.refresh_from_db()
        assert kanal.failure == "Der Mailserver nimmt Anmeldename und Kennwort nicht an."
        assert wake() == 0, "not before its time"
        assert Postfachstand.objects.get().failures == number
        type(kanal).objects.update(next_try_at=timezone.now())
    assert Postfachstand.objects.get().stopped_at and wake() == 0
    assert Job.objects.filter(kind=JobKind.FETCH_MAIL).count() == 3


def test_an_unreachable_server_is_asked_less_and_less_often(musterstadt, server, folder, settings):
    kanal = make_postfach(musterstadt.fachadministration, server, folder=folder)
    settings.OUTBOUND_ALLOWED = ["imap://127.0.0.1:1"]
    kanal.einstellungen["port"] = 1
    kanal.save()
    waits = []
    for _ in range(4):
        assert wake() == 1 and run_fetching() == 1
        kanal.refresh_from_db()
        waits.append(round((kanal.next_try_at - timezone.now()).total_seconds() / 60))
        type(kanal).objects.update(next_try_at=timezone.now())
    assert waits == [1, 2, 5, 15] and kanal.failure == "Der Server ist nicht erreichbar."
    assert Postfachstand.objects.get().stopped_at is None


def test_after_a_clock_that_was_ahead_a_mailbox_is_read_within_the_hour(
    musterstadt, server, folder
):
    kanal = make_postfach(musterstadt.fachadministration, server, folder=folder)
    ahead = timezone.now() + timedelta(days=700)
    type(kanal).objects.update(next_try_at=ahead)
    Postfachstand.objects.update(claim=uuid4(), busy_until=ahead, horcht_until=ahead)
    assert wake() == 0
    tidy_tenant()
    assert wake() == 1 and run_fetching() == 1
    kanal.refresh_from_db()
    assert kanal.last_success_at and kanal.next_try_at < ahead - timedelta(days=600)


def test_a_mail_that_is_not_taken_stays_and_does_not_hold_up_the_others(
    musterstadt, server, folder, settings, monkeypatch
):
    kanal = make_postfach(
        musterstadt.fachadministration, server, folder=folder, danach="verschieben",
        zielordner=f"{folder} übernommen",
    )  # fmt: skip
    settings.UPLOAD_MAX_BYTES = 2 * 1024**2
    server.append(mail(1), mail(2, body="x" * 3_000_000), mail(3), folder=folder)
    kanal = fetch(kanal)
    assert Eingang.objects.count() == 2 and server.lying(folder) == 1
    hindernis = Annahmehindernis.objects.get()
    assert hindernis.grund == "Die Datei ist größer als 2 MB. Teilen Sie sie auf."
    assert not kanal.failing_since
    settings.UPLOAD_MAX_BYTES = 2 * 1024**3
    fetch(kanal)
    assert Eingang.objects.count() == 2, "not at once again"
    Annahmehindernis.objects.update(tried_at=timezone.now() + timedelta(days=700))  # a wrong clock
    fetch(kanal)
    assert Eingang.objects.count() == 3 and server.lying(folder) == 0
    assert Annahmehindernis.objects.get().done_at


def test_a_virus_and_a_mail_the_server_withholds_are_named(
    musterstadt, server, folder, monkeypatch
):
    def found(name, path):
        raise VirusFound("Eicar")

    kanal = make_postfach(musterstadt.fachadministration, server, folder=folder)
    server.append(mail(1), folder=folder)
    monkeypatch.setattr(annahme, "receive_file", found)
    fetch(kanal)
    held = Quarantaene.objects.get()
    assert held.befund == "Eicar" and held.eingang.dokument is None
    assert not Annahmehindernis.objects.exists()

    def withhold(self, uid):
        raise MailWithheld

    monkeypatch.setattr(Mailbox, "look", withhold)
    server.append(mail(2), folder=folder)
    fetch(kanal)
    grund = "Der Mailserver gibt diese E-Mail nicht heraus."
    assert Annahmehindernis.objects.filter(grund=grund).count() == 1
    assert Eingang.objects.count() == 1


def test_a_full_store_changes_nothing_and_is_tried_again(musterstadt, server, folder, monkeypatch):
    def full(name, path):
        raise store.StoreFull

    kanal = make_postfach(musterstadt.fachadministration, server, folder=folder, danach="gelesen")
    server.append(mail(1), folder=folder)
    with monkeypatch.context() as broken:
        broken.setattr(annahme, "receive_file", full)
        assert "Speicherplatz" in fetch(kanal).failure
    assert server.lying(folder, "SEEN") == 0 and not Annahmehindernis.objects.exists()
    assert fetch(kanal).failure == "" and Eingang.objects.count() == 1


def test_old_mails_stay_where_they_are_and_closed_mailboxes_bring_closed_post(
    musterstadt, server, folder
):
    server.append(mail(1), folder=folder)
    ab = (timezone.now() + timedelta(minutes=5)).isoformat()
    old = make_postfach(musterstadt.fachadministration, server, folder=folder, ab=ab)
    fetch(old)
    assert not Eingang.objects.exists()
    closed = make_postfach(
        musterstadt.fachadministration, server, name="personalrat@", folder=folder,
        verschluss=Verschluss.PERSONALRAT,
    )  # fmt: skip
    fetch(closed)
    assert Eingang.objects.get().verschluss == Verschluss.PERSONALRAT


def test_a_mail_marked_confidential_by_its_sender_goes_to_the_closed_circle(
    musterstadt, server, folder
):
    server.append(mail(1, Sensitivity="Company-Confidential"), folder=folder)
    fetch(make_postfach(musterstadt.fachadministration, server, folder=folder))
    assert Eingang.objects.get().verschluss == Verschluss.VERTRAULICH


BAD = {
    "no head": b"nur Text ohne Kopf",
    "nul": b"Subject: a\0b\r\n\r\n" + b"\0" * 1000,
    "no id": mail(1, Message_ID=""),
    "broken date": mail(2, Date="gestern"),
    "wrong charset": mail(3, subject="=?x-unbekannt?b?////?="),
    "raw 8 bit": b"Subject: Gr\xfc\xdfe\r\nFrom: \xff\xfe\r\n\r\nx",
    "long head": b"Subject: x\r\n" + b"X-A: " + b"y" * 700_000 + b"\r\n\r\nText",
}


def test_bad_mails_are_all_kept(musterstadt, server, folder):
    if "pymap" in str(server.process.args):
        data = [one for name, one in BAD.items() if name not in ("nul",)]
    else:
        data = list(BAD.values())
    server.append(*data, folder=folder)
    fetch(make_postfach(musterstadt.fachadministration, server, folder=folder))
    assert not Annahmehindernis.objects.exists()
    assert Eingang.objects.count() == len(data)
    for eingang in Eingang.objects.all():
        assert eingang.betreff and "\0" not in eingang.betreff + eingang.absender


def test_every_file_of_the_collection_is_taken_once(musterstadt, server, folder, shared):
    files = sorted((shared / "korpus" / "mail").glob("*.eml"))
    hostile = [shared / "hostile" / name for name in (
        "eml-300-ebenen.eml", "eml-kopfzeilen-einschleusung.eml")]  # fmt: skip
    data = [re.sub(rb"\r?\n", b"\r\n", path.read_bytes()) for path in [*files, *hostile]]
    assert len(data) > 40
    server.append(*data, folder=folder)
    kanal = make_postfach(musterstadt.fachadministration, server, folder=folder)
    fetch(kanal)
    assert not Annahmehindernis.objects.exists()
    copies = 2  # basic_email and basic_email_2, example01 and example09 are the same mails
    assert Eingang.objects.count() == len(data) - copies
    assert all("\n" not in row.betreff for row in Eingang.objects.all())
    assert postfach.try_out(kanal) == len(data)
