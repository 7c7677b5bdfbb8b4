"""Changing the organisation: each change leaves an event, each refusal leaves nothing."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from verbundakte.core.actions import Changed
from verbundakte.core.models import AuditEvent
from verbundakte.core.tenancy.context import use_tenant
from verbundakte.organisation import actions, rules
from verbundakte.organisation.actor import load_actor
from verbundakte.organisation.models import (
    Organisationseinheit,
    Person,
    Rolle,
    Rollenzuweisung,
    Stelle,
)
from verbundakte.organisation.samples import STANDARD_ROLLEN
from verbundakte.organisation.tests.factories import PersonFactory, StelleFactory

DAY = date(2026, 3, 2)
FACHADMINISTRATION = STANDARD_ROLLEN["fachadministration"].key
ARCHIV = STANDARD_ROLLEN["archiv"].key


@pytest.fixture
def admin(musterstadt):
    return musterstadt.fachadministration


def unit(kennzeichen="63"):
    return Organisationseinheit.objects.get(kennzeichen=kennzeichen)


def person_of(actor):
    return Person.objects.get(pk=actor.person_id)


def events():
    return list(AuditEvent.objects.order_by("pk").values_list("name", flat=True))


def test_a_unit_is_set_up_below_another(admin):
    einheit = actions.create_einheit(admin, unit(), kennzeichen="63.10", name="Denkmalschutz")
    below = actions.create_einheit(admin, unit(), kennzeichen="63.2", name="Wohnungsbau")
    assert einheit.parent == unit()
    ordered = Organisationseinheit.objects.filter(parent=unit()).order_by("sort_key")
    assert list(ordered)[1:] == [below, einheit]
    assert events()[-1] == "organisation.einheit.created"


def test_a_kennzeichen_stands_for_one_unit(admin):
    count = AuditEvent.objects.count()
    with pytest.raises(actions.KennzeichenTaken):
        actions.create_einheit(admin, None, kennzeichen="63", name="Noch eine")
    assert AuditEvent.objects.count() == count


def test_a_unit_cannot_stand_below_itself(admin):
    with pytest.raises(actions.ParentBelow):
        actions.change_einheit(admin, unit("63"), seen=1, parent=unit("63.1"))


def test_the_second_of_two_editors_is_told(admin):
    actions.change_einheit(admin, unit(), seen=1, name="Bauaufsicht")
    with pytest.raises(Changed):
        actions.change_einheit(admin, unit(), seen=1, name="Bauordnungsamt")
    assert unit().name == "Bauaufsicht"
    detail = AuditEvent.objects.get(name="organisation.einheit.changed").details.get()
    assert (detail.name, detail.old, detail.new) == ("Name", "Bauordnung", "Bauaufsicht")


def test_a_unit_with_stellen_or_units_below_stays_open(admin):
    with pytest.raises(actions.EinheitHasStellen):
        actions.close_einheit(admin, unit("63"), on=DAY)
    StelleFactory._meta.model.objects.filter(einheit=unit("63")).update(ended_on=DAY)
    with pytest.raises(actions.EinheitHasChildren):
        actions.close_einheit(admin, unit("63"), on=DAY)
    assert actions.close_einheit(admin, unit("63.1"), on=DAY).valid_to == DAY
    assert not Organisationseinheit.objects.valid_on(DAY).filter(kennzeichen="63.1").exists()


def test_an_occupied_stelle_is_not_ended(admin, musterstadt):
    stelle = Stelle.objects.get(besetzungen__person=musterstadt.leitung.person_id)
    with pytest.raises(actions.StelleOccupied):
        actions.end_stelle(admin, stelle, on=DAY)
    actions.vacate_stelle(admin, stelle, person=person_of(musterstadt.leitung), on=DAY)
    assert actions.end_stelle(admin, stelle, on=DAY).ended_on == DAY


def test_occupying_a_stelle_gives_its_unit(admin):
    person, stelle = PersonFactory(), StelleFactory(einheit=unit("32"))
    actions.occupy_stelle(admin, stelle, person=person, from_on=DAY)
    assert load_actor(person.pk, on=DAY).einheiten == {unit("32").pk}
    assert not load_actor(person.pk, on=DAY - timedelta(days=1)).einheiten
    with pytest.raises(actions.AlreadyOccupied):
        actions.occupy_stelle(admin, stelle, person=person, from_on=DAY)


def test_a_role_is_given_and_taken(admin):
    person = PersonFactory()
    actions.assign_rolle(admin, person, rolle_key=ARCHIV, from_on=DAY)
    with pytest.raises(actions.AlreadyAssigned):
        actions.assign_rolle(admin, person, rolle_key=ARCHIV, from_on=DAY)
    assert load_actor(person.pk, on=DAY).may("akten.akte:read", None)
    actions.take_rolle(admin, person, rolle_key=ARCHIV, on=DAY)
    assert not load_actor(person.pk, on=DAY).permissions
    with pytest.raises(actions.NotAssigned):
        actions.take_rolle(admin, person, rolle_key=ARCHIV, on=DAY)


def test_an_unknown_role_is_refused(admin):
    person = PersonFactory()
    with pytest.raises(actions.UnknownRolle):
        actions.assign_rolle(admin, person, rolle_key=person.pk, from_on=DAY)


def test_the_last_one_who_assigns_roles_keeps_that_right(admin):
    person = person_of(admin)
    with pytest.raises(actions.LastAdministrator):
        actions.take_rolle(admin, person, rolle_key=FACHADMINISTRATION, on=DAY)
    with pytest.raises(actions.LastAdministrator):
        actions.deactivate_person(admin, person, on=DAY)
    other = PersonFactory()
    actions.assign_rolle(admin, other, rolle_key=FACHADMINISTRATION, from_on=DAY)
    with pytest.raises(actions.LastAdministrator):  # she could not log in yet
        actions.take_rolle(admin, person, rolle_key=FACHADMINISTRATION, on=DAY)
    actions.create_konto(
        admin, other, login="andere.musterstadt", password="drei zufaellige woerter"
    )
    actions.take_rolle(admin, person, rolle_key=FACHADMINISTRATION, on=DAY)


def test_a_person_who_leaves_loses_everything_but_the_name(admin, musterstadt):
    person = person_of(musterstadt.leitung)
    actions.deactivate_person(admin, person, on=DAY)
    assert load_actor(person.pk) is None
    assert not Rollenzuweisung.objects.filter(person=person, to_on=None).exists()
    assert Person.objects.get(pk=person.pk).name == "Jonas Probst"


def test_a_clerk_may_change_nothing_here(musterstadt):
    clerk = musterstadt.sachbearbeiterin
    for attempt in (
        lambda: actions.create_einheit(clerk, None, kennzeichen="99", name="Neu"),
        lambda: actions.create_person(clerk, None, vorname="A", familienname="B"),
        lambda: actions.assign_rolle(clerk, person_of(clerk), rolle_key=ARCHIV, from_on=DAY),
    ):
        with pytest.raises(PermissionDenied):
            attempt()


def test_the_systemverwaltung_gives_nobody_rights(musterstadt):
    actor = musterstadt.systemverwaltung
    with pytest.raises(PermissionDenied):
        actions.assign_rolle(actor, person_of(actor), rolle_key=ARCHIV, from_on=DAY)


def test_the_neighbouring_town_does_not_see_it(musterstadt, beispielhausen, admin):
    actions.create_einheit(admin, None, kennzeichen="99", name="Neu")
    with use_tenant(beispielhausen.tenant.pk):
        assert not Organisationseinheit.objects.filter(kennzeichen="99").exists()


def test_standard_roles_are_installed_once(admin):
    before = Rolle.objects.count()
    for short in rules.STANDARD:
        actions.install_standard_rolle(admin, short, on=DAY)
    assert Rolle.objects.count() == before
