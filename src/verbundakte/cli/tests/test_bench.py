"""The benchmarks: found by their names, and the generated old system is one that can be read."""

from verbundakte.cli import bench
from verbundakte.cli.commands import available
from verbundakte.demo import build
from verbundakte.standards.uebernahme import read_abbildung, read_bestand


def test_the_command_exists_and_knows_its_benchmarks():
    assert "bench" in available()
    assert all(callable(bench.benchmark(name).run) for name in bench.names())
    assert {"seiten", "uebernahme"} <= set(bench.names())


def test_figures_are_told_as_tables_of_markdown():
    rows = [{"was": "Liste", "p50_ms": 1.5}, {"was": "a|b", "p50_ms": 2}]
    lines = list(bench._markdown({"cores": 2, "zeiten": rows}))
    assert lines[0] == "- cores: 2"
    assert lines[-3:] == ["| --- | --- |", "| Liste | 1.5 |", "| a/b | 2 |"]


def test_the_old_system_of_the_benchmark_is_whole(tmp_path):
    town = next(town for town in build(7, scale=0.1).towns if town.slug == "musterstadt")
    rows = bench.benchmark("uebernahme").write_old_system(tmp_path, town, 12)
    assert rows["dokumente"] == rows["historie"] == 12
    abbildung = read_abbildung((tmp_path / "abbildung.json").read_text())
    found = read_bestand(abbildung, lambda name: (tmp_path / name).read_bytes(), known={})
    assert found.findings == []
    closed = sum("zda_on" in row.values for row in found.rows["vorgaenge"])
    assert {kind: len(lines) for kind, lines in found.rows.items()} | {"zda": closed} == rows


def test_the_published_questions_are_answered_as_well_as_promised():
    suche = bench.benchmark("suche")
    questions = suche.read_questions()
    assert len(questions) == 300
    rows = {row["class"]: row for row in suche.compare(questions, suche.demo_texts())}
    assert sum(row["questions"] for row in rows.values()) >= 290
    for name, least in suche.PROMISED.items():
        assert rows[name]["recall@10"] >= least - 0.03, rows[name]  # the demo's texts may change
    assert rows["bekannt"]["mrr"] >= 0.8


def test_the_same_figures_always_give_the_same_sizes_and_larger_towns_need_more():
    groesse = bench.benchmark("groesse")
    measured = {
        "Byte Datenbank je Dokument": 9000,
        "Byte Index je Dokument": 4000,
        "CPU-Sekunden je übernommenem PDF": 0.3,
        "Einträge je Sekunde und Kern beim Neuaufbau": 500,
        "asks": {kind: [(20.0, 4.0), (35.0, 8.0)] for kind in groesse.KINDS},
    }
    found = groesse.tables(measured)
    assert found == groesse.tables(measured)
    cores = next(row for row in found["towns"] if row["was"] == "Kerne für Seiten")
    assert cores["90 Personen"] < cores["5.000 Personen"] < cores["50.000 Personen"]


def test_a_working_day_is_made_of_reading_documents_and_changes_as_promised():
    last = bench.benchmark("last")
    from grossbestand.ergebnis import CHANGES, DOCUMENTS

    class Ask:
        def __init__(self, name):
            self.name = name

    plan = last.planned([Ask("Suche: Wort"), Ask(DOCUMENTS[0]), Ask(CHANGES[0])], 100)
    assert len(plan) == 3000
    assert plan == sorted(plan, key=lambda one: one[0])
    for kind, share in last.SHARES.items():
        assert abs(sum(one[1] == kind for one in plan) / len(plan) - share) < 0.03
