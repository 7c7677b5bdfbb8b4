"""The figures for operators: behind a token, in the form Prometheus reads, without towns and names."""

import re

import pytest
from django.test import Client

from verbundakte.core import metrics
from verbundakte.core.blobs.errors import reason_of

TOKEN = "nur-fuer-tests-und-lang-genug"
LINE = re.compile(r'^[a-z_]+(\{([a-z]+="[^"\\]*",?)+\})? [0-9.e+-]+$')


@pytest.fixture
def ask(towns, settings):
    """Ask for the figures with a token."""
    settings.METRICS_TOKEN = TOKEN

    def run(token: str = TOKEN):
        return Client().get("/metrics", headers={"Authorization": f"Bearer {token}"})

    return run


def figures(answer) -> dict[str, float]:
    """Return every line as {name and labels: value}; each must be well-formed."""
    found = {}
    for line in answer.content.decode().splitlines():
        if not line.startswith("#"):
            assert LINE.match(line), line
            name, _, value = line.rpartition(" ")
            found[name] = float(value)
    return found


def test_without_a_token_that_is_right_there_are_none(ask, settings):
    assert ask("falsch").status_code == 401
    assert Client().get("/metrics").status_code == 401
    settings.METRICS_TOKEN = ""
    assert ask().status_code == 404


def test_requests_and_store_errors_are_counted(ask, towns):
    before = figures(ask())
    towns["musterstadt"].client("sachbearbeiterin").get("/musterstadt/suche/?q=Geheimnis")
    reason_of(OSError(28, "voll"))
    after = figures(ask())

    def grown(name: str) -> float:
        return after[name] - before.get(name, 0)

    assert grown('verbundakte_requests_total{room="web",kind="read",status="200"}') == 2
    assert grown('verbundakte_request_seconds_count{room="web",kind="read"}') == 2
    assert grown('verbundakte_store_errors_total{store="lokal",kind="full"}') == 1
    assert after["verbundakte_database_up"] == 1
    assert after["verbundakte_database_connections"] >= 1
    assert after["verbundakte_disk_free_bytes"] > 0
    assert after["process_resident_memory_bytes"] > 0


def test_neither_towns_nor_names_nor_questions_stand_in_them(ask, towns):
    towns["musterstadt"].client("sachbearbeiterin").get("/musterstadt/suche/?q=Geheimnis")
    said = ask().content.decode().lower()
    assert not any(word in said for word in ("muster", "beispiel", "geheim", "sachbearbeit"))


def test_the_database_being_away_is_a_figure_too(ask, monkeypatch):
    from django.db import OperationalError

    from verbundakte.web.views import metrics as view

    def away():
        raise OperationalError("weg")

    monkeypatch.setattr(view, "_database", away)
    assert figures(ask())["verbundakte_database_up"] == 0


def test_buckets_grow_up_to_all():
    histogram = metrics.Histogram("x", "x")
    for seconds in (0.001, 0.01, 0.3, 99):
        histogram.add(seconds, room="web")
    lines = list(histogram.family().lines())
    assert 'x_bucket{room="web",le="0.01"} 2' in lines
    assert 'x_bucket{room="web",le="+Inf"} 4' in lines
    assert 'x_count{room="web"} 4' in lines


def test_whichever_process_is_asked_tells_the_sum(tmp_path):
    def counted() -> tuple[float, float]:
        requests, durations, _ = metrics.counted_families()
        return (
            sum(one.value for one in requests.samples),
            sum(one.value for one in durations.samples if one.name.endswith("_count")),
        )

    metrics.requests.add(room="web", kind="read", status="200")
    metrics.durations.add(0.2, room="web", kind="read")
    alone = counted()
    other, here = metrics.Shared(), metrics.Shared()
    other.begin(tmp_path, "web-2")
    other.leave()
    here.begin(tmp_path, "web")
    assert [*here.others()[0]] == [one.name for one in metrics.COUNTED]
    metrics.shared.begin(tmp_path, "web")
    try:
        assert counted() == (2 * alone[0], 2 * alone[1])
    finally:
        metrics.shared.end()
    assert counted() == alone
