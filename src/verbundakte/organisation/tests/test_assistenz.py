"""Assistenz (Vorzimmer) is not Vertretung (praxis): she prepares; she decides, signs, releases nothing."""

from types import SimpleNamespace

import pytest

from verbundakte.core.access.zones import Grant, intern_zone
from verbundakte.core.clock import today
from verbundakte.core.models import Level, PrincipalKind
from verbundakte.core.registry import registry
from verbundakte.organisation.access import explain_access
from verbundakte.organisation.models import (
    Organisationseinheit,
    Stelle,
    Stellenbesetzung,
)
from verbundakte.organisation.samples import STANDARD_ROLLEN

# What the Vorzimmer may do to things: put in what came, note, look, keep its own login and views,
# write what another signs, book what was signed on paper, send what is final.
PREPARES = {"read", "create", "record", "own", "plan", "request", "write", "book", "dispatch"}
NEVER_CREATED = {"akten.akte:create", "akten.vorgang:create", "core.token:create"}
READ, EDIT = "akten.vorgang:read", "akten.vorgang:edit"


def test_no_right_of_the_delivered_role_decides_anything():
    """Whatever right is added later: it has to be one of preparing, or this test asks why."""
    given = set(STANDARD_ROLLEN["assistenz"].permissions)
    verbs = {name.partition(":")[2] for name in given - {"akten.ansicht:edit"}}
    assert verbs <= PREPARES
    assert not given & NEVER_CREATED


def test_she_closes_signs_and_releases_nothing(musterstadt):
    deciding = {
        name
        for name in registry.permissions
        if name.partition(":")[2]
        in {"close", "reopen", "release", "confirm", "assign", "sign", "edit", "occupy", "delete"}
    } - {"akten.ansicht:edit"}
    office = musterstadt.assistenz
    assert deciding
    assert not [name for name in deciding if office.may(name, None)]


def zone_for(kind, key, klasse=""):
    return SimpleNamespace(zone_id=intern_zone([Grant(kind, key, Level.WRITE)], klasse).pk)


@pytest.mark.parametrize("klasse", ["personal", "steuer", "sozial", "jugend"])
def test_she_sees_no_secret_of_her_unit(musterstadt, klasse):
    unit = Organisationseinheit.objects.get(kennzeichen="63").pk
    secret = zone_for(PrincipalKind.MITARBEIT, unit, klasse)
    assert not musterstadt.assistenz.may(READ, secret)
    assert not explain_access(musterstadt.assistenz, secret, permission=READ).is_allowed


def test_she_sees_nothing_that_belongs_to_whom_she_works_for(musterstadt):
    """Persönlich: what names the head alone, drafts and closed files, stays the head's."""
    persoenlich = zone_for(PrincipalKind.PERSON, musterstadt.persons["leitung"])
    assert musterstadt.leitung.may(READ, persoenlich)
    assert not musterstadt.assistenz.may(READ, persoenlich)


def test_personalakten_stay_closed_even_where_she_is_named(musterstadt):
    personal = zone_for(PrincipalKind.PERSON, musterstadt.persons["assistenz"], "personal")
    assert not musterstadt.assistenz.may(READ, personal)


def test_a_stelle_that_leads_does_not_let_her_see_or_change_more(musterstadt):
    """Whoever puts the Vorzimmer on the head's Stelle by mistake opens neither work nor Personal."""
    stelle = Stelle.objects.filter(einheit__kennzeichen="63", is_leitung=True).first()
    Stellenbesetzung.objects.create(
        person_id=musterstadt.persons["assistenz"], stelle=stelle, from_on=today()
    )
    unit = stelle.einheit_id
    for klasse in ("personal", "steuer"):
        assert not musterstadt.assistenz.may(READ, zone_for(PrincipalKind.MITARBEIT, unit, klasse))
    ordinary = zone_for(PrincipalKind.LEITUNG, unit)
    assert not musterstadt.assistenz.may(EDIT, ordinary)
