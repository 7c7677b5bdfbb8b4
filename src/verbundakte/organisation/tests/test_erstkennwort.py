"""A password that somebody else chose opens once, for a while, and only to be replaced."""

from datetime import timedelta

import pytest
from django.test import Client

from verbundakte.core.clock import now
from verbundakte.core.models import Account
from verbundakte.organisation import actions
from verbundakte.organisation.models import Person
from verbundakte.verbund import services

FIRST, OWN = "lindenallee-carport-7", "birkenweg-garage-12"
LOGIN = "sachbearbeiterin.musterstadt"
HERE = "/musterstadt/organisation/sicherheit/kennwort/"


@pytest.fixture
def given(musterstadt, settings):
    """A clerk to whom the Fachadministration gave a password."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    person = Person.objects.get(pk=musterstadt.persons["sachbearbeiterin"])
    actions.set_password(musterstadt.fachadministration, person, password=FIRST)
    return Account.objects.get(login=LOGIN)


def log_in(password: str):
    """Return a browser and the answer to the login."""
    client = Client()
    body = {"login": LOGIN, "password": password}
    return client, client.post("/musterstadt/anmelden/", body)


def test_it_opens_only_the_page_that_replaces_it(given):
    client, _ = log_in(FIRST)
    for path in ("/musterstadt/", "/musterstadt/akten/", "/musterstadt/organisation/sicherheit/"):
        assert client.get(path)["Location"].startswith(f"{HERE}?next="), path
    assert "Wählen Sie jetzt ein eigenes" in client.get(HERE).content.decode()
    same = client.post(HERE, {"old": FIRST, "new": FIRST, "again": FIRST})
    assert same.status_code == 422
    assert client.post(HERE, {"old": FIRST, "new": OWN, "again": OWN}).status_code == 302
    assert client.get("/musterstadt/").status_code == 200
    given.refresh_from_db()
    assert given.initial_until is None
    assert log_in(OWN)[0].get("/musterstadt/").status_code == 200


def test_after_two_weeks_it_opens_nothing(given):
    assert timedelta(days=13) < given.initial_until - now() <= timedelta(days=14)
    Account.objects.filter(pk=given.pk).update(initial_until=now())
    client, answer = log_in(FIRST)
    assert answer.status_code == 422
    assert "erstes Kennwort gilt nicht mehr" in answer.content.decode()
    assert log_in("falsch")[1].status_code == 422
    assert client.get("/musterstadt/").status_code == 302


def test_the_first_person_of_a_new_town_chooses_her_own(given):
    Account.objects.update(initial_until=None)
    services.demand_own_password(LOGIN.upper())
    assert log_in(FIRST)[0].get("/musterstadt/")["Location"].startswith(HERE)
