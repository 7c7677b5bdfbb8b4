"""In this process: time, statements, CPU and rows read of each request, one after the other."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from seiten import counted

from grossbestand.anfragen import Ask, Bestand, asks, new_file
from verbundakte.core import memory
from verbundakte.core.embedded.processes import cpu_seconds
from verbundakte.core.models import Account
from verbundakte.core.tenancy.context import no_tenant

WARM = 8  # the database plans the first five of a kind each anew, whoever serves pages does not
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
    queries: int
    rows_read: int
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
            for ask in asks(town):
                rows.append(_row(clerk, ask, sender(town, clerk, client, ask), times))
    return rows


def _row(clerk: str, ask: Ask, send: Callable[[], object], times: int) -> Row:
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
    return Row(
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
