"""Why may somebody see this? The explanation and the rule must agree."""

from types import SimpleNamespace
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from verbundakte.core.access.policy import allows
from verbundakte.core.access.zones import EVERYBODY, Grant, intern_zone
from verbundakte.core.models import Level, PrincipalKind
from verbundakte.organisation.access import explain_access, who_may, zone_label
from verbundakte.organisation.actor import load_actor
from verbundakte.organisation.models import Organisationseinheit, Person
from verbundakte.organisation.samples import STANDARD_ROLLEN

PERMISSIONS = ("akten.vorgang:read", "akten.vorgang:edit")


def lying_in(zone):
    return SimpleNamespace(zone_id=zone.pk)


def unit(kennzeichen):
    return Organisationseinheit.objects.get(kennzeichen=kennzeichen).pk


def explain(actor, zone, permission="akten.vorgang:read"):
    return explain_access(actor, lying_in(zone), permission=permission)


@pytest.fixture
def bauordnung(musterstadt):
    return intern_zone([Grant(PrincipalKind.EINHEIT, unit("63"), Level.WRITE)])


def test_a_clerk_is_explained_by_her_stelle(musterstadt, bauordnung):
    answer = explain(musterstadt.sachbearbeiterin, bauordnung)
    assert answer.is_allowed
    assert answer.detail == (
        "Grund: die Stelle „Sachbearbeitung“ in 63 Bauordnung."
        " Erlaubt durch die Rolle „Sachbearbeitung“."
    )
    assert [step.note for step in answer.chain] == ["Person", "Stelle", "Rolle"]


def test_a_leitung_is_explained_by_the_unit_above(musterstadt):
    zone = intern_zone([Grant(PrincipalKind.LEITUNG, unit("63.1"), Level.READ)])
    answer = explain(musterstadt.leitung, zone)
    assert "die Leitung von 63 Bauordnung, wozu 63.1 Baugenehmigungen gehört" in answer.detail


def test_the_neighbouring_unit_has_no_access(musterstadt, bauordnung):
    answer = explain(musterstadt.sachbearbeiter_ordnung, bauordnung)
    assert not answer.is_allowed
    assert str(answer).startswith("Otto Ordnung hat keinen Zugriff.")


def test_the_systemverwaltung_has_no_role_for_contents(musterstadt):
    zone = intern_zone([Grant(PrincipalKind.EINHEIT, unit("10"), Level.WRITE)])
    answer = explain(musterstadt.systemverwaltung, zone)
    assert not answer.is_allowed
    assert "Keine Rolle erlaubt" in answer.detail
    assert musterstadt.systemverwaltung.person_id not in {row.person for row in who_may(zone.pk)}


def test_an_exclusion_beats_the_leitung(musterstadt):
    leitung = musterstadt.leitung
    zone = intern_zone(
        [
            Grant(PrincipalKind.EINHEIT, unit("63"), Level.WRITE),
            Grant(PrincipalKind.PERSON, leitung.person_id, Level.EXCLUDED),
        ]
    )
    assert "Ausgeschlossen" in explain(leitung, zone).detail
    assert zone_label(zone.pk) == "Bauordnung (2 Personen, 1 ausgeschlossen)"


def test_somebody_who_left_has_no_access(musterstadt, bauordnung):
    person = Person.objects.get(pk=musterstadt.sachbearbeiterin.person_id)
    Person.objects.filter(pk=person.pk).update(is_active=False)
    assert str(explain(person, bauordnung)) == "Amira Beispiel arbeitet nicht mehr hier."


def test_who_may_says_how_far_and_why(musterstadt, bauordnung):
    readers = {row.name: (row.level, row.reason) for row in who_may(bauordnung.pk)}
    assert readers["Amira Beispiel"][0] == Level.WRITE
    assert readers["Wilma Vorzimmer"][0] == Level.READ
    assert set(readers) == {"Amira Beispiel", "Jonas Probst", "Wilma Vorzimmer"}


def test_labels_name_units_roles_and_numbers(musterstadt, bauordnung):
    assert zone_label(bauordnung.pk) == "Bauordnung (3 Personen)"
    person = musterstadt.registratur.person_id
    only = intern_zone([Grant(PrincipalKind.PERSON, person, Level.WRITE)])
    assert zone_label(only.pk) == "Nur Genannte (1 Person)"
    plus = intern_zone(
        [
            Grant(PrincipalKind.ROLLE, STANDARD_ROLLEN["registratur"].key, Level.READ),
            Grant(PrincipalKind.PERSON, musterstadt.leitung.person_id, Level.READ),
        ]
    )
    assert zone_label(plus.pk) == "Registratur und Poststelle und 1 Genannte (2 Personen)"
    everybody = intern_zone([Grant(PrincipalKind.ALL, EVERYBODY, Level.READ)])
    assert zone_label(everybody.pk).startswith("Alle Beschäftigten (")


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_the_explanation_is_the_rule(musterstadt, data):
    persons = list(musterstadt.persons.values())
    units = [unit(kennzeichen) for kennzeichen in ("10", "32", "63", "63.1")]
    principals = (
        [(PrincipalKind.PERSON, person) for person in persons]
        + [(PrincipalKind.EINHEIT, pk) for pk in units]
        + [(PrincipalKind.LEITUNG, pk) for pk in units]
        + [(PrincipalKind.LEITUNG, pk) for pk in units]
        + [(PrincipalKind.ROLLE, sample.key) for sample in STANDARD_ROLLEN.values()]
        + [(PrincipalKind.ALL, EVERYBODY), (PrincipalKind.PERSON, uuid4())]
    )
    chosen = data.draw(st.lists(st.sampled_from(principals), min_size=1, max_size=5, unique=True))
    zone = intern_zone(
        Grant(kind, pk, data.draw(st.sampled_from(list(Level)))) for kind, pk in chosen
    )
    readers = {row.person for row in who_may(zone.pk)}
    for person in data.draw(st.lists(st.sampled_from(persons), min_size=1, max_size=4)):
        actor = load_actor(person)
        for permission in PERMISSIONS:
            answer = explain(actor, zone, permission)
            assert answer.is_allowed == allows(actor, permission, lying_in(zone)), str(answer)
        assert (person in readers) == allows(actor, PERMISSIONS[0], lying_in(zone))
