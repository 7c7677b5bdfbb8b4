"""`start`: the installation in this terminal, or with --background on its own."""

import argparse
import logging
import os
import sys
import time
from typing import NoReturn

from verbundakte.cli import logs, supervisor
from verbundakte.cli.installation import EMBEDDED, Installation
from verbundakte.cli.parts import own_address, own_part
from verbundakte.cli.problems import Problem
from verbundakte.cli.state import read_state, remembered_port, take_lock
from verbundakte.core.logs import JsonFormatter

OURS = {EMBEDDED, "DATABASE_URL", "DATABASE_OWNER_URL", "DATABASE_SYSTEM_URL", "TMPDIR"}
LONGEST = 600.0  # seconds: the migrations of a large installation are among them


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """--port and --background, for `start` and `demo` alike."""
    parser.add_argument(
        "--port", type=int, help="Port der Weboberfläche (sonst: der vom letzten Mal, zuerst 8000)"
    )
    parser.add_argument(
        "--background",
        action="store_true",
        help="im Hintergrund laufen, sobald die Seite antwortet",
    )


def run(options: argparse.Namespace) -> int:
    """Start; returns when the installation was ended (or answers, with --background)."""
    installation = Installation(options.data)
    installation.prepare()
    port = options.port or remembered_port(installation.run)
    os.umask(0o077)
    if options.background and _runs_on(installation, port):
        _announce(installation, port)
    elif options.background:
        _in_background(installation, port)
        _announce(installation, port)
    else:
        _log_to_file(installation)
        supervisor.Supervisor(installation, port, lambda: _announce(installation, port)).run()
    return 0


def is_to_be_started(options: argparse.Namespace) -> bool:
    """Whether `start` will start something; False when it would only show that it runs already.

    Refuses early what `start` would refuse later: it runs elsewhere, or the port is taken.
    """
    installation = Installation(options.data)
    port = options.port or remembered_port(installation.run)
    if options.background and _runs_on(installation, port):
        return False
    _require_startable(installation, port)
    return True


def _runs_on(installation: Installation, port: int) -> bool:
    state = read_state(installation.run)
    return bool(state and state.is_ready and state.port == port and state.supervisor.is_alive())


def _require_startable(installation: Installation, port: int) -> None:
    lock = take_lock(installation.run)
    if lock is None:
        raise supervisor.runs_already(installation)
    with lock:
        supervisor.end_leftovers(installation)
    if "web" in own_part():
        supervisor.listen(port).close()


def hand_over(options: argparse.Namespace) -> NoReturn:
    """Become `start` with the same options: how `demo` goes on after it has made its data."""
    command = [sys.executable, "-m", "verbundakte.cli", "start", "--data", str(options.data)]
    command += ["--port", str(options.port)] if options.port else []
    command += ["--background"] if options.background else []
    left_out = OURS if EMBEDDED in os.environ else set()
    environment = {name: value for name, value in os.environ.items() if name not in left_out}
    sys.stdout.flush()
    os.execve(sys.executable, command, environment)  # noqa: S606


def _announce(installation: Installation, port: int) -> None:
    """Tell where the pages are, and in a demo who can log in."""
    if "web" not in own_part():
        print("Die Aufträge von Verbundakte laufen auf diesem Rechner.", flush=True)
        return
    print(f"Verbundakte läuft: http://{own_address()}:{port}/", flush=True)
    logins = installation.demo_logins()
    shown = _one_per_role(logins)
    for login in shown:
        print("  {tenant}: {login} / {password} ({role})".format(**login), flush=True)
    if len(logins) > len(shown):
        print("Alle Anmeldungen zeigt ./verbundakte status.", flush=True)
    if sys.stdout.isatty():
        print("Beenden mit Strg+C oder ./verbundakte stop.", flush=True)


def _one_per_role(logins: list[dict[str, str]]) -> list[dict[str, str]]:
    """The first login of each role in the first town."""
    here = [login for login in logins if login["tenant"] == logins[0]["tenant"]]
    return list({login["role"]: login for login in reversed(here)}.values())[::-1]


def _log_to_file(installation: Installation) -> None:
    log = installation.log / "supervisor.log"
    logs.rotate_while_running(log)
    handler = logging.FileHandler(log)
    handler.setFormatter(JsonFormatter())
    logging.basicConfig(handlers=[handler], level=logging.INFO)


def _in_background(installation: Installation, port: int) -> None:
    _require_startable(installation, port)
    process = supervisor.run_detached(installation, port)
    deadline = time.monotonic() + LONGEST
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise Problem(_last_line(installation))
        state = read_state(installation.run)
        if state and state.supervisor.pid == process.pid and state.is_ready:
            process.returncode = 0  # it lives on; nobody waits for it here
            return
        time.sleep(0.05)
    raise Problem(
        f"Verbundakte ist nach {LONGEST:.0f} Sekunden noch nicht bereit; Näheres in"
        f" {installation.log / 'supervisor.log'}, ./verbundakte stop bricht den Start ab."
    )


def _last_line(installation: Installation) -> str:
    """What the process that ended has said last."""
    lines = (installation.log / "supervisor.log").read_text(errors="replace").split("\n")
    said = [line for line in lines if line.strip() and not line.startswith("{")]
    return said[-1] if said else "Verbundakte hat sich unerwartet beendet."
