"""`backup`: the whole installation, sealed with a key file, into a folder or to S3, while everything runs."""

import argparse
import fcntl
import json
import re
import sys
import time
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from verbundakte.akten.services import erased_dokumente
from verbundakte.cli import planned
from verbundakte.cli.installation import Installation
from verbundakte.cli.problems import REFUSED, WRONG_USAGE, Problem
from verbundakte.core import loeschliste
from verbundakte.core.backup.make import Order, make_backup
from verbundakte.core.backup.places import address_of, place_to
from verbundakte.core.backup.sets import FULL, Register, Shelf
from verbundakte.core.backup.vessel import BackupProblem, make_key, read_key

DELETIONS = "loeschliste"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What, where to, with which key; the plan; looking at what is there."""
    parser.add_argument(
        "--to", metavar="ZIEL", help="Ordner oder s3://BUCKET/ORDNER, wohin gesichert wird"
    )
    parser.add_argument("--key", metavar="DATEI", help="Schlüsseldatei")
    parser.add_argument(
        "--new-key", metavar="DATEI", help="eine Schlüsseldatei anlegen, sonst nichts"
    )
    parser.add_argument(
        "--incremental", action="store_true", help="nur, was seit der letzten Sicherung dazukam"
    )
    parser.add_argument("--keep", type=int, metavar="N", help="so viele volle Sicherungen behalten")
    parser.add_argument("--list", action="store_true", help="zeigen, was gesichert ist")
    parser.add_argument(
        "--verify", action="store_true", help="alles Gesicherte lesen und vergleichen"
    )
    parser.add_argument("--nightly", metavar="HH:MM", help="jede Nacht um diese Zeit sichern")
    parser.add_argument(
        "--every", type=int, default=0, metavar="MINUTEN", help="dazu alle so viele Minuten"
    )
    parser.add_argument("--no-plan", action="store_true", help="nicht mehr von selbst sichern")
    parser.add_argument("--planned", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--json", action="store_true", help="Ausgabe als JSON")


def run(options: argparse.Namespace) -> int:
    """Do what was asked; exit code."""
    data = options.data
    if options.new_key:
        make_key(Path(options.new_key))
        print(
            f"Schlüssel angelegt: {options.new_key}\nOhne ihn ist keine Sicherung lesbar. Bewahren"
            " Sie ihn getrennt von den Sicherungen und doppelt auf."
        )
        return 0
    if options.no_plan:
        planned.write_plan(data, None)
        print("Es wird nicht mehr von selbst gesichert.")
        return 0
    plan = planned.read_plan(data)
    if options.planned and plan:
        return _follow(data, plan)
    to, key = options.to or (plan and plan.to), options.key or (plan and plan.key)
    if not to or not key:
        raise Problem(
            "Geben Sie mit --to das Ziel und mit --key die Schlüsseldatei an.", WRONG_USAGE
        )
    to, key = address_of(to), str(Path(key).absolute())
    if options.nightly:
        return _plan(options, to, key)
    shelf = Shelf(place_to(to), read_key(Path(key)))
    if options.list or options.verify:
        return _show(shelf, options)
    with only_one(data):
        return _perform(
            data, shelf, to, full=not options.incremental, keep=options.keep, options=options
        )


def _plan(options: argparse.Namespace, to: str, key: str) -> int:
    if not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", options.nightly):
        raise Problem("Geben Sie die Uhrzeit mit --nightly als HH:MM an, z. B. 02:30.", WRONG_USAGE)
    read_key(Path(key))
    place_to(to)
    keep = options.keep or planned.Plan.keep
    plan = planned.Plan(to, key, options.nightly, max(0, options.every), keep)
    planned.write_plan(options.data, plan)
    more = f" und alle {plan.every} Minuten, was dazukam" if plan.every else ""
    print(f"Gesichert wird jede Nacht um {plan.nightly} Uhr{more}, nach {to}.")
    return 0


def _follow(data: Path, plan: planned.Plan) -> int:
    full = planned.wants_full(plan, planned.read_last(data), datetime.now().astimezone())
    try:
        shelf = Shelf(place_to(plan.to), read_key(Path(plan.key)))
        with only_one(data):
            return _perform(data, shelf, plan.to, full=full, keep=plan.keep, options=None)
    except (BackupProblem, Problem, OSError) as error:
        message = getattr(error, "message", str(error))
        planned.note_last(data, tried_at=datetime.now(UTC).isoformat(), error=message)
        print(message, file=sys.stderr)
        return REFUSED


@contextmanager
def only_one(data: Path):
    """Let one backup run at a time. Raises Problem."""
    with (data / "run" / "backup.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Problem(
                "Es läuft schon eine Sicherung; warten Sie, bis sie fertig ist."
            ) from error
        yield


def _perform(data: Path, shelf: Shelf, to: str, *, full: bool, keep: int | None, options) -> int:
    began = time.monotonic()
    is_json = bool(options and options.json)
    told = (lambda line: None) if is_json else (lambda line: print(line, flush=True))
    _keep_deletions(shelf)
    register = make_backup(Order(data, Installation(data).cluster, shelf, to, told), full=full)
    gone = shelf.keep_newest(keep) if keep else []
    facts = {"at": register.until, "tried_at": register.finished_at, "error": "", "place": to}
    facts |= {"full_at": register.until} if register.kind == FULL else {}
    planned.note_last(data, **facts, problems=len(register.problems))
    found = _as_json(register) | {"seconds": round(time.monotonic() - began, 1), "removed": gone}
    print(json.dumps(found, ensure_ascii=False) if is_json else _in_words(found))
    return REFUSED if register.problems else 0


def _keep_deletions(shelf: Shelf) -> None:
    """Keep the list of what was deleted beside the sets, so that no set is older than it."""
    entries = loeschliste.known() | set(erased_dokumente())
    entries |= read_deletions(shelf)
    with shelf.sealing(DELETIONS, {}) as sealer:
        sealer.write(loeschliste.content_of(entries))


def read_deletions(shelf: Shelf) -> set[loeschliste.Entry]:
    """Return the list that lies beside the sets."""
    if DELETIONS not in shelf.place.names():
        return set()
    with shelf.opening(DELETIONS) as opener:
        return loeschliste.parse(opener.read())


def _as_json(register: Register) -> dict:
    return {
        "set": register.name,
        "kind": register.kind,
        "until": register.until,
        "bytes": sum(one["size"] for one in register.files.values()),
        "named": register.bytes_named,
        "problems": register.problems,
    }


def _in_words(found: dict) -> str:
    lines = [
        f"Gesichert und zurückgelesen: {found['set']}, {found['bytes'] / 1e6:.1f} MB in"
        f" {found['seconds']} s",
        f"Stand der Daten: {found['until']}",
        *(f"Fehlt: {problem}" for problem in found["problems"]),
        *(f"Nicht mehr aufbewahrt: {name}" for name in found["removed"]),
    ]
    return "\n".join(lines)


def _show(shelf: Shelf, options: argparse.Namespace) -> int:
    registers = shelf.registers()
    wrong = (
        [problem for one in registers for problem in _verify(shelf, one)] if options.verify else []
    )
    if options.json:
        print(json.dumps({"sets": [_as_json(one) for one in registers], "problems": wrong}))
        return REFUSED if wrong else 0
    for one in registers:
        print(f"{one.name}  Stand {one.until}  {_as_json(one)['bytes'] / 1e6:.1f} MB")
    proven = ", alles lesbar und unverändert" if options.verify else ""
    print("\n".join(wrong) or f"{len(registers)} Sicherungen{proven}.")
    return REFUSED if wrong else 0


def _verify(shelf: Shelf, register: Register) -> list[str]:
    wrong = []
    for name, noted in register.files.items():
        try:
            with shelf.opening(f"{register.name}/{name}") as opener:
                if opener.check() != noted:
                    wrong.append(f"{register.name}/{name} ist nicht, was das Verzeichnis nennt.")
        except BackupProblem as problem:
            wrong.append(problem.message)
    return wrong
