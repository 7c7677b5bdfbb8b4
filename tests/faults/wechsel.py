"""The change to a new version while clerks work: old and new run together on one database.

    python -m tests.faults.wechsel [--old REV] [--seconds S] [--keep]

REV is a state of this repository; without it the newest tag, or else the state before the newest
migration. The old version runs, the new one migrates while the old one serves, both serve, the old one
ends. Every file confirmed by either is read from both. Prints figures; ends with 1 when one request
failed or one file is lost.
"""

import argparse
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

from tests.faults.rechner.last import Work
from tests.faults.rechner.netz import wait_for
from verbundakte.core.embedded import cluster

ROOT = Path(__file__).resolve().parents[2]
MIGRATIONS = ":(glob)src/verbundakte/*/migrations/0*.py"
READ = (
    "akten?include=beteiligte",
    "vorgaenge?include=felder,beteiligte&limit=20",
    "dokumente?include=felder,fassungen&limit=20",
    "kontakte",
    "aktenplan",
    "personen",
    "einheiten",
    "auftraege",
    "search?q=Bescheid",
)
FILL = """
import sys
from pathlib import Path
from verbundakte.cli.session import django_session
from verbundakte.demo import command
with django_session(Path(sys.argv[1])):
    command.fill(Path(sys.argv[1]), scale=0.02)
"""


def _git(*words: str) -> str:
    command = ["git", "-C", str(ROOT), *words]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()


def _default_old() -> str:
    newest = _git("log", "-n1", "--format=%H", "--diff-filter=A", "--", MIGRATIONS)
    return _git("describe", "--tags", "--abbrev=0") or f"{newest}^"


@dataclass
class Version:
    """One version: its sources, its data folder and where its pages are."""

    name: str
    source: Path
    data: Path
    shared: dict[str, str]
    port: int = 0
    process: subprocess.Popen | None = None
    work: Work = field(default_factory=lambda: Work(""))
    read: int = 0
    failed: list[str] = field(default_factory=list)

    @property
    def host(self) -> str:
        """Return where its pages are."""
        return f"127.0.0.1:{self.port}"

    def environment(self) -> dict[str, str]:
        """Return what its processes find in their environment."""
        own = {"PYTHONPATH": str(self.source / "src"), "DJANGO_SETTINGS_MODULE": ""}
        return os.environ | self.shared | own

    def command(self, *words: str) -> str:
        """Run a command of this version and return what it says."""
        done = subprocess.run(
            [sys.executable, *words], cwd=self.source, env=self.environment(), text=True,
            capture_output=True, check=False,
        )  # fmt: skip
        if done.returncode:
            sys.exit(f"{self.name}, {' '.join(words)[:60]}: {done.stderr[-2000:]}")
        return done.stdout

    def start(self) -> None:
        """Start it as a machine of its own: it migrates, then serves."""
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        words = ["-m", "verbundakte.cli", "start", "--data", str(self.data)]
        with (self.data.parent / f"{self.name}.log").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, *words, "--port", str(self.port)],
                cwd=self.source, env=self.environment(), stdout=log, stderr=log,
                start_new_session=True,
            )  # fmt: skip
        wait_for(self.name, lambda: self.work.ask(self.host, "GET", "ich")[0] in (200, 401), 300)

    def stop(self) -> None:
        """End it as an operator does."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(120)

    def read_on(self) -> None:
        """Read lists and the search until told to end; note every answer that is no 200."""
        while not self.work.ended.is_set():
            for path in READ:
                try:
                    status = self.work.ask(self.host, "GET", path)[0]
                except OSError as error:
                    status = str(error)
                self.read += 1
                if status != 200:
                    self.failed.append(f"{path}: {status}")
                self.work.ended.wait(0.1)


class Clerks:
    """Clerks at one version; each has a writer and a reader."""

    def __init__(self, version: Version, token: str, seed: int):
        self.version = version
        version.work.token = token
        vorgaenge = version.work.vorgaenge(version.host)
        write = (version.host, vorgaenge, [version.host], seed)
        self.threads = [
            threading.Thread(target=version.work.write, args=write, daemon=True),
            threading.Thread(target=version.read_on, daemon=True),
        ]
        for thread in self.threads:
            thread.start()

    def end(self) -> None:
        """Let them finish what they began."""
        self.version.work.ended.set()
        for thread in self.threads:
            thread.join(60)


def _applied(url: str) -> set[tuple[str, str]]:
    with psycopg.connect(url) as rows:
        return set(rows.execute("SELECT app, name FROM django_migrations").fetchall())


def _prepare(folder: Path, revision: str, shared: dict[str, str]) -> tuple[Version, Version]:
    source = folder / "alte-version"
    source.mkdir()
    archive = subprocess.run(
        ["git", "-C", str(ROOT), "archive", revision], capture_output=True, check=False
    )
    if archive.returncode:
        sys.exit(f"Diesen Stand gibt es hier nicht: {revision}")
    subprocess.run(["tar", "-x", "-C", str(source)], input=archive.stdout, check=True)
    (folder / "schluessel").write_text(os.urandom(32).hex())
    shared = shared | {"VERBUNDAKTE_SECRET_KEY_FILE": str(folder / "schluessel")}
    found = [
        Version(name, where, folder / f"{name}-daten", shared)
        for name, where in (("alt", source), ("neu", ROOT))
    ]
    for version in found:
        version.data.mkdir()
    (found[0].data / "blobs").mkdir()
    (found[1].data / "blobs").symlink_to(found[0].data / "blobs")  # one store for both
    return found[0], found[1]


def _play(old: Version, new: Version, owner: str, seconds: float) -> int:
    old.start()
    old.command("-c", FILL, str(old.data))
    words = ("token", "amira.beispiel", "--tenant", "musterstadt", "--data", str(old.data))
    token = old.command("-m", "verbundakte.cli", *words).strip()
    before, first = _applied(owner), Clerks(old, token, 1)
    time.sleep(seconds)
    began, filed = time.monotonic(), len(old.work.filed)
    new.start()
    started, during = time.monotonic() - began, len(old.work.filed) - filed
    second = Clerks(new, token, 2)
    time.sleep(seconds)
    first.end()
    old.stop()
    time.sleep(seconds)
    second.end()
    names = sorted(f"{app}.{name}" for app, name in _applied(owner) - before)
    print(f"Migrationen der neuen Version: {len(names)} ({', '.join(names)})")
    print(f"In {started:.0f} s ihres Starts legte die alte {during} Dateien ab.")
    return _compare(old, new)


def _compare(old: Version, new: Version) -> int:
    wrong = 0
    for version in (old, new):
        work, longest = version.work, 0.0
        if len(work.filed) > 1:
            longest = work.longest_pause(work.filed[0].at, work.filed[-1].at)
        lost = work.lost(new.host)
        wrong += len(lost) + work.refused + len(version.failed)
        print(
            f"{version.name}: bestätigt {len(work.filed)}, abgewiesen {work.refused}, gelesen"
            f" {version.read}, davon falsch {len(version.failed)}, verloren {len(lost)},"
            f" längste Pause {longest:.1f} s"
        )
        print("".join(f"  {one}\n" for one in sorted(set(version.failed))[:10]), end="")
    kept = Work(new.work.token, filed=old.work.filed + new.work.filed)
    until = time.monotonic() + 60
    while (missing := kept.not_found(new.host)) and time.monotonic() < until:
        time.sleep(1)
    print(f"Nicht genau einmal gefunden: {missing or 'nichts'}")
    checked = new.command("-m", "verbundakte.cli", "check", "--json", "--data", str(new.data))
    failed = [one["name"] for one in json.loads(checked)["checks"] if not one["ok"]]
    print(f"Prüfung der neuen Version: {failed or 'ohne Befund'}")
    return 1 if wrong or missing or failed else 0


def main() -> int:
    """Play it through; 1 when anything failed or is lost."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults.wechsel")
    parser.add_argument("--old", default=_default_old(), help="Stand der alten Version (git)")
    parser.add_argument("--seconds", type=float, default=20, help="so lange jeder Abschnitt")
    parser.add_argument("--keep", action="store_true", help="Ordner mit den Protokollen behalten")
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="verbundakte-wechsel-"))
    folder.chmod(0o755)
    print(f"Alt: {_git('log', '-n1', '--format=%h %ad %s', '--date=short', options.old)}")
    database = cluster(folder / "datenbank")
    versions: tuple[Version, ...] = ()
    try:
        database.start(die_with_parent=True)
        urls = database.urls()
        versions = _prepare(folder, options.old, urls)
        return _play(*versions, urls["DATABASE_OWNER_URL"], options.seconds)
    finally:
        for version in versions:
            version.stop()
        database.stop()
        if options.keep:
            print(f"Protokolle: {folder}")
        else:
            shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
