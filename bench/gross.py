"""A large installation, built once and measured: every page an ordinary clerk waits for.

`--size N` (100,000) Dokumente in a town of 60 units, 200 zones and 200 persons, and 20 small towns
with N/400 each, in a folder of its own (`--data`), which is made there and kept; a build that was
broken off goes on where it was. Measured are one who sees all, one who sees half and one who sees
5 %: in this process (time, statements, CPU, rows read) and over HTTP with one and eight clients.

The figures are written to `bench/ergebnisse/gross-N.json` and `.md` and compared with the last ones
that stand there. The whole installation obeys its keys, policies and the log's chain:
`./verbundakte check --deep --data ORDNER` finds nothing.
"""

import argparse
import logging
import sys
import time
from importlib import import_module

from grossbestand.ergebnis import last, written

from verbundakte.cli.session import django_session

USUAL, TIMES, TRIAL = 100_000, 10, 5  # a small town is a trial: asked less often
SETTLE = 5.0  # seconds between building and measuring


def run(options: argparse.Namespace) -> dict:
    """Return the figures: building, sizes, each request with its target, the comparison."""
    size = options.size or USUAL
    with django_session(options.data, make=True) as installation:
        logging.disable(logging.INFO)  # the figures are the output
        bauen = import_module("grossbestand.bauen")
        built = bauen.build(size, tell)
        time.sleep(SETTLE if built["documents_written"] else 0)
        return measured(installation, size, built)


def measured(installation, size: int, built: dict) -> dict:
    """Measure the town and write what was found beside what was found last."""
    anfragen, messen = import_module("grossbestand.anfragen"), import_module("grossbestand.messen")
    netz, bericht = import_module("grossbestand.netz"), import_module("grossbestand.bericht")
    groessen = import_module("grossbestand.groessen")
    name = f"gross-{size}"
    before = last(name)
    town = anfragen.found_bestand()
    index_what_was_uploaded()
    times = TIMES if size >= USUAL else TRIAL
    loads, paces = [groessen.load()], [groessen.pace()]
    pages = [vars(row) for row in messen.measured(town, times, tell)]
    loads.append(groessen.load())
    paces.append(groessen.pace())
    net = [vars(row) for row in netz.measured(town, installation, 2 * times, tell)]
    loads.append(groessen.load())
    paces.append(groessen.pace())
    rows = bericht.judged(pages, net, anfragen.asks(town), size)
    figures = {
        "documents": size,
        "load": loads,
        "pace": paces,
        "build": built if built["documents_written"] else before.get("build", built),
        "sizes": groessen.sizes(installation.data, town.tenant),
        "pages": rows,
        "net": net,
    }
    written(name, figures)
    return figures | {"compared": bericht.compared(rows, before.get("pages", []))}


def index_what_was_uploaded() -> None:
    """Bring the index up to date, as the installation does by itself: each measuring leaves files."""
    tail = import_module("verbundakte.core.search.indexer").Tail()
    while tail.step():
        pass
    tail.close()


def tell(text: str) -> None:
    """Say what is being done; the figures go to standard output."""
    sys.stderr.write(f"{text}\n")
