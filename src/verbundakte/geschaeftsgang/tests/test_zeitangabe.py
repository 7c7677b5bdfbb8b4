"""Days as clerks write them, tasks in a Vermerk, and Fristen with the rules of the Länder."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from verbundakte.core.kalender import Arbeitskalender, Land
from verbundakte.geschaeftsgang.aufgabenzeilen import Aufgabenzeile, aufgaben_in
from verbundakte.geschaeftsgang.bekanntgabe import (
    BekanntgabeSpec,
    _rules,
    standard_bekanntgabe,
)
from verbundakte.geschaeftsgang.fristrechnung import Fristangaben, compute
from verbundakte.geschaeftsgang.zeitangabe import read_when

ON = date(2026, 11, 28)  # a Sonnabend
REGELN = [rule for data in standard_bekanntgabe().values() for rule in _rules(data)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3w", date(2026, 12, 19)),
        ("3 Wochen", date(2026, 12, 19)),
        ("in 2 Monaten", date(2027, 1, 28)),
        ("in einem Monat", date(2026, 12, 28)),
        ("10t", date(2026, 12, 8)),
        ("1j", date(2027, 11, 28)),
        ("heute", ON),
        ("Morgen", date(2026, 11, 29)),
        ("Montag", date(2026, 11, 30)),
        ("Samstag", date(2026, 12, 5)),
        ("nächsten Sonnabend", date(2026, 12, 5)),
        ("14.03.", date(2027, 3, 14)),
        ("28.11.", ON),
        ("am 1.12.", date(2026, 12, 1)),
        ("1.3.27", date(2027, 3, 1)),
        ("29.2.", date(2028, 2, 29)),
        ("2027-03-14", date(2027, 3, 14)),
    ],
)
def test_a_day_is_read_as_clerks_write_it(text, expected):
    assert read_when(text, ON) == expected


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("irgendwann", "ist kein Tag"),
        ("31.2.2027", "ist kein Tag"),
        ("0w", "ist kein Tag"),
        ("", "ist kein Tag"),
        ("1.1.2026", "liegt schon zurück"),
        ("99j", "im Voraus"),
        ("400 Jahre", "außerhalb"),
        ("nach der Sitzung", "Sitzungen kennt"),
    ],
)
def test_what_is_no_day_is_said_in_a_sentence(text, says):
    with pytest.raises(ValueError, match=says):
        read_when(text, ON)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=30))
def test_no_text_breaks_the_reading(text):
    try:
        assert read_when(text, ON) >= ON
    except ValueError as error:
        assert str(error)[-1] == "."


def test_tasks_of_a_vermerk_are_its_marked_lines():
    text = (
        "Telefonat mit dem Vermesser.\n- [ ] Lageplan anfordern (bis 14.03.)\n"
        "Aufgabe: Nachbarn anhören bis Montag\n- [x] erledigt\n* [ ] Gebühr prüfen\n"
    )
    assert aufgaben_in(text, ON) == [
        Aufgabenzeile("Lageplan anfordern", date(2027, 3, 14)),
        Aufgabenzeile("Nachbarn anhören", date(2026, 11, 30)),
        Aufgabenzeile("Gebühr prüfen"),
    ]


def test_every_delivered_rule_can_be_read_and_names_its_paragraph():
    for data in standard_bekanntgabe().values():
        spec = BekanntgabeSpec.read(data)
        assert all("§" in row.norm for row in spec.regeln)


@pytest.mark.parametrize(
    ("land", "gesetz", "posted", "ends_on", "norm"),
    [
        (Land.NW, "vwgo", date(2026, 3, 2), date(2026, 4, 7), "§ 41 Abs. 2 Satz 1 VwVfG NRW"),
        (Land.SN, "vwgo", date(2024, 12, 30), date(2025, 2, 3), "§ 1 SächsVwVfZG"),
        (Land.BY, "ao", date(2026, 3, 3), date(2026, 4, 9), "§ 122 Abs. 2 Nr. 1 AO"),
        (Land.BY, "sgbx", date(2026, 3, 3), date(2026, 4, 7), "§ 37 Abs. 2 Satz 1 SGB X"),
    ],
)
def test_a_frist_after_posting_has_every_step(land, gesetz, posted, ends_on, norm):
    angaben = Fristangaben("post", posted, gesetz=gesetz)
    found = compute(angaben, Arbeitskalender(land), REGELN)
    assert found.ends_on == ends_on
    assert found.schritte[0].norm.startswith(norm)
    assert not any("keine eigene Regel" in warning for warning in found.warnings)


def test_a_land_without_a_rule_of_its_own_is_told_so():
    found = compute(Fristangaben("post", date(2026, 3, 2)), Arbeitskalender(Land.BY), REGELN)
    assert "Bayern" in found.warnings[0]


def test_what_did_not_arrive_begins_no_frist():
    angaben = Fristangaben("post", date(2026, 3, 2), is_missing=True)
    with pytest.raises(ValueError, match="nicht zugegangen"):
        compute(angaben, Arbeitskalender(Land.NW), REGELN)


@settings(max_examples=100, deadline=None)
@given(
    st.dates(date(2020, 1, 1), date(2030, 1, 1)),
    st.sampled_from(["post", "elektronisch", "zustellung-pzu", "zustellung-oeffentlich"]),
    st.sampled_from(["vwvfg", "ao", "sgbx", "vwgo", "bgb"]),
    st.sampled_from(Land),
)
def test_a_frist_never_ends_on_a_day_of_rest_of_the_land(on, ausloeser, gesetz, land):
    kalender = Arbeitskalender(land)
    found = compute(Fristangaben(ausloeser, on, gesetz=gesetz), kalender, REGELN)
    assert not kalender.ruhetag(found.ends_on)
    assert found.ends_on > on + timedelta(days=27)
