"""`bench NAME`: take figures. Each benchmark is a module in `bench/` with `run(options) -> dict`."""

import argparse
import importlib.util
import json
import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType

from verbundakte import __version__

FOLDER = Path(__file__).resolve().parents[3] / "bench"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare which benchmark, and how large."""
    parser.add_argument("name", metavar="NAME", choices=names(), help=", ".join(names()))
    parser.add_argument(
        "--size", type=int, metavar="N", help="Größe; last, ruhe: Sekunden (sonst die übliche)"
    )
    parser.add_argument(
        "--texts", type=Path, metavar="ORDNER", help="suche: auch über diese Gesetzestexte (*.md)"
    )
    parser.add_argument(
        "--folder", type=Path, metavar="ORDNER", help="formate, pdfa: diese Dateien"
    )
    parser.add_argument(
        "--results",
        type=Path,
        metavar="DATEI",
        help="formate: Ergebnis je Datei als Zeile JSON, daneben die Tabelle als .md; setzt fort",
    )
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="als JSON")
    form.add_argument("--markdown", action="store_true", help="als Tabellen in Markdown")


def names() -> list[str]:
    """Return the names of all benchmarks."""
    return sorted(path.stem for path in FOLDER.glob("[a-z]*.py"))


def run(options: argparse.Namespace) -> int:
    """Measure and print the figures, with what else the machine was doing."""
    before = os.getloadavg()[0]
    figures = {
        "benchmark": options.name,
        "version": __version__,
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "cores": os.cpu_count(),
        "load_before": round(before, 2),
        **benchmark(options.name).run(options),
    }
    if options.json:
        print(json.dumps(figures, ensure_ascii=False))
    else:
        print("\n".join(_markdown(figures) if options.markdown else _lines(figures)))
    return 0


def benchmark(name: str) -> ModuleType:
    """Return the module of a benchmark; it may import what lies beside it."""
    if str(FOLDER) not in sys.path:
        sys.path.append(str(FOLDER))
    spec = importlib.util.spec_from_file_location(f"bench_{name}", FOLDER / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _lines(figures: dict):
    for name, value in figures.items():
        if _is_table(value):
            yield from _table(value)
        else:
            yield f"{name:24} {value}"


def _markdown(figures: dict):
    """Yield the single figures as a list and each table under its name."""
    yield from (f"- {name}: {value}" for name, value in figures.items() if not _is_table(value))
    for name, rows in figures.items():
        if _is_table(rows):
            yield from ("", f"## {name}", "", _row(rows[0]), _row("---" for _ in rows[0]))
            yield from (_row(row.values()) for row in rows)


def _is_table(value) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], dict)


def _row(cells) -> str:
    return f"| {' | '.join(str(cell).replace('|', '/') for cell in cells)} |"


def _table(rows: list[dict]):
    widths = {name: max(len(str(row[name])) for row in [*rows, {name: name}]) for name in rows[0]}
    for row in [{name: name for name in widths}, *rows]:
        yield "  ".join(
            f"{row[name]:>{width}}"
            if isinstance(row[name], int | float)
            else f"{row[name]:{width}}"
            for name, width in widths.items()
        )
