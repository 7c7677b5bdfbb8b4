"""Up, kill each part in turn under load, compare: see the package."""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from tests.faults.rechner import netz
from tests.faults.rechner.dienste import ENTRANCE, Layout, answers, has_standby, leader
from tests.faults.rechner.last import FRESH_WITHIN, WRITERS, Work

ENTRANCE_HOST = ENTRANCE.removeprefix("http://")
WEBS = [f"{netz.ADDRESSES[name]}:8000" for name in ("web1", "web2")]
FILL = """
import sys
from pathlib import Path
from verbundakte.cli.installation import Installation
from verbundakte.cli.session import django_session
from verbundakte.demo import command
with django_session(Path(sys.argv[1])):
    command.fill(Path(sys.argv[1]), scale=0.02)
"""


def main() -> int:
    """Play it through; 1 when anything acknowledged is lost."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults.rechner")
    parser.add_argument("--patroni", default=shutil.which("patroni") or "patroni")
    parser.add_argument("--quiet", type=float, default=20, help="Sekunden zwischen zwei Ausfällen")
    parser.add_argument("--away", type=float, default=8, help="Sekunden, die ein Teil ausfällt")
    parser.add_argument("--keep", action="store_true", help="Ordner mit den Protokollen behalten")
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if os.geteuid():
        sys.exit("Netzwerk-Namensräume brauchen root.")
    if options.folder:  # on the machine of the clerks
        layout = Layout(options.folder, options.patroni)
        return _play(layout, _bring_up(layout), options)
    folder = Path(tempfile.mkdtemp(prefix="verbundakte-rechner-"))
    folder.chmod(0o755)
    try:
        netz.up()
        again = ["-m", "tests.faults.rechner", *sys.argv[1:], "--folder", str(folder)]
        return netz.from_inside(again)
    finally:
        netz.down()
        print(f"Protokolle: {folder}" if options.keep else "", flush=True)
        if not options.keep:
            shutil.rmtree(folder, ignore_errors=True)


def _tell(text: str) -> None:
    print(text, flush=True)


def _bring_up(layout: Layout) -> Work:
    _tell(
        "Zwischen Verbundakte und der Datenbank: pgbouncer, je Transaktion."
        if layout.is_pooled
        else "Ohne pgbouncer: Er fehlt hier (apt-get install pgbouncer)."
    )
    for name in ("etcd", "s3", "eingang", "db1"):
        layout.start(name)
    netz.wait_for("führende Datenbank", leader)
    layout.start("db2")
    netz.wait_for("synchrone Zweitschrift", has_standby)
    netz.wait_for("Dateispeicher", lambda: layout.make_bucket() is None)
    layout.make_roles()
    layout.start("web1")
    netz.wait_for("web1", lambda: answers("web1"), 300)
    _command(layout, "-c", FILL, str(layout.place("web1") / "data"))
    for name in ("web2", "jobs1", "jobs2"):
        layout.start(name)
    netz.wait_for("web2", lambda: answers("web2"), 300)
    netz.wait_for("Eingang", lambda: answers("eingang"))
    data = str(layout.place("web1") / "data")
    words = ("token", "amira.beispiel", "--tenant", "musterstadt", "--data", data)
    return Work(_command(layout, "-m", "verbundakte.cli", *words).strip())


def _command(layout: Layout, *words: str) -> str:
    environment = os.environ | layout.environment("web1")
    done = subprocess.run(
        [sys.executable, *words], env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        sys.exit(f"{' '.join(words)[:80]}: {done.stderr[-2000:]}")
    return done.stdout


def _play(layout: Layout, work: Work, options: argparse.Namespace) -> int:
    vorgaenge = work.vorgaenge(WEBS[0])
    threads = [
        threading.Thread(
            target=work.write, args=(ENTRANCE_HOST, vorgaenge, WEBS, seed), daemon=True
        )
        for seed in range(WRITERS)
    ]
    for thread in threads:
        thread.start()
    work.is_quiet.set()
    time.sleep(options.quiet)
    _tell("| Ausfall | Prozesse | Pause bis zur nächsten Bestätigung (s) | abgelegt |")
    _tell("| --- | --- | --- | --- |")
    for name in ("web1", "web2", "jobs1", "jobs2", "s3", "db"):
        _fail(layout, work, leader() if name == "db" else name, options)
    work.ended.set()
    for thread in threads:
        thread.join(30)
    return _compare(layout, work)


def _fail(layout: Layout, work: Work, name: str, options: argparse.Namespace) -> None:
    work.is_quiet.clear()
    began, before = time.monotonic(), len(work.filed)
    count = netz.kill(name)
    time.sleep(options.away)
    layout.start(name)
    if name.startswith("web"):
        netz.wait_for(name, lambda: answers(name), 300)
    if name.startswith("db"):
        netz.wait_for("führende Datenbank", leader)
        netz.wait_for("synchrone Zweitschrift", has_standby, 300)
    time.sleep(options.quiet / 2)
    work.is_quiet.set()
    time.sleep(options.quiet / 2)
    pause = work.longest_pause(began, time.monotonic())
    _tell(f"| {name} | {count} | {pause:.1f} | {len(work.filed) - before} |")


def _compare(layout: Layout, work: Work) -> int:
    time.sleep(5)
    lost = {host: work.lost(host) for host in WEBS}
    unfound = {host: work.not_found(host) for host in WEBS}
    data = str(layout.place("web1") / "data")
    checked = _command(layout, "-m", "verbundakte.cli", "check", "--deep", "--data", data)
    fresh = sorted(work.found_after) or [0.0]
    _tell(f"\nBestätigt {len(work.filed)}, vorher abgewiesen oder ohne Antwort {work.refused}.")
    for host in WEBS:
        _tell(f"{host}: verloren {len(lost[host])}, nicht genau einmal gefunden {unfound[host]}")
    late = sum(seconds > FRESH_WITHIN for seconds in fresh)
    _tell(
        f"Auf einem anderen Rechner gefunden nach {fresh[len(fresh) // 2]:.1f} s (Mitte),"
        f" höchstens {fresh[-1]:.1f} s; später als {FRESH_WITHIN:.0f} s: {late} von {len(fresh)}."
    )
    _tell(checked)
    return 1 if any(lost.values()) or any(unfound.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
