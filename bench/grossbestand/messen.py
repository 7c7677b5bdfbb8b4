"""In this process: time, statements, CPU and rows read of each request, one after the other."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from seiten import counted

from grossbestand.anfragen import ALL_SEARCHES, SEARCH, Ask, Bestand, asks, new_file
from verbundakte.core import memory
from verbundakte.core.embedded.processes import cpu_seconds
from verbundakte.core.models import Account
from verbundakte.core.tenancy.context import no_tenant

WARM = 8  # the first of a kind are planned anew by each connection, which later ones are not
ROWS = """
SELECT (SELECT coalesce(sum(seq_tup_read), 0) FROM pg_stat_user_tables)
     + (SELECT coalesce(sum(idx_tup_read), 0) FROM pg_stat_user_indexes)
"""


@dataclass(frozen=True)
class Row:
    """What one request costs a clerk: milliseconds, and per request statements and rows read."""

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


def measured(town: Bestand, times: int, told: Callable[[str], None]) -> list[Row]:
    """Return a row for each clerk and request."""
    rows = []
    memory.settle()
    with no_tenant():
        for clerk, (_, login) in town.clerks.items():
            client = log_in(login)
            told(f"gemessen wird, wer {clerk} sieht")
            searches: list[tuple[Row, list[float]]] = []
            for ask in asks(town):
                row, walls = _row(clerk, ask, sender(town, clerk, client, ask), times)
                rows.append(row)
                if ask.target is SEARCH and not ask.is_api:
                    searches.append((row, walls))
            rows.append(_all_searches(clerk, searches))
    return rows


def _all_searches(clerk: str, found: list[tuple[Row, list[float]]]) -> Row:
    """Return what a search takes, each kind of question asked as often as the others."""
    walls = [wall for _, some in found for wall in some]
    mean = {
        name: round(statistics.mean(getattr(row, name) for row, _ in found), 1)
        for name in ("cpu_ms", "db_cpu_ms", "queries", "rows_read", "kilobytes")
    }
    p50, p95 = statistics.median(walls), statistics.quantiles(walls, n=20)[-1]
    return Row(clerk, ALL_SEARCHES, 200, round(p50, 1), round(p95, 1), **mean)


def _row(
    clerk: str, ask: Ask, send: Callable[[], object], times: int
) -> tuple[Row, list[float]]:
    for _ in range(WARM):
        send()
    with counted() as counter:
        answer = send()
    before = _rows_read()
    send()
    rows_read = _rows_read() - before
    walls, cpu, db_cpu = [], time.process_time(), _backend_cpu()
    for _ in range(times):
        began = time.perf_counter()
        send()
        walls.append((time.perf_counter() - began) * 1000)
    cpu, db_cpu = time.process_time() - cpu, _backend_cpu() - db_cpu
    row = Row(
        clerk,
        ask.name,
        answer.status_code,
        round(statistics.median(walls), 1),
        round(statistics.quantiles(walls, n=20)[-1], 1),
        round(cpu * 1000 / times, 1),
        round(db_cpu * 1000 / times, 1),
        counter.count,
        rows_read,
        round(len(answer.content) / 1000, 1),
    )
    return row, walls


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
