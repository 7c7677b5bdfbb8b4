"""Somebody leaves on a day to come; and the last who may assign roles stays in every way."""

from datetime import timedelta

import pytest

from verbundakte.core.access.zones import Grant, intern_zone
from verbundakte.core.bausteine.actions import change_draft, create_draft, release, withdraw
from verbundakte.core.bausteine.versions import content_of
from verbundakte.core.clock import today
from verbundakte.core.models import Baustein, Level, Membership, PrincipalKind
from verbundakte.core.tenancy.context import no_tenant
from verbundakte.organisation import actions
from verbundakte.organisation.access import who_may
from verbundakte.organisation.actor import load_actor
from verbundakte.organisation.due import let_leavers_go
from verbundakte.organisation.models import (
    Austritt,
    Organisationseinheit,
    Person,
    Rolle,
    Rollenzuweisung,
)
from verbundakte.organisation.permissions import Permission
from verbundakte.organisation.rules import standard_rolle_key

TOMORROW = today() + timedelta(days=1)


def person(town, role="sachbearbeiterin"):
    return Person.objects.get(pk=town.persons[role])


def plan(town, role="sachbearbeiterin", on=TOMORROW):
    return actions.plan_austritt(
        town.fachadministration, person(town, role), on=on, today=today(), targets={}
    )


def test_access_ends_on_the_day_even_when_nothing_ran(musterstadt):
    plan(musterstadt)
    amira = musterstadt.persons["sachbearbeiterin"]
    assert load_actor(amira) is not None
    assert load_actor(amira, on=TOMORROW) is None
    Austritt.objects.update(leaves_on=today())
    assert load_actor(amira) is None
    client = musterstadt.client("sachbearbeiterin")
    with no_tenant():
        assert client.get("/musterstadt/").status_code == 404


def test_whoever_left_stands_in_no_explanation(musterstadt):
    zone = own_zone(musterstadt)
    assert "Amira Beispiel" in {reader.name for reader in who_may(zone)}
    Austritt.objects.create(person=person(musterstadt), leaves_on=today())
    assert "Amira Beispiel" not in {reader.name for reader in who_may(zone)}


def own_zone(town):
    return intern_zone(
        [Grant(PrincipalKind.PERSON, town.persons["sachbearbeiterin"], Level.WRITE)]
    ).pk


def test_the_work_of_the_day_ends_login_and_roles(musterstadt):
    plan(musterstadt)
    assert let_leavers_go(today()) == 0
    assert person(musterstadt).is_active
    assert let_leavers_go(TOMORROW) == 1
    assert not person(musterstadt).is_active
    assert not Austritt.objects.exists()
    assert not Membership.objects.filter(person_id=person(musterstadt).pk, ended_at=None).exists()
    assert not Rollenzuweisung.objects.filter(person=person(musterstadt), to_on=None).exists()


def test_it_is_planned_and_taken_back_on_the_page(musterstadt):
    client = musterstadt.client("fachadministration")
    address = f"/musterstadt/organisation/personen/{musterstadt.persons['sachbearbeiterin']}/"
    with no_tenant():
        assert client.post(f"{address}austritt/", {"on": TOMORROW}).status_code == 302
        assert "Scheidet aus" in client.get(address).content.decode()
        assert client.post(f"{address}austritt/ruecknahme/").status_code == 302
        assert "Scheidet aus" not in client.get(address).content.decode()
    assert person(musterstadt).is_active


def test_a_day_that_has_come_is_no_plan(musterstadt):
    with pytest.raises(actions.AustrittInThePast):
        plan(musterstadt, on=today())
    with pytest.raises(actions.NoAustritt):
        actions.drop_austritt(musterstadt.fachadministration, person(musterstadt))


def _admin_rolle():
    return Rolle.objects.valid_on(today()).get(key=standard_rolle_key("fachadministration"))


def _leave(town, fenja):
    actions.deactivate_person(town.fachadministration, fenja, on=today())


def _leave_later(town, fenja):
    plan(town, "fachadministration")


def _lose_role(town, fenja):
    actions.take_rolle(town.fachadministration, fenja, rolle_key=_admin_rolle().key, on=today())


def _lose_login(town, fenja):
    actions.end_konto(town.fachadministration, fenja)


def _change_role(town, fenja):
    baustein = Baustein.objects.get(key=_admin_rolle().key)
    draft = create_draft(town.fachadministration, baustein)
    data = content_of(draft)
    data["permissions"] = [one for one in data["permissions"] if one != Permission.ROLLE_ASSIGN]
    change_draft(town.fachadministration, draft, data=data, seen=draft.revision)
    draft.refresh_from_db()
    release(town.fachadministration, draft, valid_from=TOMORROW)


def _withdraw_role(town, fenja):
    version = Baustein.objects.get(key=_admin_rolle().key).versions.get()
    withdraw(town.fachadministration, version, on=today(), reason="Versehen")


@pytest.mark.parametrize(
    "way", [_leave, _leave_later, _lose_role, _lose_login, _change_role, _withdraw_role]
)
def test_the_last_administrator_stays_in_every_way(musterstadt, way):
    with pytest.raises(actions.LastAdministrator):
        way(musterstadt, person(musterstadt, "fachadministration"))
    assert Permission.ROLLE_ASSIGN in musterstadt.fachadministration.permissions


def test_of_two_administrators_not_both_can_be_about_to_leave(musterstadt):
    actions.assign_rolle(
        musterstadt.fachadministration,
        person(musterstadt, "registratur"),
        rolle_key=_admin_rolle().key,
        from_on=today(),
    )
    plan(musterstadt, "registratur", on=TOMORROW + timedelta(days=30))
    for way in (_leave, _leave_later, _lose_role, _lose_login):
        with pytest.raises(actions.LastAdministrator):
            way(musterstadt, person(musterstadt, "fachadministration"))


def test_closing_a_unit_takes_nobodys_role(musterstadt):
    """Roles belong to persons, not to units: reorganising cannot leave a town without anybody."""
    hauptamt = Organisationseinheit.objects.get(kennzeichen="10")
    into = Organisationseinheit.objects.get(kennzeichen="32")
    actions.merge_einheit(musterstadt.fachadministration, hauptamt, into=into, on=today())
    assert Permission.ROLLE_ASSIGN in musterstadt.fachadministration.permissions
