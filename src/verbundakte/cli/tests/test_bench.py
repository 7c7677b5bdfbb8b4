"""The benchmarks: found by their names, and the generated old system is one that can be read."""

from verbundakte.cli import bench
from verbundakte.cli.commands import available
from verbundakte.demo import build
from verbundakte.standards.uebernahme import read_abbildung, read_bestand


def test_the_command_exists_and_knows_its_benchmarks():
    assert "bench" in available()
    assert all(callable(bench.benchmark(name).run) for name in bench.names())
    assert {"seiten", "uebernahme"} <= set(bench.names())


def test_the_old_system_of_the_benchmark_is_whole(tmp_path):
    town = next(town for town in build(7, scale=0.1).towns if town.slug == "musterstadt")
    rows = bench.benchmark("uebernahme").write_old_system(tmp_path, town, 12)
    assert rows["dokumente"] == rows["historie"] == 12
    abbildung = read_abbildung((tmp_path / "abbildung.json").read_text())
    found = read_bestand(abbildung, lambda name: (tmp_path / name).read_bytes(), known={})
    assert found.findings == []
    assert {kind: len(lines) for kind, lines in found.rows.items()} == rows
