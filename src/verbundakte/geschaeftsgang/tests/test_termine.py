"""Wiedervorlagen, Aufgaben and Fristen of a Vorgang: set, moved, settled, seen by whom they concern."""

import re
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import Http404
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from verbundakte.akten.actions import VorgangClosed, close_vorgang
from verbundakte.akten.tests.factories import make_dokument, make_vorgang
from verbundakte.core.clock import today
from verbundakte.core.kalender import Arbeitskalender, Land
from verbundakte.core.models import AuditEvent
from verbundakte.geschaeftsgang import actions, queries
from verbundakte.geschaeftsgang.actions import Eintrag, Fristeintrag, Fuer, Rechenweg
from verbundakte.geschaeftsgang.bekanntgabe import bekanntgaberegeln
from verbundakte.geschaeftsgang.fristrechnung import Fristangaben
from verbundakte.geschaeftsgang.models import Aufgabe, Frist, Wiedervorlage
from verbundakte.geschaeftsgang.views.termine import laid
from verbundakte.organisation.models import Organisationseinheit, Person

NOW = timezone.now()
PLACE = "/musterstadt/geschaeftsgang/"


@pytest.fixture
def town(musterstadt):
    """The town with a Vorgang of the clerk."""
    musterstadt.vorgang = make_vorgang(lambda: musterstadt.sachbearbeiterin)
    musterstadt.amira = musterstadt.client("sachbearbeiterin")
    musterstadt.place = f"{PLACE}termine/von/vorgang/{musterstadt.vorgang.pk}/"
    return musterstadt


def person(town, role):
    return Person.objects.get(pk=town.persons[role])


def eintrag(town, role="sachbearbeiterin", days=3, **more):
    return Eintrag(today() + timedelta(days=days), Fuer(person(town, role)), **more)


def plan(town, subject=None, **more):
    amira = town.sachbearbeiterin
    return actions.plan_wiedervorlage(
        amira, subject or town.vorgang, eintrag=eintrag(town, **more), at=NOW
    )


def weg():
    return Rechenweg(Arbeitskalender(Land.NW), bekanntgaberegeln(today()))


def frist(town, **more):
    values = {"fuer": Fuer(person(town, "sachbearbeiterin")), "text": "Widerspruch"} | more
    angaben = Fristangaben("post", date(2099, 3, 2))
    return actions.enter_frist(
        town.sachbearbeiterin,
        town.vorgang,
        eintrag=Fristeintrag(angaben, **values),
        weg=weg(),
        at=NOW,
    )


def test_a_wiedervorlage_is_set_with_one_press_on_the_page_of_the_vorgang(town):
    page = town.amira.get(f"/musterstadt/vorgaenge/{town.vorgang.pk}/").content.decode()
    assert town.place in page
    me = town.persons["sachbearbeiterin"]
    told = town.amira.post(town.place, {"wann": "2w", "person": me})
    assert told.status_code == 302
    row = Wiedervorlage.objects.get()
    assert row.due_on >= today() + timedelta(weeks=2) and row.angabe == "2w"
    assert row.due_on.weekday() < 5
    assert "Wiedervorlage" in town.amira.get(town.place).content.decode()


def test_it_is_on_the_desk_until_done_and_the_log_of_the_vorgang_tells(town):
    row = plan(town, text="Rückfrage Nachbar")
    desk = town.amira.get("/musterstadt/").content.decode()
    assert "Rückfrage Nachbar" in desk
    town.amira.post(f"{PLACE}termine/wiedervorlage/{row.pk}/erledigung/")
    row.refresh_from_db()
    assert row.done_by == town.sachbearbeiterin.person_id
    assert (
        "Rückfrage Nachbar"
        not in town.amira.get("/musterstadt/?art=termine-wiedervorlage").content.decode()
    )
    names = AuditEvent.objects.filter(subject_id=town.vorgang.pk).values_list("name", flat=True)
    assert {"geschaeftsgang.wiedervorlage.planned", "geschaeftsgang.termin.done"} <= set(names)
    with pytest.raises(actions.TerminOver):
        actions.settle_termin(town.sachbearbeiterin, row, at=NOW)


def test_it_is_moved_and_taken_back_with_a_trace(town):
    row = plan(town)
    place = f"{PLACE}termine/wiedervorlage/{row.pk}/"
    assert town.amira.post(f"{place}verschiebung/", {"wann": "gestern"}).status_code == 422
    assert town.amira.post(f"{place}verschiebung/", {"wann": "3m"}).status_code == 302
    row.refresh_from_db()
    assert row.due_on > today() + timedelta(days=80)
    town.amira.post(f"{place}ruecknahme/")
    row.refresh_from_db()
    assert row.withdrawn_at and not row.is_open
    assert "zurückgenommen" in town.amira.get(place).content.decode()


def test_a_day_on_which_nobody_works_is_moved_to_the_next(town):
    me = town.persons["sachbearbeiterin"]
    town.amira.post(town.place, {"wann": "25.12.2027", "person": me})
    assert Wiedervorlage.objects.get().due_on == date(2027, 12, 27)


def test_for_a_unit_whoever_comes_to_it_takes_it_over(town):
    unit = Organisationseinheit.objects.get(pk=next(iter(town.sachbearbeiterin.einheiten)))
    due = Eintrag(today(), Fuer(einheit=unit))
    row = actions.plan_wiedervorlage(town.registratur, town.vorgang, eintrag=due, at=NOW)
    assert [line.key for line in queries.termine_for(town.sachbearbeiterin).zeilen] == [str(row.pk)]
    actions.take_termin(town.sachbearbeiterin, row, at=NOW)
    row.refresh_from_db()
    assert (row.person_id, row.einheit_id) == (town.sachbearbeiterin.person_id, None)


def test_the_head_takes_over_from_who_is_ill_and_nobody_else_does(town):
    row = plan(town)
    with pytest.raises(PermissionDenied):
        actions.take_termin(town.registratur, row, at=NOW)
    actions.take_termin(town.leitung, row, at=NOW)
    row.refresh_from_db()
    assert row.person_id == town.leitung.person_id


def test_who_may_not_read_the_vorgang_gets_none_and_sees_none(town):
    with pytest.raises(actions.AddresseeSeesNothing):
        plan(town, role="sachbearbeiter_ordnung")
    row = plan(town)
    for actor in (town.sachbearbeiter_ordnung, town.systemverwaltung):
        with pytest.raises(Http404):
            queries.get_termin(actor, "wiedervorlage", row.pk)
    with pytest.raises(PermissionDenied):
        actions.settle_termin(town.rechnungspruefung, row, at=NOW)


def test_an_aufgabe_goes_to_somebody_and_stands_on_her_desk(town):
    told = town.amira.post(
        f"{town.place}aufgaben/neu/",
        {"text": "Lageplan prüfen", "wann": "1w", "person": town.persons["leitung"]},
    )
    assert told.status_code == 302 and Aufgabe.objects.get().text == "Lageplan prüfen"
    found = queries.waiting_termine(town.leitung, until=today() + queries.AHEAD)
    assert [line.title for line in found["aufgabe"]] == ["Lageplan prüfen"]


def test_a_frist_shows_every_step_with_its_law_before_it_is_entered(town):
    values = {
        "text": "Widerspruch", "ausloeser": "post", "on": "2026-03-02", "anzahl": 1,
        "einheit_der_dauer": "m", "gesetz": "vwgo", "is_shifted": "on",
        "person": town.persons["sachbearbeiterin"],
    }  # fmt: skip
    place = f"{town.place}fristen/neu/"
    shown = town.amira.post(place, values).content.decode()
    assert "So ist sie berechnet" in shown and "§ 188 Abs. 2 BGB" in shown
    assert not Frist.objects.exists()
    entered = town.amira.post(place, {**values, "eintragen": "1"}, follow=True).content.decode()
    assert "§ 57 Abs. 2 VwGO" in entered
    row = Frist.objects.get()
    assert row.due_on == date(2026, 4, 7) and len(row.schritte) >= 4
    wrong = town.amira.post(place, {**values, "zugang_on": "2026-03-01"})
    assert wrong.status_code == 422 and "liegt vor der Aufgabe" in wrong.content.decode()


def test_an_ausschlussfrist_has_a_vorfrist_and_a_second_person_who_sees_it(town):
    with pytest.raises(actions.VorfristMissing):
        frist(town, is_ausschluss=True)
    before = date(2099, 3, 20)
    with pytest.raises(actions.ZweiteMissing):
        frist(town, is_ausschluss=True, vorfrist_on=before)
    second = person(town, "leitung")
    row = frist(town, is_ausschluss=True, vorfrist_on=before, zweite=second)
    [line] = queries.termine_for(town.leitung).zeilen
    assert "zweite Person" in line.who and line.wait_on == before
    with pytest.raises(actions.GrundMissing):
        actions.withdraw_termin(town.sachbearbeiterin, row, grund=" ", at=NOW)


def test_open_ends_are_named_when_the_vorgang_is_closed_and_closable_there(town):
    row = plan(town)
    frist(town)
    page = town.amira.get(
        f"/musterstadt/vorgaenge/{town.vorgang.pk}/zda-verfuegung/"
    ).content.decode()
    assert f"{PLACE}termine/wiedervorlage/{row.pk}/erledigung/" in page
    assert "Frist" in page
    close_vorgang(town.sachbearbeiterin, town.vorgang, on=today(), at=NOW)
    with pytest.raises(VorgangClosed):
        plan(town)


def test_of_a_dokument_it_stands_on_the_vorgang_too(town):
    dokument = make_dokument(lambda: town.sachbearbeiterin, vorgang=town.vorgang)
    plan(town, subject=dokument)
    for subject in (dokument, town.vorgang):
        assert len(queries.termine_of(town.sachbearbeiterin, subject)[0]) == 1


def test_the_list_has_a_fixed_number_of_queries_and_pages(town):
    def count():
        with CaptureQueriesContext(connection) as asked:
            page = town.amira.get(f"{PLACE}termine/").content.decode()
        return len(asked), page

    plan(town)
    count()
    before, _ = count()
    for number in range(52):
        plan(town, text=f"Sache {number}")
    after, page = count()
    assert after == before
    assert "ab=" in page
    seite = queries.termine_for(town.sachbearbeiterin)
    rest = queries.termine_for(town.sachbearbeiterin, after=seite.after)
    assert (len(seite.zeilen), len(rest.zeilen), rest.after) == (50, 3, "")


def test_the_rechner_shows_steps_and_holidays(town):
    shown = town.amira.get(
        f"{PLACE}fristenrechner/?ausloeser=ereignis&on=2026-03-03&anzahl=1&einheit_der_dauer=m"
        "&gesetz=bgb&is_shifted=on"
    ).content.decode()
    assert "Bis 07.04.2026" in shown and "§ 193 BGB" in shown and "Karfreitag" in shown
    wrong = town.amira.get(f"{PLACE}fristenrechner/?on=kein")
    assert wrong.status_code == 422


def test_the_notfallliste_holds_them_without_contents(town):
    plan(town, text="geheim")
    frist(town, text="geheim")
    rows = list(queries.running_termine(town.leitung, 10))
    assert [kind for _, kind, _, _ in rows] == ["Frist", "Wiedervorlage"]
    assert "geheim" not in str(rows)


def test_the_calendar_is_read_by_its_address_alone_and_tells_no_contents(town):
    row = plan(town, text="geheim")
    page = town.amira.post(f"{PLACE}kalender/").content.decode()
    address = re.search(r"/musterstadt/geschaeftsgang/kalenderfeed/[\w-]+\.ics", page)[0]
    found = Client().get(address)
    text = found.content.decode()
    assert found["Content-Type"].startswith("text/calendar")
    assert f"SUMMARY:Wiedervorlage {town.vorgang.aktenzeichen}" in text
    assert f"{row.due_on:%Y%m%d}" in text and "geheim" not in text
    assert Client().get(f"{PLACE}kalenderfeed/niemand.ics").status_code == 404
    assert Client().get(address.replace("musterstadt", "beispielhausen")).status_code == 404
    town.amira.post(f"{PLACE}kalender/ende/")
    assert Client().get(address).status_code == 404


def test_a_day_without_work_is_named_itself_when_the_next_one_is_taken(town):
    due_on, told = laid(date(2026, 12, 6))
    assert due_on == date(2026, 12, 7)
    assert told == "Am 06.12.2026 wird nicht gearbeitet (Sonntag)."
    assert laid(date(2026, 12, 8)) == (date(2026, 12, 8), "")
