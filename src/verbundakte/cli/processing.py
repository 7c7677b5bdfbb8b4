"""The work that follows an import: wait for it, and measure what it costs.

`cpu_seconds` is user and system time of this command, of the worker with its converters (ended ones
included) and of the embedded PostgreSQL, between the beginning and the end of the command. What
these processes do for others in the meantime is part of it; a PostgreSQL of one's own is not.
"""

import os
import sys
import time
from dataclasses import dataclass
from uuid import UUID

from django.db import DatabaseError, connection, transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from verbundakte.cli.children import Child
from verbundakte.cli.installation import Installation
from verbundakte.cli.problems import Problem
from verbundakte.cli.progress import Progress
from verbundakte.cli.state import read_state
from verbundakte.core.embedded import processes
from verbundakte.core.models import Job
from verbundakte.core.search.changes import is_caught_up
from verbundakte.core.tenancy.context import current_tenant

LOOK = 0.5  # seconds
STANDSTILL = 900.0  # seconds without any progress after which waiting ends
BATCH = 5000


@dataclass
class Work:
    """How far the work on some Dokumente is, and how much is queued in the whole installation."""

    open: int = 0
    total: int = 0
    failed: int = 0
    steps: int = 0
    queued: int = 0
    is_done: bool = False


class Processing:
    """The processes that work on what was filed. A worker is started when none runs."""

    def __init__(self, installation: Installation):
        self.installation = installation
        self.worker: Child | None = None
        self._before: dict[int, float] = {}

    def __enter__(self) -> "Processing":
        self._before = self._used()
        return self

    def __exit__(self, *_) -> None:
        if self.worker:
            self.worker.ask_to_end()
            self.worker.end(30)

    def cpu_seconds(self) -> float:
        """Return what was used since the beginning."""
        used = self._used()
        return sum(used.values()) - sum(self._before.get(pid, 0.0) for pid in used)

    def wait_for(self, dokumente: list[UUID]) -> None:
        """Wait until nothing is left to do for these Dokumente. Raises Problem at a standstill."""
        work, moved_at = Work(), time.monotonic()
        with Progress("Verarbeitung", 0) as progress:
            while not work.is_done:
                self._keep_worker()
                before, work = work, _look(dokumente) or work
                progress.to(work.total - work.open, work.total)
                if work != before:
                    moved_at = time.monotonic()
                elif time.monotonic() - moved_at > STANDSTILL:
                    raise Problem(
                        f"Die Verarbeitung steht seit {STANDSTILL / 60:.0f} Minuten still"
                        f" ({work.open} Aufträge offen). Übernommen sind die Dateien; Näheres in"
                        f" {self.installation.log / 'worker.log'}."
                    )
                time.sleep(0 if work.is_done else LOOK)
        if work.failed:
            print(f"{work.failed} Aufträge sind gescheitert; siehe die Dokumente.", file=sys.stderr)

    # --- inside ---

    def _service_worker(self) -> int | None:
        """The worker of the running service, which its supervisor keeps alive."""
        state = read_state(self.installation.run)
        if state is None or not state.supervisor.is_alive() or "worker" not in state.children:
            return None
        return state.children["worker"].pid

    def _keep_worker(self) -> None:
        if self._service_worker():
            return
        if self.worker is None:
            arguments = ["--data", str(self.installation.data)]
            self.worker = Child("worker", arguments, self.installation.log / "worker.log")
            self.worker.start(self.installation.environment())
        self.worker.has_died()
        if self.worker.is_due():
            self.worker.start(self.installation.environment())

    def _used(self) -> dict[int, float]:
        """Seconds used so far, by process."""
        own = os.times()
        used = {os.getpid(): sum(own[:4])}
        roots = [
            self._service_worker(),
            self.installation.cluster and self.installation.cluster.pid,
        ]
        roots.append(self.worker and self.worker.process and self.worker.process.pid)
        for root in filter(None, roots):
            for pid in (root, *processes.descendants(root)):
                used[pid] = processes.cpu_seconds(pid)
        return used


def _look(dokumente: list[UUID]) -> Work | None:
    """Return how far the work on these Dokumente is; None while the database does not answer."""
    found = Work()
    try:
        with transaction.atomic():
            for start in range(0, len(dokumente), BATCH):
                rows = Job.objects.filter(subject_id__in=dokumente[start : start + BATCH])
                for finished_at, error, done in rows.values_list("finished_at", "error", "done"):
                    found.total += 1
                    found.open += finished_at is None
                    found.failed += bool(error)
                    found.steps += done
            queue = ProcrastinateJob.objects.filter(status__in=("todo", "doing"))
            found.queued = queue.count()
            found.is_done = not found.open and is_caught_up(current_tenant())
    except DatabaseError:
        connection.close()
        return None
    return found
