"""Logging in, choosing a town, and what a stranger gets."""

import pytest
from django.test import Client

from verbundakte.core.models import Account, LoginAttempt, Membership
from verbundakte.core.tenancy.context import no_tenant

PASSWORD = "drei-zufaellige-worte"


@pytest.fixture
def amira(towns):
    """The account of the clerk, with a password."""
    account = Account.objects.get(login="sachbearbeiterin.musterstadt")
    account.set_password(PASSWORD)
    account.save()
    return account


def post(client, **data):
    """Send the login form of the first town."""
    return client.post("/musterstadt/anmelden/", {"login": "", "password": "", **data})


def test_a_clerk_logs_in_and_sees_her_desk(amira):
    client = Client()
    answer = post(client, login=" Sachbearbeiterin.Musterstadt ", password=PASSWORD)
    assert (answer.status_code, answer["Location"]) == (302, "/musterstadt/")
    page = client.get("/musterstadt/")
    assert page.status_code == 200
    assert "Amira Beispiel" in page.content.decode()


def test_she_comes_back_to_the_page_she_wanted(amira):
    client = Client()
    answer = client.get("/musterstadt/suche/?q=hund")
    assert answer["Location"] == "/musterstadt/anmelden/?next=%2Fmusterstadt%2Fsuche%2F%3Fq%3Dhund"
    answer = client.post(answer["Location"], {"login": amira.login, "password": PASSWORD})
    assert answer["Location"] == "/musterstadt/suche/?q=hund"


@pytest.mark.parametrize(
    "target", ["https://boese.example/", "//boese.example", "javascript:1", "\\\\x"]
)
def test_login_never_leads_to_another_site(amira, target):
    answer = Client().post(
        f"/musterstadt/anmelden/?next={target}", {"login": amira.login, "password": PASSWORD}
    )
    assert answer["Location"] == "/musterstadt/"


def test_a_wrong_password_says_the_same_as_an_unknown_login(amira):
    answers = [
        post(Client(), login=amira.login, password="falsch"),
        post(Client(), login="niemand", password="falsch"),
    ]
    assert [answer.status_code for answer in answers] == [422, 422]
    assert all("Anmeldename oder Kennwort stimmt nicht." in a.content.decode() for a in answers)
    assert not LoginAttempt.objects.filter(login_digest__contains="niemand").exists()


def test_after_five_wrong_ones_even_the_right_one_has_to_wait(amira):
    client = Client()
    for _ in range(5):
        post(client, login=amira.login, password="falsch")
    answer = post(client, login=amira.login, password=PASSWORD)
    assert answer.status_code == 429
    assert "Warten Sie" in answer.content.decode()


def test_a_town_one_does_not_work_in_is_like_one_that_does_not_exist(towns):
    client = towns["musterstadt"].client("sachbearbeiterin")
    there, nowhere = client.get("/beispielhausen/"), client.get("/gibtesnicht/")
    assert (there.status_code, nowhere.status_code) == (404, 404)
    assert "Beispielhausen" not in there.content.decode()


def test_who_works_in_two_towns_chooses_and_can_switch(towns, amira):
    neighbour = towns["beispielhausen"]
    Membership.objects.create(
        account=amira, tenant=neighbour.tenant, person_id=neighbour.persons["assistenz"]
    )
    client = Client()
    client.force_login(amira)
    assert client.get("/")["Location"] == "/stadt/"
    page = client.get("/stadt/").content.decode()
    assert 'href="/musterstadt/"' in page
    assert 'href="/beispielhausen/"' in page
    with no_tenant():
        assert 'href="/beispielhausen/"' in client.get("/musterstadt/").content.decode()


def test_an_ended_membership_counts_at_the_next_request(towns):
    client = towns["musterstadt"].client("sachbearbeiterin")
    assert client.get("/musterstadt/").status_code == 200
    Membership.objects.filter(account__login="sachbearbeiterin.musterstadt").update(
        ended_at="2026-01-01T00:00Z"
    )
    assert client.get("/musterstadt/").status_code == 404


def test_logging_out_ends_the_session(towns):
    client = towns["musterstadt"].client("leitung")
    client.post("/musterstadt/abmelden/")
    assert client.get("/musterstadt/").status_code == 302


def test_the_first_page_and_health_answer_without_login(db):
    client = Client()
    for path in ("/", "/anmelden/", "/healthz", "/readyz"):
        assert client.get(path).status_code == 200


def test_a_session_that_ended_sends_a_fragment_to_the_whole_login_page(towns):
    answer = Client().get("/musterstadt/suche/", headers={"HX-Request": "true"})
    assert answer.status_code == 401
    assert answer["HX-Redirect"].startswith("/musterstadt/anmelden/")


def test_every_page_carries_safe_headers(towns):
    answer = towns["musterstadt"].client("leitung").get("/musterstadt/")
    policy = answer["Content-Security-Policy"]
    assert "script-src 'self' 'wasm-unsafe-eval'" in policy
    assert "unsafe-inline" not in policy
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Request-Id"]
