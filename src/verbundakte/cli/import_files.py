"""`import DIR --tenant T --as LOGIN`: files of a folder become Dokumente; repeating it is harmless.

Into a Vorgang, or "Nicht zugeordnet" of the person's unit. Each file is a transaction of its own.
"""

import argparse
import json
import os
import time
from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.http import Http404

from verbundakte.akten import actions, queries
from verbundakte.akten.actions.arrival import check_announced, receive_chunks
from verbundakte.akten.actions.upload import check_room
from verbundakte.akten.models import Vorgang
from verbundakte.akten.permissions import Permission
from verbundakte.cli.folder import Entry, Unreadable, chunks, digest, entries, opened, printable
from verbundakte.cli.installation import Installation
from verbundakte.cli.person import Acting, acting, add_person_arguments
from verbundakte.cli.planner import Learning
from verbundakte.cli.problems import REFUSED, WRONG_USAGE, Problem
from verbundakte.cli.processing import Processing
from verbundakte.cli.progress import Progress
from verbundakte.cli.uebernahme import Uebernahme, dry_run, take_over
from verbundakte.core.actions import Refusal
from verbundakte.core.clock import now, today
from verbundakte.core.virus import ScannerAway
from verbundakte.organisation import queries as organisation

REGISTERED, DUPLICATE, NOT_TAKEN = "registered", "duplicate", "refused"
WORDS = {REGISTERED: "übernommen", DUPLICATE: "schon vorhanden", NOT_TAKEN: "nicht übernommen"}
AWAY = (
    "Die Datenbank antwortet nicht. Wiederholen Sie den Befehl; was schon übernommen ist, wird"
    " erkannt."
)
NO_RIGHT = "Das Recht, hier Dokumente abzulegen, fehlt."


@dataclass(frozen=True)
class Outcome:
    """What became of a file; the fields are those of a line of `--json`."""

    path: str
    sha256: str | None
    result: str
    id: str | None = None
    reason: str | None = None


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare folder, town, person and target."""
    parser.add_argument("folder", metavar="ORDNER", type=Path, help="Ordner mit den Dateien")
    add_person_arguments(parser)
    parser.add_argument(
        "--vorgang", metavar="AKTENZEICHEN", help="Ziel (sonst: „Nicht zugeordnet“ der Einheit)"
    )
    parser.add_argument(
        "--wait",
        action="store_true",
        help="warten, bis Text, Texterkennung, Vorschau und Suchindex fertig sind",
    )
    parser.add_argument(
        "--mapping",
        type=Path,
        metavar="DATEI",
        help="Akten, Vorgänge und Dokumente eines Altsystems übernehmen, nach dieser Abbildung",
    )
    parser.add_argument(
        "--dry-run", action="store_true", help="mit --mapping: nur prüfen, nichts schreiben"
    )
    parser.add_argument("--json", action="store_true", help="eine Zeile JSON je Datei")


def run(options: argparse.Namespace) -> int:
    """Take the files over; 1 when one of them was refused."""
    if not options.folder.is_dir():
        raise Problem(f"Den Ordner {options.folder} gibt es nicht.", WRONG_USAGE)
    if options.mapping:
        return _take_over(options)
    began = time.monotonic()
    with acting(options) as person, Processing(Installation(options.data)) as processing:
        intake = Intake(options.folder, person, options.vorgang)
        try:
            outcomes = _take_all(intake, options.json)
        except DatabaseError as error:
            raise Problem(AWAY) from error
        if options.wait:
            processing.wait_for([UUID(outcome.id) for outcome in outcomes if outcome.id])
        cpu_seconds = processing.cpu_seconds()
    counts = Counter(outcome.result for outcome in outcomes)
    summary = {result: counts[result] for result in (REGISTERED, DUPLICATE, NOT_TAKEN)}
    summary |= {
        "seconds": round(time.monotonic() - began, 2),
        "cpu_seconds": round(cpu_seconds, 2),
    }
    print(json.dumps({"summary": summary}) if options.json else _in_words(summary))
    return REFUSED if counts[NOT_TAKEN] else 0


def _take_over(options: argparse.Namespace) -> int:
    """Take an old system over by its mapping."""
    if options.vorgang:
        raise Problem("--vorgang und --mapping schließen einander aus.", WRONG_USAGE)
    with acting(options) as person, Processing(Installation(options.data)) as processing:
        try:
            found = Uebernahme(options.folder, options.mapping, person)
            if options.dry_run:
                return dry_run(found, as_json=options.json)
            code, dokumente = take_over(found, as_json=options.json)
        except DatabaseError as error:
            raise Problem(AWAY) from error
        if options.wait:
            processing.wait_for(dokumente)
    return code


def _take_all(intake: "Intake", as_json: bool) -> list[Outcome]:
    found = entries(intake.top)
    outcomes, learning = [], Learning()
    with Progress("Dateien", len(found)) as progress:
        for entry in found:
            outcome = intake.take(entry)
            outcomes.append(outcome)
            if outcome.result == REGISTERED:
                learning.step()
            if as_json:
                print(json.dumps(asdict(outcome), ensure_ascii=False), flush=True)
            elif outcome.result == NOT_TAKEN:
                print(f"{printable(outcome.path)}: {outcome.reason}", flush=True)
            progress.step()
    learning.end()
    return outcomes


def _in_words(summary: dict) -> str:
    counted = ", ".join(f"{summary[result]} {word}" for result, word in WORDS.items())
    return (
        f"{counted} ({summary['seconds']:.1f} Sekunden,"
        f" {summary['cpu_seconds']:.1f} Sekunden Rechenzeit)."
    )


class Intake:
    """Takes files of a folder into one target."""

    def __init__(self, folder: Path, person: Acting, aktenzeichen: str | None):
        self.top = Path(os.path.realpath(folder))
        self.person = person
        with transaction.atomic():
            actor = person.actor()
            if Permission.DOKUMENT_CREATE not in actor.permissions:
                raise Problem(f"„{person.login}“ darf keine Dokumente ablegen.")
            self.target = _vorgang(actor, aktenzeichen) if aktenzeichen else _einheit(actor)

    def take(self, entry: Entry) -> Outcome:
        """Take one file over, or say why not."""
        sha256 = None
        try:
            if entry.problem:
                raise Unreadable(entry.problem)
            with opened(self.top, entry) as file:
                size = os.fstat(file.fileno()).st_size
                check_announced(entry.name, size)
                sha256 = digest(file)
                known = self._known(sha256)
                if known is None:
                    check_room(size)
                    stored = receive_chunks(entry.name, chunks(file))
                    sha256 = stored.sha256
                    return self._register(entry, actions.Arrived(stored, entry.name, entry.path))
            return Outcome(entry.shown, sha256, DUPLICATE, str(known.pk))
        except ScannerAway:
            raise
        except (Refusal, Unreadable) as refusal:
            return Outcome(entry.shown, sha256, NOT_TAKEN, reason=refusal.message)
        except PermissionDenied:
            return Outcome(entry.shown, sha256, NOT_TAKEN, reason=NO_RIGHT)

    def _known(self, sha256: str):
        with transaction.atomic():
            return self._find(self.person.actor(), sha256)

    def _find(self, actor, sha256: str):
        is_vorgang = isinstance(self.target, Vorgang)
        find = queries.find_duplicate if is_vorgang else queries.find_unassigned_duplicate
        return find(actor, self.target, sha256)

    def _register(self, entry: Entry, arrived: actions.Arrived) -> Outcome:
        """File the stored bytes, unless a second import did it in the meantime."""
        with transaction.atomic():
            actor = self.person.actor()
            target = _locked(self.target)
            known = self._find(actor, arrived.stored.sha256)
            if known is not None:
                return Outcome(entry.shown, arrived.stored.sha256, DUPLICATE, str(known.pk))
            is_vorgang = isinstance(target, Vorgang)
            register = actions.register_dokument if is_vorgang else actions.register_unassigned
            dokument = register(actor, target, arrived=arrived, at=now())
        if dokument.zone_id not in actor.zones_read:
            self.person.forget()
        return Outcome(entry.shown, arrived.stored.sha256, REGISTERED, str(dokument.pk))


def _locked(target):
    """Return the target as it stands now; a second import into it waits."""
    rows = type(target).objects.select_for_update(of=("self",), no_key=True)
    return rows.get(pk=target.pk)


def _vorgang(actor, aktenzeichen: str) -> Vorgang:
    try:
        vorgang = queries.find_vorgang_by_number(actor, aktenzeichen)
    except Http404:
        vorgang = None
    if vorgang is None:
        raise Problem(f"Einen Vorgang {aktenzeichen} gibt es für {actor.name} nicht.")
    if actions.is_closed(vorgang):
        raise actions.VorgangClosed
    return vorgang


def _einheit(actor):
    """The unit of the person's first Stelle."""
    person = organisation.get_person(actor, actor.person_id)
    posts, _, _ = organisation.besetzungen_of(actor, person, on=today())
    posts.sort(key=lambda post: post.stelle.einheit.sort_key)
    if not posts:
        raise Problem(
            f"{actor.name} hat keine Stelle. Geben Sie mit --vorgang an, wohin die Dateien sollen."
        )
    return posts[0].stelle.einheit
