"""What the demo shows of the daily work: each feature once or twice, by whose work it is."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import set_urlconf

from verbundakte.akten import queries
from verbundakte.akten.desk import own_desk, own_locks
from verbundakte.akten.models import (
    Altverlauf,
    Ausschluss,
    Dokument,
    Feldwert,
    Kontakt,
    Loeschsperre,
    Vorgang,
)
from verbundakte.akten.queries import aktenantrag, personalakte, pruefung
from verbundakte.akten.rules import aufbewahrung_ends_on
from verbundakte.akten.vorlagen import read_vorlage
from verbundakte.core.clock import now, today
from verbundakte.core.jobs.desk import failed_work
from verbundakte.core.kalender import Land, kalender_of_town
from verbundakte.core.models import AuditEvent, BausteinVersion, Tenant
from verbundakte.core.tenancy.context import use_tenant
from verbundakte.datenschutz import queries as datenschutz
from verbundakte.demo import build, office, seed
from verbundakte.demo.seed_akten import TownSeed
from verbundakte.demo.seed_letters import LetterSeed
from verbundakte.demo.seed_signed import SignedSeed
from verbundakte.demo.seed_work import WorkSeed
from verbundakte.geschaeftsgang.models import Wiedervorlage
from verbundakte.geschaeftsgang.queries import waiting_termine
from verbundakte.organisation.actor import load_actor
from verbundakte.organisation.models import Einheitsstand, Person
from verbundakte.schriftverkehr.models import Schreiben
from verbundakte.signaturen.models import Organisationszertifikat
from verbundakte.web.middleware import TOWN_URLS

SLUG = "demostadt"


def test_every_town_has_a_scene_whose_people_work_there():
    for town in build(scale=0.02).towns:
        scene = office.scene_of(town)
        logins = {person.login for person in town.personen}
        assert {scene.clerk, scene.colleague, scene.leitung, scene.substitute} <= logins
        assert scene.excluded not in (scene.clerk, scene.leitung)
        assert {"registratur", "fachadministration"} <= {
            role for person in town.personen for role in person.roles
        }


@pytest.fixture
def work(towns):
    """The work of the demo town with its first three Akten, open."""
    world = build(scale=0.3)
    town = replace(world.towns[0], slug=SLUG, akten=world.towns[0].akten[:3])
    world = replace(world, towns=(town,))
    seed.fill(world)
    with use_tenant(Tenant.objects.get(slug=SLUG).pk):
        set_urlconf(TOWN_URLS)  # the desk names addresses, as in a request
        yield WorkSeed(town, TownSeed(world, town).persons)
        set_urlconf(None)


@pytest.mark.slow
def test_each_role_finds_something_to_do(work):
    _the_substitute_of_an_absent_leitung_sees_it(work)
    _the_clerk_has_own_work_and_others_touch_it(work)
    _kontakte_have_roles_and_one_is_entered_twice(work)
    _access_is_narrowed_and_somebody_is_excluded(work)
    _the_registratur_has_a_list(work)
    _the_auditor_reads_by_an_order(work)
    _akten_wait_for_the_registratur(work)
    _the_personnel_office_keeps_files_and_the_employee_reads(work)
    _the_fachadministration_has_a_draft_and_a_plan(work)
    _somebody_left_and_handed_over(work)
    _those_without_files_find_something_to_decide(work)
    _termine_come_up(work)
    _letters_are_written_and_signed_ones_arrived(work)
    _doing_it_again_adds_nothing(work)


def _the_substitute_of_an_absent_leitung_sees_it(work):
    ina = work.actor("ina.probe")
    assert [capacity.name for capacity in ina.capacities] == ["Jonas Probst"]
    acting = load_actor(ina.person_id, vertretung=str(ina.capacities[0].vertretung))
    assert acting.on_behalf_of
    assert queries.loeschungen(work.actor("jonas.probst"), is_open=True)


def _the_clerk_has_own_work_and_others_touch_it(work):
    amira = work.clerk
    assert queries.own_vorgaenge(amira)
    assert len(queries.own_loose_entwuerfe(amira)) == 1
    assert len(queries.papierkorb(amira)) == 1
    assert {view.name for view in queries.views_of(amira, "vorgaenge")} == {
        "Offene Vorgänge, älteste zuerst",
        "Genehmigungsverfahren",
    }
    kim = work.actor("kim.muster")
    assert own_locks(own_desk(kim))
    assert Feldwert.objects.exclude(vorgang=None).exists()
    begun = Feldwert.objects.filter(vorgang__vorgangstyp__kuerzel="genehmigung")
    assert begun.filter(vorgang__erwartet__contains=["Lageplan"], text="Unterlagen fehlen").exists()
    assert Feldwert.objects.filter(text="1.428,00 EUR").exists()
    assert Loeschsperre.objects.get().reason


def _letters_are_written_and_signed_ones_arrived(work):
    """What only the town with a post room shows is tried here, too."""
    LetterSeed(work).seed()
    SignedSeed(work).seed()
    assert Schreiben.objects.exists() and Organisationszertifikat.objects.count() == 1


def _the_auditor_reads_by_an_order(work):
    fritz = work.actor("fritz.aktenmann")
    assert len(pruefung.running_pruefauftraege(fritz, on=today())) == 1
    assert queries.vorgaenge(fritz).exists()


def _those_without_files_find_something_to_decide(work):
    council = work.actor("paul.personenrat")
    assert [row.anlass for row in datenschutz.waiting_auswertungen(council)]
    assert datenschutz.open_teile(work.clerk)
    (item,) = failed_work(work.actor("theo.tastatur"))
    assert "nicht gelungen" in item.title
    anton = work.actor("anton.archivkarton")
    old = queries.akten(anton).get(betreff__startswith="Spielplatz Lindenweg")
    closed_on = old.zda_verfuegungen.get().closed_on
    assert aufbewahrung_ends_on(closed_on, years=old.aufbewahrungsdauer) < today()


def _kontakte_have_roles_and_one_is_entered_twice(work):
    vorname, name = office.TWICE
    twice = Kontakt.objects.filter(vorname=vorname, name=name)
    assert len(twice) == 2
    assert all(row.beteiligungen.exists() for row in twice)
    assert Kontakt.objects.get(is_gesperrt=True).anschriften.exists()


def _access_is_narrowed_and_somebody_is_excluded(work):
    excluded = Ausschluss.objects.get()
    kim = work.actor("kim.muster")
    seen = queries.vorgaenge(kim)
    assert excluded.person_id == kim.person_id
    assert not seen.filter(pk=excluded.vorgang_id).exists()
    assert not seen.filter(betreff__startswith="Beteiligung der Nachbarn").exists()
    assert Vorgang.objects.filter(vertraulichkeit="vertraulich").exists()


def _the_registratur_has_a_list(work):
    rita = work.actor("rita.stempel")
    assert queries.unassigned(rita).count() >= len(office.POST)
    assert "Diverses" in [row.betreff for row in queries.poor_betreffe(rita)]
    assert len(queries.doubled_akten(rita)) >= 2
    assert Altverlauf.objects.filter(at__lt=now()).exists()


def _akten_wait_for_the_registratur(work):
    assert len(aktenantrag.antraege_to_decide(work.actor("rita.stempel"))) == 2
    assert len(aktenantrag.decided_antraege(work.clerk, since=now() - timedelta(days=7))) == 1


def _the_personnel_office_keeps_files_and_the_employee_reads(work):
    egon, kim = work.actor("egon.entgelt"), work.actor("kim.muster")
    assert len(personalakte.personalakten(egon)) == 2
    own = personalakte.own_personalakte(kim, today())
    assert [part.teil for part in own.parts] == ["Grundakte", "Teilakte", "Teilakte"]
    assert own.parts[0].dokumente
    beihilfe = queries.akten(work.actor("petra.planstelle")).get(betreff__startswith="Beihilfe")
    assert beihilfe not in queries.akten(egon)


def _the_fachadministration_has_a_draft_and_a_plan(work):
    assert BausteinVersion.objects.drafts().count() == 1
    closed = work.vorlage(office.BESCHWERDE["bezeichnung"])
    spec = read_vorlage(closed.kind, closed.inhalt)
    jonas = work.actor("jonas.probst").person_id
    assert queries.genannte_of(work.clerk, spec, on=today()).persons == [jonas]
    assert Einheitsstand.objects.filter(from_on__gt=today(), name__endswith="Beratung").exists()


def _somebody_left_and_handed_over(work):
    person = Person.objects.get(familienname="Abschied")
    assert not person.is_active
    assert Vorgang.objects.filter(sachbearbeitung=person).exists()  # the job runs with the worker


def _termine_come_up(work):
    found = waiting_termine(work.clerk, until=today() + timedelta(days=60))
    assert {art: bool(rows) for art, rows in found.items()} == dict.fromkeys(found, True)
    assert Wiedervorlage.objects.exclude(schritt=None).exists()
    assert kalender_of_town(today()).land == Land.NI


def _doing_it_again_adds_nothing(work):
    def counted():
        return [model.objects.count() for model in (AuditEvent, Kontakt, Dokument, Person)]

    before = counted()
    work.seed()
    assert counted() == before
