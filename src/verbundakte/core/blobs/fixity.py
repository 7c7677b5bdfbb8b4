"""Stored bytes against their rows, in every store: missing, shortened, changed, swapped, strange.

Rows and listings are both read in the order of the digests, a batch at a time, so that a million
files need neither much memory nor one long transaction. What looks wrong is looked at once more:
somebody may have filed or deleted it meanwhile.
"""

from dataclasses import dataclass, field
from datetime import timedelta

from django.db import transaction

from verbundakte.core.blobs import store
from verbundakte.core.blobs.backend import Backend
from verbundakte.core.blobs.errors import Entry, StoreAway, Stored, is_digest
from verbundakte.core.blobs.folder import Folder
from verbundakte.core.blobs.places import in_order
from verbundakte.core.clock import now
from verbundakte.core.models import Blob
from verbundakte.core.tenancy.context import current_tenant

BATCH = 1000
ORPHAN_AGE = timedelta(hours=24)
NAMES = {"lokal": "im Ordner", "s3": "in S3"}


@dataclass
class Finding:
    """What is wrong with one digest, as a German sentence; `is_damage`: another copy would mend it."""

    name: str
    text: str
    is_damage: bool = True

    def __str__(self) -> str:
        return f"{self.name}: {self.text}"


@dataclass
class Found:
    """How much was compared, and what is wrong."""

    checked: int = 0
    findings: list[Finding] = field(default_factory=list)

    def add(self, name: str, text: str, *, is_damage: bool = True) -> None:
        """Note a finding."""
        self.findings.append(Finding(name, text, is_damage))


class Listing:
    """What one store lists for the open town, taken from it in the order of the digests."""

    def __init__(self, backend: Backend, tenant: int):
        self.backend = backend
        self._entries = backend.entries(tenant)
        self._next: Entry | None = next(self._entries, None)

    def up_to(self, last: str) -> dict[str, Entry]:
        """Return the next entries by name, up to this digest ("" for all that are left)."""
        taken = {}
        while self._next is not None and (not last or self._next.name[:64] <= last):
            taken[self._next.name] = self._next
            self._next = next(self._entries, None)
        return taken


def compare_files(deep: bool) -> Found:
    """Compare every file of the open town with its row. Raises StoreAway."""
    return _walk(deep, _compare_batch)


def compare_strangers(deep: bool) -> Found:
    """Find what lies in a store and no row names, once the clean-up should have been there.

    What cannot be an upload on its way (a wrong name; when `deep`, a wrong content) is told at once.
    """
    return _walk(deep, _strangers_batch)


def _walk(deep: bool, look) -> Found:
    tenant, found, after = current_tenant(), Found(), ""
    listings = [Listing(backend, tenant) for backend in in_order()]
    while True:
        with transaction.atomic():
            rows = list(Blob.objects.filter(sha256__gt=after).order_by("sha256")[:BATCH])
        after = rows[-1].sha256 if len(rows) == BATCH else ""
        listed = [(listing.backend, listing.up_to(after)) for listing in listings]
        look({row.sha256: row for row in rows}, listed, deep, found)
        if not after:
            return found


def _compare_batch(rows: dict[str, Blob], listed, deep: bool, found: Found) -> None:
    good = []
    for name, row in rows.items():
        found.checked += 1
        copies = [(backend, taken[name]) for backend, taken in listed if name in taken]
        if not copies and _is_missing(name):
            found.add(name, "die Bytes fehlen.")
        is_good = bool(copies)
        for backend, entry in copies:
            text = _damage(backend, row, entry, deep)
            if text and _is_named(name):
                where = f" ({NAMES[backend.name]})" if len(listed) > 1 else ""
                found.add(name, f"{text}{where}")
                is_good = False
        if is_good and deep:
            good.append(row.pk)
    if good:
        with transaction.atomic():
            Blob.objects.filter(pk__in=good).update(verified_at=now())


def _damage(backend: Backend, row: Blob, entry: Entry, deep: bool) -> str:
    if not deep:
        return "" if entry.size == row.size else "die Größe stimmt nicht."
    found = backend.digest(current_tenant(), row.sha256)
    if found == Stored(row.sha256, row.size):
        return ""
    if found is not None and _is_named(found.sha256):
        return f"vertauscht, hier liegt der Inhalt von {found.sha256}."
    if found is None or found.size != row.size:
        return "die Größe stimmt nicht."
    return "der Inhalt wurde verändert."


def _strangers_batch(rows: dict[str, Blob], listed, deep: bool, found: Found) -> None:
    limit = now() - ORPHAN_AGE
    for backend, taken in listed:
        found.checked += len(taken)
        for name, entry in taken.items():
            if name in rows or (is_digest(name) and _is_named(name)):
                continue
            if not is_digest(name):
                found.add(name, "liegt im Speicher und gehört nicht dorthin.", is_damage=False)
            elif entry.at <= limit or (deep and _is_strange(backend, name)):
                found.add(name, "liegt im Speicher, aber niemand nennt es.", is_damage=False)


def _is_strange(backend: Backend, name: str) -> bool:
    found = backend.digest(current_tenant(), name)
    return found is not None and found.sha256 != name


def _is_named(name: str) -> bool:
    with transaction.atomic():
        return Blob.objects.filter(sha256=name).exists()


def _is_missing(name: str) -> bool:
    return _is_named(name) and store.entry_of(current_tenant(), name) is None


def repair(name: str, copies: Folder | None = None) -> bool:
    """Bring a damaged or missing file of the open town back from a copy that is whole.

    Looks into every store and, if given, into a folder of the same form; returns whether all stores
    that had it are whole now. Raises StoreAway, StoreFull.
    """
    tenant = current_tenant()
    backends = in_order()
    held = {backend.name: backend.digest(tenant, name) for backend in backends}
    whole = [
        backend for backend in backends if (held[backend.name] or Stored("", 0)).sha256 == name
    ]
    if copies is not None and not whole:
        whole = [copies]
    if not whole:
        return False
    broken = [backend for backend in backends if held[backend.name] and backend not in whole]
    if not any(held.values()):
        broken = backends[:1]
    return all(copy_blob(tenant, name, whole[0], target) for target in broken)


def copy_blob(tenant: int, name: str, source: Backend, target: Backend) -> bool:
    """Copy bytes from one store into another; False when they are missing or damaged in the first.

    Raises StoreAway, StoreFull.
    """
    temporary = store.spool_path()
    try:
        with source.open(tenant, name) as file, open(temporary, "xb") as spooled:
            while chunk := file.read(store.CHUNK):
                spooled.write(chunk)
        stored = store.digest_file(temporary)
        if stored.sha256 != name:
            return False
        target.put_file(tenant, temporary, stored)
        return True
    except store.BytesMissing:
        return False
    except OSError as error:
        raise store.reason_of(error) from error
    finally:
        temporary.unlink(missing_ok=True)


def sentences(look, deep: bool) -> tuple[int, list[str]]:
    """Return how much was looked at and what is wrong; a store that is away is a finding."""
    try:
        found = look(deep)
    except StoreAway as away:
        return 0, [away.message]
    return found.checked, [str(finding) for finding in found.findings]
