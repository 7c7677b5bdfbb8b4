"""An installation that is killed while clerks work, and clerks who note what was confirmed to them."""

import hashlib
import http.client
import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

ROOT = Path(__file__).parents[2]
MOST_PATIENCE = 4.0
TRIED, PAUSE = 90.0, 0.1  # seconds: how long a clerk tries, and waits between two tries
TOKEN = "t" * 32
COME_AGAIN = frozenset({408, 429, 502, 503, 504})


class Site:
    """Web, worker and import over the test database; `more` is told to all of them."""

    def __init__(self, database: str, **more: str):
        url = make_conninfo(os.environ["DATABASE_URL"], dbname=database)
        path = os.pathsep.join((str(ROOT), str(ROOT / "src")))
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.zygote"],
            cwd=ROOT, env=os.environ | {"DATABASE_URL": url, "PYTHONPATH": path} | more,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        self._lock = threading.Lock()
        self.port = self._answer()["port"]
        self.data = Path()
        self.pids: dict[str, int] = {}

    def start(self, name: str, **more) -> int:
        """Start one of them ("web 2" is another web); return its process id."""
        pid = self._ask({"run": name.split()[0], "data": str(self.data), **more})["pid"]
        self.pids[name] = pid
        return pid

    def kill(self, name: str) -> None:
        """End one of them without a word."""
        pid = self.pids.pop(name, None)
        if pid is not None:
            os.kill(pid, signal.SIGKILL)
            self.wait(pid)

    def wait(self, pid: int) -> int:
        """Wait for the end of a process; return its exit code."""
        return self._ask({"wait": pid})["code"]

    def kill_all(self) -> None:
        """End all of them."""
        for name in list(self.pids):
            self.kill(name)

    def close(self) -> None:
        """End everything."""
        self.kill_all()
        self._process.stdin.close()
        self._process.wait(60)

    def _ask(self, order: dict) -> dict:
        with self._lock:
            self._process.stdin.write(json.dumps(order) + "\n")
            self._process.stdin.flush()
            return self._answer()

    def _answer(self) -> dict:
        return json.loads(self._process.stdout.readline())


class Clerk:
    """A browser with a session, over real connections; tries again as its script does."""

    def __init__(self, port: int, session: str, town: str = "musterstadt"):
        self.port, self.town = port, town
        self.headers = {
            "Cookie": f"verbundakte={session}; csrftoken={TOKEN}",
            "X-CSRFToken": TOKEN,
        }
        self.times: list[float] = []
        self.errors = 0
        self.last_error = 0.0

    def ask(self, method: str, path: str, body=None, **headers) -> tuple[int, bytes, dict]:
        """Send one request. Raises OSError or HTTPException when the connection breaks."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        began = time.monotonic()
        try:
            connection.request(method, path, body, self.headers | headers)
            answer = connection.getresponse()
            content = answer.read()
            return answer.status, content, dict(answer.getheaders())
        finally:
            connection.close()
            self.times.append(time.monotonic() - began)

    def patiently(self, method: str, path: str, body=None, **headers) -> tuple[int, bytes, dict]:
        """Send a request until it is answered. Raises TimeoutError in the end."""
        until = time.monotonic() + TRIED
        while time.monotonic() < until:
            try:
                answer = self.ask(method, path, body, **headers)
                if answer[0] not in COME_AGAIN:
                    return answer
            except (OSError, http.client.HTTPException):
                pass
            self.errors += 1
            self.last_error = time.monotonic()
            time.sleep(PAUSE)
        raise TimeoutError(path)

    def get(self, path: str) -> tuple[int, bytes, dict]:
        """Read a page of the town."""
        return self.patiently("GET", f"/{self.town}/{path}")

    def upload(self, vorgang, name: str, content: bytes) -> dict:
        """Upload a file in parts; return what was confirmed, as its own list notes it."""
        asked = {"name": name, "size": len(content), "target": f"vorgang:{vorgang}"}
        json_type = {"Content-Type": "application/json"}
        status, body, _ = self.patiently(
            "POST", f"/{self.town}/uploads/", json.dumps(asked), **json_type
        )
        if status != 201:
            raise RuntimeError(f"{status}: {body[:200]!r}")
        ticket = json.loads(body)
        while True:
            _, body, _ = self.patiently("GET", ticket["part_url"])
            at = json.loads(body)["received"]
            if at < len(content):
                where = {"Content-Range": f"bytes {at}-{len(content) - 1}/{len(content)}"}
                self.patiently("PUT", ticket["part_url"], content[at:], **where)
                continue
            status, body, _ = self.patiently("POST", ticket["complete_url"], b"")
            if status != 201:
                raise RuntimeError(f"{status}: {body[:200]!r}")
            digest = hashlib.sha256(content).hexdigest()
            return {"tenant": self.town, "dokument": json.loads(body)["id"], "sha256": digest}

    def new_akte(self, unit, federfuehrung, betreff: str) -> str | None:
        """Create an Akte by the form, once; return its address, None when nothing was confirmed."""
        form = {"betreff": betreff, "federfuehrung": federfuehrung, "medium": "001"}
        path = f"/{self.town}/akten/neu/?einheit={unit}"
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        try:
            status, _, headers = self.ask("POST", path, urlencode(form), **kind)
        except (OSError, http.client.HTTPException):
            status, headers = 0, {}
        if status == 302:
            return headers["Location"]
        self.errors += 1
        self.last_error = time.monotonic()
        return None


@contextmanager
def again_and_again(do, *, every: float, after=lambda: True) -> Iterator[list[float]]:
    """Do something to the installation, some time (at most `every` seconds) after the work went on.

    `after` tells whether it did; without progress it waits some seconds longer. Yields the moments.
    """
    ended, moments, chance = threading.Event(), [], random.Random(1)

    def run() -> None:
        while True:
            until = time.monotonic() + MOST_PATIENCE
            while not after() and time.monotonic() < until and not ended.is_set():
                time.sleep(0.01)
            if ended.wait(every * chance.random()):
                return
            do()
            moments.append(time.monotonic())

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    try:
        yield moments
    finally:
        ended.set()
        thread.join(30)


class Growing:
    """Tells whether a list has grown since it was asked the last time."""

    def __init__(self, watched: list):
        self.watched, self.seen = watched, 0

    def __call__(self) -> bool:
        """Return whether it has."""
        has_grown = len(self.watched) > self.seen
        self.seen = len(self.watched) if has_grown else self.seen
        return has_grown


def letter(chance: random.Random, number: int, most: int = 60_000) -> bytes:
    """Return a text file of some kilobytes that is like no other."""
    return (
        f"Schreiben {number}\n".encode()
        + chance.randbytes(chance.randrange(1, most)).hex().encode()
    )


def end_sessions(name: str) -> None:
    """End all sessions of the application on a database."""
    url = os.environ["DATABASE_OWNER_URL"]
    with psycopg.connect(url, dbname=name, autocommit=True) as owner:
        try:
            owner.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND usename = 'va_app'"
            )
        except psycopg.errors.InsufficientPrivilege:
            pytest.skip("die Eigentümerrolle darf Sitzungen nicht beenden")
