"""Logins, their limit, and tokens."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from verbundakte.core.models import Account, ApiToken, AuditDetail, LoginAttempt, Membership
from verbundakte.core.tenancy.context import use_tenant
from verbundakte.organisation import accounts, actions
from verbundakte.organisation.actions import konto
from verbundakte.organisation.actor import load_actor
from verbundakte.organisation.tests.factories import PersonFactory, RollenzuweisungFactory

PASSWORD = "lindenallee-carport-7"


@pytest.fixture(autouse=True)
def cheap_hashes(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def person(musterstadt):
    person = PersonFactory(vorname="Nora", familienname="Neu")
    RollenzuweisungFactory(person=person)
    return person


@pytest.fixture
def herself(person):
    return load_actor(person.pk)


@pytest.fixture
def membership(musterstadt, person):
    return actions.create_konto(
        musterstadt.fachadministration, person, login="Nora.Neu", password=PASSWORD
    )


def attempt(password="falsch", login="nora.neu", address="192.0.2.1"):
    return accounts.authenticate_login(login, password, address=address)


def fail(times, **more):
    for _ in range(times):
        with pytest.raises(accounts.WrongLogin):
            attempt(**more)


def test_the_right_password_gives_the_account(membership):
    assert attempt(PASSWORD, login=" NORA.Neu ") == membership.account


def test_after_five_failures_even_the_right_password_must_wait(membership):
    fail(5)
    with pytest.raises(accounts.TooManyAttempts, match="Warten Sie 5 Minuten"):
        attempt(PASSWORD, address="192.0.2.99")


def test_the_wait_ends_with_the_window(membership):
    fail(5)
    before = LoginAttempt.objects.latest("at").at - timedelta(minutes=6)
    LoginAttempt.objects.update(at=before)
    assert attempt(PASSWORD) == membership.account
    assert not LoginAttempt.objects.exists()


def test_attempts_noted_by_a_clock_that_was_ahead_lock_nobody_out(membership):
    fail(5)
    LoginAttempt.objects.update(at=LoginAttempt.objects.latest("at").at + timedelta(days=700))
    assert attempt(PASSWORD) == membership.account


def test_one_address_may_not_try_many_logins(membership):
    for number in range(20):
        fail(1, login=f"name{number}")
    with pytest.raises(accounts.TooManyAttempts, match="10 Minuten"):
        attempt(PASSWORD)
    assert attempt(PASSWORD, address="192.0.2.2") == membership.account


def test_waiting_attempts_do_not_prolong_the_wait(membership):
    fail(5)
    for _ in range(3):
        with pytest.raises(accounts.TooManyAttempts):
            attempt()
    assert LoginAttempt.objects.count() == 5


def test_no_name_and_no_address_is_kept(membership):
    fail(1)
    row = LoginAttempt.objects.get()
    assert "nora" not in row.login_digest and len(row.login_digest) == 64
    assert "192.0" not in row.address_digest and len(row.address_digest) == 64


def test_an_unknown_login_costs_the_same_work(membership, monkeypatch):
    hashed = []
    monkeypatch.setattr(accounts.passwords, "make_password", hashed.append)
    fail(1, login="niemand")
    assert hashed == ["falsch"]


def test_a_closed_account_is_like_an_unknown_one(membership):
    Account.objects.update(is_active=False)
    with pytest.raises(accounts.WrongLogin):
        attempt(PASSWORD)


def test_a_generated_password_passes_the_rules(musterstadt, person):
    first, second = accounts.generate_password(), accounts.generate_password()
    assert first != second and len(first) == 23
    actions.create_konto(musterstadt.fachadministration, person, login="a1", password=first)


def test_a_weak_password_is_refused_in_german(musterstadt, person):
    with pytest.raises(actions.PasswordTooWeak, match="Passwort"):
        actions.create_konto(musterstadt.fachadministration, person, login="a1", password="kurz")
    assert not Account.objects.filter(login="a1").exists()


def test_a_login_exists_once_in_the_installation(musterstadt, membership):
    other = PersonFactory()
    with pytest.raises(actions.LoginTaken):
        actions.create_konto(
            musterstadt.fachadministration, other, login="nora.neu", password=PASSWORD
        )
    with pytest.raises(konto.LoginMalformed):
        actions.create_konto(musterstadt.fachadministration, other, login="Ämil", password=PASSWORD)


def test_the_password_stands_nowhere_in_the_log(membership):
    assert not AuditDetail.objects.filter(new__contains=PASSWORD).exists()


def test_a_shared_account_keeps_its_password(musterstadt, beispielhausen, membership, person):
    admin = beispielhausen.fachadministration
    with use_tenant(beispielhausen.tenant.pk):
        there = PersonFactory()
        konto.join_konto(admin, there, login="nora.neu")
        with pytest.raises(actions.SharedAccount):
            actions.set_password(admin, there, password=accounts.generate_password())
    assert len(accounts.active_memberships(membership.account)) == 2
    assert attempt(PASSWORD) == membership.account


def test_ending_a_login_ends_its_tokens(musterstadt, herself, membership, person):
    token = actions.create_token(herself, person, name="Abgleich")
    assert accounts.resolve_token(token).membership == membership
    actions.end_konto(musterstadt.fachadministration, person)
    assert accounts.resolve_token(token) is None
    assert Membership.objects.get(pk=membership.pk).ended_at


def test_only_the_digest_of_a_token_is_kept(herself, membership, person):
    token = actions.create_token(herself, person, name="Abgleich")
    row = ApiToken.objects.get()
    assert token not in (row.digest, row.name)
    assert accounts.resolve_token(token + "x") is None


def test_a_token_runs_out_and_can_be_ended(herself, membership, person):
    token = actions.create_token(herself, person, name="Abgleich", days=1)
    ApiToken.objects.update(expires_at=membership.created_at)
    assert accounts.resolve_token(token) is None
    second = actions.create_token(herself, person, name="Neu")
    row = ApiToken.objects.get(name="Neu")
    actions.end_token(herself, person, token_id=row.pk)
    assert accounts.resolve_token(second) is None


def test_nobody_makes_a_token_for_somebody_else(musterstadt, membership, person):
    with pytest.raises(konto.NotYourself):
        actions.create_token(musterstadt.systemverwaltung, person, name="x")
    with pytest.raises(PermissionDenied):
        actions.create_token(musterstadt.archiv, person, name="x")


def test_a_person_who_leaves_cannot_log_in_here_any_more(musterstadt, herself, membership, person):
    token = actions.create_token(herself, person, name="Abgleich")
    actions.deactivate_person(
        musterstadt.fachadministration, person, on=membership.created_at.date()
    )
    assert accounts.resolve_token(token) is None
    assert not accounts.active_memberships(membership.account)
