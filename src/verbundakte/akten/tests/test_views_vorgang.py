"""The page of a Vorgang: list, document, inspector, forms around it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from verbundakte.akten import actions
from verbundakte.akten.models import Favorit, Vorgang, ZuletztGeoeffnet
from verbundakte.akten.tests.factories import make_dokument
from verbundakte.core.actions import Changed
from verbundakte.core.models import Lesevermerk


def test_the_page_lists_dokumente_and_reads_the_newest(office):
    make_dokument(office.amira, vorgang=office.vorgang, name="Antrag.txt")
    make_dokument(office.amira, vorgang=office.vorgang, name="Lageplan.txt")
    page = office.browser().get(office.at(f"vorgaenge/{office.vorgang.pk}/"))
    assert page.status_code == 200
    text = page.content.decode()
    assert "Antrag" in text
    assert "Lageplan" in text
    assert page.context["dokument"].betreff == "Lageplan"


def test_the_page_asks_the_database_equally_often_however_many_dokumente(
    office, django_assert_max_num_queries
):
    browser, address = office.browser(), office.at(f"vorgaenge/{office.vorgang.pk}/")
    make_dokument(office.amira, vorgang=office.vorgang)
    browser.get(address)
    for number in range(6):
        make_dokument(office.amira, vorgang=office.vorgang, name=f"Anlage {number}.txt")
    with django_assert_max_num_queries(34):
        browser.get(address)


def test_filter_and_order_are_part_of_the_address(office):
    for name in ("Bescheid.txt", "Antrag.txt", "Antrag Nachtrag.txt"):
        make_dokument(office.amira, vorgang=office.vorgang, name=name)
    address = office.at(f"vorgaenge/{office.vorgang.pk}/?filter=antrag&ordnung=betreff")
    rows = office.browser().get(address).context["rows"]
    assert [row["title"] for row in rows] == ["Antrag", "Antrag Nachtrag"]


@pytest.mark.parametrize("wanted", ["kein-uuid", "01900000-0000-7000-8000-000000000000"])
def test_a_dokument_that_is_not_there_is_not_found(office, wanted):
    make_dokument(office.amira, vorgang=office.vorgang)
    address = office.at(f"vorgaenge/{office.vorgang.pk}/?dokument={wanted}")
    assert office.browser().get(address).status_code == 404


def test_a_dokument_of_another_vorgang_is_not_shown_here(office):
    other = actions.create_vorgang(
        office.amira(), office.akte, betreff="Anderes", at=timezone.now()
    )
    foreign = make_dokument(office.amira, vorgang=other)
    address = office.at(f"vorgaenge/{office.vorgang.pk}/?dokument={foreign.pk}")
    assert office.browser().get(address).status_code == 404


def test_who_may_not_see_it_gets_the_page_of_what_does_not_exist(office, beispielhausen):
    address = office.at(f"vorgaenge/{office.vorgang.pk}/")
    for role in ("sachbearbeiter_ordnung", "systemverwaltung", "datenschutz"):
        assert office.browser(role).get(address).status_code == 404
    assert beispielhausen.client("sachbearbeiterin").get(address).status_code == 404


def test_who_may_only_read_sees_no_button_that_would_refuse(office):
    make_dokument(office.amira, vorgang=office.vorgang)
    page = office.browser("assistenz").get(office.at(f"vorgaenge/{office.vorgang.pk}/"))
    text = page.content.decode()
    assert "zda-verfuegung" not in text
    assert "/bearbeiten/" not in text


def test_a_closed_vorgang_offers_no_change(office):
    make_dokument(office.amira, vorgang=office.vorgang)
    day = timezone.localdate()
    actions.close_vorgang(office.amira(), office.vorgang, on=day, at=timezone.now())
    page = office.browser().get(office.at(f"vorgaenge/{office.vorgang.pk}/"))
    text = page.content.decode()
    assert "Wieder aufnehmen" in text
    assert "data-upload" not in text
    assert "/bearbeiten/" not in text


def test_opening_is_remembered_once_a_minute(office):
    browser, address = office.browser(), office.at(f"vorgaenge/{office.vorgang.pk}/")
    browser.get(address)
    first = ZuletztGeoeffnet.objects.get().opened_at
    browser.get(address)
    assert ZuletztGeoeffnet.objects.get().opened_at == first
    ZuletztGeoeffnet.objects.update(opened_at=first - timedelta(minutes=2))
    browser.get(address)
    assert ZuletztGeoeffnet.objects.get().opened_at >= first


def test_a_star_is_set_and_taken_away(office):
    browser = office.browser()
    form = {"kind": "vorgang", "id": str(office.vorgang.pk), "next": "https://fremd.example/"}
    answer = browser.post(office.at("favoriten/"), form)
    assert answer.status_code == 302
    assert answer.url == office.at(f"vorgaenge/{office.vorgang.pk}/")
    assert Favorit.objects.count() == 1
    browser.post(office.at("favoriten/"), form)
    assert not Favorit.objects.exists()


def test_closing_takes_one_form_and_names_open_entwuerfe(office):
    entwurf = make_dokument(office.amira, vorgang=office.vorgang, is_entwurf=True)
    browser, address = office.browser(), office.at(f"vorgaenge/{office.vorgang.pk}/zda-verfuegung/")
    assert entwurf.betreff in browser.get(address).content.decode()
    day = timezone.localdate().isoformat()
    assert browser.post(address, {"closed_on": day}).status_code == 422
    actions.change_dokument(
        office.amira(), entwurf, seen_revision=entwurf.revision, values={"is_entwurf": False}
    )
    assert browser.post(address, {"closed_on": day}).status_code == 302
    assert actions.is_closed(office.vorgang)


def test_a_day_in_the_future_is_refused(office):
    address = office.at(f"vorgaenge/{office.vorgang.pk}/zda-verfuegung/")
    tomorrow = timezone.localdate() + timedelta(days=1)
    answer = office.browser().post(address, {"closed_on": tomorrow.isoformat()})
    assert answer.status_code == 422
    assert "Zukunft" in answer.content.decode()


def test_taking_up_again_needs_a_reason_and_undo_brings_its_own(office):
    day, browser = timezone.localdate(), office.browser()
    address = office.at(f"vorgaenge/{office.vorgang.pk}/wiederaufnahme/")
    for form, query, status in (
        ({}, "", 422),
        ({"reason": "Nachtrag"}, "", 302),
        ({}, "?zurueck=1", 302),
    ):
        if not actions.is_closed(office.vorgang):
            actions.close_vorgang(office.amira(), office.vorgang, on=day, at=timezone.now())
        assert browser.post(address + query, form).status_code == status
    assert not actions.is_closed(office.vorgang)


def test_who_saves_second_sees_both_values_and_nothing_is_overwritten(office):
    browser, address = office.browser(), office.at(f"vorgaenge/{office.vorgang.pk}/bearbeiten/")
    seen = browser.get(address).context["form"]["revision"].value()
    actions.change_vorgang(
        office.amira(), office.vorgang, seen_revision=seen, values={"betreff": "Von Jonas"}
    )
    mine = {"betreff": "Von Amira", "revision": seen}
    answer = browser.post(address, mine)
    assert answer.status_code == 409
    text = answer.content.decode()
    assert "Von Jonas" in text
    assert "Von Amira" in text
    assert Vorgang.objects.get(pk=office.vorgang.pk).betreff == "Von Jonas"
    again = {"betreff": "Von Amira", "revision": answer.context["form"]["revision"].value()}
    assert browser.post(address, again).status_code == 302
    assert Vorgang.objects.get(pk=office.vorgang.pk).betreff == "Von Amira"
    with pytest.raises(Changed):
        actions.change_vorgang(
            office.amira(), office.vorgang, seen_revision=seen, values={"betreff": "Zu spät"}
        )


def test_an_empty_betreff_is_told_at_the_field(office):
    address = office.at(f"vorgaenge/{office.vorgang.pk}/bearbeiten/")
    answer = office.browser().post(address, {"betreff": "", "revision": "1"})
    assert answer.status_code == 422


def test_a_right_taken_away_between_page_and_click_refuses_the_click(office):
    browser = office.browser("assistenz")
    address = office.at(f"vorgaenge/{office.vorgang.pk}/zda-verfuegung/")
    answer = browser.post(address, {"closed_on": timezone.localdate().isoformat()})
    assert answer.status_code == 403
    assert not actions.is_closed(office.vorgang)


def test_the_history_says_who_did_what_and_never_who_read(office, settle):
    dokument = make_dokument(office.amira, vorgang=office.vorgang, name="Antrag.txt")
    settle()
    browser = office.browser()
    text = browser.get(office.at(f"vorgaenge/{office.vorgang.pk}/verlauf/")).content.decode()
    assert "Amira Beispiel" in text
    assert "hat das Dokument abgelegt: Antrag" in text
    page = browser.get(office.at(f"dokumente/{dokument.pk}/verlauf/"))
    assert "SHA-256" in page.content.decode()
    assert not Lesevermerk.objects.exists()


def test_a_dokument_leads_to_its_vorgang_with_the_words_to_mark(office):
    dokument = make_dokument(office.amira, vorgang=office.vorgang)
    answer = office.browser().get(office.at(f"dokumente/{dokument.pk}/?suche=Carport"))
    assert answer.status_code == 302
    assert answer.url.startswith(office.at(f"vorgaenge/{office.vorgang.pk}/"))
    assert "suche=Carport" in answer.url
    assert f"dokument={dokument.pk}" in answer.url


def test_row_and_document_pane_can_be_asked_alone(office):
    dokument = make_dokument(office.amira, vorgang=office.vorgang)
    browser = office.browser()
    row = browser.get(office.at(f"dokumente/{dokument.pk}/zeile/?hier=1")).content.decode()
    assert row.strip().startswith("{#") is False
    assert "data-here" in row
    assert "data-live" in row
    pane = browser.get(office.at(f"dokumente/{dokument.pk}/ansicht/")).content.decode()
    assert 'id="dokument"' in pane
    assert "Die Datei wird eingelesen" in pane
