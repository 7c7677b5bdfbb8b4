"""A line "Wv." of a Verfügung is a Wiedervorlage: one thing on the desk, ended and moved together."""

from datetime import timedelta

import pytest
from django.utils import timezone

from verbundakte.akten.actions import close_vorgang, is_closed
from verbundakte.core.clock import today
from verbundakte.core.models import AuditEvent
from verbundakte.geschaeftsgang import actions, queries
from verbundakte.geschaeftsgang.checks import check_schritte
from verbundakte.geschaeftsgang.models import Wiedervorlage
from verbundakte.geschaeftsgang.tests.factories import line, make_verfuegung, person, steps, unit

DAY = today() + timedelta(days=21)
NOW = timezone.now()


@pytest.fixture
def running(musterstadt):
    """A Verfügung whose second line is a Wiedervorlage of the clerk; its first one is done."""
    town = musterstadt
    verfuegung = make_verfuegung(
        town,
        line("bearbeitung", an=town.leitung),
        line("wiedervorlage", an=town.sachbearbeiterin, frist_on=DAY, text="Antwort da?"),
        line("zda", an=town.sachbearbeiterin),
    )
    assert not Wiedervorlage.objects.exists()
    town.rows = steps(verfuegung)
    actions.complete_schritt(town.leitung, town.rows[0], at=NOW)
    town.verfuegung = verfuegung
    return town


def state(town) -> list[str]:
    """Return where the lines stand."""
    rows = queries.get_verfuegung(town.leitung, town.verfuegung.pk).schritte.all()
    return ["ended" if row.ended_at else "open" if row.begun_at else "later" for row in rows]


def test_its_turn_sets_a_wiedervorlage_that_waits_once(running):
    amira = running.sachbearbeiterin
    row = Wiedervorlage.objects.get()
    assert (row.schritt, row.person, row.text) == (running.rows[1], person(amira), "Antwort da?")
    assert (
        row.due_on >= DAY
        and row.due_on.weekday() < 5
        and row.subject == running.verfuegung.dokument
    )
    assert queries.waiting_for(amira, on=today()).schritte == []
    assert not any(one.waiting for one in queries.waiting_counts(amira, on=today()).values())
    found = queries.waiting_termine(amira, until=row.due_on)["wiedervorlage"]
    assert [zeile.title for zeile in found] == ["Antwort da?"]
    told = AuditEvent.objects.filter(subject_id=row.dokument_id).values_list("name", flat=True)
    assert "geschaeftsgang.wiedervorlage.planned" in told


def test_either_of_the_two_done_is_the_other_done(running):
    amira = running.sachbearbeiterin
    actions.settle_termin(amira, Wiedervorlage.objects.get(), at=NOW)
    assert state(running) == ["ended", "ended", "open"]
    actions.reopen_termin(amira, Wiedervorlage.objects.get(), at=NOW)
    assert state(running) == ["ended", "ended", "open", "open"]
    with pytest.raises(actions.TerminOpen):
        actions.reopen_termin(amira, Wiedervorlage.objects.exclude(done_at=None).get(), at=NOW)
    again = steps(running.verfuegung)[2]
    assert again.art == "wiedervorlage"
    actions.complete_schritt(amira, again, at=NOW)
    assert list(Wiedervorlage.objects.values_list("done_by", flat=True)) == [amira.person_id] * 2
    assert check_schritte(deep=False)[1] == []


def test_moving_one_moves_the_other(running):
    amira = running.sachbearbeiterin
    later = DAY + timedelta(days=70)
    actions.move_wiedervorlage(amira, Wiedervorlage.objects.get(), due_on=later, at=NOW)
    row = steps(running.verfuegung)[1]
    assert row.frist_on == later
    values = {"frist_on": DAY, "text": "Nachfassen"}
    actions.change_schritt(
        amira, row, seen_revision=row.revision, values=values, at=NOW,
        ziel=actions.Ziel(einheit=unit("63")),
    )  # fmt: skip
    found = Wiedervorlage.objects.get()
    assert found.due_on < later and found.text == "Nachfassen"
    assert found.person is None and found.einheit == unit("63")
    actions.take_termin(running.leitung, found, at=NOW)
    assert steps(running.verfuegung)[1].person == person(running.leitung)
    assert check_schritte(deep=False)[1] == []


def test_a_line_called_back_or_passed_over_takes_its_wiedervorlage_back(running):
    amira = running.sachbearbeiterin
    actions.recall_schritt(amira, running.rows[1], grund="erledigt sich", at=NOW)
    row = Wiedervorlage.objects.get()
    assert row.withdrawn_at and row.grund == "erledigt sich"
    actions.reopen_termin(amira, row, at=NOW)
    fresh = Wiedervorlage.objects.open().get()
    actions.withdraw_termin(amira, fresh, grund="", at=NOW)
    assert state(running) == ["ended", "ended", "ended", "open"]


def test_whoever_only_has_the_wiedervorlage_does_not_take_it_out_of_the_route(musterstadt):
    town = musterstadt
    make_verfuegung(town, line("wiedervorlage", an=town.sachbearbeiter_ordnung, frist_on=DAY))
    row = Wiedervorlage.objects.get()
    with pytest.raises(actions.LineOfVerfuegung):
        actions.withdraw_termin(town.sachbearbeiter_ordnung, row, grund="nein", at=NOW)
    assert Wiedervorlage.objects.open().exists()


def test_closing_the_vorgang_does_the_last_line_z_d_a(running):
    amira = running.sachbearbeiterin
    vorgang = running.verfuegung.vorgang
    with pytest.raises(actions.StepsOpen, match="Wiedervorlage"):
        close_vorgang(amira, vorgang, on=today(), at=NOW)
    actions.settle_termin(amira, Wiedervorlage.objects.get(), at=NOW)
    close_vorgang(amira, vorgang, on=today(), at=NOW)
    assert is_closed(vorgang) and state(running) == ["ended", "ended", "ended"]


def test_what_was_done_by_mistake_lies_open_again_with_one_key(running):
    client = running.client("sachbearbeiterin")
    row = Wiedervorlage.objects.get()
    place = f"/musterstadt/geschaeftsgang/termine/wiedervorlage/{row.pk}/"
    assert "Zeile 2 der Verfügung" in client.get(place).content.decode()
    done = client.post(f"{place}erledigung/", follow=True).content.decode()
    assert f"{place}oeffnung/" in done
    client.post(f"{place}oeffnung/")
    assert Wiedervorlage.objects.open().count() == 1
