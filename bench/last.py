"""A town hall at work: 30 requests a second, 60 % lists and searches, 30 % documents, 10 % changes.

`--data` is an installation made by `bench gross`; it is started whole, with its jobs and indexer.
`--size` is how many seconds it goes on (60). Requests come at random moments, whether or not the
earlier ones are answered; each is timed from the moment it should have been sent. Target: 95 % are
answered within 100 ms.
"""

import argparse
import logging
import queue
import statistics
import threading
import time
from importlib import import_module
from random import Random

from grossbestand.ergebnis import kind_of, written
from laufend import cpu_by_part, running, settled, used

from verbundakte.cli.session import django_session

RATE, SECONDS, TARGET = 30.0, 60, 100.0
CLIENTS = 24
SHARES = {"lesen": 0.6, "dokument": 0.3, "ändern": 0.1}


def run(options: argparse.Namespace) -> dict:
    """Return median, 95th and 99th percentile in all and for each kind, and the CPU of each part."""
    seconds = options.size or SECONDS
    with django_session(options.data):
        logging.disable(logging.INFO)  # the figures are the output
        anfragen, netz = import_module("grossbestand.anfragen"), import_module("grossbestand.netz")
        groessen = import_module("grossbestand.groessen")
        town = anfragen.found_bestand()
        count = groessen.count_of(town.tenant)  # the database ends with the installation
        cookies = {clerk: netz.cookie_of(login) for clerk, (_, login) in town.clerks.items()}
        with running(options.data) as state:
            settled(options.data)
            load_before = groessen.load()
            visitors = [
                netz.Visitor(town, clerk, cookies[clerk], state.port)
                for clerk in (list(cookies) * CLIENTS)[:CLIENTS]
            ]
            plan = planned(anfragen.asks(town), seconds)
            _play(visitors, plan[: CLIENTS * 2], pace=False)
            for visitor in visitors:
                visitor.failed = 0
            before, began = cpu_by_part(options.data, state), time.monotonic()
            took = _play(visitors, plan, pace=True)
            lasted = time.monotonic() - began
            parts = used(options.data, state, before)
    figures = {
        "documents": count,
        "requests": len(plan),
        "per_second": round(len(plan) / lasted, 1),
        "failed": sum(visitor.failed for visitor in visitors),
        "load": [load_before, groessen.load()],
        "p95_target": f"{TARGET:g} ms: {_word(took)}",
        "kinds": [_row(kind, took) for kind in ("alle", *SHARES)],
        "parts": [
            {"part": name, "cpu_ms_each": round(1000 * cpu / len(plan), 1)}
            for name, cpu in parts.items()
        ],
    }
    written("last", figures)
    return figures


def planned(asks: list, seconds: int) -> list[tuple[float, str, object]]:
    """Return (second, kind, request) of a run, in order; always the same."""
    rng = Random(7)  # noqa: S311
    by_kind: dict[str, list] = {}
    for ask in asks:
        by_kind.setdefault(kind_of(ask.name), []).append(ask)
    moments = sorted(rng.uniform(0, seconds) for _ in range(round(RATE * seconds)))
    kinds = rng.choices(list(SHARES), list(SHARES.values()), k=len(moments))
    return [
        (moment, kind, rng.choice(by_kind[kind]))
        for moment, kind in zip(moments, kinds, strict=True)
    ]


def _play(visitors: list, plan: list, *, pace: bool) -> list[tuple[str, float]]:
    """Send all requests, at their moments if `pace`; return (kind, milliseconds) of each."""
    waiting: queue.SimpleQueue = queue.SimpleQueue()
    took: list[tuple[str, float]] = []

    def work(visitor) -> None:
        while (item := waiting.get()) is not None:
            due, kind, ask = item
            visitor.send(ask)
            took.append((kind, (time.perf_counter() - due) * 1000))

    threads = [threading.Thread(target=work, args=(one,)) for one in visitors]
    for thread in threads:
        thread.start()
    began = time.perf_counter()
    for moment, kind, ask in plan:
        due = began + moment
        if pace:
            time.sleep(max(0.0, due - time.perf_counter()))
        waiting.put((due if pace else time.perf_counter(), kind, ask))
    for _ in threads:
        waiting.put(None)
    for thread in threads:
        thread.join()
    return took


def _row(kind: str, took: list[tuple[str, float]]) -> dict:
    own = [one for name, one in took if kind in ("alle", name)]
    steps = statistics.quantiles(own, n=100)
    return {
        "kind": kind,
        "requests": len(own),
        "p50_ms": round(steps[49], 1),
        "p95_ms": round(steps[94], 1),
        "p99_ms": round(steps[98], 1),
    }


def _word(took: list[tuple[str, float]]) -> str:
    return "erreicht" if _row("alle", took)["p95_ms"] <= TARGET else "verfehlt"
