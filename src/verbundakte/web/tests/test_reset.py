"""A forgotten password, with a real mail server on this machine."""

import re
import socket
from datetime import timedelta
from email import message_from_bytes, policy
from unittest import mock

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from verbundakte.core.models import Account, AuditEvent, Membership
from verbundakte.core.tenancy.context import no_tenant
from verbundakte.organisation import accounts

TOWN = "/musterstadt/"
GOOD = "lampe-wiese-fahrrad"


class Letterbox(Message):
    """Keeps what arrives."""

    def __init__(self):
        super().__init__()
        self.letters = []

    def prepare_message(self, session, envelope):
        """Read a message as a mail program does."""
        return message_from_bytes(envelope.content, policy=policy.default)

    def handle_message(self, message):
        """Keep a message."""
        self.letters.append(message)


@pytest.fixture
def letterbox(settings):
    """A mail server on a free port of this machine, and an installation that uses it."""
    box = Letterbox()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.PUBLIC_URL = "https://akten.example.org"
    yield box
    controller.stop()


@pytest.fixture
def amira(towns, letterbox):
    account = Account.objects.get(login="sachbearbeiterin.musterstadt")
    account.set_password("lindenallee-carport-7")
    account.email = "amira@example.org"
    account.save()
    return account


def ask(login="sachbearbeiterin.musterstadt", path=f"{TOWN}kennwort/"):
    return Client().post(path, {"login": login})


def deliver():
    """Do what the worker does with the last entry of its queue."""
    waiting = ProcrastinateJob.objects.filter(task_name="verbundakte.send_reset").order_by("-id")
    accounts.send_reset(**waiting.first().args)


def link_in(letter):
    return re.search(r"https://akten\.example\.org(/\S+)", letter.get_content()).group(1)


def test_a_link_by_mail_sets_a_new_password_once(amira, letterbox, musterstadt):
    with no_tenant():
        before = Client()
        before.force_login(amira)
        assert (
            "Wenn es diese Anmeldung gibt" in ask(" Sachbearbeiterin.Musterstadt ").content.decode()
        )
        deliver()
        (letter,) = letterbox.letters
        assert letter["to"] == "amira@example.org"
        assert "Stadt Musterstadt" in letter.get_content()
        link, client = link_in(letter), Client()
        assert link.startswith(f"{TOWN}kennwort/neu/?konto=")
        assert client.get(link).status_code == 200
        weak = client.post(link, {"new": "Passwort12345"})
        assert weak.status_code == 422
        assert "verbreitetes Wort" in weak.content.decode()
        assert "Das neue Kennwort gilt" in client.post(link, {"new": GOOD}).content.decode()
        assert client.post(link, {"new": "noch-ein-anderes-wort"}).status_code == 410
        amira.refresh_from_db()
        assert amira.check_password(GOOD)
        assert before.get(TOWN).status_code == 302
        assert client.get(TOWN).status_code == 302  # a link is not a login
    event = AuditEvent.objects.order_by("-at").first()
    assert (event.name, event.actor_id) == ("organisation.konto.password_reset", "kennwort-link")


def test_the_answer_is_the_same_for_unknown_logins(amira, letterbox):
    known, unknown = ask(), ask("niemand")
    plain = [re.sub(r'value="\w{64}"', "", a.content.decode()) for a in (known, unknown)]
    assert plain[0] == plain[1]
    assert ProcrastinateJob.objects.filter(task_name="verbundakte.send_reset").count() == 2
    deliver()
    assert letterbox.letters == []


@pytest.mark.parametrize("change", [{"email": ""}, {"is_active": False}, {"password": "!x"}])
def test_no_link_goes_to_closed_logins_or_such_without_password_or_address(
    amira, letterbox, change
):
    Account.objects.filter(pk=amira.pk).update(**change)
    assert ask().status_code == 200
    deliver()
    assert letterbox.letters == []


def test_a_link_runs_out_after_half_an_hour(amira):
    link = accounts.reset_link(amira, "musterstadt").removeprefix("https://akten.example.org")
    tokens = accounts.reset._tokens
    later = tokens._now() + timedelta(minutes=31)
    with mock.patch.object(tokens, "_now", return_value=later):
        assert Client().get(link).status_code == 410
    assert Client().get(link).status_code == 200


@pytest.mark.parametrize(
    "query", ["", "?konto=x&schluessel=y", "?konto=00&schluessel=", "?konto=%00"]
)
def test_an_invented_link_says_that_it_does_not_hold(amira, query):
    answer = Client().get(f"{TOWN}kennwort/neu/{query}")
    assert answer.status_code == 410
    assert "Dieser Link gilt nicht mehr" in answer.content.decode()


def test_a_link_of_one_town_sets_nothing_in_another(amira):
    link = accounts.reset_link(amira, "beispielhausen").removeprefix("https://akten.example.org")
    answer = Client().post(link, {"new": GOOD})
    assert answer.status_code == 422
    amira.refresh_from_db()
    assert not amira.check_password(GOOD)


def test_the_link_leads_to_the_town_it_was_asked_for_in(amira, letterbox, towns):
    neighbour = towns["beispielhausen"]
    Membership.objects.create(
        account=amira, tenant=neighbour.tenant, person_id=neighbour.persons["leitung"]
    )
    for path, slug in (
        ("/beispielhausen/kennwort/", "beispielhausen"),
        ("/kennwort/", "beispielhausen"),
    ):
        ask(path=path)
        deliver()
        assert link_in(letterbox.letters[-1]).startswith(f"/{slug}/")


def test_asking_is_limited(amira):
    for _ in range(5):
        assert ask().status_code == 200
    assert ask().status_code == 429


def test_the_link_never_follows_the_host_of_a_request(amira, letterbox):
    Client().post(f"{TOWN}kennwort/", {"login": amira.login}, headers={"host": "boese.example"})
    deliver()
    assert "boese" not in letterbox.letters[0].as_string()


def test_without_mail_the_page_says_who_helps(towns, settings):
    settings.EMAIL_HOST = ""
    assert (
        "Ihre Fachadministration setzt es neu" in Client().get(f"{TOWN}anmelden/").content.decode()
    )
    assert Client().get(f"{TOWN}kennwort/").status_code == 404


def test_the_own_address_is_changed_with_the_password(amira):
    client = Client()
    client.force_login(amira)
    page = f"{TOWN}organisation/sicherheit/email/"
    data = {"email": "neu@example.org", "password": "falsch"}
    assert client.post(page, data).status_code == 422
    assert client.post(page, data | {"password": "lindenallee-carport-7"}).status_code == 302
    amira.refresh_from_db()
    assert amira.email == "neu@example.org"
