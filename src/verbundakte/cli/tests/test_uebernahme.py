"""Taking an old system over: dry run, the real one, again, with what cannot be taken."""

import argparse
import json
from datetime import date

import pytest
from django.db import connection

from verbundakte.akten import actions
from verbundakte.akten.models import Akte, Altverlauf, Dokument, FremdeKennung, Vorgang
from verbundakte.akten.tests.factories import make_akte, make_planeinheit
from verbundakte.cli import import_files, planner
from verbundakte.cli.problems import Problem

LOGIN = "registratur.musterstadt"
AKTEN = """Nr;Plan;Titel;AZ;Begonnen;Zu
1;632.20;Lindenallee 12;632.20-2015/0004;03.02.2015;31.12.2018
2;632.20;Mühlweg 3;;01.05.2019;
"""
VORGAENGE = """Nr;Akte;Titel;Zu
V1;1;Carport;30.06.2018
V2;2;Garage;
"""
DOKUMENTE = """Nr;Vorgang;Datei;Titel;Tag
D1;V1;bau/antrag.txt;Bauantrag;04.02.2015
D2;V1;bau/bescheid.txt;Bescheid;01.03.2015
D3;V2;garage.txt;Anfrage;02.05.2019
"""
HISTORIE = "obj;am;wer;was\nD1;04.02.2015 08:15;Poststelle;Eingang erfasst\n"
COMMON = {"schluessel": "Nr", "betreff": "Titel"}
MAPPING = {
    "quelle": "Altregistratur",
    "akten": {
        "tabelle": "akten.csv",
        "felder": COMMON
        | {
            "planeinheit": "Plan",
            "aktenzeichen": "AZ",
            "angelegt_on": "Begonnen",
            "zda_on": "Zu",
        },
    },
    "vorgaenge": {"tabelle": "v.csv", "felder": COMMON | {"akte": "Akte", "zda_on": "Zu"}},
    "dokumente": {
        "tabelle": "d.csv",
        "felder": COMMON
        | {"vorgang": "Vorgang", "datei": "Datei", "datum_des_schreibens": "Tag"},
    },
    "historie": {"tabelle": "h.csv", "felder": {"objekt": "obj", "am": "am", "wer": "wer", "was": "was"}},
}  # fmt: skip


@pytest.fixture
def old(tmp_path, musterstadt):
    """The folder of an old system, and a plan unit for it."""
    make_planeinheit()
    folder = tmp_path / "alt"
    (folder / "bau").mkdir(parents=True)
    tables = {"akten.csv": AKTEN, "v.csv": VORGAENGE, "d.csv": DOKUMENTE, "h.csv": HISTORIE}
    for name, text in tables.items():
        (folder / name).write_text(text, encoding="cp1252")
    for name in ("bau/antrag.txt", "bau/bescheid.txt", "garage.txt"):
        (folder / name).write_text(f"Inhalt von {name}")
    (folder / "abbildung.json").write_text(json.dumps(MAPPING))
    return folder


@pytest.fixture
def take(old, data_dir, capsys):
    """Runs the command with --json in this process; returns exit code, lines and summary."""

    def run(login=LOGIN, dry_run=False):
        options = argparse.Namespace(
            folder=old,
            tenant="musterstadt",
            login=login,
            vorgang=None,
            mapping=old / "abbildung.json",
            dry_run=dry_run,
            wait=False,
            json=True,
            data=data_dir,
        )
        code = import_files.run(options)
        *lines, last = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
        return code, lines, last["summary"]

    return run


def test_a_dry_run_counts_and_writes_nothing(take):
    code, lines, summary = take(dry_run=True)
    assert (code, lines) == (0, [])
    assert summary == {
        "akten": 2, "vorgaenge": 2, "dokumente": 3, "historie": 1, "known": 0, "findings": 0,
    }  # fmt: skip
    assert not Akte.objects.exists() and not FremdeKennung.objects.exists()


def test_everything_is_here_with_its_numbers_days_history_and_state(take):
    code, _, summary = take()
    assert (code, summary["registered"], summary["refused"]) == (0, 10, 0)
    closed = Akte.objects.get(aktenzeichen="632.20-2015/0004")
    assert closed.betreff == "Lindenallee 12" and closed.created_at.date() == date(2015, 2, 3)
    assert actions.is_closed(closed)
    assert closed.zda_verfuegungen.get().closed_on == date(2018, 12, 31)
    assert not actions.is_closed(Akte.objects.get(betreff="Mühlweg 3"))
    dokument = Dokument.objects.get(betreff="Bauantrag")
    assert dokument.datum_des_schreibens == date(2015, 2, 4)
    assert dokument.fassungen.get().dateien.get().source_path == "bau/antrag.txt"
    entry = Altverlauf.objects.get(object_id=dokument.pk)
    assert (entry.who, entry.action) == ("Poststelle", "Eingang erfasst")


def test_again_brings_nothing_twice_and_goes_on_where_it_stopped(take, old):
    (old / "garage.txt").unlink()
    code, lines, summary = take()
    assert code == 1
    assert [line["reason"] for line in lines if line.get("result") == "refused"] != []
    (old / "garage.txt").write_text("wieder da")
    code, _, summary = take()
    assert (code, summary["registered"], summary["duplicate"]) == (0, 1, 7)
    assert (Akte.objects.count(), Vorgang.objects.count(), Dokument.objects.count()) == (2, 2, 3)
    assert Altverlauf.objects.count() == 1


def test_what_does_not_fit_here_is_named_with_its_line(take, old):
    (old / "akten.csv").write_text(
        AKTEN + "3;999.99;Nirgends;;;\n4;632.20;Doppelt;632.20-2015/0004;;\n", encoding="cp1252"
    )
    code, lines, _summary = take(dry_run=True)
    found = [(line["finding"]["line"], line["finding"]["message"]) for line in lines]
    assert code == 1
    assert [line for line, _ in found] == [4, 5]
    assert "999.99" in found[0][1] and "schon vergeben" in found[1][1]


def test_new_akten_do_not_meet_the_numbers_that_came(take, musterstadt, old):
    (old / "akten.csv").write_text(
        AKTEN.replace("632.20-2015/0004", f"632.20-{date.today().year}/0001"), encoding="cp1252"
    )
    take()
    row = make_akte(lambda: musterstadt.registratur, planeinheit=Akte.objects.first().planeinheit)
    assert row.aktenzeichen == f"632.20-{date.today().year}/0002"


def test_without_the_right_nothing_is_read(take):
    with pytest.raises(Problem, match="keine Bestände"):
        take(login="assistenz.musterstadt")


def test_a_table_cannot_lead_out_of_its_folder(take, old, tmp_path):
    (tmp_path / "geheim.csv").write_text(AKTEN)
    mapping = MAPPING | {"akten": MAPPING["akten"] | {"tabelle": "../geheim.csv"}}
    (old / "abbildung.json").write_text(json.dumps(mapping))
    with pytest.raises(Problem, match="aus dem Ordner hinaus"):
        take(dry_run=True)


def known_rows(table: str) -> float:
    """Return how many rows the planner thinks a table has."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples FROM pg_class WHERE relname = %s", [table])
        return cursor.fetchone()[0]


def test_the_planner_learns_of_a_large_take_over_on_the_way_and_at_its_end(take, monkeypatch):
    looked = []
    monkeypatch.setattr(planner, "FIRST", 5)
    real = planner.learn_about
    monkeypatch.setattr(planner, "learn_about", lambda *kinds: looked.append(real(*kinds)))
    take()
    assert len(looked) == 2
    assert known_rows("akten_dokument") == Dokument.objects.count() == 3
    assert known_rows("akten_altverlauf") == 1
    take()
    assert len(looked) == 2
