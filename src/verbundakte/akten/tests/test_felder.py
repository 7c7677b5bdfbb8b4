"""Own fields: what is typed, patterns, conditions."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verbundakte.akten.bausteine import DokumenttypSpec
from verbundakte.akten.felder import (
    Feld,
    FeldArt,
    Wert,
    WertInvalid,
    compile_muster,
    is_active,
    parse,
    problems,
    search_name,
    sorted_felder,
    spellings,
    typed,
)
from verbundakte.akten.felder.werte import german_number
from verbundakte.akten.tests.typen import FELDER, feld, feld_id, option
from verbundakte.core.bausteine import SpecInvalid

LIMIT = 10**13 - 1


def one(art, **more) -> Feld:
    """Return a field of this kind."""
    data = {"kuerzel": "probe", "bezeichnung": "Probe", "felder": [feld(1, "Feld", art, **more)]}
    return sorted_felder(DokumenttypSpec.read(data).data()["felder"])[0]


GELD, ZAHL, DATUM, TEXT = one("geld"), one("zahl"), one("datum"), one("text")


@given(st.integers(-LIMIT * 100, LIMIT * 100))
def test_an_amount_of_money_comes_back_as_it_was_written(cents):
    wert = typed(GELD, cents)
    assert parse(GELD, wert.text) == wert
    assert parse(GELD, wert.text.replace(".", "").replace(" EUR", "€")) == wert


@given(st.integers(-LIMIT * 10_000, LIMIT * 10_000))
def test_a_number_comes_back_as_it_was_written(scaled):
    wert = typed(ZAHL, scaled)
    assert parse(ZAHL, wert.text) == wert
    assert all(parse(ZAHL, text) == wert for text in spellings(ZAHL, wert))


@given(st.dates(min_value=date(1000, 1, 1)))
def test_a_day_is_read_in_german_and_iso_form(day):
    wert = typed(DATUM, day)
    assert parse(DATUM, wert.text) == parse(DATUM, day.isoformat()) == wert


@given(st.text())
def test_whatever_is_typed_is_a_value_or_a_german_sentence(text):
    for own in (GELD, ZAHL, DATUM, TEXT, one("text", muster="{Ziffern}/{Zeichen}", beispiel="1/a")):
        try:
            wert = parse(own, text)
        except WertInvalid as error:
            assert str(error).endswith(".")
        else:
            assert wert is None or isinstance(wert.text, str)


def test_german_numbers():
    assert parse(GELD, "1.234,56").number == 123456
    assert parse(GELD, "1.234,5 EUR").text == "1.234,50 EUR"
    assert parse(ZAHL, " 1 234,5 ") == Wert("1.234,5", number=12_345_000)
    assert parse(ZAHL, "-0,25").text == "-0,25"
    assert german_number(100, 2) == "1"


@pytest.mark.parametrize(
    "text", ["12.5", "1,234.56", "zwölf", "1e5", "٣", "1.23", "--1", "1,", ","]
)
def test_what_is_no_german_number_is_refused(text):
    with pytest.raises(WertInvalid, match="keine Zahl"):
        parse(GELD, text)


def test_too_many_decimals_and_digits_are_refused():
    with pytest.raises(WertInvalid, match="Höchstens 2 Stellen"):
        parse(GELD, "1,234")
    with pytest.raises(WertInvalid, match="zu groß"):
        parse(ZAHL, "9" * 14)


@pytest.mark.parametrize("text", ["31.02.2026", "23.11.26", "2026-13-01", "heute", "0999-01-01"])
def test_what_is_no_day_is_refused(text):
    with pytest.raises(WertInvalid, match=r"23\.11\.2026"):
        parse(DATUM, text)


def test_ten_thousand_characters_and_control_characters_are_refused():
    with pytest.raises(WertInvalid, match="länger"):
        parse(TEXT, "x" * 10_000)
    with pytest.raises(WertInvalid, match="Steuerzeichen"):
        parse(TEXT, "a\x00b")


@pytest.mark.parametrize(
    ("muster", "right", "wrong"),
    [
        ("{Ziffern}[/{Ziffern}]", ["1", "123/4"], ["", "1/", "/4", "a", "1/2/3"]),
        ("AZ-{Ziffern:4}", ["AZ-1234"], ["AZ-123", "AZ-12345", "az-1234"]),
        ("{Großbuchstaben:1-3} {Ziffern:1-4}", ["MU 12", "ÄB 1"], ["MUST 1", "mu 1"]),
        ("{Buchstaben}.{Zeichen}", ["ä.x*"], ["1.x", "a."]),
    ],
)
def test_patterns_are_made_of_building_blocks(muster, right, wrong):
    expression = compile_muster(muster)
    assert all(expression.fullmatch(text) for text in right)
    assert not any(expression.fullmatch(text) for text in wrong)


@pytest.mark.parametrize(
    "muster", ["{Zahl}", "[a", "a]", "[[a]]", "{Ziffern:x}", "{Ziffern:4-2}", "{"]
)
def test_a_broken_pattern_says_what_is_wrong(muster):
    with pytest.raises(ValueError, match=r"\.$"):
        compile_muster(muster)


def test_a_pattern_cannot_be_made_to_run_for_long():
    expression = compile_muster("{Zeichen}{Zeichen}{Zeichen}{Zeichen}{Zeichen}!")
    assert expression.fullmatch("a" * 100_000) is None


def test_a_wrong_form_names_the_example():
    own = one("text", muster="{Ziffern}/{Ziffern}", beispiel="123/4")
    with pytest.raises(WertInvalid, match="123/4"):
        parse(own, "Flur 3")
    own = one("text", muster="{Ziffern}", beispiel="1", meldung="Nur die Nummer, ohne Flur.")
    with pytest.raises(WertInvalid, match="Nur die Nummer"):
        parse(own, "Flur 3")


def test_a_conditional_field_is_asked_for_only_then():
    felder = sorted_felder(DokumenttypSpec.read(_typ(FELDER)).data()["felder"])
    wohnungen = next(row for row in felder if row.bezeichnung == "Wohnungen")
    neubau = {feld_id(4): Wert("Neubau", reference=feld_id(41)), feld_id(1): Wert("1")}
    umbau = neubau | {feld_id(4): Wert("Umbau", reference=feld_id(42))}
    assert is_active(wohnungen, felder, neubau)
    assert not is_active(wohnungen, felder, umbau)
    assert list(problems(felder, neubau)) == [wohnungen.id]
    assert problems(felder, umbau) == {}
    assert list(problems(felder, {})) == [feld_id(1)]


def _typ(felder):
    return {"kuerzel": "probe", "bezeichnung": "Probe", "felder": list(felder)}


@pytest.mark.parametrize(
    ("felder", "message"),
    [
        ([feld(1, "Jahr", "zahl")], "etwas anderes"),
        ([feld(1, "3D", "text")], "beginnt mit Buchstaben"),
        ([feld(1, "A1", "auswahl")], "Auswahlmöglichkeiten fehlen"),
        ([feld(1, "A1", "auswahl", optionen=[option(2, "x"), option(3, "X")])], "zweimal"),
        ([feld(1, "A1", "zahl", muster="{Ziffern}", beispiel="1")], "nur Felder der Art Text"),
        ([feld(1, "A1", "text", muster="{Ziffern}", beispiel="x")], "passt nicht zum Muster"),
        ([feld(1, "A1", "text", muster="{Zahl}", beispiel="x")], "gibt es nicht"),
        ([feld(1, "A1", "datum", vorgabe="morgen")], "Vorgabe passt nicht"),
        ([feld(1, "A1", "person", vorgabe="Amira")], "keine Vorgabe"),
        ([feld(1, "A1", "text"), feld(2, "a1", "text")], "haben zwei Felder"),
        ([feld(1, "A1", "text", nur_wenn_feld="B1")], "Feld und Wert"),
        ([feld(1, "A1", "text", nur_wenn_feld="B1", nur_wenn_wert="x")], "Bedingung gibt es nicht"),
        (
            [
                feld(1, "A1", "text", nur_wenn_feld="B1", nur_wenn_wert="x"),
                feld(2, "B1", "text", nur_wenn_feld="A1", nur_wenn_wert="x"),
            ],
            "im Kreis",
        ),
    ],
)
def test_a_type_says_in_german_what_is_wrong_with_its_fields(felder, message):
    with pytest.raises(SpecInvalid, match=message):
        DokumenttypSpec.read(_typ(felder))


def test_names_in_the_search_are_folded():
    assert search_name("Flurstück Nr.") == "flurstuck_nr"
    assert {
        row.name for row in sorted_felder(DokumenttypSpec.read(_typ(FELDER)).data()["felder"])
    } >= {
        "frist_bis",
        "pruferin",
    }
    assert set(FeldArt.values) == {row["art"] for row in FELDER}
