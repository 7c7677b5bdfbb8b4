"""Taking an old system over: a generated one of `--size` documents (5,000) into a new installation.

Dry run; the real run, killed halfway and repeated; once more, which must find nothing to do. Up to
1,000 documents the repeated run waits for text, preview and index. Times are those of the commands;
`--data` is not touched.
"""

import csv
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from verbundakte.akten import samples
from verbundakte.cli.problems import Problem
from verbundakte.cli.session import django_session
from verbundakte.demo import build, command
from verbundakte.demo.files import render_dokument
from verbundakte.demo.world import Town

ROOT = Path(__file__).resolve().parents[1]
SLUG, SEED = "musterstadt", 7
DOKUMENTE_AT_SCALE_1 = 650  # of one town, outside of closed units; fewer than there are
MOST_WAITED_FOR = 1000
MAPPING = {
    "quelle": "Altregistratur",
    "akten": {
        "tabelle": "akten.csv",
        "felder": {
            "schluessel": "Nr",
            "planeinheit": "Plan",
            "betreff": "Titel",
            "aktenzeichen": "AZ",
            "angelegt_on": "Begonnen",
        },
    },
    "vorgaenge": {
        "tabelle": "vorgaenge.csv",
        "felder": {
            "schluessel": "Nr",
            "akte": "Akte",
            "betreff": "Titel",
            "aktenzeichen": "AZ",
            "angelegt_on": "Begonnen",
            "zda_on": "Zu",
        },
    },
    "dokumente": {
        "tabelle": "dokumente.csv",
        "felder": {
            "schluessel": "Nr",
            "vorgang": "Vorgang",
            "datei": "Pfad",
            "betreff": "Titel",
            "datum_des_schreibens": "Datum",
        },
    },
    "historie": {
        "tabelle": "verlauf.csv",
        "felder": {"objekt": "Nr", "am": "Wann", "wer": "Wer", "was": "Was"},
    },
}


def write_old_system(folder: Path, town: Town, size: int) -> dict[str, int]:
    """Write tables, mapping and files of an old system; return how many lines each table has.

    `zda` counts the Vorgänge that are closed there: closing is an outcome of its own.
    """
    tables: dict[str, list[list]] = {name: [] for name in ("akten", "vorgaenge", "dokumente")}
    history: list[list] = []
    plan = samples.einheiten_by_kennzeichen()
    for akte in town.akten:
        if plan[akte.kennzeichen].geheimnisklasse or akte.zugriff != "sachgebiet":
            continue  # closed to the Registratur
        if len(tables["dokumente"]) >= size:
            break
        begun = akte.angelegt_on
        number = f"ALT-{akte.aktenzeichen}"
        tables["akten"].append([akte.key, akte.kennzeichen, akte.betreff, number, begun])
        for vorgang in akte.vorgaenge:
            row = [f"ALT-{vorgang.aktenzeichen}", vorgang.begonnen_on, vorgang.zda_on or ""]
            tables["vorgaenge"].append([vorgang.key, akte.key, vorgang.betreff, *row])
            for dokument in vorgang.dokumente[: size - len(tables["dokumente"])]:
                name, content = render_dokument(town, dokument)
                path = Path("dateien") / akte.key.replace("/", "-") / f"{dokument.nummer} {name}"
                (folder / path).parent.mkdir(parents=True, exist_ok=True)
                (folder / path).write_bytes(content)
                day = dokument.datum_des_schreibens
                tables["dokumente"].append([dokument.key, vorgang.key, path, dokument.betreff, day])
                history.append([dokument.key, f"{day} 08:15", "Poststelle", "Eingang erfasst"])
    for name, rows in {**tables, "historie": history}.items():
        table = MAPPING[name]
        with (folder / table["tabelle"]).open("w", encoding="cp1252", newline="") as file:
            writer = csv.writer(file, delimiter=";")
            writer.writerows([list(table["felder"].values()), *rows])
    (folder / "abbildung.json").write_text(json.dumps(MAPPING))
    closed = sum(row[-1] != "" for row in tables["vorgaenge"])
    counts = {name: len(rows) for name, rows in tables.items()}
    return counts | {"historie": len(history), "zda": closed}


def run(options) -> dict:
    """Return the figures of each run: seconds, CPU seconds, largest memory, and its counts."""
    size = options.size or 5000
    with tempfile.TemporaryDirectory(prefix="verbundakte-bench-") as name:
        data, folder = Path(name) / "data", Path(name) / "alt"
        folder.mkdir()
        began = time.monotonic()
        world = build(SEED, scale=size / DOKUMENTE_AT_SCALE_1)
        town = next(town for town in world.towns if town.slug == SLUG)
        rows = write_old_system(folder, town, size)
        generated = round(time.monotonic() - began, 1)
        with django_session(data, make=True):
            command.fill(data, scale=0.02)
        login = town.with_role("registratur")[0].login
        order = [str(folder), "--mapping", str(folder / "abbildung.json"), "--tenant", SLUG]
        waiting = ["--wait"] if size <= MOST_WAITED_FOR else []
        taking = ["import", *order, "--as", login, "--json"]
        return {
            "rows": rows,
            "megabytes": round(_size(folder) / 1e6, 1),
            "generated_seconds": generated,
            "runs": [
                _measured("dry run", data, [*taking, "--dry-run"]),
                _measured("killed", data, taking, kill_after=size // 2),
                _measured("repeated", data, [*taking, *waiting]),
                _measured("once more", data, taking),
            ],
            "check": _checked(data, waited=bool(waiting)),
        }


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def _command(data: Path, arguments: list[str]) -> list[str]:
    return [sys.executable, "-m", "verbundakte.cli", "--data", str(data), *arguments]


def _measured(name: str, data: Path, arguments: list[str], *, kill_after: int = 0) -> dict:
    """Run a command; `kill_after` so many objects were taken over."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    environment = os.environ | {"PYTHONPATH": str(ROOT / "src")}
    with subprocess.Popen(
        _command(data, arguments), stdout=subprocess.PIPE, text=True, env=environment
    ) as process:
        lines = []
        for line in process.stdout:
            lines.append(line)
            if len(lines) == kill_after:
                process.kill()
    seconds, after = time.monotonic() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = (after.ru_utime + after.ru_stime) - (before.ru_utime + before.ru_stime)
    summary = {} if kill_after else json.loads(lines[-1])["summary"]
    return {
        "run": name,
        "exit": process.returncode,
        "seconds": round(seconds, 1),
        "cpu_seconds": round(cpu, 1),
        "max_mb": round(after.ru_maxrss / 1024),
        "registered": summary.get("registered", len(lines) if kill_after else 0),
        "duplicate": summary.get("duplicate", 0),
        "refused": summary.get("refused", 0),
        "findings": summary.get("findings", 0),
    }


def _checked(data: Path, *, waited: bool) -> str:
    found = subprocess.run(
        _command(data, ["check", "--json"]),
        capture_output=True,
        text=True,
        env=os.environ | {"PYTHONPATH": str(ROOT / "src")},
        check=False,
    )
    if not found.stdout:
        raise Problem(f"Die Prüfung nach der Übernahme ist abgebrochen: {found.stderr[-300:]}")
    checks = json.loads(found.stdout)["checks"]
    if not waited:  # nobody has read the files yet
        checks = [check for check in checks if check["name"] != "index"]
    bad = [check["name"] for check in checks if not check["ok"]]
    return f"{len(checks)} Prüfungen, nicht bestanden: {', '.join(bad) or 'keine'}"
