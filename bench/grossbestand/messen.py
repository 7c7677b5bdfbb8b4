"""In this process: time, statements, CPU and rows read of each request, one after the other.

All are asked in turns, so that what else the machine does for a while meets each of them alike.
"""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import chain

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from seiten import counted

from grossbestand.anfragen import ALL_SEARCHES, SEARCH, Ask, Bestand, asks, new_file
from grossbestand.gestalt import ALL
from verbundakte.core import memory
from verbundakte.core.embedded.processes import cpu_seconds
from verbundakte.core.models import Account
from verbundakte.core.tenancy.context import no_tenant

WARM = 8  # the first of a kind are planned anew by each connection, which later ones are not
TURNS, ROUNDS, AGAIN = 12, 3, 2
ROWS = """
SELECT (SELECT coalesce(sum(seq_tup_read), 0) FROM pg_stat_user_tables)
     + (SELECT coalesce(sum(idx_tup_read), 0) FROM pg_stat_user_indexes)
"""


@dataclass(frozen=True)
class Row:
    """What one request costs a clerk: milliseconds, and per request statements and rows read.

    `to_all`: how many times as long she waits as who sees everything.
    """

    clerk: str
    what: str
    status: int
    p50_ms: float
    p95_ms: float
    cpu_ms: float
    db_cpu_ms: float
    queries: float
    rows_read: float
    kilobytes: float
    to_all: float = 1.0


def log_in(login: str) -> Client:
    """Return a browser in which somebody is logged in."""
    client = Client(SERVER_NAME="localhost")
    client.force_login(Account.objects.get(login=login))
    return client


def sender(town: Bestand, clerk: str, client: Client, ask: Ask) -> Callable[[], object]:
    """Return what sends the request and gives the answer."""
    path = f"/{town.slug}/{ask.path}"
    headers = ask.headers(town.tokens[clerk])
    if ask.is_upload:
        return lambda: client.post(
            path, {"file": SimpleUploadedFile("vermerk.txt", new_file())}, headers=headers
        )
    return lambda: client.get(path, headers=headers)


@dataclass
class _Asked:
    """One request of a clerk, what it costs, and how long it took each time."""

    clerk: str
    ask: Ask
    send: Callable[[], object]
    status: int = 0
    queries: int = 0
    rows_read: int = 0
    kilobytes: float = 0.0
    walls: list[float] = field(default_factory=list)
    cpu: float = 0.0
    db_cpu: float = 0.0

    def look(self) -> None:
        """Warm it up and note what it asks of the database."""
        for _ in range(WARM):
            self.send()
        with counted() as counter:
            answer = self.send()
        before = _rows_read()
        self.send()
        self.rows_read = _rows_read() - before
        self.status, self.queries = answer.status_code, counter.count
        self.kilobytes = len(answer.content) / 1000

    def take(self, times: int) -> None:
        """Ask some more times, the first not counted: others were asked in between."""
        for _ in range(AGAIN):
            self.send()
        cpu, db_cpu = time.process_time(), _backend_cpu()
        for _ in range(times):
            began = time.perf_counter()
            self.send()
            self.walls.append((time.perf_counter() - began) * 1000)
        self.cpu += time.process_time() - cpu
        self.db_cpu += _backend_cpu() - db_cpu

    def row(self, everything: "_Asked") -> Row:
        """Return what it costs; `everything`: the same request of who sees everything."""
        count = len(self.walls)
        return Row(
            self.clerk,
            self.ask.name,
            self.status,
            round(statistics.median(self.walls), 1),
            round(statistics.quantiles(self.walls, n=20)[-1], 1),
            round(self.cpu * 1000 / count, 1),
            round(self.db_cpu * 1000 / count, 1),
            self.queries,
            self.rows_read,
            round(self.kilobytes, 1),
            _compared(self.walls, everything.walls),
        )


def _compared(walls: list[float], everything: list[float]) -> float:
    """Return how many times as long it took: both were asked alternately, in the same moments."""
    return round(statistics.median(walls) / statistics.median(everything), 2)


def measured(town: Bestand, times: int, told: Callable[[str], None]) -> list[Row]:
    """Return a row for each clerk and request, asked about `times` times in each turn."""
    with no_tenant():
        clients = {clerk: log_in(login) for clerk, (_, login) in town.clerks.items()}
        requests = [
            [_Asked(clerk, ask, sender(town, clerk, client, ask)) for clerk, client in clients.items()]
            for ask in asks(town)
        ]
        asked = list(chain(*requests))
        for one in asked:
            one.look()
        memory.settle_for_good()
        for turn in range(TURNS):
            told(f"gemessen wird, {turn + 1}. von {TURNS} Durchgängen")
            for same in requests:
                for _ in range(ROUNDS):  # the clerks alternately: they are compared
                    for one in same:
                        one.take(max(1, times // ROUNDS))
    first = {one.ask.name: one for one in asked if one.clerk == ALL}
    rows = []
    for clerk in clients:
        own = [one for one in asked if one.clerk == clerk]
        rows += [*(one.row(first[one.ask.name]) for one in own), _all_searches(clerk, own, first)]
    return rows


def _all_searches(clerk: str, own: list[_Asked], first: dict[str, _Asked]) -> Row:
    """Return what a search takes, each kind of question asked as often as the others."""
    found = [one for one in own if one.ask.target is SEARCH and not one.ask.is_api]
    walls, everything = (
        list(chain.from_iterable(one.walls for one in asked))
        for asked in (found, [first[one.ask.name] for one in found])
    )
    rows = [one.row(one) for one in found]
    mean = {
        name: round(statistics.mean(getattr(row, name) for row in rows), 1)
        for name in ("cpu_ms", "db_cpu_ms", "queries", "rows_read", "kilobytes")
    }
    p50, p95 = statistics.median(walls), statistics.quantiles(walls, n=20)[-1]
    to_all = _compared(walls, everything)
    return Row(clerk, ALL_SEARCHES, 200, round(p50, 1), round(p95, 1), **mean, to_all=to_all)


def _rows_read() -> int:
    """Return how many rows and index entries were ever read (what this process did is told at once)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_force_next_flush()")
    with connection.cursor() as cursor:
        cursor.execute(ROWS)
        return int(cursor.fetchone()[0])


def _backend_cpu() -> float:
    """Return the CPU seconds of the database's process for this connection (0 when it is elsewhere)."""
    connection.ensure_connection()
    return cpu_seconds(connection.connection.info.backend_pid)
