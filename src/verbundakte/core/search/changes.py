"""Reading the outbox, in the order of transactions, and making index documents of what changed.

A row is read when no transaction that could still write before it is open, so that a late commit
is never skipped. How far an index has read stands in the index itself (`cursor_of`).
"""

import logging
from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

from django.db import DatabaseError, InterfaceError, connection, transaction

from verbundakte.core.models import Tenant
from verbundakte.core.registry import SearchSource, registry
from verbundakte.core.search import indexes
from verbundakte.core.search.engine import IndexUnavailable, SearchIndex
from verbundakte.core.search.schema import IndexDoc
from verbundakte.core.search.writer import Writer
from verbundakte.core.tenancy.context import current_tenant, use_tenant

logger = logging.getLogger("verbundakte.search")
BATCH = 500
Cursor = tuple[int, int]
HORIZON = "xid < pg_snapshot_xmin(pg_current_snapshot())"
NEWER = f"""
SELECT xid::text::bigint, id, tenant, kind, object_id FROM core_indexchange
WHERE (xid, id) > (%s::text::xid8, %s) AND (%s::int IS NULL OR tenant = %s) AND {HORIZON}
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
WAITING = """
SELECT count(*) FROM (SELECT 1 FROM core_indexchange WHERE tenant = %s
AND (xid, id) > (%s::text::xid8, %s) LIMIT 1001) rows
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


def _ask(statement: str, *values) -> list[tuple]:
    """Return the rows of a statement, in the running transaction or (in a job) in one of its own."""
    with transaction.atomic(savepoint=False):
        return connection.fetch(statement, values, planned_once=True)


def read_outbox(after: Cursor, *, tenant: int | None = None, limit: int = BATCH) -> list[Entry]:
    """Return the next rows after a cursor, of all towns or of one."""
    rows = _ask(NEWER, str(after[0]), after[1], tenant, tenant, limit)
    return [Entry((xid, pk), *rest) for xid, pk, *rest in rows]


def beginning() -> str:
    """Return the cursor of an index that is made of what the database holds now."""
    return _written((_ask(NOW)[0][0], 2**62))


def _written(cursor: Cursor) -> str:
    return f"{cursor[0]}.{cursor[1]}"


def cursor_of(index: SearchIndex) -> Cursor:
    """Return up to where an index has read the outbox."""
    xid, _, pk = index.cursor().partition(".")
    return (int(xid or 0), int(pk or 0))


def apply_changes(index: SearchIndex, tenant: int, entries: list[Entry]) -> None:
    """Make the documents of these changes anew and commit them with their cursor."""
    with index.writer() as writer:
        write_changes(writer, tenant, entries)


def write_changes(writer: Writer, tenant: int, entries: list[Entry]) -> None:
    """As `apply_changes`, with a writer that is open."""
    wanted: dict[str, dict[UUID, None]] = defaultdict(dict)
    for entry in entries:
        wanted[entry.kind][entry.object_id] = None
    for kind, ids in wanted.items():
        put_documents(writer, tenant, kind, list(ids))
    writer.commit(_written(entries[-1].cursor))


def put_documents(writer: Writer, tenant: int, kind: str, ids: list[UUID]) -> None:
    """Put the documents of these objects into the index; what exists no more is removed."""
    source = registry.search.get(kind)
    if source is None:
        return
    with use_tenant(tenant):
        documents, failed = load_documents(source, ids)
    for document in documents:
        writer.put(document)
    made = {document.id for document in documents}
    for gone in {str(key) for key in ids} - made - failed:
        writer.remove(gone)


def load_documents(source: SearchSource, ids: list[UUID]) -> tuple[list[IndexDoc], set[str]]:
    """Return the index documents of these objects, and the ids of which none can be made.

    One that cannot be made is logged and left as it is in the index; the others must not wait for it.
    """
    try:
        with transaction.atomic():
            return source.load(ids), set()
    except (DatabaseError, InterfaceError):
        raise
    except Exception:
        if len(ids) == 1:
            extra = {"tenant": current_tenant(), "kind": source.kind, "reason": str(ids[0])}
            logger.exception("document cannot be indexed", extra=extra)
            return [], {str(ids[0])}
    documents, failed = [], set()
    for key in ids:
        made, broken = load_documents(source, [key])
        documents += made
        failed |= broken
    return documents, failed


def is_caught_up(tenant: int) -> bool:
    """Tell whether the index of a town has read everything that is committed by now."""
    newest = _ask(NEWEST, tenant)
    try:
        return not newest or cursor_of(indexes.open_for(tenant)) >= newest[0]
    except IndexUnavailable:
        return False


def count_waiting(tenant: int) -> int | None:
    """Return how many changes (at most 1,001) the index of a town lacks; None without an index."""
    try:
        xid, pk = cursor_of(indexes.open_for(tenant))
    except IndexUnavailable:
        return None
    return _ask(WAITING, tenant, str(xid), pk)[0][0]


def lag() -> tuple[int, int, int]:
    """Return how many changes the indexes of this machine lack, in all towns together and in the worst
    one, and how many towns have no index yet."""
    waiting = [count_waiting(key) for key in Tenant.objects.values_list("pk", flat=True)]
    known = [count for count in waiting if count is not None]
    return sum(known), max(known, default=0), len(waiting) - len(known)


def ids_on_their_way(tenant: int, after: Cursor, *, only_moved: bool = False) -> set[str]:
    """Return the ids of a town whose last change an index that has read up to `after` lacks.

    `only_moved`: those whose zone changed.
    """
    rows = _ask(ON_THEIR_WAY, tenant, str(after[0]), after[1], only_moved)
    return {str(row[0]) for row in rows}
