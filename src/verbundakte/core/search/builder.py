"""Builds indexes on this machine itself, where several machines share the jobs.

A job would be done by whichever machine takes it, and an index is needed here.
"""

import logging
import threading
import time

from django.db import close_old_connections, connection

from verbundakte.core.search import rebuilding
from verbundakte.core.search.engine import IndexBusy

logger = logging.getLogger("verbundakte.search")
PAUSE = rebuilding.PAUSE_AFTER_FAILURE.total_seconds()


class Builder:
    """One thread that builds one index after the other; a failed one waits for PAUSE seconds."""

    def __init__(self):
        self._wanted: dict[int, None] = {}
        self._not_before: dict[int, float] = {}
        self._lock = threading.Lock()
        self._works = False

    def want(self, tenant: int) -> None:
        """Let the index of a town be built soon, unless it is waiting or failed a moment ago."""
        with self._lock:
            if time.monotonic() < self._not_before.get(tenant, 0):
                return
            self._wanted[tenant] = None
            if not self._works:
                self._works = True
                threading.Thread(target=self._work, name="builder", daemon=True).start()

    def _work(self) -> None:
        try:
            while (tenant := self._next()) is not None:
                self._build(tenant)
        finally:
            connection.close()

    def _next(self) -> int | None:
        with self._lock:
            tenant = next(iter(self._wanted), None)
            self._works = tenant is not None
            return tenant

    def _build(self, tenant: int) -> None:
        try:
            close_old_connections()
            if rebuilding.is_wanted(tenant):
                count = rebuilding.rebuild(tenant)
                logger.info("index built", extra={"tenant": tenant, "reason": str(count)})
        except IndexBusy:
            logger.info("index is being built elsewhere", extra={"tenant": tenant})
        except Exception:
            logger.exception("index cannot be built", extra={"tenant": tenant})
            self._not_before[tenant] = time.monotonic() + PAUSE
        finally:
            with self._lock:
                self._wanted.pop(tenant, None)
