"""Every file of a folder through the product: registered, read, pictured, made readable.

`--folder` is what is taken (`MANIFEST.tsv` and the like are left out), `--size` how many files at
most (evenly spread; all otherwise). Each file goes through the same actions and jobs as one somebody
files, one after the other, in an installation of its own that disappears afterwards. With `--results`
a line of JSON is kept per file and a table in Markdown beside it; a second run goes on where the first
ended. A listener on 127.0.0.1:9777 counts what tries to reach it from inside a file.
"""

import argparse
import hashlib
import json
import resource
import socket
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path

from verbundakte.cli.problems import WRONG_USAGE, Problem
from verbundakte.cli.session import django_session
from verbundakte.demo import command

SLUG = "musterstadt"
LISTENER = ("127.0.0.1", 9777)
LEFT_OUT = {"MANIFEST.tsv", "README.md", ".gitattributes"}
NO_DOCUMENT = {"archive", "certificate", "program", "unknown", "media"}
LOCKED = "verschlüsselt"
COLUMNS = ("files", "registered", "text", "preview", "lesefassung", "pdfa", "readable")


def run(options: argparse.Namespace) -> dict:
    """Return the figures of each format, and every file that is not readable with its reason."""
    if not options.folder or not options.folder.is_dir():
        raise Problem("Mit --folder ORDNER ist ein Ordner mit Dateien zu nennen.", WRONG_USAGE)
    known = _known(options.results)
    files = _spread(_files(options.folder), options.size)
    open_ones = [path for path in files if _key(options.folder, path) not in known]
    visits: list[object] = []
    if open_ones:
        with _listening(visits):
            for row in _measured(options.folder, open_ones):
                known[row["file"], row["sha256"]] = row
                _keep(options.results, row)
    rows = [known[_key(options.folder, path)] for path in files]
    figures = summary(rows) | {
        "connections": len(visits),
        "largest_process_mb": round(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024),
    }
    if options.results:
        options.results.with_suffix(".md").write_text(as_markdown(figures))
    return figures


def summary(rows: list[dict]) -> dict:
    """Return one line per format and the list of what is not readable."""
    by_format: dict[str, list[dict]] = {}
    for row in rows:
        by_format.setdefault(row["format"], []).append(row)
    table = [_line(name, found) for name, found in sorted(by_format.items())]
    documents = [row for row in rows if row["kind"] not in NO_DOCUMENT]
    open_ones = [row for row in documents if LOCKED not in row["reason"]]
    unreadable = [
        {"file": row["file"], "format": row["format"], "reason": row["reason"]}
        for row in rows
        if not row["readable"]
    ]
    return {
        "files": len(rows),
        "documents": len(documents),
        "readable_percent": _percent(documents),
        "readable_percent_without_locked": _percent(open_ones),
        "cpu_seconds": round(sum(row["cpu_seconds"] for row in rows), 1),
        "formats": table,
        "unreadable": unreadable,
    }


def _percent(rows: list[dict]) -> float:
    return round(100 * sum(row["readable"] for row in rows) / max(1, len(rows)), 2)


def _line(name: str, rows: list[dict]) -> dict:
    counted = {column: sum(row[column] for row in rows) for column in COLUMNS[1:]}
    seconds = sum(row["cpu_seconds"] for row in rows)
    return {
        "format": name,
        "files": len(rows),
        **counted,
        "cpu_seconds": round(seconds, 1),
        "cpu_each": round(seconds / len(rows), 2),
    }


def as_markdown(figures: dict) -> str:
    """Return the table by format and the list of what is not readable."""
    heads = ("Format", "Dateien", "abgelegt", "Text", "Vorschau", "Lesefassung", "PDF/A",
             "lesbar", "CPU-Sekunden", "je Datei")  # fmt: skip
    lines = [" | ".join(("", *heads, "")).strip(), "|" + " --- |" * len(heads)]
    lines += ["| " + " | ".join(map(str, row.values())) + " |" for row in figures["formats"]]
    told = (
        f"{figures['files']} Dateien, davon {figures['documents']} zum Lesen;"
        f" {figures['readable_percent']} % lesbar mit Vorschau, ohne die verschlüsselten"
        f" {figures['readable_percent_without_locked']} %;"
        f" {figures['cpu_seconds']} CPU-Sekunden."
    )
    rest = [
        f"| {row['file']} | {row['format']} | {row['reason'].replace('|', ' ')} |"
        for row in figures["unreadable"]
    ]
    heading = ["", "## Nicht lesbar", "", "| Datei | Format | Grund |", "| --- | --- | --- |"]
    return "\n".join([told, "", *lines, *heading, *rest, ""])


# --- inside ---


def _files(folder: Path) -> list[Path]:
    found = (path for path in folder.rglob("*") if path.is_file() and path.name not in LEFT_OUT)
    return sorted(found)


def _spread(files: list[Path], most: int | None) -> list[Path]:
    if not most or most >= len(files):
        return files
    return [files[round(number * (len(files) - 1) / max(1, most - 1))] for number in range(most)]


def _key(folder: Path, path: Path) -> tuple[str, str]:
    return str(path.relative_to(folder)), hashlib.sha256(path.read_bytes()).hexdigest()


def _known(results: Path | None) -> dict[tuple[str, str], dict]:
    if results is None or not results.exists():
        return {}
    rows = (json.loads(line) for line in results.read_text().splitlines() if line.strip())
    return {(row["file"], row["sha256"]): row for row in rows}


def _keep(results: Path | None, row: dict) -> None:
    if results is not None:
        with results.open("a") as file:
            file.write(json.dumps(row, ensure_ascii=False) + "\n")


@contextmanager
def _listening(visits: list) -> Iterator[None]:
    """Note whoever connects to the port that hostile files name."""
    try:
        listener = socket.create_server(LISTENER)
    except OSError as error:
        raise Problem(
            f"Der Port {LISTENER[1]} ist belegt; er wird zum Zuhören gebraucht."
        ) from error
    with listener:

        def accept() -> None:
            while True:
                try:
                    visits.append(listener.accept())
                except OSError:
                    return

        threading.Thread(target=accept, daemon=True).start()
        yield
        listener.shutdown(socket.SHUT_RDWR)


def _measured(folder: Path, files: list[Path]) -> Iterator[dict]:
    """Register and process each file in an installation of its own; yield its row."""
    with tempfile.TemporaryDirectory(prefix="verbundakte-bench-") as name:
        data = Path(name) / "data"
        with django_session(data, make=True):
            world = command.fill(data, scale=0.02)
            town = next(town for town in world.towns if town.slug == SLUG)
            login = town.with_role("sachbearbeitung")[0].login
            yield from _through_the_product(folder, files, login)


def _through_the_product(folder: Path, files: list[Path], login: str) -> Iterator[dict]:
    product_of = import_module("durchlauf.produkt").Product  # needs Django, set up by now
    with product_of(folder, SLUG, login) as product:
        for path in files:
            began = time.monotonic()
            row = product.take(path)
            key, digest = _key(folder, path)
            yield {
                "file": key,
                "sha256": digest,
                **row,
                "seconds": round(time.monotonic() - began, 2),
            }
