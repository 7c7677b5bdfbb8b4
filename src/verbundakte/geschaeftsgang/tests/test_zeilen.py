"""Typed lines of a Verfügung."""

from datetime import date
from uuid import UUID

import pytest

from verbundakte.geschaeftsgang.zeilen import Eintrag, Verzeichnis, read_zeilen

DAY = date(2026, 11, 28)
NAMES = Verzeichnis(
    [
        Eintrag("einheit", UUID(int=20), "20 Kämmerei", ("20", "Kämmerei")),
        Eintrag("einheit", UUID(int=63), "63 Bauordnung", ("63", "Bauordnung")),
        Eintrag("person", UUID(int=1), "Jonas Probst", ("Jonas Probst", "Probst")),
        Eintrag("person", UUID(int=2), "Anna Müller", ("Anna Müller", "Müller")),
        Eintrag("person", UUID(int=3), "Bernd Müller", ("Bernd Müller", "Müller")),
        Eintrag("stelle", UUID(int=9), "Datenschutz", ("Datenschutzbeauftragte",)),
        Eintrag("stelle", UUID(int=8), "Bauordnung (63)", ("Bauordnung",), is_last=True),
        Eintrag("stelle", UUID(int=7), "Müllabfuhr (70)", ("Müllabfuhr",), is_last=True),
        Eintrag("stelle", UUID(int=6), "Statik (63)", ("Statik",), is_last=True),
    ]
)


def read(text: str):
    """Return what was read of some lines."""
    return read_zeilen(text, NAMES, today=DAY)


def whom(one) -> str:
    """Return the addressee of a line in words."""
    return one.ziel.name if one.ziel else one.rolle or one.aussen


def test_a_whole_verfuegung_as_clerks_write_it():
    rows = read(
        "1. Vermerk: Ortstermin am 03.11.\n2. Schreiben an Frau Zaun\n3. Mz. Amt 20\n"
        "4. Wv. 01.03.\n5. z. d. A."
    )
    assert [(row.art, whom(row), row.frist_on) for row in rows] == [
        ("vermerk", "verfasser", None),
        ("bearbeitung", "verfasser", None),
        ("mitzeichnung", "20 Kämmerei", None),
        ("wiedervorlage", "verfasser", date(2027, 3, 1)),
        ("zda", "verfasser", None),
    ]
    assert rows[0].text == "Ortstermin am 03.11." and rows[1].text == "Schreiben an Frau Zaun"
    assert [row.stufe for row in rows] == [1, 2, 3, 4, 5] and not any(row.problem for row in rows)


def test_quick_commands_stand_in_one_line():
    first, second = read("/mz kämmerei, /wv 3w")
    assert (first.art, whom(first)) == ("mitzeichnung", "20 Kämmerei")
    assert (second.art, second.frist_on) == ("wiedervorlage", date(2026, 12, 19))


@pytest.mark.parametrize(
    ("line", "art", "who", "frist"),
    [
        ("z. K. Frau Probst", "kenntnis", "Jonas Probst", None),
        ("zK 63", "kenntnis", "63 Bauordnung", None),
        ("b. R.", "bearbeitung", "verfasser", None),
        ("b.R. Herrn Probst", "bearbeitung", "Jonas Probst", None),
        ("SZ", "schlusszeichnung", "vorgesetzte", None),
        ("Mitzeichnung Bernd Müller bis 5.12.", "mitzeichnung", "Bernd Müller", date(2026, 12, 5)),
        ("Stellungnahme datenschutz 14 Tage", "stellungnahme", "Datenschutz", date(2026, 12, 12)),
        ("Benehmen Wasserwirtschaftsamt", "benehmen", "Wasserwirtschaftsamt", None),
        ("Beschluss Rat 14.12.", "beschluss", "Rat", date(2026, 12, 14)),
        ("zda", "zda", "verfasser", None),
        ("z.w.V. Amt 63", "bearbeitung", "63 Bauordnung", None),
        ("wv in 1 Monat", "wiedervorlage", "verfasser", date(2026, 12, 28)),
        ("Wv. 28.02.2027", "wiedervorlage", "verfasser", date(2027, 2, 28)),
    ],
)
def test_one_line(line, art, who, frist):
    (row,) = read(line)
    assert (row.art, whom(row), row.frist_on, row.problem) == (art, who, frist, "")


def test_several_in_one_line_and_lettered_lines_run_side_by_side():
    rows = read("Mz. Amt 20 und Probst\n2a. z. K. 63\n2b. z. K. Probst\n3. eilt Versand")
    assert [row.stufe for row in rows[:4]] == [1, 1, 2, 2]
    (urgent,) = read("z. K. Probst eilt: vor der Sitzung")
    assert urgent.is_eilig and urgent.text == "vor der Sitzung"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("Mz. Müller", "„Müller“ können mehrere sein: Anna Müller, Bernd Müller."),
        ("Mz. Forstamt", "„Forstamt“ gibt es hier nicht."),
        ("Mz.", "wer das tun soll"),
        ("Wv.", "Nennen Sie den Tag der Wiedervorlage"),
        ("Wv. 31.02.", "Den Tag „31.02.“ gibt es nicht."),
        ("Wv. 01.01.2020", "ist schon vorbei"),
        ("Kaffee kochen", "beginnt mit keiner bekannten Verfügung"),
    ],
)
def test_what_cannot_be_meant_is_said_with_its_line(line, said):
    rows = read(f"z. d. A.\n{line}")
    assert rows[1].problem.startswith("Zeile 2: ") and said in rows[1].problem


def test_a_stelle_is_meant_where_nobody_else_is_called_so():
    assert whom(*read("Mz. Statik")) == "Statik (63)"
    assert whom(*read("Mz. Bauordnung")) == "63 Bauordnung"
    assert whom(*read("Mz. Müllabf")) == "Müllabfuhr (70)"
    [either] = read("Mz. Mül")
    assert [one.name for one in either.kandidaten] == ["Anna Müller", "Bernd Müller"]
