"""From the outbox into the indexes: one tail over all towns, in the order of transactions.

The cursor of a town lies inside its index, written with the same commit. A town whose index must be
built waits: the new one reads on from where its building began.
"""

import logging
import threading
import time
from collections import defaultdict
from collections.abc import Callable

from django.db import DatabaseError, InterfaceError, close_old_connections, connection

from verbundakte.core.models import Tenant
from verbundakte.core.search import indexes, readers, rebuilding
from verbundakte.core.search.builder import Builder
from verbundakte.core.search.changes import (
    Cursor,
    Entry,
    cursor_of,
    read_outbox,
    write_changes,
)
from verbundakte.core.search.engine import IndexBusy, IndexUnavailable, SearchIndex
from verbundakte.core.search.writer import Writer

logger = logging.getLogger("verbundakte.search")
QUICK, IDLE = 0.8, 1.0
LOOK_AGAIN = 5.0  # seconds between two looks at a town whose index is being built
TICK = 1_000_000_000  # nanoseconds
MOMENT = 1.0  # seconds that are waited for segments to be put together
NOTED_EVERY = 60.0  # seconds between two notes of how far this machine has read


class Tail:
    """Follows the outbox. `after` is where reading goes on; a replaced index brings it back.

    `build`: how a large index is built; without it by a job, which any machine may do.
    """

    def __init__(self, build: Callable[[int], None] | None = None):
        self.after: Cursor = (0, 0)
        self._build = build
        self._seen: dict[int, indexes.Identity | None] = {}
        self._asked: dict[int, tuple[indexes.Identity | None, float]] = {}
        self._noted_at = 0.0
        self._calm: tuple[list[int], int] | None = None
        self._merging: dict[int, tuple[SearchIndex, Writer]] = {}

    def step(self) -> int:
        """Index what is new; return how many rows were read."""
        is_time = not self._noted_at or time.monotonic() >= self._noted_at + NOTED_EVERY
        begun = self._begun_builds() if is_time else []  # before a build can end unseen
        self._look_for_replaced()
        if is_time:
            readers.note(min([self.after, *begun]))
            self._noted_at = time.monotonic()
        self._close_settled()
        entries = read_outbox(self.after)
        by_tenant: dict[int, list[Entry]] = defaultdict(list)
        for entry in entries:
            by_tenant[entry.tenant].append(entry)
        for tenant, rows in by_tenant.items():
            self._apply(tenant, rows)
        if entries:
            self.after = entries[-1].cursor
        return len(entries)

    def _begun_builds(self) -> list[Cursor]:
        """Return from where indexes that are being built must read on.

        At first: begin all anew when the other machines did not wait for this one.
        """
        tenants = list(Tenant.objects.values_list("pk", flat=True))
        if not self._noted_at and readers.was_forgotten():
            for tenant in tenants:
                indexes.report_damage(tenant)
        return [cursor for tenant in tenants if (cursor := rebuilding.begun_at(tenant))]

    def _apply(self, tenant: int, rows: list[Entry]) -> None:
        """Index the rows of a town; one whose index is being built reads them later."""
        try:
            index = indexes.open_for(tenant)
            known = cursor_of(index)
            if fresh := [row for row in rows if row.cursor > known]:
                self._write(index, tenant, fresh)
        except IndexBusy:
            raise  # somebody else is writing: no damage, read again later
        except IndexUnavailable as error:
            if not indexes.is_damaged(tenant):
                told = {"tenant": tenant, "reason": str(error)}
                logger.warning("index cannot be used", extra=told)
            indexes.report_damage(tenant)

    def _write(self, index: SearchIndex, tenant: int, rows: list[Entry]) -> None:
        """Write rows, and keep the writer while the engine puts large segments together with it."""
        held = self._merging.pop(tenant, None)
        if held and held[0] is not index:
            held[1].close(is_kept=False)
            held = None
        writer = held[1] if held else index.writer().__enter__()
        is_kept = False
        try:
            write_changes(writer, tenant, rows)
            is_kept = True
        finally:
            if is_kept and not writer.is_settled(MOMENT):
                self._merging[tenant] = (index, writer)
            else:
                writer.close(is_kept=is_kept)

    def _close_settled(self) -> None:
        for tenant, (_, writer) in list(self._merging.items()):
            if writer.is_settled():
                del self._merging[tenant]
                writer.close()

    def close(self) -> None:
        """Give the folders back at once; what was being put together is begun anew one day."""
        while self._merging:
            self._merging.popitem()[1][1].close(is_kept=False)

    def _look_for_replaced(self) -> None:
        """Let missing, damaged and outdated indexes be built; go back when one was replaced.

        Whatever is put there, reported or removed shows at the folder of the indexes: as long as all
        was well and nothing moved there, no town is looked at.
        """
        tenants, moved_at = list(Tenant.objects.values_list("pk", flat=True)), indexes.moved_at()
        if self._calm == (tenants, moved_at):
            return
        self._look_at(tenants)
        is_well = all(tenant in self._seen and tenant not in self._asked for tenant in tenants)
        # A second move within a tick of the clock would not show.
        is_over = moved_at < time.time_ns() - TICK
        self._calm = (tenants, moved_at) if is_well and is_over else None

    def _look_at(self, tenants: list[int]) -> None:
        for tenant in tenants:
            found = indexes.identity(tenant)
            if found and found == self._seen.get(tenant) and not indexes.is_damaged(tenant):
                self._asked.pop(tenant, None)
                continue
            if self._was_asked(tenant, found):
                continue
            if rebuilding.is_wanted(tenant):
                rebuilding.begin(tenant, self._build)
                found = indexes.identity(tenant)
            try:
                index = indexes.open_for(tenant)
                index.complete_forms()
                self.after = min(self.after, cursor_of(index))
                self._seen[tenant] = found
            except IndexUnavailable:
                continue  # looked at again in some seconds, at once when another takes its place

    def _was_asked(self, tenant: int, found: indexes.Identity | None) -> bool:
        """Tell whether a town with this index was looked at a moment ago; note that it is now."""
        before, at = self._asked.get(tenant, (None, -LOOK_AGAIN))
        if before == found and time.monotonic() < at + LOOK_AGAIN:
            return True
        self._asked[tenant] = (found, time.monotonic())
        return False


def prune() -> int:
    """Delete outbox rows that every machine has read long ago; return how many."""
    oldest = readers.oldest_needed()
    if oldest is None:
        return 0
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM core_indexchange WHERE xid < %s::text::xid8", (str(oldest),))
        return cursor.rowcount


def tail_forever(ended: threading.Event, *, builds_here: bool = False) -> None:
    """Follow the outbox until `ended` is set; errors of database or disk are waited out.

    `builds_here`: several machines share the jobs, and each builds its own indexes.
    """
    tail = Tail(Builder().want if builds_here else None)
    while not ended.is_set():
        pause = IDLE
        try:
            close_old_connections()
            if tail.step():
                pause = QUICK
        except (DatabaseError, InterfaceError, IndexUnavailable, OSError) as error:
            logger.warning("indexer waits", extra={"reason": type(error).__name__})
            connection.close()
            pause = 2.0
        except Exception:
            logger.exception("indexer waits")
            connection.close()
            pause = 5.0
        ended.wait(pause)
    tail.close()
    connection.close()
