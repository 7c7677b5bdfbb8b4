"""Reading and comparing tables of the organisation, without a database."""

import io
import zipfile
from datetime import date

import pytest

from verbundakte.organisation.comparison import CHANGE, FINISH, NEW, Organisation, compare
from verbundakte.organisation.csv_tables import KINDS, MOST_LINES, read_tables, write_zip

ON = date(2026, 11, 28)
EINHEITEN = "Kennzeichen;Name;Übergeordnet;Besteht ab;Geschützt;Endet am\n"


def empty():
    aliases = {name: {} for name in KINDS} | {"rolle": {"Leitung": "Leitung"}}
    return Organisation({name: {} for name in KINDS}, {}, aliases, {})


def there(**tables):
    found = empty()
    for name, rows in tables.items():
        for row in rows:
            key = tuple(row[one] for one in KINDS[name].key)
            found.tables[name][key] = dict.fromkeys(KINDS[name].columns.values(), "") | row
            found.aliases[name][key[0]] = key[0]
    return found


def packed(**tables):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as box:
        for name, text in tables.items():
            box.writestr(f"{name}.csv", text.encode())
    return out.getvalue()


def compared(content, organisation=None, *, name="einheiten.csv", is_whole=False):
    content = content.encode() if isinstance(content, str) else content
    tables = read_tables(content, name)
    return compare(tables, organisation or empty(), on=ON, is_whole=is_whole)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (EINHEITEN + "1;A\n1;B\n", "einheiten.csv, Zeile 3: 1 steht schon in Zeile 2."),
        (EINHEITEN + "1;A;2\n2;B;1\n", "einheiten.csv, Zeile 2: Im Kreis untereinander: 1, 2."),
        (EINHEITEN + "1;A;1\n", "Zeile 2: Im Kreis untereinander: 1."),
        (EINHEITEN + "1;A;9\n", "Zeile 2: Übergeordnet „9“ gibt es nicht."),
        (EINHEITEN + ";A\n", "Zeile 2: „Kennzeichen“ fehlt."),
        (EINHEITEN + "1;\n", "Zeile 2: „Name“ fehlt."),
        (EINHEITEN + f"1;{'x' * 201}\n", "„Name“ ist länger als 200 Zeichen."),
        (EINHEITEN + "1;A;;31.02.2026\n", "„Besteht ab“ ist kein Tag wie 01.12.2026"),
        (EINHEITEN + "1;A;;;vielleicht\n", "„Geschützt“ ist ja oder leer"),
        (EINHEITEN + '1;"A\n', "ist nicht lesbar"),
        ("Kennzeichen;Farbe\n1;rot\n", "fehlt die Spalte „Name“"),
        (EINHEITEN, "stehen nur die Überschriften"),
        (b"\x81\x8d\x00\x00", "keine Textdatei"),
        (b"PK\x03\x04kaputt", "Das ZIP ist beschädigt"),
        (packed(liste="a;b\n1;2\n"), "passen zu keiner Tabelle"),
        (packed(besetzungen="Stelle;Person\nS;otto\n"), "Zeile 2: Person „otto“ gibt es nicht."),
        (packed(rollen="Person;Rolle\nP;Amtmann\n"), "Zeile 2: Rolle „Amtmann“ gibt es nicht."),
        (
            packed(personen="Kennung;Vorname;Familienname;E-Mail\n1;A;B;keine\n"),
            "„keine“ ist keine E-Mail-Adresse.",
        ),
        (
            packed(personen="Kennung;Vorname;Familienname;Endet am\n1;A;B;01.12.2026\n"),
            "nicht im Voraus",
        ),
    ],
)
def test_what_is_wrong_is_told_by_file_and_line(text, message):
    found = compared(text)
    assert message in "\n".join(map(str, found.problems))


def test_a_hundred_thousand_lines_are_refused_with_the_limit():
    content = EINHEITEN + "".join(f"{n};Amt {n}\n" for n in range(100_000))
    (problem,) = compared(content).problems
    assert f"mehr als {MOST_LINES} Zeilen" in problem.text


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_every_usual_character_set_and_delimiter_is_read(charset):
    text = "Kennzeichen,Name,Übergeordnet\n1,Bürgerbüro und Straßenverkehr,\n"
    (step,) = compared(text.encode(charset)).steps
    assert step.values["name"] == "Bürgerbüro und Straßenverkehr"


def test_a_single_table_is_known_by_its_heads():
    found = compared("Kennung;Vorname;Familienname\nP1;Nora;Neu\n", name="Export (3).csv")
    assert [(step.kind, step.table) for step in found.steps] == [(NEW, "personen")]


def test_units_are_made_from_the_top_and_ended_from_below():
    made = compared(EINHEITEN + "1.1.1;C;1.1\n1.1;B;1\n1;A\n")
    assert [step.key[0] for step in made.steps] == ["1", "1.1", "1.1.1"]
    organisation = there(einheiten=[step.values for step in made.steps])
    day = "28.11.2026"
    ended = compared(
        EINHEITEN + f"1;A;;;;{day}\n1.1;B;1;;;{day}\n1.1.1;C;1.1;;;{day}\n", organisation
    )
    assert [step.key[0] for step in ended.steps] == ["1.1.1", "1.1", "1"]


def test_changed_ended_and_unchanged_lines_are_told_apart():
    rows = [{"kennzeichen": str(n), "name": f"Amt {n}"} for n in range(1, 5)]
    found = compared(
        EINHEITEN + "1;Amt 1\n2;Neues Amt\n3;Amt 3;;;;01.12.2026\n", there(einheiten=rows)
    )
    assert [(step.kind, step.key[0]) for step in found.steps] == [(CHANGE, "2"), (FINISH, "3")]
    assert found.steps[0].changed == [("Name", "Amt 2", "Neues Amt")]
    assert found.unchanged == 1
    whole = compared(
        EINHEITEN + "1;Amt 1\n2;Amt 2\n3;Amt 3\n", there(einheiten=rows), is_whole=True
    )
    assert [(step.kind, step.key[0]) for step in whole.steps] == [(FINISH, "4")]


def test_a_column_that_is_not_there_changes_nothing():
    row = {"kennung": "P1", "vorname": "Nora", "familienname": "Neu", "telefon": "12"}
    found = compared(
        "Kennung;Vorname;Familienname\nP1;Nora;Neu\n", there(personen=[row]), name="personen.csv"
    )
    assert (found.steps, found.unchanged) == ([], 1)


def test_what_began_keeps_its_beginning():
    row = {"kennzeichen": "1", "name": "A", "valid_from": "2020-01-01"}
    found = compared(EINHEITEN + "1;A;;01.01.2021\n", there(einheiten=[row]))
    assert "„Besteht ab“ steht schon fest und bleibt." in str(found.problems[0])


def test_a_name_that_begins_like_a_formula_comes_back_as_it_was():
    rows = {name: [] for name in KINDS}
    rows["einheiten"] = [{"kennzeichen": "1", "name": "=SUMME(A1)", "parent": "", "end": ""}]
    content = write_zip(rows)
    text = zipfile.ZipFile(io.BytesIO(content)).read("einheiten.csv").decode()
    assert "'=SUMME" in text
    (line,) = read_tables(content, "a.zip").lines["einheiten"]
    assert line.values["name"] == "=SUMME(A1)"
