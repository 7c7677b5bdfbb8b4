"""Whether reading scans makes the pages slower: the same pages before and while text is recognised.

`--data` is an installation made by `bench gross`; it is started whole. `--size` is how many scans are
filed (12). Target: a page takes at most 1.5 times as long (median).
"""

import argparse
import logging
import statistics
import time
from importlib import import_module

from grossbestand.ergebnis import written
from laufend import running, settled

from verbundakte.cli.installation import Installation
from verbundakte.cli.session import django_session
from verbundakte.cli.status import status
from verbundakte.demo import build
from verbundakte.demo.files import render_dokument

TARGET, ROUNDS, SCANS = 1.5, 12, 12
LONGEST = 300.0  # seconds of asking while scans are read
PAGES = ("Schreibtisch", "Liste der Vorgänge", "Vorgang", "Dokument", "Suche: Wort")


def run(options: argparse.Namespace) -> dict:
    """Return for each page the median before and meanwhile, and the worst ratio."""
    with django_session(options.data):
        logging.disable(logging.INFO)  # the figures are the output
        anfragen, netz = import_module("grossbestand.anfragen"), import_module("grossbestand.netz")
        groessen = import_module("grossbestand.groessen")
        town = anfragen.found_bestand()
        clerk, (_, login) = next(iter(town.clerks.items()))
        asks = {ask.name: ask for ask in anfragen.asks(town)}
        upload = asks["Datei ablegen"]
        with running(options.data) as state:
            settled(options.data)
            visitor = netz.Visitor(town, clerk, netz.cookie_of(login), state.port)
            pages = [asks[name] for name in PAGES]
            _medians(visitor, pages)  # what a process loads once
            load, before = [groessen.load()], _medians(visitor, pages)
            for content in _scans(options.size or SCANS):
                visitor.send(upload, content)
            meanwhile, rounds = _while_working(options.data, visitor, pages)
            load.append(groessen.load())
    rows = [
        {
            "page": name,
            "before_ms": before[name],
            "meanwhile_ms": meanwhile[name],
            "ratio": round(meanwhile[name] / before[name], 2),
        }
        for name in PAGES
    ]
    worst = max(row["ratio"] for row in rows)
    figures = {
        "rounds_meanwhile": rounds,
        "failed": visitor.failed,
        "worst_ratio": worst,
        "target": f"höchstens {TARGET:g}: {'erreicht' if worst <= TARGET else 'verfehlt'}",
        "load": load,
        "pages": rows,
    }
    written("texterkennung", figures)
    return figures


def _scans(count: int):
    """Yield scanned letters of the demo world, each with other bytes."""
    scans = [
        (town, dokument)
        for town in build(411, 0.3).towns
        for dokument in town.dokumente()
        if dokument.format == "scan"
    ]
    for number in range(count):
        town, dokument = scans[number % len(scans)]
        mark = f"\n% {time.time_ns()} {number}\n".encode()
        yield render_dokument(town, dokument)[1] + mark


def _asked(visitor, pages: list) -> dict[str, float]:
    took = {}
    for ask in pages:
        visitor.took.clear()
        visitor.send(ask)
        took[ask.name] = visitor.took[0]
    return took


def _medians(visitor, pages: list) -> dict[str, float]:
    return _median([_asked(visitor, pages) for _ in range(ROUNDS)])


def _while_working(data, visitor, pages: list) -> tuple[dict[str, float], int]:
    """Ask as long as something is being worked on."""
    rounds, until = [], time.monotonic() + LONGEST
    while time.monotonic() < until:
        rounds.append(_asked(visitor, pages))
        jobs = status(Installation(data))["jobs"]
        if not jobs["waiting"] and not jobs["running"]:
            break
    return _median(rounds), len(rounds)


def _median(rounds: list[dict[str, float]]) -> dict[str, float]:
    return {name: round(statistics.median(one[name] for one in rounds), 1) for name in rounds[0]}
