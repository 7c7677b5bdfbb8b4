"""Why may somebody see this? The explanation and the rule must agree."""

from datetime import timedelta
from random import Random
from types import SimpleNamespace
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from verbundakte.core.access.policy import allows, zones_for
from verbundakte.core.access.zones import EVERYBODY, Grant, intern_zone
from verbundakte.core.clock import now, today
from verbundakte.core.models import Freigabe, Level, PrincipalKind
from verbundakte.organisation.access import (
    access_line,
    explain_access,
    load_facts,
    reach_of,
    who_may,
    zone_label,
)
from verbundakte.organisation.actor import load_actor
from verbundakte.organisation.models import Organisationseinheit, Person, Pruefauftrag
from verbundakte.organisation.samples import STANDARD_ROLLEN
from verbundakte.organisation.tests.factories import (
    LONG_AGO,
    EinheitFactory,
    PersonFactory,
    RollenzuweisungFactory,
    StelleFactory,
    StellenbesetzungFactory,
)

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
        "durch die Stelle „Sachbearbeitung“ in 63 Bauordnung;"
        " die Rolle „Sachbearbeitung“ erlaubt „Vorgänge lesen“."
    )
    assert [step.note for step in answer.chain] == ["Person", "Stelle", "Rolle"]


def test_a_leitung_is_explained_by_the_unit_above(musterstadt):
    zone = intern_zone([Grant(PrincipalKind.LEITUNG, unit("63.1"), Level.READ)])
    answer = explain(musterstadt.leitung, zone)
    assert "die Leitung von 63 Bauordnung, wozu 63.1 Baugenehmigungen gehört" in answer.detail


def test_the_neighbouring_unit_has_no_access(musterstadt, bauordnung):
    answer = explain(musterstadt.sachbearbeiter_ordnung, bauordnung)
    assert not answer.is_allowed
    assert str(answer).startswith("Otto Ordnung hat keinen Zugriff:")


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
    assert "davon ausgeschlossen" in explain(leitung, zone).detail
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


def test_of_a_secret_file_only_those_count_who_work_on_it(musterstadt):
    """The Leitung of the very unit, the Assistenz in it and the Registratur are out (praxis 1)."""
    zone = intern_zone([Grant(PrincipalKind.MITARBEIT, unit("63"), Level.WRITE)])
    readers = {row.name for row in who_may(zone.pk)}
    assert readers == {"Amira Beispiel"}
    leitung = str(explain(musterstadt.leitung, zone))
    assert "da zählt die Leitung von 63 Bauordnung nicht" in leitung
    assert "wer eine Rolle zum Bearbeiten" in str(explain(musterstadt.assistenz, zone))
    named = intern_zone(
        [
            Grant(PrincipalKind.MITARBEIT, unit("63"), Level.WRITE),
            Grant(PrincipalKind.PERSON, musterstadt.leitung.person_id, Level.WRITE),
        ]
    )
    assert explain(musterstadt.leitung, named).is_allowed


def test_a_leitung_with_a_second_stelle_works_on_secret_files_too(musterstadt):
    zone = intern_zone([Grant(PrincipalKind.MITARBEIT, unit("63.1"), Level.WRITE)])
    assert zone.pk not in musterstadt.leitung.zones_read
    StellenbesetzungFactory(
        person=Person.objects.get(pk=musterstadt.leitung.person_id),
        stelle=StelleFactory(einheit=Organisationseinheit.objects.get(kennzeichen="63.1")),
    )
    assert zone.pk in musterstadt.leitung.zones_write


def test_a_freigabe_reads_while_it_runs_and_never_writes(musterstadt):
    otto = musterstadt.sachbearbeiter_ordnung.person_id
    freigabe = free(otto, today(), today() + timedelta(days=1))
    zone = intern_zone([Grant(PrincipalKind.FREIGABE, freigabe.pk, Level.READ)])
    actor = musterstadt.sachbearbeiter_ordnung
    assert (zone.pk in actor.zones_read, zone.pk in actor.zones_write) == (True, False)
    assert f"die Freigabe zum Lesen bis {today():%d.%m.%Y}" in str(explain(actor, zone))
    assert load_actor(otto, on=today() + timedelta(days=1)).zones_read.isdisjoint({zone.pk})
    Freigabe.objects.filter(pk=freigabe.pk).update(ended_at=now())
    assert zone.pk not in musterstadt.sachbearbeiter_ordnung.zones_read


def checker(town, **scope):
    """Return the auditor with an order that holds today, as actor."""
    order(
        Person.objects.get(pk=town.rechnungspruefung.person_id),
        today(),
        today() + timedelta(days=1),
        **scope,
    )
    return town.rechnungspruefung


def test_a_pruefauftrag_reads_a_unit_with_all_below_and_never_writes(musterstadt):
    zone = intern_zone([Grant(PrincipalKind.EINHEIT, unit("63.1"), Level.WRITE)])
    assert zone.pk not in musterstadt.rechnungspruefung.zones_read
    actor = checker(musterstadt, einheiten=[unit("63")])
    assert (zone.pk in actor.zones_read, zone.pk in actor.zones_write) == (True, False)
    assert f"durch den Prüfauftrag „Kassenprüfung“ bis {today():%d.%m.%Y};" in str(
        explain(actor, zone)
    )
    assert zone_label(zone.pk) == "Baugenehmigungen (1 Person)"
    tomorrow = load_actor(actor.person_id, on=today() + timedelta(days=1))
    assert zone.pk not in tomorrow.zones_read
    Pruefauftrag.objects.update(ended_at=now())
    assert zone.pk not in musterstadt.rechnungspruefung.zones_read


def test_a_pruefauftrag_opens_a_secret_only_by_its_name(musterstadt):
    zone = intern_zone([Grant(PrincipalKind.MITARBEIT, unit("63"), Level.WRITE)], "steuer")
    assert zone.pk not in checker(musterstadt, einheiten=[unit("63")]).zones_read
    other = checker(musterstadt, einheiten=[unit("63")], geheimnisklassen=["sozial"])
    assert zone.pk not in other.zones_read
    actor = checker(musterstadt, einheiten=[unit("63")], geheimnisklassen=["steuer"])
    assert zone.pk in actor.zones_read
    assert explain(actor, zone).is_allowed


def test_an_exclusion_beats_a_pruefauftrag(musterstadt):
    person = musterstadt.rechnungspruefung.person_id
    zone = intern_zone(
        [
            Grant(PrincipalKind.EINHEIT, unit("63"), Level.WRITE),
            Grant(PrincipalKind.PERSON, person, Level.EXCLUDED),
        ]
    )
    actor = checker(musterstadt, einheiten=[unit("63")])
    assert zone.pk not in actor.zones_read
    assert "davon ausgeschlossen" in explain(actor, zone).detail


def test_the_label_is_never_older_than_the_rights(musterstadt, bauordnung):
    assert access_line(bauordnung.pk) == "Bauordnung (3 Personen)"
    Person.objects.filter(pk=musterstadt.leitung.person_id).update(is_active=False)
    assert access_line(bauordnung.pk) == "Bauordnung (2 Personen)"
    RollenzuweisungFactory._meta.model.objects.all().delete()
    assert access_line(bauordnung.pk) == "Bauordnung (0 Personen)"


def free(person, first, end):
    """Return a Freigabe for a person."""
    return Freigabe.objects.create(
        person_id=person, object_kind="akte", object_id=uuid4(), from_on=first, to_on=end,
        reason="Einsicht", created_at=now(),
    )  # fmt: skip


def order(person, first, end, **scope):
    """Return a Prüfauftrag for a person."""
    return Pruefauftrag.objects.create(
        pruefer=person, anlass="Kassenprüfung", from_on=first, to_on=end, created_at=now(), **scope
    )


def random_town(rng: Random) -> tuple[list, list]:
    """Fill the open town with units, posts, roles, Freigaben, Prüfaufträge; return persons and principals."""
    units = []
    for _ in range(12):
        units.append(EinheitFactory(parent=rng.choice([None, *units])))
    persons = [PersonFactory() for _ in range(25)]
    keys = [sample.key for sample in STANDARD_ROLLEN.values()]
    for person in persons:
        for _ in range(rng.randint(0, 3)):
            stelle = StelleFactory(einheit=rng.choice(units), is_leitung=rng.random() < 0.4)
            begun = LONG_AGO if rng.random() < 0.9 else today() + timedelta(days=1)
            StellenbesetzungFactory(person=person, stelle=stelle, from_on=begun)
        for key in rng.sample(keys, rng.randint(0, 3)):
            RollenzuweisungFactory(person=person, rolle_key=key)
    days = [today() + timedelta(days=n) for n in (-3, 0, 2)]
    freigaben = [free(rng.choice(persons).pk, *sorted(rng.sample(days, 2))) for _ in range(20)]
    auftraege = [
        order(
            rng.choice(persons),
            *sorted(rng.sample(days, 2)),
            einheiten=[unit.pk for unit in rng.sample(units, rng.randint(0, 2))],
            geheimnisklassen=rng.sample(["steuer", "personal"], rng.randint(0, 1)),
        )
        for _ in range(20)
    ]
    ids = {
        PrincipalKind.PERSON: [person.pk for person in persons],
        PrincipalKind.ROLLE: keys,
        PrincipalKind.FREIGABE: [row.pk for row in freigaben],
        PrincipalKind.PRUEFUNG: [row.pk for row in auftraege],
        PrincipalKind.ALL: [EVERYBODY],
    } | {
        kind: [unit.pk for unit in units]
        for kind in (PrincipalKind.EINHEIT, PrincipalKind.MITARBEIT, PrincipalKind.LEITUNG)
    }
    return persons, [(kind, pk) for kind, found in ids.items() for pk in found]


def test_the_explanation_is_the_rule_for_a_thousand_random_pairs(musterstadt):
    rng = Random(20)
    persons, principals = random_town(rng)
    zones = [
        intern_zone(
            [
                Grant(kind, pk, rng.choice([Level.READ, Level.WRITE, Level.WRITE, Level.EXCLUDED]))
                for kind, pk in rng.sample(principals, rng.randint(1, 6))
            ],
            rng.choice(["", "", "steuer", "personal"]),
        )
        for _ in range(40)
    ]
    facts, seen = load_facts(), []
    readers = {zone.pk: {row.person: row.level for row in who_may(zone.pk, facts=facts)} for zone in zones}  # fmt: skip
    for person in persons:
        actor = load_actor(person.pk)
        for zone in zones:
            for permission in PERMISSIONS:
                answer = explain_access(actor, lying_in(zone), permission=permission, facts=facts)
                assert answer.is_allowed == allows(actor, permission, lying_in(zone)), str(answer)
                assert str(answer).endswith(".")
            may_read = allows(actor, PERMISSIONS[0], lying_in(zone))
            assert (person.pk in readers[zone.pk]) == may_read
            seen.append(may_read)
        reach = reach_of(facts, person.pk)
        for permission, level in zip(PERMISSIONS, (Level.READ, Level.WRITE), strict=True):
            found = {zone for zone, how in reach.items() if how.level >= level}
            assert found == zones_for(actor, permission), (person, level)
    assert len(seen) == 1000
    assert 50 < sum(seen) < 950


@settings(
    max_examples=20,
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
        + [(PrincipalKind.MITARBEIT, pk) for pk in units]
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
