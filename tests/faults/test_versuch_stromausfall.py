"""Experiment: the power is cut at random moments, and what was confirmed is there when it is back.

Short: the store alone. In full (`--long`) also an installation with its database on a disk of its own;
the outer test makes disk and server and runs the inner one there.
"""

import hashlib
import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from uuid import UUID

import pytest
from django.conf import settings
from psycopg.conninfo import make_conninfo

from tests.faults.site import ROOT, letter
from tests.faults.stromausfall import Disk, after_the_cut, disk
from verbundakte.core.embedded import cluster, sockets
from verbundakte.core.embedded.processes import wait_until

PLACE, IMAGE, COPY = "VERBUNDAKTE_CUT_PLACE", "VERBUNDAKTE_CUT_IMAGE", "VERBUNDAKTE_CUT_COPY"
DEVICE, SERVER = "VERBUNDAKTE_CUT_DEVICE", "cluster"
MOMENTS = int(os.environ.get("VERBUNDAKTE_CUT_MOMENTS", 200))
TITLE = "Strom fällt aus"
NEVER = {"tenant": "musterstadt", "dokument": str(UUID(int=0)), "sha256": "0" * 64}


class Writer:
    """A process that stores files on the disk; `said`: the digests of those that were confirmed."""

    def __init__(self, data: Path, *options: str):
        told = {"DJANGO_SETTINGS_MODULE": "verbundakte.settings", "VERBUNDAKTE_DATA": str(data)}
        told |= {"PYTHONPATH": os.pathsep.join((str(ROOT), str(ROOT / "src")))}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.stromausfall", *options], env=os.environ | told,
            stdout=subprocess.PIPE, text=True, cwd=ROOT,
        )  # fmt: skip
        self.said: list[str] = [self.process.stdout.readline().strip()]
        self.reader = threading.Thread(target=self._listen)
        self.reader.start()

    def _listen(self) -> None:
        for line in self.process.stdout:
            self.said.append(line.strip())

    def __enter__(self) -> "Writer":
        return self

    def __exit__(self, *_exception) -> None:
        self.process.kill()
        self.reader.join(10)
        self.process.wait(10)


@pytest.fixture
def platte(tmp_path, is_long):
    """A small disk with the folders of a store."""
    with disk(tmp_path, 1000 if is_long else 64) as found:
        for name in ("blobs", "tmp"):
            (found.place / name).mkdir()
        yield found


def cut_and_look(platte: Disk, writer: Writer, tmp_path: Path) -> tuple[list[str], list[str]]:
    """Cut the power; return what was confirmed before, and what of it is missing afterwards.

    The writer stands still meanwhile: however slow the machine, it does not fill the disk.
    """
    confirmed, image = list(writer.said), tmp_path / "kopie.img"
    platte.cut(image, [writer.process.pid])
    writer.process.send_signal(signal.SIGSTOP)
    try:
        with after_the_cut(image, tmp_path / "kopie") as there:
            return confirmed, missing(there / "blobs" / "1", confirmed)
    finally:
        writer.process.send_signal(signal.SIGCONT)


@pytest.mark.slow
def test_versuch_2_the_store_keeps_what_it_confirmed(versuch, platte, is_long, tmp_path):
    found, chance = versuch(2, f"{TITLE}: Dateispeicher allein"), random.Random(2)
    with Writer(platte.place) as writer:
        for _ in range(MOMENTS if is_long else 4):
            time.sleep(chance.random() * 0.2)
            confirmed, gone = cut_and_look(platte, writer, tmp_path)
            found.runs += 1
            found.lost += gone
            assert found.lost == []
    found.acknowledged = [{"sha256": one} for one in confirmed]
    found.more["Kopien wiederholt"] = platte.repeated
    assert len(confirmed) > found.runs


@pytest.mark.slow
def test_a_store_that_does_not_wait_for_the_disk_is_found_out(platte, tmp_path):
    with Writer(platte.place, "--forgetful") as writer:
        confirmed, gone = cut_and_look(platte, writer, tmp_path)
    assert confirmed and gone


def missing(folder: Path, digests: list[str]) -> list[str]:
    """Return what is not there, or not as it was."""
    paths = [folder / one[:2] / one for one in digests]
    return [
        path.name
        for path in paths
        if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != path.name
    ]


@pytest.mark.slow
def test_versuch_2_runs_on_a_disk_of_its_own(is_long, tmp_path):
    if not is_long:
        pytest.skip("nur in voller Länge (--long)")
    tmp_path.chmod(0o711)
    with disk(tmp_path, 1500) as platte:
        throw_away = cluster(platte.place / SERVER, durable=False)  # which may make databases
        throw_away.start(die_with_parent=True)
        throw_away.stop()
        os.sync()  # what was made without waiting for the disk is there before the experiment begins
        database = cluster(platte.place / SERVER)  # but what it confirms is to be kept
        try:
            database.start(die_with_parent=True)
            (tmp_path / "tmp").mkdir()
            told = {
                PLACE: str(platte.place), IMAGE: str(platte.image), COPY: str(tmp_path / "kopie"),
                DEVICE: platte.device, "TMPDIR": str(tmp_path / "tmp"),
                "VERBUNDAKTE_TEST_CLUSTER": str(database.data),
            }  # fmt: skip
            command = [sys.executable, "-m", "pytest", "-n", "0", __file__, "--long"]
            command += ["-k", "versuch_2_power", f"--basetemp={platte.place / 'pytest'}"]
            done = subprocess.run(
                command, cwd=ROOT, env=os.environ | database.urls() | told,
                capture_output=True, text=True,
            )  # fmt: skip
            print("\n".join(line for line in done.stdout.splitlines() if not line.startswith("{")))
            assert done.returncode == 0, done.stdout[-3000:]
        finally:
            database.stop()


class Clerks:
    """Upload while they may, and note what was confirmed."""

    def __init__(self, found, browsers, vorgang):
        self.found, self.vorgang = found, vorgang
        self.may, self.is_over = threading.Event(), False
        self.threads = [
            threading.Thread(target=self._work, args=(browser, number))
            for number, browser in enumerate(browsers)
        ]
        for thread in self.threads:
            thread.start()

    def _work(self, browser, number: int) -> None:
        chance, count = random.Random(number), 0
        while self.may.wait() and not self.is_over:
            count += 1
            name = f"Schreiben {number}-{count}.txt"
            self.found.confirm(browser.upload(self.vorgang, name, letter(chance, count, 20_000)))

    def end(self) -> None:
        """Let them go home."""
        self.is_over = True
        self.may.set()
        for thread in self.threads:
            thread.join(120)


@pytest.mark.skipif(PLACE not in os.environ, reason="läuft nur im Versuch 2")
@pytest.mark.django_db(transaction=True)
def test_versuch_2_power_is_cut(versuch, site, clerk, open_office, databases):
    found, chance = versuch(2, TITLE), random.Random(22)
    place, copy = Path(os.environ[PLACE]), Path(os.environ[COPY])
    platte = Disk(Path(os.environ[IMAGE]), os.environ[DEVICE], place)
    server = cluster(place / SERVER)
    data = Path(settings.DATA_DIR).relative_to(place)
    clerks = Clerks(found, [clerk() for _ in range(3)], open_office.vorgang.pk)
    looker = Looker(copy, data, databases.name)
    try:
        for number in range(MOMENTS):
            clerks.may.set()
            time.sleep(0.3 + chance.random() * 0.7)
            confirmed = list(found.acknowledged)
            platte.cut(copy.with_suffix(".img"), [server.pid, *site.pids.values()])
            clerks.may.clear()
            found.runs += 1
            with after_the_cut(copy.with_suffix(".img"), copy) as there:
                found.lost += looker.looked_at(there, confirmed)
                if number == 0:
                    assert looker.looked_at(there, [NEVER])  # it would notice
            assert found.lost == []
    finally:
        clerks.end()
        looker.end()
    found.more |= {"Kopien wiederholt": platte.repeated}


class Looker:
    """Looks at copies, which all lie at one place."""

    def __init__(self, there: Path, data: Path, database: str):
        self.server = cluster(there / SERVER, durable=False)  # a copy nobody keeps
        self.told = {"VERBUNDAKTE_DATA": str(there / data)}
        self.told |= {"PYTHONPATH": os.pathsep.join((str(ROOT), str(ROOT / "src")))}
        self.database, self.process = database, None

    def looked_at(self, there: Path, confirmed: list[dict]) -> list[str]:
        """Start the database of a copy and let the invariants be checked; return what is wrong."""
        sockets.note(there / SERVER).unlink(missing_ok=True)  # another machine, not beside the first
        self.server.start(die_with_parent=True)
        try:
            listed = there / "bestaetigt.jsonl"
            listed.write_text("".join(f"{json.dumps(one)}\n" for one in confirmed))
            return self._answer(listed)
        finally:
            os.kill(self.server.pid, signal.SIGQUIT)  # at once: nobody comes back to it
            assert wait_until(lambda: self.server.pid is None, 60)

    def _answer(self, listed: Path) -> list[str]:
        url = make_conninfo(self.server.urls()["DATABASE_URL"], dbname=self.database)
        if self.told.get("DATABASE_URL") != url:
            self.end()
            self.told["DATABASE_URL"] = url
            self.process = subprocess.Popen(
                [sys.executable, "-m", "tests.faults.nachgesehen"], cwd=ROOT, text=True,
                env=os.environ | self.told, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            )  # fmt: skip
        self.process.stdin.write(f"{listed}\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def end(self) -> None:
        """Look no more."""
        if self.process:
            self.process.kill()
            self.process.wait(10)
