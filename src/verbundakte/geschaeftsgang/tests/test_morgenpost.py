"""The mail in the morning and the calendar: off at first, and only as much as the town allows."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.core import mail
from django.utils.timezone import get_current_timezone

from verbundakte.akten.tests.factories import make_vorgang
from verbundakte.core.actor import SystemActor
from verbundakte.core.clock import now, today
from verbundakte.core.models import Job
from verbundakte.geschaeftsgang import actions
from verbundakte.geschaeftsgang.actions import Eintrag, Fuer
from verbundakte.geschaeftsgang.models import Terminabo, Terminregel
from verbundakte.geschaeftsgang.morgenpost import begin_morgenpost, send_morgenpost
from verbundakte.geschaeftsgang.nachrichten import NACHRICHTEN
from verbundakte.geschaeftsgang.tests.factories import person
from verbundakte.geschaeftsgang.tests.test_verwaist import Quiet
from verbundakte.organisation.models import Person, Vertretung

PLACE = "/musterstadt/geschaeftsgang/kalender/"
BY = SystemActor("job:morgenpost", frozenset())


@pytest.fixture
def town(musterstadt, settings):
    """The town whose clerk has something to do since yesterday, in an installation that sends mail."""
    settings.EMAIL_HOST, settings.PUBLIC_URL = "mail.example", "https://akten.example"
    town = musterstadt
    Person.objects.filter(pk=town.sachbearbeiterin.person_id).update(email="amira@stadt.example")
    town.vorgang = make_vorgang(lambda: town.sachbearbeiterin)
    me = Fuer(person(town.sachbearbeiterin))
    eintrag = Eintrag(today() - timedelta(days=1), me, "Rückfrage Nachbar")
    actions.give_aufgabe(town.sachbearbeiterin, town.vorgang, eintrag=eintrag, at=now())
    town.amira = town.client("sachbearbeiterin")
    return town


def tell(**inhalt):
    """Let the town say how much is told."""
    Terminregel.objects.create(
        kind=NACHRICHTEN, key=uuid4(), version=1, valid_from=today(),
        inhalt={"bezeichnung": "Unsere"} | inhalt,
    )  # fmt: skip


def sent() -> str:
    """Send the mails of the day and return the last one."""
    send_morgenpost(BY, Quiet())
    return mail.outbox[-1].body if mail.outbox else ""


def test_nobody_gets_a_mail_who_has_not_ordered_one(town):
    assert sent() == ""
    assert town.amira.post(f"{PLACE}mail/").status_code == 302
    assert "amira@stadt.example" in town.amira.get(PLACE).content.decode()
    told = sent()
    assert "Aufgaben: 1, davon überfällig: 1" in told
    assert town.vorgang.aktenzeichen not in told and "Nachbar" not in told
    sent()
    assert len(mail.outbox) == 1 and mail.outbox[0].to == ["amira@stadt.example"]
    assert town.amira.post(f"{PLACE}mail/ende/").status_code == 302
    Terminabo.objects.update(sent_on=None)
    sent()
    assert len(mail.outbox) == 1


@pytest.mark.parametrize(("inhalt", "has_subject"), [("kennzeichen", False), ("betreff", True)])
def test_the_town_decides_whether_mail_and_calendar_tell_more(town, inhalt, has_subject):
    tell(mail=inhalt, kalender=inhalt)
    town.amira.post(f"{PLACE}mail/")
    told = sent()
    assert town.vorgang.aktenzeichen in told and ("Rückfrage Nachbar" in told) == has_subject
    page = town.amira.post(PLACE).content.decode()
    feed = page.partition('readonly value="http://testserver')[2].partition('"')[0]
    text = town.amira.get(feed).content.decode()
    assert "Aufgabe" in text and ("Nachbar" in text) == has_subject


def test_it_tells_apart_what_is_due_in_vertretung_and_names_nobody(town):
    head = person(town.leitung)
    Person.objects.filter(pk=head.pk).update(email="jonas@stadt.example")
    Vertretung.objects.create(
        person=person(town.sachbearbeiterin), vertreter=head, art="abwesenheit",
        from_on=today(), to_on=today() + timedelta(days=5),
    )  # fmt: skip
    town.client("leitung").post(f"{PLACE}mail/")
    told = sent()
    assert "bei Ihnen liegt heute an" not in told
    assert "in Vertretung liegt heute an:\n\n- Aufgaben: 1, davon überfällig: 1" in told
    assert town.vorgang.aktenzeichen not in told and "Amira" not in told
    tell(mail="kennzeichen")
    Terminabo.objects.update(sent_on=None)
    assert town.vorgang.aktenzeichen in sent()


def test_it_is_sent_on_the_morning_of_a_working_day_once(town):
    town.amira.post(f"{PLACE}mail/")
    monday = datetime(2026, 11, 30, 6, tzinfo=get_current_timezone())
    sunday = monday - timedelta(days=1)
    assert not begin_morgenpost(sunday.date(), sunday)
    assert not begin_morgenpost(monday.date(), monday + timedelta(hours=9))
    assert begin_morgenpost(monday.date(), monday)
    assert not begin_morgenpost(monday.date(), monday + timedelta(hours=1))
    assert Job.objects.filter(kind="geschaeftsgang.morgenpost").count() == 1


def test_a_mail_server_that_does_not_answer_loses_nothing(town, settings):
    town.amira.post(f"{PLACE}mail/")
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    send_morgenpost(BY, Quiet())
    assert Terminabo.objects.get().sent_on is None
