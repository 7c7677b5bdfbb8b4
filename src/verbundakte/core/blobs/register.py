"""Rows for stored bytes, and the clean-up of bytes that no row names."""

import time
from collections.abc import Iterable

from verbundakte.core.blobs import store
from verbundakte.core.models import Blob
from verbundakte.core.tenancy.context import current_tenant

ORPHAN_AGE_SECONDS = 24 * 3600


def register(stored: store.Stored) -> Blob:
    """Return the row of the open town for bytes that already lie in the store."""
    blob, _ = Blob.objects.get_or_create(sha256=stored.sha256, defaults={"size": stored.size})
    return blob


def keep(content: bytes | Iterable[bytes]) -> Blob:
    """Store bytes and return their row. For derived objects made inside a job."""
    tenant = current_tenant()
    if isinstance(content, bytes):
        return register(store.put_bytes(tenant, content))
    return register(store.put(tenant, content))


def orphans(older_than: float = ORPHAN_AGE_SECONDS) -> list[str]:
    """Return digests in the store of the open town that no row names and that are old enough."""
    tenant = current_tenant()
    known = set(Blob.objects.values_list("sha256", flat=True))
    limit = time.time() - older_than
    return [
        digest
        for digest in store.digests(tenant)
        if digest not in known and store.path_of(tenant, digest).stat().st_mtime <= limit
    ]


def sweep(older_than: float = ORPHAN_AGE_SECONDS) -> int:
    """Delete orphans and forgotten spool files; return how many."""
    tenant = current_tenant()
    found = orphans(older_than)
    for digest in found:
        store.remove(tenant, digest)
    limit = time.time() - older_than
    spool = store.spool_path("x").parent
    stale = [path for path in spool.iterdir() if path.is_file() and path.stat().st_mtime <= limit]
    for path in stale:
        path.unlink(missing_ok=True)
    return len(found) + len(stale)
