"""A clerk asks for an Akte and files at once; the Registratur confirms, re-files or refuses."""

import re

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from verbundakte.akten import actions, queries
from verbundakte.akten.actions import aktenantrag as steps
from verbundakte.akten.models import Akte, Aktenantrag, FruehereNummer, Nummernmuster, Stapel
from verbundakte.akten.nummern import STANDARD, Gegenstand
from verbundakte.akten.queries import aktenantrag as read
from verbundakte.akten.tests.factories import (
    make_akte,
    make_dokument,
    make_planeinheit,
    make_vorgang,
)
from verbundakte.akten.tests.test_stapel import work_off
from verbundakte.core.models import AuditEvent
from verbundakte.organisation.models import Rolle


def ask(office, betreff="Lindenallee 14", **more):
    """Return an Akte the clerk has asked for."""
    at = timezone.now()
    return steps.request_akte(office.amira(), office.unit, betreff=betreff, at=at, **more)


def gap_free():
    """Let Akten have gap-free numbers."""
    usual = STANDARD[Gegenstand.AKTE]
    Nummernmuster.objects.create(
        key="7d0f4b0a-0000-4000-8000-0000000000aa",
        version=1,
        bezeichnung="Lückenlos",
        gegenstand=usual.gegenstand,
        kreis=usual.kreis,
        bloecke=[[block.teil, block.zeichen, block.stellen] for block in usual.blocks],
        is_standard=True,
        is_lueckenlos=True,
        valid_from="2020-01-01",
    )


def test_the_page_asks_for_an_akte_and_filing_begins_at_once(office):
    url = office.at(f"akten/neu/?einheit={office.unit.item_id}")
    form = office.browser().get(url).content.decode()
    assert form.index("Akte anlegen") < form.index("Vorläufig beantragen")
    values = {"betreff": "Hinterhof 3", "federfuehrung": office.unit.federfuehrung_id}
    values |= {"antrag": "1", "hinweis": "Oder zu 632.30?"}
    answer = office.browser().post(url, values, follow=True)
    assert "Diese Akte ist beantragt" in answer.content.decode()
    akte = Akte.objects.get(betreff="Hinterhof 3")
    make_dokument(office.amira, vorgang=make_vorgang(office.amira, akte=akte))
    row = queries.get_akte(office.amira(), akte.pk)
    assert row.is_vorlaeufig
    with pytest.raises(actions.AkteProvisional):
        actions.close_akte(office.amira(), row, on=timezone.localdate(), at=timezone.now())


def test_the_table_of_akten_says_and_narrows_what_is_requested(office):
    ask(office, "Gefragt")
    page = office.browser().get(office.at("akten/?nur-zustand=beantragt")).content.decode()
    assert "Gefragt" in page
    assert office.akte.aktenzeichen not in page
    page = office.browser().get(office.at("akten/?nur-zustand=offen")).content.decode()
    assert office.akte.aktenzeichen in page
    assert "Gefragt" not in page


def test_who_may_only_ask_is_offered_nothing_else(office):
    role = Rolle.objects.filter(permissions__contains=["akten.akte:request"]).exclude(
        permissions__contains=["akten.loeschung:confirm"]
    )
    for row in role:
        row.permissions.remove("akten.akte:create")
        Rolle.objects.filter(pk=row.pk).update(permissions=row.permissions)
    make_planeinheit("922.52", geheimnisklasse="steuer")
    page = office.browser().get(office.at("akten/neu/")).content.decode()
    assert "632.20" in page
    assert "922.52" not in page
    url = office.at(f"akten/neu/?einheit={office.unit.item_id}")
    assert "Akte anlegen" not in office.browser().get(url).content.decode()
    values = {"betreff": "Nur beantragt", "federfuehrung": office.unit.federfuehrung_id}
    assert office.browser().post(url, values).status_code == 302
    assert Aktenantrag.objects.get().akte.betreff == "Nur beantragt"


def test_the_registratur_confirms_and_the_clerk_is_told(office):
    akte = ask(office)
    rita = office.browser("registratur")
    assert "Lindenallee 14" in rita.get(office.at("registratur/")).content.decode()
    assert "Eine Akte wartet" in rita.get(office.at("")).content.decode()
    url = office.at(f"registratur/aktenantraege/?auswahl={akte.pk}")
    assert rita.post(url, {"entscheidung": "bestaetigung"}).status_code == 302
    row = queries.get_akte(office.amira(), akte.pk)
    assert (row.is_vorlaeufig, row.aktenzeichen) == (False, akte.aktenzeichen)
    assert "bestätigt" in office.browser().get(office.at("?art=aktenantraege")).content.decode()
    assert rita.post(url, {"entscheidung": "bestaetigung"}).headers["Location"].endswith("tratur/")
    with pytest.raises(steps.AntragDecided):
        steps.confirm_akte(office.town.registratur, akte, at=timezone.now())


def test_a_gap_free_number_is_given_with_the_confirmation(office):
    gap_free()
    refused, akte = ask(office), ask(office)
    assert akte.aktenzeichen.startswith("vorl-")
    vorgang = make_vorgang(office.amira, akte=akte)
    assert vorgang.aktenzeichen.startswith(akte.aktenzeichen)
    steps.refuse_akte(office.town.registratur, refused, grund="Gibt es", at=timezone.now())
    steps.confirm_akte(office.town.registratur, akte, at=timezone.now())
    akte.refresh_from_db()
    before = int(re.search("[0-9]{4}$", office.akte.aktenzeichen)[0])
    assert int(re.search("[0-9]{4}$", akte.aktenzeichen)[0]) == before + 1
    found = queries.find_vorgang_by_number(office.amira(), vorgang.aktenzeichen)
    assert found.aktenzeichen == f"{akte.aktenzeichen}-01"


def test_the_content_goes_to_another_akte_and_old_numbers_lead_there(office):
    akte = ask(office)
    vorgang = make_vorgang(office.amira, akte=akte, betreff="Anbau")
    make_dokument(office.amira, vorgang=vorgang)
    rita = office.browser("registratur")
    url = office.at(f"registratur/aktenantraege/?auswahl={akte.pk}")
    answer = rita.post(url, {"entscheidung": "umlegung", "ziel": "1.1-1999/0001"})
    assert answer.status_code == 422
    answer = rita.post(url, {"entscheidung": "umlegung", "ziel": office.akte.aktenzeichen})
    assert answer.status_code == 302
    moved = queries.find_vorgang_by_number(office.amira(), vorgang.aktenzeichen)
    assert (moved.pk, moved.akte_id) == (vorgang.pk, office.akte.pk)
    assert queries.find_akte_by_number(office.amira(), akte.aktenzeichen) == office.akte
    answer = office.browser().get(office.at(f"akten/{akte.pk}/"))
    assert answer.headers["Location"].endswith(f"/akten/{office.akte.pk}/")
    assert akte not in queries.akten(office.amira())
    assert "in eine andere Akte gelegt" in office.browser().get(office.at("")).content.decode()


def test_what_the_registratur_may_not_see_is_not_laid_elsewhere(office):
    akte = ask(office)
    vorgang = make_vorgang(office.amira, akte=akte)
    persons = [office.amira().person_id]
    actions.change_zugriff(office.amira(), vorgang, choice=actions.Choice.NUR, persons=persons)
    with pytest.raises(steps.HoldsUnseen):
        steps.refile_akte(office.town.registratur, akte, to=office.akte, at=timezone.now())
    assert Aktenantrag.objects.get().decided_at is None


def test_a_refused_akte_takes_nothing_new_and_goes_when_it_is_empty(office):
    akte = ask(office)
    vorgang = make_vorgang(office.amira, akte=akte)
    url = office.at(f"registratur/aktenantraege/?auswahl={akte.pk}")
    rita = office.browser("registratur")
    assert rita.post(url, {"entscheidung": "ablehnung"}).status_code == 422
    rita.post(url, {"entscheidung": "ablehnung", "grund": "Gibt es schon"})
    page = office.browser().get(office.at(f"akten/{akte.pk}/")).content.decode()
    assert "Grund: Gibt es schon" in page
    with pytest.raises(actions.AkteRefused):
        make_vorgang(office.amira, akte=akte)
    place = office.at(f"akten/{akte.pk}/antrag/ruecknahme/")
    office.browser().post(place)
    assert Akte.objects.get(pk=akte.pk).trashed_at is None
    row = queries.get_vorgang(office.amira(), vorgang.pk)
    actions.move_vorgang(
        office.amira(), row, to=office.akte, seen_revision=row.revision, at=timezone.now()
    )
    with pytest.raises(PermissionDenied):
        jonas = office.town.leitung
        steps.withdraw_akte(jonas, akte, at=timezone.now())
    office.browser().post(place)
    assert office.browser().get(office.at(f"akten/{akte.pk}/")).status_code == 404
    assert read.decided_antraege(office.amira(), since=timezone.now()) == []


def test_many_are_decided_as_a_stapel_with_a_result_list(office):
    first, second = ask(office, "Eins"), ask(office, "Zwei")
    make_vorgang(office.amira, akte=second)
    rita = office.browser("registratur")
    url = office.at(f"registratur/aktenantraege/?auswahl={first.pk}&auswahl={second.pk}")
    answer = rita.post(url, {"entscheidung": "umlegung", "ziel": office.akte.aktenzeichen})
    steps.confirm_akte(office.town.registratur, first, at=timezone.now())
    work_off(office)
    stapel = Stapel.objects.get()
    assert answer.headers["Location"].endswith(f"/stapel/{stapel.pk}/")
    page = rita.get(answer.headers["Location"]).content.decode()
    assert "schon entschieden" in page
    assert second.aktenzeichen in page
    assert "Alle zurücknehmen" not in page
    assert FruehereNummer.objects.filter(akte=office.akte).get().aktenzeichen == (
        second.aktenzeichen
    )


def test_a_file_of_a_geheimnisklasse_is_never_asked_for(office):
    secret = make_planeinheit("922.52", geheimnisklasse="steuer")
    with pytest.raises(steps.RegistraturShutOut):
        steps.request_akte(office.amira(), secret, betreff="Akte", at=timezone.now())
    assert not AuditEvent.objects.filter(name="akten.akte.requested").exists()


def test_the_work_list_needs_the_same_queries_for_one_and_for_many(
    office, django_assert_max_num_queries
):
    for number in range(4):
        ask(office, f"Akte {number}")
    make_akte(office.amira, planeinheit=office.unit)
    rita = office.town.registratur
    with django_assert_max_num_queries(1):
        assert len(read.antraege_to_decide(rita)) == 4
