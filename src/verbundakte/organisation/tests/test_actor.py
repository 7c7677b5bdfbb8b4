"""Who a person is when she acts. The people and the two towns are the shared cast in conftest.py."""

from datetime import date

from verbundakte.core.access.zones import Grant, intern_zone
from verbundakte.core.models import Level, PrincipalKind
from verbundakte.core.tenancy.context import use_tenant
from verbundakte.organisation.actor import load_actor
from verbundakte.organisation.models import Organisationseinheit, Person, Rollenzuweisung


def test_a_clerk_has_the_unit_and_the_permissions_of_her_role(musterstadt):
    actor = musterstadt.sachbearbeiterin
    unit = Organisationseinheit.objects.get(kennzeichen="63")
    assert actor.name == "Amira Beispiel"
    assert actor.einheiten == {unit.pk}
    assert actor.may("akten.vorgang:close", None)
    assert not actor.may("organisation.rolle:assign", None)


def test_a_leitung_reaches_all_units_below(musterstadt):
    units = Organisationseinheit.objects.filter(kennzeichen__in=["63", "63.1"])
    assert musterstadt.leitung.einheiten == {unit.pk for unit in units}


def test_an_inactive_person_is_nobody(musterstadt):
    person_id = musterstadt.sachbearbeiterin.person_id
    Person.objects.filter(pk=person_id).update(is_active=False)
    assert load_actor(person_id) is None


def test_the_neighbouring_town_cannot_load_her(musterstadt, beispielhausen):
    person_id = musterstadt.sachbearbeiterin.person_id
    with use_tenant(beispielhausen.tenant.pk):
        assert load_actor(person_id) is None


def test_loading_takes_at_most_three_queries(musterstadt, django_assert_max_num_queries):
    person_id = musterstadt.leitung.person_id
    with django_assert_max_num_queries(3):
        load_actor(person_id)


def test_a_role_that_ends_today_no_longer_counts_today(musterstadt):
    person_id = musterstadt.sachbearbeiterin.person_id
    end = date(2026, 3, 2)
    Rollenzuweisung.objects.filter(person=person_id).update(to_on=end)
    assert load_actor(person_id, on=date(2026, 3, 1)).permissions
    assert not load_actor(person_id, on=end).permissions


def test_zones_come_from_unit_role_and_name_and_an_exclusion_wins(musterstadt):
    actor = musterstadt.sachbearbeiterin
    (unit,) = actor.einheiten
    write = intern_zone([Grant(PrincipalKind.EINHEIT, unit, Level.WRITE)])
    read = intern_zone([Grant(PrincipalKind.PERSON, actor.person_id, Level.READ)])
    shut = intern_zone(
        [
            Grant(PrincipalKind.EINHEIT, unit, Level.WRITE),
            Grant(PrincipalKind.PERSON, actor.person_id, Level.EXCLUDED),
        ]
    )
    again = load_actor(actor.person_id)
    assert {write.pk, read.pk} <= again.zones_read
    assert write.pk in again.zones_write and read.pk not in again.zones_write
    assert shut.pk not in again.zones_read


def test_the_systemverwaltung_reads_no_contents(musterstadt):
    about_akten = {name for name in musterstadt.systemverwaltung.permissions if "akten." in name}
    assert about_akten == {"akten.erneuerung:run"}  # starts jobs, shows nothing
