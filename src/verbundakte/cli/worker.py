"""`python -m verbundakte.cli.worker`: runs jobs and feeds the search index until it is told to end."""

import asyncio
import logging
import os
import signal
import threading

import django
import psycopg

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "verbundakte.settings")
django.setup()

from procrastinate import PsycopgConnector  # noqa: E402
from procrastinate.contrib.django import app  # noqa: E402
from procrastinate.contrib.django.utils import connector_params  # noqa: E402

from verbundakte.core import priority  # noqa: E402
from verbundakte.core.housekeeping import greet_update  # noqa: E402
from verbundakte.core.jobs.queue import QUEUES  # noqa: E402
from verbundakte.core.jobs.regular import use_the_last_moment_only  # noqa: E402
from verbundakte.core.jobs.waking import wake_forever  # noqa: E402
from verbundakte.core.registry import registry  # noqa: E402
from verbundakte.core.search.indexer import tail_forever  # noqa: E402

logger = logging.getLogger("verbundakte.worker")
IS_ONE_OF_SEVERAL = bool(os.environ.get("VERBUNDAKTE_PART"))
SECONDS_BETWEEN_LOOKS = 30.0
CONCURRENCY = int(os.environ.get("VERBUNDAKTE_JOBS", 0)) or max(2, os.cpu_count() or 2)


class PatientConnection(psycopg.AsyncConnection):
    """Waits for notices, which the socket brings by itself. psycopg looks up ten times a second to let
    a key end the wait, which is a third of what an idle installation used; here a signal does that."""

    async def wait(self, gen, interval: float = SECONDS_BETWEEN_LOOKS, timeout=None):
        """Return what the exchange with the database gives."""
        return await super().wait(gen, interval, timeout)


def worker_connector():
    """Return how the queue is asked. It waits for notices, so it goes past a pooler that gives each
    transaction another connection (DATABASE_QUEUE_URL)."""
    url = os.environ.get("DATABASE_QUEUE_URL")
    where = {"conninfo": url} if url else {"kwargs": connector_params()}
    return PsycopgConnector(**where, connection_class=PatientConnection)


async def _run() -> None:
    """Work on all queues until SIGTERM or SIGINT; begun jobs may end."""
    worker = app.with_connector(worker_connector())
    async with worker.open_async():
        await worker.run_worker_async(
            queues=list(QUEUES),
            concurrency=CONCURRENCY,
            shutdown_graceful_timeout=20,
            delete_jobs="successful",
            install_signal_handlers=True,
        )


def main() -> None:
    """Run indexer and waking (threads) and jobs (this thread)."""
    priority.give_way()
    use_the_last_moment_only()
    ended = threading.Event()
    indexer = threading.Thread(
        target=tail_forever,
        args=(ended,),
        kwargs={"builds_here": IS_ONE_OF_SEVERAL},
        name="indexer",
        daemon=True,
    )
    indexer.start()
    waking = threading.Thread(target=wake_forever, args=(ended,), name="waking", daemon=True)
    waking.start()
    for name, serve in registry.serving.items():
        threading.Thread(target=serve, args=(ended,), name=name, daemon=True).start()
    threading.Thread(target=greet_update, name="greeting", daemon=True).start()
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        asyncio.run(_run())
    finally:
        ended.set()
        indexer.join(timeout=10)
        waking.join(timeout=10)


if __name__ == "__main__":
    main()
