"""`restore`: a backup on an empty data folder, to the newest state or to a moment, compared.

With `--tenant` one town, or with `--akte` one Akte of it, in an installation that works: `bring_back`.
"""

import argparse
import json
import os
import shutil
import time
from contextlib import closing
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

from verbundakte.cli import planned
from verbundakte.cli.installation import Installation
from verbundakte.cli.problems import REFUSED, WRONG_USAGE, Problem
from verbundakte.cli.session import django_session
from verbundakte.core.backup import dump, restoring
from verbundakte.core.backup.picture import differences, lost_heads, take_picture
from verbundakte.core.backup.places import place_from
from verbundakte.core.backup.sets import Register, Shelf, chain_until
from verbundakte.core.backup.vessel import read_key

WORK = ".einspielung"
FOLDERS = ("blobs", "index", "log", "run", "tmp")
SHOWN = {
    "akten_dokument": "Dokumente",
    "core_blob": "Dateien",
    "core_zoneentry": "Zugriffsrechte",
    "organisation_rollenzuweisung": "Rollen",
    "core_event": "Einträge im Protokoll",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """From where, with which key, to which moment."""
    parser.add_argument(
        "--from",
        dest="source",
        metavar="ORT",
        required=True,
        help="Ordner oder s3://BUCKET/ORDNER der Sicherungen; mit --tenant auch das Paket der Kommune",
    )
    parser.add_argument("--key", metavar="DATEI", help="Schlüsseldatei")
    parser.add_argument(
        "--tenant", metavar="KÜRZEL", help="nur diese Kommune, in der laufenden Installation"
    )
    parser.add_argument("--akte", metavar="AKTENZEICHEN", help="nur diese Akte der Kommune")
    parser.add_argument(
        "--until",
        metavar="ZEITPUNKT",
        help="Stand zu diesem Zeitpunkt, z. B. 2026-11-28T14:05:00 (sonst: der neueste)",
    )
    parser.add_argument(
        "--deletions",
        metavar="DATEI",
        help="weitere Löschliste (loeschliste.jsonl), die anzuwenden ist",
    )
    parser.add_argument("--json", action="store_true", help="Ausgabe als JSON")


def run(options: argparse.Namespace) -> int:
    """Restore, compare, tell; 1 when something differs."""
    began, until = time.monotonic(), _moment(options.until)
    if options.tenant:
        with django_session(options.data):
            return import_module("verbundakte.cli.bring_back").run(options, until)
    if options.akte or not options.key:
        missing = "--tenant die Kommune" if options.akte else "--key die Schlüsseldatei"
        raise Problem(f"Geben Sie mit {missing} an.", WRONG_USAGE)
    shelf = Shelf(place_from(options.source), read_key(Path(options.key)))
    chain = chain_until(shelf.registers(), until)
    data, work = options.data, options.data / WORK
    _require_empty(data)
    restoring.require_space(chain, data)
    for name in FOLDERS:
        (work / name).mkdir(mode=0o700, parents=True)
    told = (lambda line: None) if options.json else (lambda line: print(line, flush=True))
    found = _restore(shelf, chain, work, until, options.deletions, told)
    _put_in_place(work, data)
    found |= {"seconds": round(time.monotonic() - began, 1)}
    print(json.dumps(found, ensure_ascii=False) if options.json else _in_words(found))
    return REFUSED if found["problems"] else 0


def _moment(text: str | None) -> datetime | None:
    if not text:
        return None
    try:
        return datetime.fromisoformat(text).astimezone(UTC)
    except ValueError as error:
        raise Problem(
            "Geben Sie den Zeitpunkt mit --until so an: 2026-11-28T14:05:00.", WRONG_USAGE
        ) from error


def _require_empty(data: Path) -> None:
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    shutil.rmtree(data / WORK, ignore_errors=True)  # of a run that was broken off
    if any(data.iterdir()):
        raise Problem(
            f"Der Ordner {data} ist nicht leer; geben Sie mit --data einen leeren an. Vorhandenes"
            " bleibt, wie es ist."
        )


def _restore(shelf: Shelf, chain: list[Register], work: Path, until, deletions, told) -> dict:
    told("Einstellungen und Datenbank werden zurückgespielt ...")
    restoring.restore_settings(shelf, chain[-1], work)
    installation = Installation(work)
    if chain[0].database["mode"] == "dump":
        compared = _read_dump(shelf, chain[-1], installation)
    else:
        compared = _recover(shelf, chain, installation, until)
    told("Die Dateien werden zurückgespielt ...")
    files = restoring.restore_bytes(shelf, chain, work)
    told("Gelöschtes wird wieder gelöscht, der Suchindex aufgebaut, alles verglichen ...")
    with django_session(work, make=True):  # a backup of an older version is brought to this one
        after = import_module("verbundakte.cli.restored")
        erased = after.erase_again(shelf, deletions, restored_to=compared["reached"])
        after.rebuild_indexes()
        problems = after.compare()
    for one in chain:
        problems += one.problems
    return compared | {
        "files": files,
        "erased": erased,
        "problems": compared["problems"] + problems,
    }


def _recover(shelf: Shelf, chain: list[Register], installation: Installation, until) -> dict:
    cluster = installation.cluster
    if cluster is None:
        raise Problem(
            "Diese Sicherung enthält die eingebaute Datenbank; lassen Sie DATABASE_URL weg und spielen"
            " Sie sie damit zurück."
        )
    restoring.restore_database(shelf, chain, cluster, until)
    try:
        with closing(cluster.connect("verbundakte")) as connection:
            picture = take_picture(connection)
            if until is None:
                problems = differences(chain[-1].picture, picture)
            else:
                before = [one for one in chain if one.moment <= until][-1]
                problems = lost_heads(before.picture, connection)
    finally:
        cluster.stop()
    reached = until or chain[-1].moment
    return _told(picture, problems, reached, is_exact=until is None)


def _read_dump(shelf: Shelf, register: Register, installation: Installation) -> dict:
    url = os.environ.get("DATABASE_OWNER_URL", "")
    if not url:
        raise Problem(
            "Diese Sicherung enthält die Datenbank eines eigenen Servers; setzen Sie DATABASE_URL und"
            " DATABASE_OWNER_URL auf eine leere Datenbank."
        )
    psycopg = import_module("psycopg")
    with shelf.opening(f"{register.name}/datenbank") as opener:
        dump.read_dump(url, opener, installation.log / "restore.log")
    with psycopg.connect(url) as connection:
        picture = take_picture(connection)
    return _told(picture, differences(register.picture, picture), register.moment, is_exact=True)


def _told(picture: dict, problems: list[str], reached: datetime, *, is_exact: bool) -> dict:
    counts = {
        name: sum(row[0] for row in picture["tables"].get(table, {}).values())
        for table, name in SHOWN.items()
    }
    return {"reached": reached, "counts": counts, "problems": problems, "exact": is_exact}


def _put_in_place(work: Path, data: Path) -> None:
    """Move everything up; the key comes last: without it there is no installation."""
    shutil.rmtree(work / "run", ignore_errors=True)
    (work / planned.PLAN).unlink(missing_ok=True)  # the new machine makes its own
    for path in sorted(work.iterdir(), key=lambda path: path.name == "secret_key"):
        path.rename(data / path.name)
    work.rmdir()
    (data / "run").mkdir(mode=0o700, exist_ok=True)


def _in_words(found: dict) -> str:
    lost = datetime.now(UTC) - found["reached"]
    lines = [f"Zurückgespielt auf den Stand {found['reached'].astimezone():%d.%m.%Y, %H:%M:%S}"]
    lines += [f"  {name}: {count}" for name, count in found["counts"].items()]
    lines.append(f"Dateien mit verglichener Prüfsumme: {found['files']}")
    lines.append(f"Wieder gelöscht nach der Löschliste: {found['erased']}")
    lines.append(
        f"Dauer (RTO): {found['seconds']} s; Alter des Standes (RPO): {str(lost).split('.')[0]}"
    )
    if found["problems"]:
        lines += [
            "Der Vergleich hat Abweichungen gefunden:",
            *(f"  {one}" for one in found["problems"]),
        ]
    elif found["exact"]:
        lines.append(
            "Alle Tabellen, Rechte, Protokolle, Dateien und der Suchindex stimmen überein."
        )
    else:
        lines.append("Protokolle, Dateien, Verweise und der Suchindex sind lückenlos.")
    return "\n".join(lines)
