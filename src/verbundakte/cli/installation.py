"""One installation: its data folder, what lies in it, and the environment of its processes."""

import fcntl
import json
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from verbundakte import __version__
from verbundakte.cli.problems import Problem
from verbundakte.core.embedded import Cluster, cluster

PLANS = "VERBUNDAKTE_PLANS"  # "keep": the database keeps plans of statements; no pooler in between
EMBEDDED = "VERBUNDAKTE_EMBEDDED"  # set: DATABASE_URL is our own server's
FOLDERS = ("blobs", "index", "log", "run", "tmp")
LEAST_FREE = 300 * 1024**2  # bytes; below it nothing is started


class Installation:
    """The installation in one data folder (absolute path)."""

    def __init__(self, data: Path):
        self.data = data
        self.run = data / "run"
        self.log = data / "log"

    def prepare(self) -> None:
        """Make folders and the secret key; refuse a full disk and the data of a newer version."""
        self._check_version()
        try:
            self.data.mkdir(mode=0o700, parents=True, exist_ok=True)
            for name in FOLDERS:
                (self.data / name).mkdir(mode=0o700, exist_ok=True)
        except (PermissionError, NotADirectoryError, FileExistsError) as error:
            raise Problem(
                f"Der Ordner {self.data} lässt sich nicht anlegen oder beschreiben; bitte mit"
                " --data einen anderen angeben."
            ) from error
        self._check_space()
        self._make_secret_key()

    def exists(self) -> bool:
        """Whether it was made before."""
        return (self.data / "secret_key").exists()

    def require(self) -> None:
        """Refuse when there is no installation here, or one of a newer version."""
        if not self.exists():
            raise Problem(
                f"In {self.data} gibt es noch keine Installation; bitte zuerst ./verbundakte start"
                " aufrufen oder mit --data den richtigen Ordner angeben."
            )
        self._check_version()

    def note_version(self) -> None:
        """Write down that the data now has the form of this version."""
        (self.data / "version").write_text(f"{__version__}\n")

    def demo_logins(self) -> list[dict[str, str]]:
        """Who can log in (tenant, login, role, password); empty unless this is a demo."""
        try:
            return json.loads((self.data / "demo_logins.json").read_text())
        except FileNotFoundError:
            return []

    @property
    def cluster(self) -> Cluster | None:
        """The embedded database; None when DATABASE_URL points to another server."""
        elsewhere = os.environ.get("DATABASE_URL") and EMBEDDED not in os.environ
        return None if elsewhere else cluster(self.data)

    def environment(self) -> dict[str, str]:
        """What the processes of this installation find in their environment."""
        embedded = self.cluster
        ours = {EMBEDDED: "1", PLANS: os.environ.get(PLANS, "keep")}
        return {
            "VERBUNDAKTE_DATA": str(self.data),
            "DJANGO_SETTINGS_MODULE": "verbundakte.settings",
            "TMPDIR": str(self.data / "tmp"),
            **(embedded.urls() | ours if embedded else {}),
        }

    @contextmanager
    def database(self, *, die_with_parent: bool = False) -> Iterator[None]:
        """The database runs for this while; whoever leaves last ends it."""
        embedded = self.cluster
        if embedded is None:
            yield
            return
        with (self.run / "users.lock").open("w") as users:
            fcntl.flock(users, fcntl.LOCK_SH)
            try:
                embedded.start(die_with_parent=die_with_parent)
                yield
            finally:
                if _is_last(users):
                    embedded.stop()

    # --- inside ---

    def _check_version(self) -> None:
        try:
            found = (self.data / "version").read_text().strip()
        except (FileNotFoundError, NotADirectoryError):
            return
        if _numbers(found) > _numbers(__version__):
            raise Problem(
                f"Die Daten in {self.data} stammen von der neueren Version {found}, dieses Programm"
                f" ist {__version__}; bitte das Programm aktualisieren oder mit --data einen"
                " anderen Ordner angeben."
            )

    def _check_space(self) -> None:
        free = shutil.disk_usage(self.data).free
        if free < LEAST_FREE:
            raise Problem(
                f"Auf dem Datenträger von {self.data} sind nur noch {free // 1024**2} MB frei,"
                f" nötig sind {LEAST_FREE // 1024**2} MB; bitte Platz schaffen oder mit --data"
                " einen anderen Ordner angeben."
            )

    def _make_secret_key(self) -> None:
        path = self.data / "secret_key"
        if path.exists():
            return
        fresh = path.with_suffix(".new")
        with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(50))
            file.flush()
            os.fsync(file.fileno())
        fresh.rename(path)


def _is_last(users) -> bool:
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".") if part.isdigit())
