"""Login at the directory service of a town, against a provider behind a real socket."""

from http.client import HTTPConnection
from urllib.parse import urlsplit

import pytest
from django.test import Client

from verbundakte.core.models import Account, AuditDetail, Membership
from verbundakte.core.tenancy.context import no_tenant, use_tenant
from verbundakte.organisation import actions
from verbundakte.organisation.models import AeussereKennung, Anmeldedienst, Person, Rolle
from verbundakte.web.tests.provider import CLIENT, SECRET, Provider

TOWN = "/musterstadt/"
BEGIN = f"{TOWN}anmelden/dienst/"


@pytest.fixture
def provider(settings):
    settings.OIDC_ALLOW_HTTP = True
    started = Provider()
    yield started
    started.close()


def set_up(town, provider, **more):
    with use_tenant(town.tenant.pk):
        return actions.set_anmeldedienst(
            town.fachadministration,
            None,
            label="Mit dem Dienstkonto anmelden",
            issuer=provider.issuer,
            client_id=CLIENT,
            secret=SECRET,
            **more,
        )


@pytest.fixture
def linked(towns, provider):
    """Musterstadt with a service that knows the clerk as 4711."""
    town = towns["musterstadt"]
    set_up(town, provider)
    with use_tenant(town.tenant.pk):
        person = Person.objects.get(pk=town.persons["sachbearbeiterin"])
        actions.set_kennung(town.fachadministration, person, subject="4711")
    return town


def through(client, begin=BEGIN):
    """Go to the service and come back as a browser does; return the last answer."""
    answer = client.get(begin)
    assert answer.status_code == 302, answer.content.decode()[-500:]
    there = urlsplit(answer["Location"])
    connection = HTTPConnection(there.netloc, timeout=5)
    connection.request("GET", f"{there.path}?{there.query}")
    back = urlsplit(connection.getresponse().headers["Location"])
    connection.close()
    return client.get(f"{back.path}?{back.query}")


def test_a_person_comes_in_by_her_service_and_back_to_what_she_wanted(linked):
    client = Client()
    assert "Mit dem Dienstkonto anmelden" in client.get(f"{TOWN}anmelden/").content.decode()
    answer = through(client, f"{BEGIN}?next=/musterstadt/suche/")
    assert answer["Location"] == "/musterstadt/suche/"
    assert "Amira Beispiel" in client.get(TOWN).content.decode()


@pytest.mark.parametrize(
    "wrong", ["signature", "nonce", "issuer", "audience", "expired", "none", "discovery"]
)
def test_an_answer_that_does_not_hold_opens_nothing(linked, provider, wrong):
    client = Client()
    if wrong == "discovery":
        provider.wrong = wrong
        answer = client.get(BEGIN)
    else:
        provider.wrong = wrong
        answer = through(client)
    assert answer.status_code == 422
    assert "antwortet nicht richtig" in answer.content.decode()
    assert client.get(TOWN).status_code == 302


def test_a_foreign_state_and_a_second_return_open_nothing(linked):
    client, victim = Client(), Client()
    victim.get(BEGIN)
    assert victim.get(f"{BEGIN}rueckkehr/?code=code-0&state=erfunden").status_code == 422
    assert victim.get(f"{BEGIN}rueckkehr/?code=code-0&state=ü").status_code == 422
    answer = through(client)
    assert answer.status_code == 302
    assert Client().get(f"{BEGIN}rueckkehr/?code=code-0&state=x").status_code == 422


def test_an_unknown_identity_is_named_for_the_administration(linked, provider):
    provider.subject = "0815"
    answer = through(Client())
    assert answer.status_code == 422
    assert "diese Kennung: 0815" in answer.content.decode()


def test_a_service_opens_only_its_own_town(linked, towns):
    account = Account.objects.get(login="sachbearbeiterin.musterstadt")
    neighbour = towns["beispielhausen"]
    Membership.objects.create(
        account=account, tenant=neighbour.tenant, person_id=neighbour.persons["leitung"]
    )
    client = Client()
    with no_tenant():
        through(client)
        assert client.get(TOWN).status_code == 200
        answer = client.get("/beispielhausen/")
        assert answer["Location"].startswith("/beispielhausen/anmelden/")
        assert "/beispielhausen/" not in client.get("/stadt/").content.decode()


def test_the_same_identity_of_another_town_is_somebody_else(linked, towns, provider):
    set_up(towns["beispielhausen"], provider)
    with no_tenant():
        answer = through(Client(), "/beispielhausen/anmelden/dienst/")
    assert "mit keiner Person verknüpft" in answer.content.decode()


def test_a_demanded_factor_is_asked_for_unless_the_service_proves_one(linked, provider):
    with use_tenant(linked.tenant.pk):
        Rolle.objects.update(needs_second_factor=True)
    with no_tenant():
        client = Client()
        through(client)
        assert client.get(TOWN)["Location"].startswith(f"{TOWN}organisation/sicherheit/")
    set_up(linked, provider, proves_second_factor=True)
    with no_tenant():
        client = Client()
        through(client)
        assert client.get(TOWN).status_code == 200


def test_somebody_logged_in_links_her_own_service_and_nobody_elses(linked, provider):
    provider.subject = "0815"
    client = linked.client("leitung")
    with no_tenant():
        answer = through(client, f"{BEGIN}?verknuepfen=an")
        assert answer["Location"] == f"{TOWN}organisation/sicherheit/"
        provider.subject = "4711"
        through(client, f"{BEGIN}?verknuepfen=an")
    with use_tenant(linked.tenant.pk):
        rows = dict(AeussereKennung.objects.values_list("subject", "person"))
    assert rows["0815"] == linked.persons["leitung"]
    assert rows["4711"] == linked.persons["sachbearbeiterin"]


def test_who_left_does_not_come_in(linked):
    Membership.objects.filter(account__login="sachbearbeiterin.musterstadt").update(
        ended_at="2026-01-01T00:00Z"
    )
    assert through(Client()).status_code == 422


def test_a_service_that_is_away_leaves_the_password(linked, provider):
    provider.close()
    answer = Client().get(BEGIN)
    assert answer.status_code == 422
    assert "melden Sie sich mit dem Kennwort an" in answer.content.decode()


def test_only_tls_is_asked(linked, settings):
    settings.OIDC_ALLOW_HTTP = False
    assert Client().get(BEGIN).status_code == 422


def test_the_secret_is_sealed_and_stays_when_left_empty(linked):
    admin = linked.client("fachadministration")
    page = f"{TOWN}organisation/anmeldedienst/"
    with no_tenant():
        shown = admin.get(page).content.decode()
        data = {"label": "Anmelden", "issuer": "https://idp.example.org", "client_id": "neu"}
        assert admin.post(page, data).status_code == 302
    with use_tenant(linked.tenant.pk):
        service = Anmeldedienst.objects.get()
        told = " ".join(str(row) for row in AuditDetail.objects.values_list("old", "new"))
    assert (service.client_id, service.is_active) == ("neu", False)
    for text in (shown, told, service.secret):
        assert SECRET not in text
