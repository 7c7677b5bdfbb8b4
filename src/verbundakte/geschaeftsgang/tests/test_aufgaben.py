"""A line of a Vermerk or an Anmerkung becomes an Aufgabe, with a trace and an undo."""

from datetime import date, timedelta

import pytest

from verbundakte.akten.models import Dokument
from verbundakte.akten.tests.factories import make_vorgang
from verbundakte.core.clock import today
from verbundakte.core.models import AuditEvent
from verbundakte.geschaeftsgang.aufgabenzeilen import Aufgabenzeile, aufgaben_in
from verbundakte.geschaeftsgang.models import Aufgabe
from verbundakte.geschaeftsgang.tests.factories import person

ON = date(2026, 11, 23)


def test_a_line_may_name_who_is_to_do_it():
    assert aufgaben_in("Aufgabe für Frau Probst: Lageplan anfordern bis 14.12.", ON) == [
        Aufgabenzeile("Lageplan anfordern", date(2026, 12, 14), "Frau Probst")
    ]
    assert aufgaben_in("aufgabe: prüfen\n- [ ] lüften\nAufgaben gibt es viele: ja", ON) == [
        Aufgabenzeile("prüfen"),
        Aufgabenzeile("lüften"),
    ]


@pytest.fixture
def town(musterstadt):
    """The town with a Vorgang of the clerk."""
    musterstadt.vorgang = make_vorgang(lambda: musterstadt.sachbearbeiterin)
    musterstadt.amira = musterstadt.client("sachbearbeiterin")
    return musterstadt


def write(town, text):
    """Write a Vermerk and return the next page."""
    place = f"/musterstadt/vorgaenge/{town.vorgang.pk}/vermerke/neu/"
    assert "Aufgabe: Gutachten" in town.amira.get(place).content.decode()
    body = {"art": "telefon", "text": text, "on": today()}
    return town.amira.post(place, body, follow=True).content.decode()


def test_the_tasks_of_a_vermerk_are_there_when_it_is_filed_and_go_with_one_key(town):
    monday = today() + timedelta(days=14 - today().weekday())
    page = write(
        town,
        f"Anruf der Bauherrin.\nAufgabe: Gutachten anfordern bis {monday:%d.%m.%Y}\n"
        "Aufgabe für Jonas Probst: Rückruf\nAufgabe für Niemand: Ortstermin",
    )
    rows = list(Aufgabe.objects.order_by("pk"))
    me, head = person(town.sachbearbeiterin), person(town.leitung)
    assert [(row.text, row.person) for row in rows] == [
        ("Gutachten anfordern", me),
        ("Rückruf", head),
        ("Ortstermin (für Niemand)", me),
    ]
    assert rows[0].due_on >= monday
    assert rows[1].due_on >= today() + timedelta(weeks=1)
    dokument = Dokument.objects.get()
    assert {row.dokument for row in rows} == {dokument}
    names = AuditEvent.objects.filter(subject_id=dokument.pk).values_list("name", flat=True)
    assert list(names).count("geschaeftsgang.aufgabe.given") == 3
    assert f"Aufgaben: Gutachten anfordern bis {rows[0].due_on:%d.%m.%Y}, Amira Beispiel" in page
    undo = page.partition("/geschaeftsgang/aufgaben/ruecknahme/")[2].partition('"')[0]
    place = f"/musterstadt/geschaeftsgang/aufgaben/ruecknahme/{undo.replace('&amp;', '&')}"
    assert town.amira.post(place).status_code == 302
    assert not Aufgabe.objects.open().exists()


def test_a_vermerk_without_tasks_makes_none_and_an_anmerkung_may(town):
    write(town, "Anruf der Bauherrin, sie hat Aufgaben genug.")
    assert not Aufgabe.objects.exists()
    body = {"kind": "vorgang", "id": town.vorgang.pk, "text": "- [ ] Nachbarn hören"}
    town.amira.post("/musterstadt/anmerkungen/", body)
    assert Aufgabe.objects.get().vorgang == town.vorgang
