"""Reading an old system: every table form, every problem with its line, nothing guessed."""

import json
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verbundakte.standards.uebernahme import (
    AbbildungInvalid,
    read_abbildung,
    read_bestand,
)
from verbundakte.standards.uebernahme.felder import moment, path

AKTEN = (
    "Nr;Plan;Titel;Begonnen\n1;632.20;Lindenallee 12;03.02.2019\n2;632.20;Mühlweg 3;2018-05-01\n"
)
VORGAENGE = "Nr,Akte,Titel\nV1,1,Carport\nV2,2,Garage\n"
DOKUMENTE = json.dumps(
    [{"id": "D1", "v": "V1", "pfad": "a\\b.pdf", "t": "Antrag"}, {"id": "D2", "v": "V2", "pfad": "c.txt", "t": "Brief"}]
)  # fmt: skip
HISTORIE = "obj\twann\twas\nD1\t03.02.2019 08:15\tEingang erfasst\n"
MAPPING = {
    "quelle": "Altsystem",
    "akten": {
        "tabelle": "akten.csv",
        "felder": {"schluessel": "Nr", "planeinheit": "Plan", "betreff": "Titel", "angelegt_on": "Begonnen"},
        "fest": {"medium": "hybrid"},
    },
    "vorgaenge": {"tabelle": "v.csv", "felder": {"schluessel": "Nr", "akte": "Akte", "betreff": "Titel"}},
    "dokumente": {
        "tabelle": "d.json",
        "felder": {"schluessel": "id", "vorgang": "v", "datei": "pfad", "betreff": "t"},
        "werte": {"betreff": {"Brief": "Schreiben"}},
    },
    "historie": {"tabelle": "h.csv", "felder": {"objekt": "obj", "am": "wann", "was": "was"}},
}  # fmt: skip
FILES = {"akten.csv": AKTEN, "v.csv": VORGAENGE, "d.json": DOKUMENTE, "h.csv": HISTORIE}


def read(files=None, mapping=None, **more):
    """Return the Bestand of these tables."""
    content = FILES | (files or {})

    def get(name):
        found = content[name]
        return found if isinstance(found, bytes) else found.encode()

    return read_bestand(read_abbildung(json.dumps(mapping or MAPPING)), get, **more)


def test_every_form_of_table_becomes_typed_rows():
    bestand = read()
    assert bestand.findings == []
    akte = bestand.rows["akten"][0]
    assert akte.values == {
        "schluessel": "1",
        "betreff": "Lindenallee 12",
        "planeinheit": "632.20",
        "medium": "002",
        "angelegt_on": datetime(2019, 2, 3, 12),
    }
    assert [row.values["datei"] for row in bestand.rows["dokumente"]] == ["a/b.pdf", "c.txt"]
    assert bestand.rows["dokumente"][1].values["betreff"] == "Schreiben"
    assert bestand.rows["historie"][0].values["am"] == datetime(2019, 2, 3, 8, 15)


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_the_charset_is_found(charset):
    bestand = read({"akten.csv": AKTEN.encode(charset)})
    assert [row.values["betreff"] for row in bestand.rows["akten"]][1] == "Mühlweg 3"


def test_a_named_charset_that_does_not_fit_is_told():
    bestand = read({"akten.csv": AKTEN.encode("cp1252")}, MAPPING | {"zeichensatz": "utf-8"})
    assert "Zeichensatz" in bestand.findings[0].message


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("3;632.20;;", "„betreff“ fehlt"),
        ("1;632.20;Noch einmal;", "steht schon in Zeile 2"),
        ("3;632.20;Haus;31.02.2019", "kein Tag im Kalender"),
        ("3;632.20;Haus;31.01.19", "vier"),
        (f"3;632.20;{'x' * 501};", "länger als 500 Zeichen"),
    ],
)
def test_a_bad_line_is_named_and_left_out_with_what_lies_in_it(line, reason):
    bestand = read({"akten.csv": f"{AKTEN}{line}\n"})
    (finding,) = bestand.findings
    assert (finding.file, finding.line) == ("akten.csv", 4)
    assert reason in finding.message
    assert len(bestand.rows["akten"]) == 2


def test_what_lies_in_nothing_is_left_out_down_to_its_documents():
    bestand = read({"akten.csv": "Nr;Plan;Titel;Begonnen\n1;632.20;Lindenallee 12;\n"})
    assert [finding.file for finding in bestand.findings] == ["v.csv", "d.json"]
    assert [row.key for row in bestand.rows["dokumente"]] == ["D1"]
    later = read({"akten.csv": "Nr;Plan;Titel;Begonnen\n"}, known={"akten": {"1", "2"}})
    assert later.findings == [] and len(later.rows["dokumente"]) == 2


def test_a_missing_column_is_told_once():
    bestand = read({"akten.csv": AKTEN.replace("Titel", "Bezeichnung")})
    assert "„Titel“ fehlt" in str(bestand.findings[0])
    assert bestand.findings[0].line == 0
    assert bestand.rows["akten"] == []


def test_a_missing_file_and_a_broken_table_are_told():
    def gone(name):
        raise FileNotFoundError(2, "No such file")

    assert len(read_bestand(read_abbildung(json.dumps(MAPPING)), gone).findings) == 4
    assert "JSON" in read({"d.json": "{"}).findings[0].message


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"quelle": ""}, "quelle"),
        ({"ordner": {}}, "ordner"),
        ({"akten": {"tabelle": "a.csv", "felder": {"schluessel": "Nr"}}}, "keiner Spalte"),
        ({"akten": {"felder": {}}}, "tabelle"),
        ({"akten": {"tabelle": "a.csv", "felder": {"farbe": "x"}}}, "farbe"),
        ({"akten": {"tabelle": "a.csv", "werte": {"betreff": []}, "felder": {
            "schluessel": "a", "planeinheit": "b", "betreff": "c"}}}, "alte und neue"),
    ],
)  # fmt: skip
def test_a_wrong_mapping_is_one_sentence(change, reason):
    with pytest.raises(AbbildungInvalid, match=reason):
        read_abbildung(json.dumps(MAPPING | change))


def test_a_mapping_that_is_no_json_is_told():
    for text in ("", "[]", "{"):
        with pytest.raises(AbbildungInvalid):
            read_abbildung(text)


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)))
def test_days_read_the_same_in_both_spellings(day):
    assert moment(f"{day:%d.%m.%Y}") == moment(day.isoformat())


@given(st.text())
def test_no_path_leads_out_of_the_folder(text):
    try:
        found = path(text)
    except ValueError:
        return
    assert ".." not in found.split("/") and not found.startswith("/") and "\\" not in found


@given(st.binary(max_size=400))
def test_no_table_ends_with_an_error(data):
    read({"akten.csv": data})
