"""Fachverfahren: rights of their own, narrowed tokens, two secrets, ended at once."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from verbundakte.core.access.scopes import choices, covers, narrowed
from verbundakte.core.clock import now, today
from verbundakte.core.models import ApiToken, AuditEvent, ClientSecret
from verbundakte.core.tenancy.context import use_tenant
from verbundakte.organisation import actions
from verbundakte.organisation.accounts import LOGIN_LIMIT, resolve_token
from verbundakte.organisation.actor import load_actor
from verbundakte.organisation.models import Fachverfahren, Organisationseinheit, Person
from verbundakte.organisation.rules import standard_rolle_key

pytestmark = pytest.mark.django_db
TOKEN = "/api/v1/oauth/token"
ROLLE = standard_rolle_key("sachbearbeitung")


def connect(town, **more) -> Fachverfahren:
    """Return a Fachverfahren of the Bauordnung."""
    unit = Organisationseinheit.objects.get(kennzeichen="63.1")
    values = {"bezeichnung": "Bauportal", "zweck": "Bauanträge", "rolle_key": ROLLE, **more}
    return actions.create_fachverfahren(town.fachadministration, unit, on=today(), **values)


@pytest.fixture
def portal(musterstadt):
    with use_tenant(musterstadt.tenant.pk):
        yield connect(musterstadt)


def fetch(portal, secret: str, **more):
    data = {
        "grant_type": "client_credentials",
        "client_id": str(portal.person_id),
        "client_secret": secret,
        **more,
    }
    return Client().post(TOKEN, data)


def test_it_acts_in_its_unit_under_its_own_name(portal, musterstadt):
    actor = load_actor(portal.person_id)
    assert actor.name == "Fachverfahren Bauportal"
    assert actor.unit_name.startswith("63.1")
    assert "akten.vorgang:create" in actor.permissions
    assert portal.person not in list(Person.objects.people())
    event = AuditEvent.objects.get(name="organisation.fachverfahren.created")
    assert event.actor_id == str(musterstadt.persons["fachadministration"])


def test_whoever_may_not_give_rights_connects_nothing(musterstadt):
    with use_tenant(musterstadt.tenant.pk):
        unit = Organisationseinheit.objects.get(kennzeichen="63.1")
        for role in (musterstadt.sachbearbeiterin, musterstadt.systemverwaltung):
            with pytest.raises(PermissionDenied):
                actions.create_fachverfahren(
                    role, unit, rolle_key=ROLLE, on=today(), bezeichnung="Portal"
                )
        assert not Fachverfahren.objects.exists()


def test_nobody_logs_in_as_a_fachverfahren(portal, musterstadt):
    with pytest.raises(actions.konto.NoLoginForFachverfahren):
        actions.create_konto(
            musterstadt.fachadministration,
            portal.person,
            login="portal",
            password="Ein-langes-Kennwort-81",
        )


def test_it_fetches_short_tokens_and_every_fetch_is_logged(portal, musterstadt):
    secret = actions.create_secret(musterstadt.fachadministration, portal)
    assert secret not in str(list(ClientSecret.objects.values()))
    answer = fetch(portal, secret, scope="akten:lesen")
    assert answer.status_code == 200, answer.content
    assert answer["Cache-Control"] == "no-store"
    told = answer.json()
    assert (told["token_type"], told["expires_in"], told["scope"]) == (
        "Bearer",
        3600,
        "akten:lesen",
    )
    found = resolve_token(told["access_token"])
    assert found.membership.person_id == portal.person_id
    assert found.expires_at < now() + timedelta(hours=2)
    event = AuditEvent.objects.get(name="organisation.token.issued")
    assert (event.actor_id, event.on_behalf_of) == ("fachverfahren", str(portal.person_id))


def test_wrong_secrets_are_refused_and_guessing_is_limited(portal, musterstadt):
    secret = actions.create_secret(musterstadt.fachadministration, portal)
    assert fetch(portal, secret, grant_type="password").json()["error"] == "unsupported_grant_type"
    assert fetch(portal, secret, scope="alles").json()["error"] == "invalid_scope"
    for _ in range(LOGIN_LIMIT):
        answer = fetch(portal, "falsch")
        assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client")
    limited = fetch(portal, secret)
    assert limited.status_code == 429 and int(limited["Retry-After"]) > 0


def test_the_secret_of_another_or_another_town_opens_nothing(portal, musterstadt, beispielhausen):
    secret = actions.create_secret(musterstadt.fachadministration, portal)
    other = connect(musterstadt, bezeichnung="Anderes")
    assert fetch(other, secret).status_code == 401
    data = {
        "grant_type": "client_credentials",
        "client_id": str(portal.person_id),
        "client_secret": secret,
    }
    assert Client().post("/beispielhausen" + TOKEN, data).status_code == 401
    assert Client().post("/musterstadt" + TOKEN, data).status_code == 200


def test_two_secrets_hold_so_that_one_can_be_changed_without_a_break(portal, musterstadt):
    admin = musterstadt.fachadministration
    old, new = actions.create_secret(admin, portal), actions.create_secret(admin, portal)
    with pytest.raises(actions.TwoSecrets):
        actions.create_secret(admin, portal)
    tokens = [fetch(portal, each).json()["access_token"] for each in (old, new)]
    first = ClientSecret.objects.order_by("pk").first()
    actions.end_secret(admin, portal, secret_id=first.pk)
    assert fetch(portal, old).status_code == 401
    assert [bool(resolve_token(token)) for token in tokens] == [False, True]
    assert fetch(portal, new).status_code == 200


def test_an_ended_connection_is_closed_at_once(portal, musterstadt):
    admin = musterstadt.fachadministration
    secret = actions.create_secret(admin, portal)
    token = fetch(portal, secret).json()["access_token"]
    long = actions.create_token(admin, portal.person, name="Lang", days=5)
    actions.end_fachverfahren(admin, portal, on=today())
    assert not resolve_token(token) and not resolve_token(long)
    assert fetch(portal, secret).status_code == 401
    assert load_actor(portal.person_id) is None
    with pytest.raises(actions.FachverfahrenEnded):
        actions.create_secret(admin, portal)


def test_less_scope_ends_what_was_fetched_with_more(portal, musterstadt):
    admin = musterstadt.fachadministration
    secret = actions.create_secret(admin, portal)
    token = fetch(portal, secret).json()["access_token"]
    actions.change_fachverfahren(
        admin, portal, seen=1, scopes=["akten:lesen"], bezeichnung="Bauportal 2", zweck=""
    )
    assert not resolve_token(token)
    assert fetch(portal, secret, scope="akten:schreiben").json()["error"] == "invalid_scope"
    assert fetch(portal, secret).json()["scope"] == "akten:lesen"
    assert load_actor(portal.person_id).name == "Fachverfahren Bauportal 2"


def test_tokens_for_a_fachverfahren_are_made_by_whoever_connects_it(portal, musterstadt):
    with pytest.raises(actions.NotYourself):
        actions.create_token(musterstadt.sachbearbeiterin, portal.person, name="Fremd")
    assert not ApiToken.objects.filter(name="Fremd").exists()


def test_scopes_only_narrow_what_somebody_may():
    held = frozenset(
        {"akten.akte:read", "akten.akte:edit", "akten.dokument:read", "core.token:create"}
    )
    assert narrowed(held, []) == held
    assert narrowed(held, ["akten:lesen"]) == {"akten.akte:read"}
    assert narrowed(held, ["akten:schreiben"]) == {"akten.akte:read", "akten.akte:edit"}
    assert narrowed(frozenset(), list(choices())) == frozenset()
    assert covers(["akten:schreiben"], "akten", writes=False)
    assert not covers(["akten:lesen"], "akten", writes=True)
    assert not covers(["akten:lesen"], "dokumente", writes=False)


def test_pages_show_what_is_connected_and_a_secret_once(portal, musterstadt):
    client = musterstadt.client("fachadministration")
    start = "/musterstadt/organisation/fachverfahren/"
    assert "Bauportal" in client.get(start).content.decode()
    page = client.post(f"{start}{portal.pk}/geheimnisse/neu/", {"days": 30})
    assert page.status_code == 200 and "va_" in page.content.decode()
    assert page["Cache-Control"] == "no-store"
    shown = client.get(f"{start}{portal.pk}/").content.decode()
    assert "va_" not in shown.replace("va_app", "") and str(portal.person_id) in shown
    unit = Organisationseinheit.objects.get(kennzeichen="63.1")
    data = {"bezeichnung": "Zweites", "einheit": unit.pk, "rolle": ROLLE, "scopes": ["suche:lesen"]}
    assert client.post(f"{start}neu/", data).status_code == 302
    assert Fachverfahren.objects.get(bezeichnung="Zweites").scopes == ["suche:lesen"]
    assert musterstadt.client("sachbearbeiterin").get(start).status_code == 404


def test_the_last_use_is_noted_and_shown(musterstadt):
    with use_tenant(musterstadt.tenant.pk):
        person = Person.objects.get(pk=musterstadt.persons["sachbearbeiterin"])
        token = actions.create_token(musterstadt.sachbearbeiterin, person, name="Skript")
        Client(headers={"authorization": f"Bearer {token}"}).get("/api/v1/akten")
        assert ApiToken.objects.get(name="Skript").last_used_at is not None
