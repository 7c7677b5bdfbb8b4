"""Several machines share the work: which processes run on this one."""

import pytest

from verbundakte.cli.parts import HERE, own_address, own_part, own_processes
from verbundakte.cli.problems import Problem


def test_without_a_part_everything_runs_here(monkeypatch):
    monkeypatch.delenv("VERBUNDAKTE_PART", raising=False)
    monkeypatch.delenv("VERBUNDAKTE_ADDRESS", raising=False)
    assert own_part() == ("web", "worker")
    assert own_address() == HERE


def test_a_machine_with_pages_keeps_its_own_index_and_runs_no_jobs(monkeypatch):
    monkeypatch.setenv("VERBUNDAKTE_PART", "web")
    monkeypatch.setenv("VERBUNDAKTE_ADDRESS", "192.0.2.7")
    assert own_part() == ("web", "indexer")
    assert own_address() == "192.0.2.7"


def test_an_unknown_part_is_refused_with_what_is_possible(monkeypatch):
    monkeypatch.setenv("VERBUNDAKTE_PART", "alles")
    with pytest.raises(Problem, match=r"web [(]Seiten[)] oder jobs"):
        own_part()


def test_several_processes_may_answer_pages(monkeypatch):
    monkeypatch.delenv("VERBUNDAKTE_PART", raising=False)
    monkeypatch.setenv("VERBUNDAKTE_WEB", "2")
    assert own_processes() == [("web", "web"), ("worker", "worker"), ("web-2", "web")]
    monkeypatch.setenv("VERBUNDAKTE_WEB", "1")
    assert own_processes() == [("web", "web"), ("worker", "worker")]
    monkeypatch.setenv("VERBUNDAKTE_PART", "jobs")
    monkeypatch.setenv("VERBUNDAKTE_WEB", "4")
    assert own_processes() == [("worker", "worker")]


@pytest.mark.parametrize("asked", ["0", "9", "zwei", "-1"])
def test_an_impossible_number_of_processes_is_refused(monkeypatch, asked):
    monkeypatch.setenv("VERBUNDAKTE_WEB", asked)
    with pytest.raises(Problem, match="von 1 bis 8"):
        own_processes()
