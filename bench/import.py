"""What taking files in costs: text PDFs with all that follows, and many small files in one folder.

`--size` is how many small files (10,000) the one folder has. The PDFs (a hundredth of that, at most
100) go through filing, reading, preview and index one after the other; counted is the CPU of this
process, of all it starts and of its database connection. The small files are taken by the command
`import`, whose memory is looked at on the way. Both happen in an installation of their own that
disappears afterwards; making it takes a minute before anything is measured. Targets: 0.3 CPU
seconds a PDF; no growth of memory.
"""

import argparse
import logging
import os
import resource
import subprocess
import sys
import tempfile
import time
from importlib import import_module
from pathlib import Path

from django.db import connection
from grossbestand.ergebnis import written

from verbundakte.cli.session import django_session
from verbundakte.core.embedded.processes import cpu_seconds
from verbundakte.demo import build, command
from verbundakte.demo.files import render_dokument

SLUG, USUAL, MOST_PDFS = "musterstadt", 10_000, 100
TARGET_PDF, TARGET_GROWTH = 0.3, 1.1
ROOT = Path(__file__).resolve().parents[1]


def run(options: argparse.Namespace) -> dict:
    """Return CPU seconds of a PDF, and memory and pace of the folder."""
    size = options.size or USUAL
    with tempfile.TemporaryDirectory(prefix="verbundakte-bench-") as name:
        data, folder = Path(name) / "data", Path(name) / "dateien"
        with django_session(data, make=True):
            logging.disable(logging.INFO)  # the figures are the output
            town = next(one for one in command.fill(data, scale=0.02).towns if one.slug == SLUG)
            login = town.with_role("sachbearbeitung")[0].login
            groessen = import_module("grossbestand.groessen")
            load = [groessen.load()]
            pdfs = _pdfs(folder / "pdf", max(5, min(MOST_PDFS, size // 100)))
            each = _cpu_of_pdfs(pdfs, login)
        found = _small_files(data, folder / "klein", size, login)
    figures = {"load": [*load, groessen.load()]} | each | found
    written("import", figures)
    return figures


def _pdfs(folder: Path, count: int) -> Path:
    """Write letters of the demo world as text PDFs."""
    folder.mkdir(parents=True)
    letters = (
        (town, dokument)
        for town in build(411, 0.3).towns
        for dokument in town.dokumente()
        if dokument.format == "pdf"
    )
    for number, (town, dokument) in zip(range(count), letters, strict=False):
        (folder / f"{number:04d}.pdf").write_bytes(render_dokument(town, dokument)[1])
    return folder


def _cpu_of_pdfs(folder: Path, login: str) -> dict:
    product = import_module("durchlauf.produkt").Product  # needs Django, set up by now
    tail = import_module("verbundakte.core.search.indexer").Tail()
    tail.step()
    files = sorted(folder.iterdir())
    with product(folder, SLUG, login) as opened:
        opened.take(files[0])  # what a process loads once
        database = connection.connection.info.backend_pid
        before, began = _cpu(database), time.monotonic()
        rows = [opened.take(path) for path in files[1:]]
    while tail.step():
        continue
    each = (_cpu(database) - before) / len(rows)
    return {
        "pdfs": len(rows),
        "readable": sum(row["readable"] for row in rows),
        "cpu_seconds_per_pdf": round(each, 3),
        "seconds_per_pdf": round((time.monotonic() - began) / len(rows), 3),
        "pdf_target": f"{TARGET_PDF} CPU-Sekunden: {'erreicht' if each <= TARGET_PDF else 'verfehlt'}",
    }


def _cpu(database: int) -> float:
    """Return the CPU seconds of this process, of what it has started, and of its connection."""
    own = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in own) + cpu_seconds(database)


def _small_files(data: Path, folder: Path, size: int, login: str) -> dict:
    folder.mkdir(parents=True)
    for number in range(size):
        (folder / f"notiz {number:05d}.txt").write_text(f"Notiz {number} zum Antrag\n")
    order = ["import", str(folder), "--tenant", SLUG, "--as", login, "--json"]
    line = [sys.executable, "-m", "verbundakte.cli", "--data", str(data), *order]
    memory, began = {}, time.monotonic()
    environment = os.environ | {"PYTHONPATH": str(ROOT / "src")}
    with subprocess.Popen(line, stdout=subprocess.PIPE, text=True, env=environment) as process:
        for number, _ in enumerate(process.stdout, 1):
            if number % max(1, size // 10) == 0:
                memory[number] = _megabytes(process.pid) or memory.get(number, 0)
    seconds = time.monotonic() - began
    seen = [one for one in memory.values() if one]
    growth = seen[-1] / seen[1] if len(seen) > 2 else 0.0
    return {
        "small_files": size,
        "files_per_second": round(size / seconds, 1),
        "growth": round(growth, 3),
        "growth_target": f"höchstens {TARGET_GROWTH:g}: "
        + ("erreicht" if 0 < growth <= TARGET_GROWTH else "verfehlt"),
        "memory": [{"files": number, "mb": mb} for number, mb in memory.items()],
    }


def _megabytes(pid: int) -> int:
    """Return the resident memory of a process, 0 when it is gone."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(one.split()[1]) // 1024 for one in lines if one.startswith("VmRSS")), 0)
