"""Prüfaufträge: the auditor reads what the order names, until its day, and nothing else."""

from datetime import date, timedelta
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection
from django.utils import timezone

from verbundakte.akten import actions
from verbundakte.akten.actions import Choice, schutz
from verbundakte.akten.models import Dokument, Vorgang
from verbundakte.akten.tests.factories import (
    make_akte,
    make_dokument,
    make_planeinheit,
    make_vorgang,
)
from verbundakte.core.access.zones import NO_PRUEFUNG, grants_of, intern_zone
from verbundakte.core.clock import today
from verbundakte.core.models import AuditEvent
from verbundakte.organisation.access import explain_access, zone_label
from verbundakte.organisation.actor import load_actor
from verbundakte.organisation.models import Organisationseinheit, Person, Pruefauftrag


def unit(kennzeichen="63"):
    return Organisationseinheit.objects.get(kennzeichen=kennzeichen)


def give(office, giver="leitung", *, days=1, einheiten=(), akten=(), klassen=(), anlass="Baukasse"):
    """Let the auditor read, ordered by somebody; return the order."""
    return actions.give_pruefauftrag(
        getattr(office.town, giver),
        Person.objects.get(pk=office.town.rechnungspruefung.person_id),
        anlass=anlass,
        period=(today(), today() + timedelta(days=days)),
        scope=(einheiten, akten, klassen),
        at=timezone.now(),
    )


def reads(office, subject, on: date | None = None):
    """Tell whether the auditor reads an object, and that rule and explanation agree."""
    subject.refresh_from_db()
    actor = load_actor(office.town.rechnungspruefung.person_id, on=on)
    found = actor.may("akten.vorgang:read", subject)
    if on is None:
        answer = explain_access(actor, subject, permission="akten.vorgang:read")
        assert answer.is_allowed == found, str(answer)
    assert not actor.may("akten.vorgang:edit", subject)
    return found


def test_a_unit_is_read_until_the_last_day(office):
    assert not reads(office, office.vorgang)
    give(office, einheiten=[unit()])
    assert reads(office, office.vorgang)
    assert not reads(office, office.vorgang, on=today() + timedelta(days=1))
    page = office.browser("rechnungspruefung").get(office.at(f"vorgaenge/{office.vorgang.pk}/"))
    assert page.status_code == 200
    desk = office.browser("rechnungspruefung").get(office.at("")).content.decode()
    assert "Baukasse" in desk
    why = office.browser("rechnungspruefung").get(
        office.at(f"vorgaenge/{office.vorgang.pk}/zugriff/")
    )
    assert "den Prüfauftrag „Baukasse“ bis" in why.content.decode()
    report = office.at(f"rechte/personen/{office.town.rechnungspruefung.person_id}/")
    told = office.browser("datenschutz").get(report).content.decode()
    assert "den Prüfauftrag „Baukasse“ bis" in told.split("Prüfaufträge</h2>")[1]
    assert "Prüfauftrag;Baukasse;63 Bauordnung;lesen" in (
        office.browser("datenschutz").get(f"{report}csv/").content.decode()
    )


def test_a_single_akte_is_read_with_all_below_and_no_other(office):
    other = make_akte(office.amira, planeinheit=office.unit)
    dokument = make_dokument(office.amira, vorgang=office.vorgang)
    auftrag = give(office, akten=[office.akte])
    assert all(reads(office, row) for row in (office.akte, office.vorgang, dokument))
    assert not reads(office, other)
    new = make_vorgang(office.amira, akte=office.akte)
    assert reads(office, new)
    events = AuditEvent.objects.filter(name="akten.pruefung.opened", subject_id=office.akte.pk)
    assert events.count() == 1
    actions.end_pruefauftrag(office.town.leitung, auftrag, at=timezone.now())
    assert not reads(office, office.akte)
    zones = {*Vorgang.objects.values_list("zone", flat=True)}
    assert zones | {*Dokument.objects.values_list("zone", flat=True)} == {other.zone_id}
    with pytest.raises(actions.AlreadyOver):
        actions.end_pruefauftrag(office.town.leitung, auftrag, at=timezone.now())


def test_what_is_narrowed_to_named_persons_stays_closed(office):
    narrow = make_vorgang(office.amira, akte=office.akte)
    me = [office.amira().person_id]
    actions.change_zugriff(office.amira(), narrow, choice=Choice.NUR, persons=me)
    give(office, akten=[office.akte], einheiten=[unit()])
    assert reads(office, office.vorgang)
    assert not reads(office, narrow)


def test_an_exclusion_beats_the_order(office):
    auditor = Person.objects.get(pk=office.town.rechnungspruefung.person_id)
    give(office, akten=[office.akte], einheiten=[unit()])
    actions.exclude_person(
        office.amira(), office.vorgang, person=auditor, reason="befangen", at=timezone.now()
    )
    assert reads(office, office.akte)
    assert not reads(office, office.vorgang)


def test_a_secret_is_read_only_when_the_order_names_it(office):
    secret = make_planeinheit("922.52", einheit="63", geheimnisklasse="steuer")
    akte = make_akte(office.amira, planeinheit=secret)
    give(office, einheiten=[unit()])
    assert not reads(office, akte)
    give(office, einheiten=[unit()], klassen=["sozial"])
    assert not reads(office, akte)
    give(office, einheiten=[unit()], klassen=["steuer"])
    assert reads(office, akte)


def test_nobody_gives_it_to_herself_or_over_foreign_units_or_secrets_unnamed(office):
    with pytest.raises(actions.EinheitNotYours):
        give(office, einheiten=[unit("32")])
    with pytest.raises(actions.NothingToCheck):
        give(office)
    give(office, "fachadministration", einheiten=[unit("32")])
    Organisationseinheit.objects.filter(kennzeichen="32").update(is_geschuetzt=True)
    with pytest.raises(actions.EinheitNotYours):
        give(office, "fachadministration", einheiten=[unit("32")])
    leitung = office.town.leitung
    with pytest.raises(actions.OwnPruefauftrag):
        actions.give_pruefauftrag(
            leitung, Person.objects.get(pk=leitung.person_id), anlass="x",
            period=(today(), today() + timedelta(days=1)), scope=([unit()], [], []),
            at=timezone.now(),
        )  # fmt: skip
    assert Pruefauftrag.objects.count() == 1


def post(office, role="leitung", **values):
    """Fill in the form; return the answer."""
    given = {
        "pruefer": office.town.rechnungspruefung.person_id,
        "anlass": "Baukasse",
        "from_on": today().isoformat(),
        "last_on": today().isoformat(),
    }
    return office.browser(role).post(office.at("pruefauftraege/neu/"), given | values)


def test_an_order_is_given_seen_and_ended_on_its_pages(office):
    form = office.browser("leitung").get(office.at("pruefauftraege/neu/")).content.decode()
    assert "63 Bauordnung" in form
    assert "32 Ordnung" not in form
    answer = post(office, einheiten=[unit().pk], akten=office.akte.aktenzeichen)
    assert answer.status_code == 302
    auftrag = Pruefauftrag.objects.get()
    assert auftrag.to_on == today() + timedelta(days=1)
    address = office.at(f"pruefauftraege/{auftrag.pk}/")
    assert office.akte.betreff in office.browser("leitung").get(address).content.decode()
    shown = office.browser("datenschutz").get(address).content.decode().replace("\xa0", " ")
    assert "1 Akte, die Sie selbst nicht sehen" in shown
    assert office.akte.betreff not in shown
    assert (
        "Baukasse"
        in office.browser("datenschutz").get(office.at("pruefauftraege/")).content.decode()
    )
    assert office.browser("datenschutz").post(f"{address}ende/").status_code == 404
    assert office.browser().get(address).status_code == 404
    assert office.browser("leitung").post(f"{address}ende/").status_code == 302
    assert not reads(office, office.vorgang)


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"akten": "1.1-1999/0001"}, "gibt es nicht"),
        ({"einheiten": ["unsinn"]}, "steht nicht zur Wahl"),
        ({}, "mindestens eine Einheit"),
        ({"last_on": "2020-01-01"}, "Ende liegt vor dem Beginn"),
        ({"last_on": ""}, "einen Anfang und ein Ende"),
        ({"pruefer": "unsinn"}, "kern-error"),
    ],
)
def test_what_means_nothing_is_refused_in_a_sentence(office, values, told):
    answer = post(office, **values)
    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert not Pruefauftrag.objects.exists()


def test_what_is_restricted_is_read_by_its_unit_but_by_no_order_over_it(office):
    open_one, restricted = (make_dokument(office.amira, vorgang=office.vorgang) for _ in "ab")
    give(office, einheiten=[unit()], akten=[office.akte])
    schutz.restrict(office.amira(), restricted, grund="bestritten", bemerkung="", at=timezone.now())
    assert reads(office, open_one)
    assert not reads(office, restricted)
    assert office.amira().may("akten.dokument:read", restricted)
    why = explain_access(office.town.rechnungspruefung, restricted)
    assert "Verarbeitung ist eingeschränkt" in why.detail
    assert zone_label(restricted.zone_id).count("ausgeschlossen") == 0
    schutz.lift_restriction(office.amira(), restricted, reason="geprüft", at=timezone.now())
    assert reads(office, restricted)


def test_a_restriction_made_before_is_closed_to_orders_by_the_update(office):
    dokument = make_dokument(office.amira, vorgang=office.vorgang)
    schutz.restrict(office.amira(), dokument, grund="bestritten", bemerkung="", at=timezone.now())
    dokument.refresh_from_db()
    right = dokument.zone_id
    before = [grant for grant in grants_of(right) if grant != NO_PRUEFUNG]
    Dokument.objects.filter(pk=dokument.pk).update(zone=intern_zone(before))
    give(office, einheiten=[unit()])
    assert reads(office, dokument)
    update = import_module("verbundakte.akten.migrations.0030_eingeschraenkt_ungeprueft")
    update.close(apps, SimpleNamespace(connection=connection))
    assert not reads(office, dokument)
    assert dokument.zone_id == right


def test_a_geheimnisklasse_is_named_by_the_leitung_of_all_units_alone(office):
    for giver, units in (
        ("fachadministration", [unit()]),
        ("fachadministration", []),
        ("leitung", [unit(), unit("32")]),
    ):
        refused = (actions.SecretOfOthers, actions.EinheitNotYours)
        with pytest.raises(refused):
            give(office, giver, einheiten=units, akten=[office.akte], klassen=["steuer"])
    for role, shown in (("leitung", True), ("fachadministration", False)):
        page = office.browser(role).get(office.at("pruefauftraege/neu/")).content.decode()
        assert ('name="geheimnisklassen"' in page) is shown
        assert ("öffnet nur die Leitung" in page) is not shown
    answer = post(office, "fachadministration", einheiten=[unit().pk], geheimnisklassen=["steuer"])
    assert answer.status_code == 302
    assert Pruefauftrag.objects.get().geheimnisklassen == []
