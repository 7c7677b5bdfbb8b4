"""Experiment: the clock of the machines that serve is moved while clerks work (libfaketime).

Web and worker live in another time than the database: two years ahead, a day behind, on 29 February, in
the nights of summer and winter time, at the turn of the year. Each time clerks and programs do what hangs
on the day, and afterwards nothing is lost and the log stands in its order.

Only in full: `./verbundakte test tests/faults/test_versuch_uhr.py --long -n 0`. The short form moves the
clock inside of the test process (`test_versuche_speicher.py`).
"""

import json
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import transaction
from django.utils import timezone

from tests.faults.site import Clerk, Site
from tests.faults.test_versuche_dienst import look_for_losses, open_jobs
from tests.faults.test_versuche_speicher import MOMENTS
from verbundakte.akten.models import ZdaVerfuegung
from verbundakte.api.tests.test_api import SETUP
from verbundakte.core.models import AuditEvent
from verbundakte.core.tenancy.context import use_tenant
from verbundakte.organisation.actions import create_token
from verbundakte.organisation.models import Person

LIBRARY = Path("/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1")
BACK = "einen Tag zurück"  # first: later the session with which it began is over and tidied away
PLACES = {BACK: MOMENTS[BACK]} | MOMENTS
PLACES |= {"Jahreswechsel": datetime(2027, 12, 31, 23, 30, tzinfo=UTC)}
WAITED = 300  # seconds until all jobs have ended
BORDER = "grenze"


class Clock:
    """The clock of the machines; the test can live in the same time."""

    def __init__(self, folder: Path, monkeypatch):
        self.path, self.patch, self.real = folder / "uhr", monkeypatch, timezone.now
        self.set(self.real())

    def environment(self) -> dict[str, str]:
        """Return what makes a process look at this clock."""
        return {
            "LD_PRELOAD": str(LIBRARY), "FAKETIME_TIMESTAMP_FILE": str(self.path),
            "FAKETIME_NO_CACHE": "1", "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        }  # fmt: skip

    def set(self, moment: datetime) -> None:
        """Let it be this moment everywhere but in the database; time goes on from there."""
        ahead = moment - self.real()
        fresh = self.path.with_suffix(".neu")
        fresh.write_text(f"{ahead.total_seconds():+.0f}")
        fresh.replace(self.path)
        self.patch.setattr(timezone, "now", lambda: self.real() + ahead)


@pytest.fixture
def clock(is_long, tmp_path, monkeypatch):
    """A clock that can be moved."""
    if not is_long:
        pytest.skip("nur in voller Länge (--long)")
    if not LIBRARY.is_file():
        pytest.skip("libfaketime ist hier nicht eingerichtet")
    return Clock(tmp_path, monkeypatch)


@pytest.fixture
def moved(clock, databases, data_dir, open_office):
    """An installation that looks at this clock."""
    site = Site(databases.name, **clock.environment())
    site.data = data_dir
    for name in ("index", "run"):
        (data_dir / name).mkdir(exist_ok=True)
    try:
        site.start("web")
        site.start("worker")
        yield site
    finally:
        site.close()


def key_of(town) -> str:
    """Return a token of the clerk, issued now."""
    with use_tenant(town.tenant.pk), transaction.atomic():
        person = Person.objects.get(pk=town.persons["sachbearbeiterin"])
        return create_token(SETUP, person, name="Uhr")


class Program:
    """A program with a token."""

    def __init__(self, clerk: Clerk, token: str):
        self.clerk, self.headers = clerk, {"Authorization": f"Bearer {token}", "Cookie": ""}

    def ask(self, method: str, path: str, values=None, **headers) -> tuple[int, dict]:
        """Return status and answer."""
        body = None if values is None else json.dumps(values)
        kind = {"Content-Type": "application/json"}
        status, content, told = self.clerk.ask(
            method, f"/api/v1/{path}", body, **self.headers, **kind, **headers
        )
        told = {name.lower(): value for name, value in told.items()}
        return status, json.loads(content) | {"etag": told.get("etag", "")}

    def record(self, unit, name: str) -> tuple[int, dict]:
        """Record a file as an Eingang."""
        head = (
            f'--{BORDER}\r\nContent-Disposition: form-data; name="file"; filename="{name}.txt"\r\n'
        )
        body = f"{head}Content-Type: text/plain\r\n\r\n{name}\r\n--{BORDER}--\r\n".encode()
        kind = {"Content-Type": f"multipart/form-data; boundary={BORDER}"}
        path = f"/api/v1/eingaenge?einheit={unit}&betreff=Uhr"
        status, content, _ = self.clerk.ask("POST", path, body, **self.headers, **kind)
        return status, json.loads(content)


def check_the_day(program: Program, office, name: str) -> None:
    """Do what hangs on today: number of the year, Wiedervorlage, z. d. A. on the day of the office."""
    on = timezone.localdate()
    unit = office.vorgang.akte.federfuehrung_id
    status, eingang = program.record(unit, name)
    assert (status, eingang["nummer"].partition("/")[0]) == (201, str(on.year)), eingang
    path = f"vorgaenge/{office.vorgang.pk}/wiedervorlagen"
    status, told = program.ask("POST", path, {"am": str(on), "text": name})
    assert status == 201 and told["am"] >= str(on), told
    yesterday = {"am": str(on - timedelta(days=1)), "text": name}
    assert program.ask("POST", path, yesterday)[0] == 422
    status, made = program.ask("POST", f"akten/{office.akte.pk}/vorgaenge", {"betreff": name})
    assert status == 201, made
    closing = f"vorgaenge/{made['id']}/zda-verfuegung"
    status, told = program.ask("POST", closing, {}, **{"If-Match": made["etag"]})
    assert (status, told["is_closed"]) == (201, True), told
    with use_tenant(office.town.tenant.pk), transaction.atomic():
        assert ZdaVerfuegung.objects.get(vorgang=made["id"]).closed_on == on


def wait_for_jobs(town) -> None:
    """Wait until all jobs of the town have ended; none may be put off by the clock."""
    until = time.monotonic() + WAITED
    with use_tenant(town.tenant.pk):
        while open_jobs():
            assert time.monotonic() < until, "a job waits for a day that has gone"
            time.sleep(0.2)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_versuch_13_the_clock_of_the_machines_is_moved(
    versuch, clock, moved, open_office, town, tmp_path
):
    found, began = versuch(13, "Uhr der Rechner verstellt"), clock.real()
    page = f"vorgaenge/{open_office.vorgang.pk}/"

    def come() -> Clerk:
        return Clerk(moved.port, town.client("sachbearbeiterin").cookies["verbundakte"].value)

    first, token = come(), key_of(town)
    assert first.get(page)[0] == 200
    for name, moment in PLACES.items():
        clock.set(moment)
        found.runs += 1
        is_over = moment > began  # each of them by months
        assert first.ask("GET", f"/musterstadt/{page}")[0] == (302 if is_over else 200), name
        old = Program(first, token).ask("GET", "ich")
        assert old[0] == (401 if is_over else 200), (name, old)
        clerk = come()
        for number in range(3):
            content = f"{name} {number}".encode()
            said = clerk.upload(open_office.vorgang.pk, f"{name} {number}.txt", content)
            found.confirm(said)
        check_the_day(Program(clerk, key_of(town)), open_office, name)
        wait_for_jobs(town)
        found.more[name] = "gut"
        check_the_log(town, moment)
    clock.set(clock.real())
    assert come().get(page)[0] == 200
    wait_for_jobs(town)
    clock.patch.undo()
    look_for_losses(found, town, tmp_path)


def check_the_log(town, moment: datetime) -> None:
    """The newest events stand at the end, whatever their clock says."""
    with use_tenant(town.tenant.pk), transaction.atomic():
        last = AuditEvent.objects.order_by("-seq").first()
    assert timedelta(0) <= last.at - moment < timedelta(minutes=10)
