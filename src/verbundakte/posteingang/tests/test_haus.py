"""What the post adds to the house: desk, hand-over, checks, Auskunft, deletion."""

import pytest
from django.utils import timezone

from verbundakte.akten.actions.papierkorb import erase
from verbundakte.core.models import AuditDetail
from verbundakte.core.registry import Betroffene, registry
from verbundakte.organisation.models import Person
from verbundakte.posteingang import actions, desk
from verbundakte.posteingang.checks import check_eingaenge
from verbundakte.posteingang.models import Eingang, KanalArt, Verschluss
from verbundakte.posteingang.tests.factories import make_eingang, run_jobs, unit
from verbundakte.posteingang.uebergabe import EinheitHasPost, refuse_holder

NOW = timezone.now()
pytestmark = pytest.mark.urls("verbundakte.town_urls")


def test_the_desk_shows_own_eingaenge_and_how_many_wait_in_the_unit(musterstadt):
    make_eingang(musterstadt.registratur, person=musterstadt.persons["sachbearbeiterin"])
    make_eingang(musterstadt.registratur)
    make_eingang(musterstadt.registratur)
    titles = [item.title for item in desk.waiting_post(musterstadt.sachbearbeiterin)]
    assert titles == ["Einwendung Carport", "2 Eingänge warten in Ihrer Einheit"]
    assert desk.waiting_post(musterstadt.systemverwaltung) == []


def test_whoever_leaves_hands_over_what_waits(musterstadt):
    persons = musterstadt.persons
    eingang = make_eingang(musterstadt.registratur, person=persons["sachbearbeiterin"])
    source = registry.handover["posteingang.eingang.hand_over"]
    assert source.count(persons["sachbearbeiterin"]) == 1
    amira, jonas = (Person.objects.get(pk=persons[who]) for who in ("sachbearbeiterin", "leitung"))
    source.start(musterstadt.fachadministration, amira, jonas)
    run_jobs()
    eingang.refresh_from_db()
    assert eingang.person_id == persons["leitung"]
    assert source.count(persons["sachbearbeiterin"]) == 0


def test_a_unit_with_post_does_not_end_before_another_follows(musterstadt):
    eingang = make_eingang(musterstadt.registratur)
    kanal = actions.create_kanal(
        musterstadt.fachadministration, unit("63"), art=KanalArt.EMAIL, bezeichnung="bau@", at=NOW
    )
    with pytest.raises(EinheitHasPost):
        refuse_holder(musterstadt.fachadministration, unit("63"))
    source = registry.holdings["posteingang.einheit.follow"]
    assert source.count(unit("63").pk) == 2
    source.start(musterstadt.fachadministration, unit("63"), unit("32"))
    run_jobs()
    eingang.refresh_from_db()
    kanal.refresh_from_db()
    assert eingang.einheit == kanal.einheit == unit("32")
    refuse_holder(musterstadt.fachadministration, unit("63"))


def test_the_check_finds_what_disagrees(musterstadt):
    eingang = make_eingang(musterstadt.registratur)
    make_eingang(musterstadt.registratur, verschluss=Verschluss.WAHL, arrived=None)
    assert check_eingaenge(deep=False) == (2, [])
    Eingang.objects.filter(pk=eingang.pk).update(einheit=unit("32"), done_at=NOW, nummer=7)
    checked, problems = check_eingaenge(deep=False)
    assert checked == 2
    assert len(problems) == 3
    assert any("fehlen 5 Nummern" in problem for problem in problems)


def test_paper_is_found_for_an_auskunft(musterstadt):
    eingang = make_eingang(
        musterstadt.registratur, art=KanalArt.PAPIER, arrived=None, standort="Fach 4"
    )
    source = registry.personal_data["posteingang.eingaenge"]
    found = list(source.find(musterstadt.leitung, Betroffene("Zaun", "Paula")))
    assert [one.id for one in found] == [eingang.pk]
    assert source.place(musterstadt.leitung, found)[eingang.pk].zone_id == eingang.zone_id
    assert source.read(musterstadt.leitung, found)[eingang.pk]["titel"] == "Einwendung Carport"
    assert source.read(musterstadt.sachbearbeiter_ordnung, found) == {}


def test_what_is_deleted_leaves_number_and_moment_alone(musterstadt):
    eingang = make_eingang(musterstadt.registratur, angaben={"message_id": "<1@example.org>"})
    erase(eingang.dokument, actor=musterstadt.registratur, at=NOW)
    eingang.refresh_from_db()
    assert (eingang.betreff, eingang.absender) == ("Gelöschter Eingang", "")
    assert (eingang.angaben, eingang.nachricht) == ({}, "")
    assert eingang.nummer == 1
    told = AuditDetail.objects.filter(event__subject_id=eingang.pk).exclude(name=None)
    assert not told.exists()
