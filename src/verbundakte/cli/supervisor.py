"""Keeps database, web and worker running: one process that does nothing else."""

import http.client
import logging
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext

from verbundakte.cli import logs, migrations, parts, shares
from verbundakte.cli.children import Child
from verbundakte.cli.installation import Installation
from verbundakte.cli.planned import Planned
from verbundakte.cli.problems import Problem
from verbundakte.cli.state import Noted, State, read_state, take_lock
from verbundakte.core import metrics
from verbundakte.core.embedded import EmbeddedError, processes

logger = logging.getLogger("verbundakte.supervisor")
ENDING = {signal.SIGTERM, signal.SIGINT, signal.SIGHUP}
SIGNALS = ENDING | {signal.SIGCHLD}
LOOK_AROUND = 5.0  # seconds between two looks when nothing happens
FIRST_ANSWER = 90.0  # seconds until the first page must be there
GRACE = 25.0  # seconds for jobs that have begun
LEAVING = 5.0  # seconds until what was killed is gone; the port is taken as long


class Supervisor:
    """The running installation. `run` returns when it was told to end."""

    def __init__(self, installation: Installation, port: int, ready: Callable[[], None]):
        self.installation = installation
        self.port = port
        self.ready = ready
        self.children: list[Child] = []
        self.environment: dict[str, str] = {}
        self.planned = Planned(installation)
        self.state = State(port, Noted.of(os.getpid()), parts.own_address())

    def run(self) -> None:
        """Start everything, watch over it, end everything. Raises Problem or EmbeddedError."""
        run = self.installation.run
        lock = take_lock(run)
        if lock is None:
            raise runs_already(self.installation)
        for signum in ENDING:
            signal.signal(signum, signal.default_int_handler)
        end_leftovers(self.installation)
        with lock, self._listen() as listener:
            names = [name for name, _ in parts.own_processes()]
            for name in (*names, "postgres", "migrate"):
                logs.rotate(self.installation.log / f"{name}.log")
            shutil.rmtree(run / metrics.FOLDER, ignore_errors=True)
            (run / shares.FILE).unlink(missing_ok=True)  # of processes that were killed
            self.state.write(run)
            (run / "port").write_text(str(self.port))
            with self.installation.database(die_with_parent=True):
                self.environment = self.installation.environment()
                self.environment["VERBUNDAKTE_PORT"] = str(self.port)
                migrations.migrate(self.installation, self.environment)
                signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
                try:
                    self._start(listener)
                    self._watch()
                finally:
                    self._end()
            (run / "state.json").unlink(missing_ok=True)

    # --- inside ---

    def _start(self, listener: socket.socket | None) -> None:
        data, log = str(self.installation.data), self.installation.log
        number = listener.fileno() if listener else -1
        for name, module in parts.own_processes():
            is_web = module == "web"
            more = ["--socket", str(number), "--name", name] if is_web else []
            kept, out = [number] if is_web else [], log / f"{name}.log"
            child = Child(name, ["--data", data, *more], out, module=module, kept_files=kept)
            self.children.append(child)
        for child in self.children:
            child.start(self.environment)
            self._note()
            if child.name == "web":  # the next comes later: the first page has the whole machine
                self._wait_for_first_page()
        self.state.is_ready = True
        self._note()
        self.ready()

    def _listen(self) -> AbstractContextManager[socket.socket | None]:
        return listen(self.port) if "web" in parts.own_part() else nullcontext()

    def _wait_for_first_page(self) -> None:
        web = self.children[0]
        deadline = time.monotonic() + FIRST_ANSWER
        server_errors = 0
        while not (found := first_page(self.port)) or found >= 500:
            server_errors += found >= 500
            if signal.sigtimedwait(ENDING, 1.0 if found else 0.05):
                raise KeyboardInterrupt
            has_failed = server_errors > 5 or (web.has_died() and web.deaths > 1)
            if has_failed or time.monotonic() > deadline:
                raise Problem(f"Der Webserver antwortet nicht richtig; Näheres in {web.log}.")
            if web.is_due():
                web.start(self.environment)

    def _watch(self) -> None:
        while True:
            pauses = [child.seconds_until_due() for child in self.children]
            pause = min([LOOK_AROUND, *(pause for pause in pauses if pause is not None)])
            received = signal.sigtimedwait(SIGNALS, pause)
            if received and received.si_signo in ENDING:
                return
            self._keep_database()
            self._restart_dead()
            self.planned.look()
            for child in self.children:
                logs.rotate_while_running(child.log)

    def _keep_database(self) -> None:
        database = self.installation.cluster
        if database is None or database.is_running():
            return
        logger.warning("database has died, starts again")
        try:
            database.start(die_with_parent=True)
        except EmbeddedError as error:
            logger.error("database does not start: %s", error.message)
        self._note()

    def _restart_dead(self) -> None:
        for child in self.children:
            if child.has_died():
                logger.warning("%s has died (%s times)", child.name, child.deaths)
            if child.is_due():
                child.start(self.environment)
                self._note()

    def _note(self) -> None:
        database = self.installation.cluster
        pid = database.pid if database else None
        noted = {child.name: child.noted for child in self.children if child.noted}
        self.state.children = noted | ({"postgres": Noted.of(pid)} if pid else {})
        self.state.write(self.installation.run)

    def _end(self) -> None:
        self.planned.end()
        for child in self.children:
            child.ask_to_end()
        deadline = time.monotonic() + GRACE
        for child in self.children:
            child.end(max(0.0, deadline - time.monotonic()))


def runs_already(installation: Installation) -> Problem:
    """The refusal of a second start."""
    return Problem(
        f"Verbundakte läuft für {installation.data} bereits; ./verbundakte status zeigt die"
        " Adresse, ./verbundakte stop beendet es."
    )


def end_leftovers(installation: Installation) -> list[int]:
    """End what a supervisor that was killed has left behind; returns the process ids."""
    state = read_state(installation.run)
    if state is None or (state.supervisor.is_alive() and state.supervisor.pid != os.getpid()):
        return []
    found = [pid for noted in state.children.values() for pid in noted.family()]
    for name, noted in state.children.items():
        if name != "postgres":
            noted.kill_family()
    database = installation.cluster
    if database is not None and "postgres" in state.children:
        database.stop()
    processes.wait_until(lambda: not any(map(processes.is_alive, found)), LEAVING)
    (installation.run / "state.json").unlink(missing_ok=True)
    return found


def listen(port: int) -> socket.socket:
    """Open the port at this machine's address; raises Problem when it is taken."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((parts.own_address(), port))
    except PermissionError as error:
        listener.close()
        raise Problem(
            f"Der Port {port} ist Administratoren vorbehalten; bitte mit --port einen über 1023"
            " wählen."
        ) from error
    except OSError as error:
        listener.close()
        raise Problem(
            f"Der Port {port} ist schon belegt; bitte mit --port einen anderen wählen."
        ) from error
    listener.listen(1024)
    return listener


def first_page(port: int) -> int:
    """Status of the first page; 0 when nobody answers."""
    connection = http.client.HTTPConnection(parts.own_address(), port, timeout=10)
    try:
        connection.request("GET", "/")
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return 0
    finally:
        connection.close()


def run_detached(installation: Installation, port: int) -> subprocess.Popen:
    """Start the supervisor as a process of its own, free of this terminal."""
    log = installation.log / "supervisor.log"
    logs.rotate(log)
    command = [sys.executable, "-m", "verbundakte.cli", "start"]
    command += ["--data", str(installation.data), "--port", str(port)]
    with log.open("ab") as output:
        return subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
