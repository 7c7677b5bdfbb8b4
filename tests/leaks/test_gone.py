"""Who may not come any more, at every door: deactivated, with an expired token, as a substitute
after the end."""

from datetime import timedelta

import pytest

from tests.leaks.doors import alike, cases_of, hidden_from, knock, label, told
from tests.leaks.matrix import API, TOWN
from tests.leaks.world import BAIT, Visitor
from verbundakte.core.clock import now, today
from verbundakte.core.models import Account, ApiToken, Membership
from verbundakte.core.search.service import Search, facets, search, suggestions
from verbundakte.core.sessions import SessionStore
from verbundakte.core.tenancy.context import use_tenant
from verbundakte.organisation.models import Vertretung

AMIRA, OTTO = Visitor("sachbearbeiterin"), Visitor("sachbearbeiter_ordnung")
NOBODY = Visitor("")
INSIDE = [row for row in TOWN if not row.public and row.name != "api:openapi-json"]


def end_account(world) -> None:
    """Deactivate the clerk's login in the whole installation."""
    Account.objects.filter(login="sachbearbeiterin.musterstadt").update(is_active=False)


def end_membership(world) -> None:
    """Let the clerk no longer work in this town."""
    memberships(world).update(ended_at=now())


def memberships(world):
    """Return where the clerk works."""
    return Membership.objects.filter(person_id=world.home.persons["sachbearbeiterin"])


def expire_tokens(world) -> None:
    """Let the time of the clerk's tokens be over."""
    ApiToken.objects.filter(membership__in=memberships(world)).update(expires_at=now())


def end_tokens(world) -> None:
    """Withdraw the clerk's tokens."""
    ApiToken.objects.filter(membership__in=memberships(world)).update(ended_at=now())


@pytest.mark.parametrize("row", INSIDE, ids=label)
def test_a_deactivated_person_finds_every_door_closed(world, row):
    for change, status in ((end_account, row.anonymous), (end_membership, 404)):
        with world.for_now():
            change(world)
            answer = knock(world, row, cases_of(row)[0], AMIRA)
        assert answer.status == (row.anonymous if row.is_api else status), change.__name__
        assert not answer.changed
        assert not [word for word in world.secrets_of(world.cases) if word in told(answer)]


@pytest.mark.parametrize("row", [row for row in API if row in INSIDE], ids=label)
def test_a_token_whose_time_is_over_is_like_none(world, row):
    key = cases_of(row)[0]
    without = knock(world, row, key, NOBODY)
    for change in (expire_tokens, end_tokens):
        with world.for_now():
            change(world)
            answer = knock(world, row, key, AMIRA)
        assert answer.status == row.anonymous, change.__name__
        assert alike(answer) == alike(without)
        assert not answer.changed


def stand_in(world, *, until) -> None:
    """Let Otto's browser work in a Vertretung of the clerk that holds before `until`."""
    persons, tenant = world.home.persons, world.home.tenant.pk
    with use_tenant(tenant):
        made = Vertretung.objects.create(
            person_id=persons[AMIRA.role],
            vertreter_id=persons[OTTO.role],
            art="abwesenheit",
            from_on=today() - timedelta(days=9),
            to_on=until,
        )
    session = SessionStore(world.sessions[OTTO]["verbundakte"].value)
    session[f"vertretung-{tenant}"] = str(made.pk)
    session.save()


@pytest.mark.parametrize("row", [row for row in INSIDE if not row.is_api], ids=label)
def test_a_substitute_has_nothing_but_her_own_rights_after_the_end(world, row):
    key = cases_of(row)[0]
    with world.for_now():
        stand_in(world, until=today())
        answer = knock(world, row, key, OTTO)
    own = row.promised(OTTO.role, key.strip())
    assert answer.status == (own if row.method == "GET" else 302)
    if row.method != "GET":
        assert answer.headers["Location"] == "/musterstadt/"
        assert not answer.changed
    assert not [word for word in hidden_from(world, OTTO) if word in told(answer)]


def test_the_substitute_gets_in_before_the_end(world):
    """Otherwise the closed doors above would prove nothing."""
    row = next(row for row in TOWN if row.name == "akten:vorgang" and row.method == "GET")
    with world.for_now():
        stand_in(world, until=today() + timedelta(days=1))
        assert knock(world, row, "o", OTTO).status == 200
    assert knock(world, row, "o", OTTO).status == 404


def test_search_facets_and_suggestions_forget_a_right_at_once(world):
    """Zones stand in the index; who may see them is asked anew each time, so nothing lags behind."""
    tenant = world.home.tenant.pk

    def told_by_search() -> str:
        with use_tenant(tenant):
            amira = world.amira()
            found = [search(amira, Search(BAIT)), *suggestions(amira, "mk", 100)]
            return str([*found, facets(amira, Search(BAIT), ["dokumenttyp", "einheit"])]).casefold()

    secrets = [secret.casefold() for secret in world.secrets_of("ns")]
    assert [secret for secret in secrets if secret in told_by_search()]
    with world.for_now():
        world.take_away_roles(AMIRA.role)
        said = told_by_search()
    assert not [secret for secret in secrets if secret in said]
