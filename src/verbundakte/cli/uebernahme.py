"""`import DIR --mapping FILE`: Akten, Vorgänge and Dokumente of an old system, by its tables.

Each object is a transaction of its own and known by its key there, so a repeated command goes on
where it stopped. Everything happens with the rights of the person; closing comes last.
"""

import json
import os
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime
from datetime import time as clock_time
from functools import partial
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404

from verbundakte.akten import actions, queries
from verbundakte.akten.actions.arrival import check_announced, receive_chunks
from verbundakte.akten.actions.upload import check_room
from verbundakte.akten.models import Akte, Aktenplaneinheit, Dokument, Vorgang
from verbundakte.akten.permissions import Permission
from verbundakte.cli.folder import Entry, Unreadable, chunks, opened, printable
from verbundakte.cli.person import Acting
from verbundakte.cli.planner import Learning
from verbundakte.cli.problems import REFUSED, WRONG_USAGE, Problem
from verbundakte.cli.progress import Progress
from verbundakte.core.actions import Refusal
from verbundakte.core.clock import now
from verbundakte.core.models import Membership
from verbundakte.core.tenancy.context import current_tenant
from verbundakte.organisation.models import Organisationseinheit
from verbundakte.standards.uebernahme import (
    Abbildung,
    AbbildungInvalid,
    Bestand,
    Finding,
    Row,
    read_abbildung,
    read_bestand,
)

READ = {
    "akte": queries.get_akte,
    "vorgang": queries.get_vorgang,
    "dokument": queries.get_dokument,
}
TABLES = {"akten": "akte", "vorgaenge": "vorgang", "dokumente": "dokument"}
WORDS = {
    "akten": "Akten",
    "vorgaenge": "Vorgänge",
    "dokumente": "Dokumente",
    "historie": "Verläufe",
}
REGISTERED, KNOWN, NOT_TAKEN = "registered", "duplicate", "refused"
NO_RIGHT = "Das Recht, hier etwas anzulegen, fehlt."
BERLIN, NOON = ZoneInfo("Europe/Berlin"), clock_time(12)


@dataclass(frozen=True)
class Outcome:
    """What became of an object; the fields are those of a line of `--json`."""

    kind: str
    key: str
    result: str
    id: str | None = None
    reason: str | None = None


def load_mapping(path: Path) -> Abbildung:
    """Return the mapping in a file. Raises Problem."""
    try:
        return read_abbildung(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeError) as error:
        raise Problem(f"Die Abbildung {path} lässt sich nicht lesen ({error}).", WRONG_USAGE) from (
            error
        )
    except AbbildungInvalid as invalid:
        raise Problem(f"{path}: {invalid.message}", WRONG_USAGE) from invalid


class Homeless(Refusal):
    message = "Wohin es gehört, wurde nicht übernommen."


def moment(value: date | datetime | None) -> datetime:
    """Return when an object began, in our zone; what came without a day began now."""
    if value is None:
        return now()
    if not isinstance(value, datetime):
        value = datetime.combine(value, NOON)
    return min(value.replace(tzinfo=BERLIN), now())


def chosen(values: dict, *names: str) -> dict:
    """Return those of the named values that are there."""
    return {name: values[name] for name in names if name in values}


class Uebernahme:
    """Takes a Bestand over; `told` gets every outcome."""

    def __init__(self, folder: Path, mapping: Path, person: Acting):
        self.folder, self.person = folder, person
        self.abbildung = load_mapping(mapping)
        with transaction.atomic():
            actor = person.actor()
            if not actor.may(Permission.UEBERNAHME_RUN, None):
                raise Problem(f"„{person.login}“ darf keine Bestände übernehmen.")
            self.known = queries.known_keys(actor, self.abbildung.source)
            self.units = {unit.kennzeichen: unit for unit in Organisationseinheit.objects.all()}
            rows = Membership.objects.filter(tenant=current_tenant(), ended_at=None)
            self.persons = dict(rows.values_list("account__login", "person_id"))
            plan = queries.units_for_new_akte(actor)
            self.plan: dict[str, Aktenplaneinheit] = {unit.kennzeichen: unit for unit in plan}
        known = {table: set(self.known[kind]) for table, kind in TABLES.items()}
        self.bestand: Bestand = read_bestand(self.abbildung, self._bytes, known=known)
        self._check()

    @property
    def total(self) -> int:
        """Return how many rows there are to take over."""
        return sum(len(rows) for rows in self.bestand.rows.values())

    def _bytes(self, name: str) -> bytes:
        with opened(self.folder, Entry(name)) as file:
            return b"".join(chunks(file))

    # --- before anything is written ---

    def _check(self) -> None:
        """Name what our side will refuse: places, people, files and numbers that do not fit."""
        taken: dict[str, set[str]] = {"akten": set(), "vorgaenge": set()}
        with transaction.atomic():
            taken["akten"] = set(Akte.objects.values_list("aktenzeichen", flat=True))
            taken["vorgaenge"] = set(Vorgang.objects.values_list("aktenzeichen", flat=True))
        for kind, kind_here in TABLES.items():
            for row in self.bestand.rows[kind]:
                if row.key in self.known[kind_here]:
                    continue
                for message in self._problems(row, taken.get(kind, set())):
                    self._note(row, message)

    def _note(self, row: Row, message: str) -> None:
        file = self.abbildung.tables[row.kind].file
        self.bestand.findings.append(Finding(file, row.line, message))

    def _problems(self, row: Row, taken: set[str]) -> Iterator[str]:
        values = row.values
        if row.kind == "akten" and values["planeinheit"] not in self.plan:
            yield (
                f"Die Aktenplaneinheit {values['planeinheit']} gibt es nicht, oder"
                f" „{self.person.login}“ darf dort nichts anlegen."
            )
        if (unit := values.get("federfuehrung")) and unit not in self.units:
            yield f"Die Organisationseinheit {unit} gibt es nicht."
        if (login := values.get("sachbearbeitung")) and login not in self.persons:
            yield f"Die Anmeldung {login} gibt es hier nicht."
        if number := values.get("aktenzeichen"):
            if number in taken:
                yield f"Das Aktenzeichen {number} ist schon vergeben."
            taken.add(number)
        if row.kind == "dokumente":
            yield from self._problems_of_file(values["datei"])

    def _problems_of_file(self, path: str) -> Iterator[str]:
        try:
            check_announced(path, (self.folder / path).stat().st_size)
        except Refusal as refusal:
            yield refusal.message
        except OSError:
            yield f"Die Datei {path} gibt es im Ordner nicht."

    # --- writing ---

    def run(self, told: Callable[[Outcome], None]) -> None:
        """Take everything over that is not here yet, then close what is closed there."""
        steps = {"akten": self._akte, "vorgaenge": self._vorgang, "dokumente": self._dokument}
        with Progress("Übernahme", self.total) as progress:
            for kind, create in steps.items():
                for row in self.bestand.rows[kind]:
                    told(self._take(row, create))
                    progress.step()
            for key, rows in self._histories().items():
                told(self._attempt("historie", key, partial(self._history, key, rows)))
                progress.to(progress.done + len(rows))
            for kind in ("vorgaenge", "akten"):
                for row in self.bestand.rows[kind]:
                    if outcome := self._close(row):
                        told(outcome)

    def _take(self, row: Row, create: Callable) -> Outcome:
        kind = TABLES[row.kind]
        if row.key in self.known[kind]:
            return Outcome(kind, row.key, KNOWN, str(self.known[kind][row.key]))

        def perform():
            arrived = self._store(row) if kind == "dokument" else None
            with transaction.atomic():
                subject = create(row.values, *filter(None, [arrived]))
                source = self.abbildung.source
                actions.note_herkunft(
                    self.person.actor(), subject, source=source, key=row.key, at=now()
                )
                return subject

        outcome = self._attempt(kind, row.key, perform)
        if outcome.id:
            self.known[kind][row.key] = UUID(outcome.id)
        return outcome

    def _attempt(self, kind: str, key: str, perform: Callable) -> Outcome:
        """Perform and say how it went; `perform` returns None when everything is there already."""
        try:
            subject = perform()
        except (Refusal, Unreadable) as refusal:
            return Outcome(kind, key, NOT_TAKEN, reason=refusal.message)
        except (PermissionDenied, Http404):
            return Outcome(kind, key, NOT_TAKEN, reason=NO_RIGHT)
        return (
            Outcome(kind, key, REGISTERED, str(subject.pk))
            if subject
            else Outcome(kind, key, KNOWN)
        )

    def _store(self, row: Row) -> actions.Arrived:
        """Bring the bytes of a Dokument into the store, before any transaction."""
        path = row.values["datei"]
        with opened(self.folder, Entry(path)) as file:
            check_room(os.fstat(file.fileno()).st_size)
            return actions.Arrived(receive_chunks(Entry(path).name, chunks(file)), path, path)

    def _place(self, kind: str, key: str) -> UUID:
        if key not in self.known[kind]:
            raise Homeless
        return self.known[kind][key]

    def _akte(self, values: dict) -> Akte:
        planeinheit = self.plan.get(values["planeinheit"])
        if planeinheit is None:
            raise PermissionDenied
        more = chosen(values, "medium", "laufzeit_from", "laufzeit_to", "bemerkung", "aktenzeichen")
        return actions.create_akte(
            self.person.actor(),
            planeinheit,
            betreff=values["betreff"],
            at=moment(values.get("angelegt_on")),
            federfuehrung=self.units.get(values.get("federfuehrung", "")),
            **more,
        )

    def _vorgang(self, values: dict) -> Vorgang:
        actor = self.person.actor()
        more = chosen(values, "fremdes_geschaeftszeichen", "bemerkung", "aktenzeichen")
        return actions.create_vorgang(
            actor,
            queries.get_akte(actor, self._place("akte", values["akte"])),
            betreff=values["betreff"],
            at=moment(values.get("angelegt_on")),
            sachbearbeitung_id=self.persons.get(values.get("sachbearbeitung", "")),
            **more,
        )

    def _dokument(self, values: dict, arrived: actions.Arrived) -> Dokument:
        actor = self.person.actor()
        days = ("posteingangsdatum", "postausgangsdatum", "datum_des_schreibens")
        begun = next((values[name] for name in ("angelegt_on", *days) if name in values), None)
        texts = ("absender", "empfaenger", "fremdes_geschaeftszeichen", "bezug", "bemerkung")
        return actions.register_dokument(
            actor,
            queries.get_vorgang(actor, self._place("vorgang", values["vorgang"])),
            arrived=arrived,
            at=moment(begun),
            betreff=values["betreff"],
            **chosen(values, *days, *texts),
        )

    def _histories(self) -> dict[str, list[Row]]:
        found: dict[str, list[Row]] = defaultdict(list)
        for row in self.bestand.rows["historie"]:
            found[row.key].append(row)
        return found

    def _history(self, key: str, rows: list[Row]) -> Akte | Vorgang | Dokument | None:
        kind = next((kind for kind in READ if key in self.known[kind]), "")
        entries = [
            actions.AltEintrag(
                at=row.values["am"].replace(tzinfo=BERLIN),
                who=row.values.get("wer", ""),
                action=row.values["was"],
                field=row.values.get("feld", ""),
                old=row.values.get("alt", ""),
                new=row.values.get("neu", ""),
            )
            for row in rows
        ]
        with transaction.atomic():
            actor = self.person.actor()
            subject = READ[kind](actor, self._place(kind, key)) if kind else None
            if subject is None:
                raise Homeless
            source = self.abbildung.source
            missing = queries.missing_in_altverlauf(actor, subject, source, entries)
            if not missing:
                return None
            actions.take_altverlauf(actor, subject, source=source, entries=missing)
        return subject

    def _close(self, row: Row) -> Outcome | None:
        """Close what the old system had closed on that day; None when there is nothing to do."""
        kind, on = TABLES[row.kind], row.values.get("zda_on")
        if on is None or row.key not in self.known[kind]:
            return None
        close = {"akte": actions.close_akte, "vorgang": actions.close_vorgang}[kind]
        with transaction.atomic():
            actor = self.person.actor()
            subject = READ[kind](actor, self.known[kind][row.key])
            if actions.is_closed(subject):
                return None

        def perform():
            with transaction.atomic():
                close(actor, subject, on=on, at=now())
                return subject

        return self._attempt(f"{kind} z. d. A.", row.key, perform)


def dry_run(uebernahme: Uebernahme, *, as_json: bool) -> int:
    """Say what would be taken over and what would not; nothing is written. 1 with findings."""
    bestand = uebernahme.bestand
    counts = {kind: len(rows) for kind, rows in bestand.rows.items()}
    counts |= {"known": sum(len(keys) for keys in uebernahme.known.values())}
    counts |= {"findings": len(bestand.findings)}
    _print_findings(bestand.findings, as_json)
    words = ", ".join(f"{counts[kind]} {word}" for kind, word in WORDS.items())
    text = f"Probelauf: {words}; {counts['findings']} Hinweise. Geschrieben wurde nichts."
    print(json.dumps({"summary": counts}) if as_json else text)
    return REFUSED if bestand.findings else 0


def take_over(uebernahme: Uebernahme, *, as_json: bool) -> tuple[int, list[UUID]]:
    """Take everything over; return the exit code and the ids of the Dokumente."""
    began, outcomes, learning = time.monotonic(), [], Learning()

    def told(outcome: Outcome) -> None:
        outcomes.append(outcome)
        if outcome.result == REGISTERED:
            learning.step()
        if as_json:
            print(json.dumps(asdict(outcome), ensure_ascii=False), flush=True)
        elif outcome.result == NOT_TAKEN:
            print(f"{outcome.kind} {printable(outcome.key)}: {outcome.reason}", flush=True)

    _print_findings(uebernahme.bestand.findings, as_json)
    uebernahme.run(told)
    learning.end()
    counts = Counter(outcome.result for outcome in outcomes)
    summary = {result: counts[result] for result in (REGISTERED, KNOWN, NOT_TAKEN)}
    summary |= {"findings": len(uebernahme.bestand.findings)}
    summary |= {"seconds": round(time.monotonic() - began, 2)}
    text = (
        f"{summary[REGISTERED]} übernommen, {summary[KNOWN]} schon vorhanden,"
        f" {summary[NOT_TAKEN]} nicht übernommen, {summary['findings']} Zeilen mit Hinweis"
        f" ({summary['seconds']:.1f} Sekunden)."
    )
    print(json.dumps({"summary": summary}) if as_json else text)
    made = [UUID(one.id) for one in outcomes if one.kind == "dokument" and one.result == REGISTERED]
    return REFUSED if counts[NOT_TAKEN] or summary["findings"] else 0, made


def _print_findings(findings: list[Finding], as_json: bool) -> None:
    for finding in findings:
        print(json.dumps({"finding": asdict(finding)}, ensure_ascii=False) if as_json else finding)
