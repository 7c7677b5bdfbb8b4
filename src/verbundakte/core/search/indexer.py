"""From the outbox into the indexes: one tail over all towns, in the order of transactions.

A row is taken when no transaction that could still write before it is open, so that a late commit
is never skipped. The cursor of a town lies inside its index, written with the same commit.
"""

import logging
import shutil
import threading
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from uuid import UUID

from django.db import DatabaseError, InterfaceError, close_old_connections, connection, transaction

from verbundakte.core.models import Tenant
from verbundakte.core.registry import registry
from verbundakte.core.search import indexes
from verbundakte.core.search.engine import IndexUnavailable, SearchIndex
from verbundakte.core.tenancy.context import use_tenant

logger = logging.getLogger("verbundakte.search")
BATCH = 500
QUICK, IDLE = 0.8, 1.0
Cursor = tuple[int, int]
HORIZON = "xid < pg_snapshot_xmin(pg_current_snapshot())"
NEWER = f"""
SELECT xid::text::bigint, id, tenant, kind, object_id FROM core_indexchange
WHERE (xid, id) > (%s::text::xid8, %s) AND {HORIZON}
ORDER BY xid, id LIMIT %s
"""  # noqa: S608
NOW = """
SELECT coalesce(max(xid)::text::bigint, 0) FROM core_indexchange
WHERE xid < pg_snapshot_xmin(pg_current_snapshot())
"""
NEWEST = """
SELECT xid::text::bigint, id FROM core_indexchange WHERE tenant = %s
ORDER BY xid DESC, id DESC LIMIT 1
"""
ON_THEIR_WAY = """
SELECT DISTINCT object_id FROM core_indexchange
WHERE tenant = %s AND (xid, id) > (%s::text::xid8, %s) AND (is_moved OR NOT %s)
"""


@dataclass(frozen=True)
class Entry:
    """One row of the outbox."""

    cursor: Cursor
    tenant: int
    kind: str
    object_id: UUID


def read_outbox(after: Cursor, limit: int = BATCH) -> list[Entry]:
    """Return the next rows after a cursor, of all towns."""
    with connection.cursor() as cursor:
        cursor.execute(NEWER, (str(after[0]), after[1], limit))
        return [Entry((xid, pk), *rest) for xid, pk, *rest in cursor.fetchall()]


def cursor_of(index: SearchIndex) -> Cursor:
    """Return up to where an index has read the outbox."""
    xid, _, pk = index.cursor().partition(".")
    return (int(xid or 0), int(pk or 0))


def apply_changes(index: SearchIndex, tenant: int, entries: list[Entry]) -> None:
    """Make the documents of these changes anew and commit them with their cursor."""
    wanted: dict[str, dict[UUID, None]] = defaultdict(dict)
    for entry in entries:
        wanted[entry.kind][entry.object_id] = None
    with index.writer() as writer:
        for kind, ids in wanted.items():
            _put(writer, tenant, kind, list(ids))
        last = entries[-1].cursor
        writer.commit(f"{last[0]}.{last[1]}")


def _put(writer, tenant: int, kind: str, ids: list[UUID]) -> None:
    source = registry.search.get(kind)
    if source is None:
        return
    with use_tenant(tenant), transaction.atomic():
        documents = source.load(ids)
    found = set()
    for document in documents:
        writer.put(document)
        found.add(document.id)
    for missing in {str(key) for key in ids} - found:
        writer.remove(missing)


def _batches(ids: Iterable[UUID]) -> Iterator[list[UUID]]:
    ids = iter(ids)
    while batch := list(islice(ids, BATCH)):
        yield batch


def rebuild(tenant: int, told=None) -> int:
    """Build the index of a town anew beside the old one and put it in its place; return the count.

    `told(done)` is called after each batch. What changes meanwhile is read from the outbox later.
    """
    final = indexes.folder(tenant)
    building = final.with_name(f"{final.name}.neu")
    shutil.rmtree(building, ignore_errors=True)
    with connection.cursor() as cursor:
        cursor.execute(NOW)
        begun = (cursor.fetchone()[0], 2**62)
    index, done = indexes.create_at(building), 0
    with index.writer() as writer:
        for kind, source in registry.search.items():
            with use_tenant(tenant), transaction.atomic():
                ids = list(source.all_ids())
            for batch in _batches(ids):
                _put(writer, tenant, kind, batch)
                writer.commit()
                done += len(batch)
                if told:
                    told(done)
        writer.commit(f"{begun[0]}.{begun[1]}")
    del index
    old = final.with_name(f"{final.name}.alt")
    shutil.rmtree(old, ignore_errors=True)
    if final.exists():
        final.rename(old)
    building.rename(final)
    shutil.rmtree(old, ignore_errors=True)
    return done


class Tail:
    """Follows the outbox. `after` is where reading goes on; a replaced index brings it back."""

    def __init__(self):
        self.after: Cursor = (0, 0)
        self._seen: dict[int, tuple[int, int]] = {}

    def step(self) -> int:
        """Index what is new; return how many rows were read."""
        self._look_for_replaced()
        entries = read_outbox(self.after)
        by_tenant: dict[int, list[Entry]] = defaultdict(list)
        for entry in entries:
            by_tenant[entry.tenant].append(entry)
        for tenant, rows in by_tenant.items():
            index = self._index(tenant)
            known = cursor_of(index)
            fresh = [row for row in rows if row.cursor > known]
            if fresh:
                apply_changes(index, tenant, fresh)
        if entries:
            self.after = entries[-1].cursor
        return len(entries)

    def _index(self, tenant: int) -> SearchIndex:
        try:
            index = indexes.open_for(tenant)
            if index.outdated():
                logger.info("index of an older format is rebuilt", extra={"tenant": tenant})
                rebuild(tenant)
                index = indexes.open_for(tenant)
        except IndexUnavailable as error:
            logger.warning("index is rebuilt", extra={"tenant": tenant, "reason": str(error)})
            rebuild(tenant)
            index = indexes.open_for(tenant)
        return index

    def _look_for_replaced(self) -> None:
        """Go back when an index was put in place anew since the last step."""
        for tenant in Tenant.objects.values_list("pk", flat=True):
            path = indexes.folder(tenant)
            if indexes.take_damage_report(tenant):
                logger.warning("damaged index is rebuilt", extra={"tenant": tenant})
                rebuild(tenant)
            try:
                status = path.stat()
                identity = (status.st_dev, status.st_ino)
            except FileNotFoundError:
                identity = (0, 0)
            if self._seen.get(tenant) == identity and identity != (0, 0):
                continue
            self.after = min(self.after, cursor_of(self._index(tenant)))
            status = path.stat()
            self._seen[tenant] = (status.st_dev, status.st_ino)


def prune() -> int:
    """Delete outbox rows that every index has read long ago; return how many."""
    cursors = [
        cursor_of(indexes.open_for(tenant))
        for tenant in Tenant.objects.values_list("pk", flat=True)
        if indexes.folder(tenant).exists()
    ]
    if not cursors:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM core_indexchange WHERE xid < %s::text::xid8", (str(min(cursors)[0]),)
        )
        return cursor.rowcount


def is_caught_up(tenant: int) -> bool:
    """Tell whether the index of a town has read everything that is committed by now."""
    with connection.cursor() as cursor:
        cursor.execute(NEWEST, (tenant,))
        newest = cursor.fetchone()
    try:
        return newest is None or cursor_of(indexes.open_for(tenant)) >= newest
    except IndexUnavailable:
        return False


def ids_on_their_way(tenant: int, after: Cursor, *, only_moved: bool = False) -> set[str]:
    """Return the ids of a town whose last change an index that has read up to `after` lacks.

    `only_moved`: those whose zone changed.
    """
    with connection.cursor() as cursor:
        cursor.execute(ON_THEIR_WAY, (tenant, str(after[0]), after[1], only_moved))
        return {str(row[0]) for row in cursor.fetchall()}


def tail_forever(ended: threading.Event) -> None:
    """Follow the outbox until `ended` is set; errors of database or disk are waited out."""
    tail = Tail()
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
    connection.close()
