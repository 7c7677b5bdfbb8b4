"""`test`: style, floors, types, then the whole test suite on a throw-away PostgreSQL."""

import argparse
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from verbundakte.cli.installation import PLANS
from verbundakte.core.embedded import cluster

ROOT = Path(__file__).resolve().parents[3]
CACHE = ROOT / ".venv" / "cache"
WORKERS = "3"  # two cores: much of the time is waiting for databases and browsers
MEMORY = Path("/dev/shm")  # noqa: S108 (a folder of our own in it)
ROOM = 4 * 2**30  # bytes; the databases of a run need less than half of it
FEW = 5  # so many failed tests are asked a second time; more are no accident

SLOWEST = ("--durations=20", "--durations-min=5")  # told at the end: where the time goes


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Everything else goes to pytest; then only pytest runs."""
    parser.add_argument(
        "--quick",
        action="store_true",
        help="aus jeder Datei ein Teil der Tests, ohne Browser (unter 3 Minuten)",
    )
    parser.usage = "./verbundakte test [-h] [--quick] [ANGABEN FÜR PYTEST ...]"


def run(options: argparse.Namespace) -> int:
    """Run all checks; returns 1 when one of them fails."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with ThreadPoolExecutor(1) as beside:  # the tests begin on one core: they build a database
        judged = beside.submit(_tools) if not options.arguments else None
        passed = _tests(options)
        results = {**(judged.result() if judged else {}), "Tests": passed}
    failed = [name for name, passed in results.items() if not passed]
    print(f"\nNicht bestanden: {', '.join(failed)}." if failed else "\nAlles bestanden.")
    return 1 if failed else 0


TOOLS = {
    "Stil": ["ruff", "check", "--cache-dir", str(CACHE / "ruff"), "."],
    "Stockwerke": ["lint-imports", "--cache-dir", str(CACHE / "import-linter")],
    "Typen": ["mypy", "--cache-dir", str(CACHE / "mypy")],
}


def _tools() -> dict[str, bool]:
    """Return which of the tools found nothing; each tells what it found in one piece."""
    return {name: _step(name, *_tool(name), quiet=True) for name in TOOLS}


def _tool(name: str) -> list[str]:
    program, *arguments = TOOLS[name]
    return [str(Path(sys.executable).parent / program), *arguments]


def _tests(options: argparse.Namespace) -> bool:
    command = [sys.executable, "-m", "pytest", "-n", WORKERS, *SLOWEST]
    has_browser = shutil.which("chromium") is not None
    if options.quick:
        command.append("--quick")
    elif not has_browser:
        command += ["-m", "not browser"]
    with throw_away_database() as environment:
        note = Path(environment["TMPDIR"]) / "failed.json"
        environment["VERBUNDAKTE_FAILED"] = str(note)
        passed = _step("Tests", *command, *options.arguments, environment=environment)
        if not passed and (again := _few(note)):
            print("Noch einmal, jeder für sich:", *again, sep="\n  ", flush=True)
            alone = [sys.executable, "-m", "pytest", "-n", "0", *again]
            passed = _step("Tests, zweiter Versuch", *alone, environment=environment)
    if not has_browser and not options.quick:
        print(
            "Die Tests im Browser fielen aus, weil Chromium fehlt, nachzuholen mit:"
            " `apt-get install chromium`"
        )
    return passed


def _few(note: Path) -> list[str]:
    """Return the tests that failed beside others, when they are few: on a busy machine a browser or a
    process may come too late once. They are named, so that nobody overlooks them."""
    try:
        failed = json.loads(note.read_text())
    except (OSError, ValueError):
        return []
    return failed if len(failed) <= FEW else []


def _step(
    name: str, *command: str, environment: dict[str, str] | None = None, quiet: bool = False
) -> bool:
    began = time.monotonic()
    if not quiet:
        print(f"== {name}", flush=True)
    done = subprocess.run(
        command, cwd=ROOT, env=os.environ | (environment or {}), check=False,
        stdout=subprocess.PIPE if quiet else None, stderr=subprocess.STDOUT if quiet else None,
        text=True,
    )  # fmt: skip
    word = "bestanden" if done.returncode == 0 else "nicht bestanden"
    said = f"\n{done.stdout}" if quiet and done.returncode else ""
    print(f"{said}\n== {name}: {word} ({time.monotonic() - began:.0f} s)", flush=True)
    return done.returncode == 0


@contextmanager
def throw_away_database() -> Iterator[dict[str, str]]:
    """A server without fsync, gone afterwards in every case. Its files lie in memory where there is room:
    a fresh copy of the database is 1,700 files, and many tests need one."""
    with _folder() as folder, _folder(_memory()) as own:
        (folder / "tmp").mkdir(mode=0o711)
        database = cluster(own / "cluster", durable=False)
        database.start(die_with_parent=True)
        try:
            yield database.urls() | {
                "VERBUNDAKTE_TEST_CLUSTER": str(database.data),
                PLANS: "keep",
                "VERBUNDAKTE_WEB": "1",
                "VERBUNDAKTE_DATA": str(folder / "data"),
                "HYPOTHESIS_STORAGE_DIRECTORY": str(CACHE / "hypothesis"),
                "TMPDIR": str(folder / "tmp"),
            }
        finally:
            database.stop()


def _memory() -> Path | None:
    is_roomy = os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM
    return MEMORY if is_roomy else None


@contextmanager
def _folder(place: Path | None = None) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(
        prefix="verbundakte-test-", dir=place, ignore_cleanup_errors=True
    ) as name:
        folder = Path(name)
        folder.chmod(0o711)  # the server may have to run as another system user
        yield folder
