"""/metrics: figures for operators in the Prometheus text form, behind a token of their own.

Figures of this web process, and of what all processes share. No towns, no names, no contents.
"""

import hmac
import os
import shutil
import time
from collections.abc import Callable, Iterator

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from verbundakte import __version__
from verbundakte.core import metrics
from verbundakte.core.blobs.places import present, stores
from verbundakte.core.metrics import Family, gauge
from verbundakte.core.search.changes import lag

TEXT = "text/plain; version=0.0.4; charset=utf-8"
STARTED = time.time()
QUEUES = """
SELECT queue_name, status::text, count(*) FROM procrastinate_jobs GROUP BY 1, 2 ORDER BY 1, 2
"""
OLDEST = """
SELECT coalesce(extract(epoch FROM now() - min(e.at)), 0) FROM procrastinate_jobs j
JOIN procrastinate_events e ON e.job_id = j.id AND e.type = 'deferred' WHERE j.status = 'todo'
"""
WORKERS = (
    "SELECT count(*) FROM procrastinate_workers WHERE last_heartbeat > now() - interval '1 minute'"
)
CONNECTIONS = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
MOST = "SELECT setting::int FROM pg_settings WHERE name = 'max_connections'"


KANAELE = "SELECT number, art, state FROM posteingang_kanalstand()"


@require_safe
@transaction.non_atomic_requests
def show_metrics(request: HttpRequest) -> HttpResponse:
    """Return all figures; 404 where no token is set up, 401 for a wrong one."""
    if not settings.METRICS_TOKEN:
        raise Http404
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    is_right = hmac.compare_digest(token.strip().encode(), settings.METRICS_TOKEN.encode())
    if scheme.lower() != "bearer" or not is_right:
        answer = HttpResponse("Der Schlüssel fehlt oder passt nicht.\n", TEXT, status=401)
        answer["WWW-Authenticate"] = "Bearer"
        return answer
    return HttpResponse(metrics.written(_families()), content_type=TEXT)


def _families() -> Iterator[Family]:
    yield gauge("verbundakte_info", "Version", (1, {"version": __version__}))
    yield from metrics.counted_families()
    yield from _process()
    yield from _disk()
    is_up = 1
    try:
        with transaction.atomic():
            found = [*_database(), *_index()]
        yield from found
    except DatabaseError:
        is_up = 0
    yield gauge("verbundakte_database_up", "Whether the database answers", (is_up, {}))


def _process() -> Iterator[Family]:
    used = os.times()
    pages = int(_first_line("/proc/self/statm").split()[1])
    yield Family(
        "process_cpu_seconds_total", "counter", "CPU time of this web process",
        [metrics.Sample("process_cpu_seconds_total", used.user + used.system)],
    )  # fmt: skip
    memory = pages * os.sysconf("SC_PAGE_SIZE")
    yield gauge("process_resident_memory_bytes", "Memory of this web process", (memory, {}))
    yield gauge("process_start_time_seconds", "When this web process began", (STARTED, {}))


def _first_line(path: str) -> str:
    with open(path) as file:
        return file.readline()


def _disk() -> Iterator[Family]:
    try:
        disk = shutil.disk_usage(settings.DATA_DIR)
    except OSError:
        return
    yield gauge("verbundakte_disk_free_bytes", "Free space of the data folder", (disk.free, {}))
    yield gauge("verbundakte_disk_size_bytes", "Size of its disk", (disk.total, {}))


def _database() -> Iterator[Family]:
    with connection.cursor() as cursor:

        def ask(query: str) -> list[tuple]:
            cursor.execute(query)
            return cursor.fetchall()

        waiting = [(count, {"queue": queue, "state": state}) for queue, state, count in ask(QUEUES)]
        yield gauge("verbundakte_jobs", "Jobs by queue and state", *waiting)
        yield _single(
            ask, "verbundakte_jobs_oldest_seconds", "Age of the job that waits longest", OLDEST
        )
        yield _single(
            ask, "verbundakte_workers", "Workers that gave a sign in the last minute", WORKERS
        )
        yield _single(ask, "verbundakte_database_connections", "Open connections", CONNECTIONS)
        yield _single(ask, "verbundakte_database_connections_max", "Most connections", MOST)
        kanaele = [(count, {"kind": kind, "state": state}) for count, kind, state in ask(KANAELE)]
        yield gauge("verbundakte_intake_channels", "Ways in by kind and state", *kanaele)
    here = [(name == present(), {"store": name}) for name in stores()]
    yield gauge("verbundakte_store_present", "The store new bytes go into", *here)
    resting = [(store.is_resting, {"store": name}) for name, store in stores().items()]
    yield gauge("verbundakte_store_resting", "Left alone after errors", *resting)


def _single(ask: Callable, name: str, help_text: str, query: str) -> Family:
    return gauge(name, help_text, (ask(query)[0][0], {}))


def _index() -> Iterator[Family]:
    """How far the index of this machine is behind, over all towns."""
    every, worst, missing = lag()
    name, told = "verbundakte_index_waiting_changes", "Changes the search index lacks"
    yield gauge(name, told, (every, {"of": "all"}), (worst, {"of": "worst"}))
    yield gauge("verbundakte_index_missing", "Towns whose index is being built", (missing, {}))
