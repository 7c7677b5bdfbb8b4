"""Rows for stored bytes, and the clean-up of bytes that no row names."""

import logging
import time
from collections.abc import Iterable
from datetime import UTC, datetime

from django.db import connection, transaction

from verbundakte.core.blobs import store
from verbundakte.core.blobs.errors import StoreAway, is_digest
from verbundakte.core.models import Blob
from verbundakte.core.tenancy.context import current_tenant, use_tenant

logger = logging.getLogger("verbundakte.store")
ORPHAN_AGE_SECONDS = 24 * 3600


def register(stored: store.Stored) -> Blob:
    """Return the row of the open town for bytes that already lie in the store.

    From here to the commit nobody deletes them. Raises StoreAway when that has just happened.
    """
    tenant = current_tenant()
    _lock("pg_advisory_xact_lock_shared", tenant, stored.sha256)
    if store.entry_of(tenant, stored.sha256) is None:
        raise StoreAway
    blob, _ = Blob.objects.get_or_create(sha256=stored.sha256, defaults={"size": stored.size})
    return blob


def keep(content: bytes | Iterable[bytes]) -> Blob:
    """Store bytes and return their row. For derived objects made inside a job."""
    tenant = current_tenant()
    if isinstance(content, bytes):
        return register(store.put_bytes(tenant, content))
    return register(store.put(tenant, content))


def _lock(function: str, tenant: int, sha256: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s, hashtext(%s))", [tenant, sha256])


def remove_unnamed(tenant: int, sha256: str, before: datetime | None = None) -> bool:
    """Delete bytes, unless a row names them (by now) or they came after `before`; tell whether.

    Who is about to name them waits, and finds them gone. Outside of a transaction.
    """
    with use_tenant(tenant), transaction.atomic():
        _lock("pg_advisory_xact_lock", tenant, sha256)
        found = store.entry_of(tenant, sha256)
        is_young = found is not None and before is not None and found.at > before
        if found is None or is_young or Blob.objects.filter(sha256=sha256).exists():
            return False
        store.remove(tenant, sha256)
        return True


def orphans(older_than: float = ORPHAN_AGE_SECONDS) -> list[str]:
    """Return digests in the store of the open town that no row names and that are old enough."""
    tenant = current_tenant()
    known = set(Blob.objects.values_list("sha256", flat=True))
    limit = _before(older_than)
    found = {
        entry.name
        for _, entry in store.entries(tenant)
        if entry.name not in known and entry.at <= limit and is_digest(entry.name)
    }
    return sorted(found)


def _before(seconds: float) -> datetime:
    return datetime.fromtimestamp(time.time() - seconds, UTC)


def sweep(older_than: float = ORPHAN_AGE_SECONDS) -> int:
    """Delete orphans and forgotten spool files; return how many. Outside of a transaction."""
    tenant, removed = current_tenant(), 0
    try:
        with transaction.atomic():
            found = orphans(older_than)
        removed = sum(remove_unnamed(tenant, digest, _before(older_than)) for digest in found)
    except StoreAway:
        logger.warning("store is away, tidied later", extra={"tenant": tenant})
    limit = time.time() - older_than
    spool = store.spool_path("x").parent
    stale = [path for path in spool.iterdir() if path.is_file() and path.stat().st_mtime <= limit]
    for path in stale:
        path.unlink(missing_ok=True)
    return removed + len(stale)
