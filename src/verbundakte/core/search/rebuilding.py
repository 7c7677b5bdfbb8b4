"""Building the index of a town anew beside the one that serves, and putting it in its place.

A build may be interrupted at any moment: its folder keeps what is committed, and the next run goes
on there. What changes meanwhile is read from the outbox before the new index serves.
"""

import shutil
from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from itertools import chain, islice
from uuid import UUID

from django.db import transaction

from verbundakte.core.actor import SystemActor
from verbundakte.core.clock import now
from verbundakte.core.jobs import AWAITED, JobFailed, Progress, job, start
from verbundakte.core.jobs.queue import advance
from verbundakte.core.models import GelerntesWort, Job
from verbundakte.core.registry import registry
from verbundakte.core.search import indexes
from verbundakte.core.search.changes import (
    BATCH,
    Cursor,
    apply_changes,
    beginning,
    cursor_of,
    put_documents,
    read_outbox,
)
from verbundakte.core.search.engine import (
    IndexBusy,
    IndexUnavailable,
    SearchIndex,
    create_index,
    open_index,
)
from verbundakte.core.tenancy.context import current_tenant, use_tenant
from verbundakte.core.ui.formats import number

REBUILD = "core.suchindex.rebuild"
LOCK = "suchindex"
SMALL = BATCH  # so many objects take no longer than a moment
PAUSE_AFTER_FAILURE = timedelta(minutes=10)
PATIENT = -1  # priority while the old index serves
INDEXER = SystemActor(id="indexer", permissions=frozenset())
Told = Callable[[int, int], None]


def is_wanted(tenant: int) -> bool:
    """Tell whether the index of a town must be built: it is missing, damaged, outdated or begun."""
    if indexes.is_damaged(tenant) or indexes.building(tenant).exists():
        return True
    try:
        return not _is_current(tenant, indexes.open_for(tenant))
    except IndexUnavailable:
        return True


def _learned(tenant: int) -> frozenset[str]:
    with use_tenant(tenant), transaction.atomic():
        return frozenset(GelerntesWort.objects.used().values_list("wort", flat=True))


def _is_current(tenant: int, index: SearchIndex) -> bool:
    return index.analyser.learned == _learned(tenant) and not index.outdated()


def begin(tenant: int, in_background: Callable[[int], None] | None = None) -> bool:
    """Build the index of a small town now, that of a larger one in a job (or as `in_background`
    does it); tell whether it is done."""
    with use_tenant(tenant):
        if not _is_small():
            in_background(tenant) if in_background else start_rebuild()
            return False
    try:
        rebuild(tenant)
    except IndexBusy:
        return False
    return True


def start_rebuild() -> None:
    """Start the job of the open town, unless there is one or the last one failed a moment ago.

    It goes before the files that wait for their text when nothing serves meanwhile, also one that
    was begun while the old index still served.
    """
    with transaction.atomic():
        failed = Job.objects.started_by(INDEXER).failed().filter(kind=REBUILD)
        moment = now() - PAUSE_AFTER_FAILURE
        running, serves = running_rebuild(), _serves()
        if running is not None:
            if running.queued and not serves:
                advance([running.queued], AWAITED)
        elif not failed.filter(finished_at__gt=moment).exists():
            start(INDEXER, REBUILD, priority=PATIENT if serves else AWAITED)


def _serves() -> bool:
    tenant = current_tenant()
    try:
        indexes.open_for(tenant)
    except IndexUnavailable:
        return False
    return not indexes.is_damaged(tenant)


@job(REBUILD, "Suchindex aufbauen", attempts=5, lock=LOCK, is_for_operators=True)
def rebuild_in_background(actor, progress: Progress) -> dict:
    """Build the index of the open town when it must be; one town after the other."""
    tenant = current_tenant()
    if not is_wanted(tenant):
        return {}
    try:
        count = rebuild(tenant, progress.to)
    except IndexBusy as error:
        raise JobFailed("Der Suchindex wird gerade schon aufgebaut.") from error
    return {"message": f"{number(count)} Einträge im Suchindex."}


def running_rebuild() -> Job | None:
    """Return the job of the open town that builds or will build its index."""
    return Job.objects.started_by(INDEXER).open().filter(kind=REBUILD).first()


def _is_small() -> bool:
    with transaction.atomic():
        ids = chain.from_iterable(source.all_ids() for source in registry.search.values())
        return len(list(islice(ids, SMALL + 1))) <= SMALL


def rebuild(tenant: int, told: Told | None = None) -> int:
    """Build the index of a town beside the old one, put it in its place; return how much it holds.

    `told(done, total)` is called after each batch. Raises IndexBusy when somebody is building.
    """
    with indexes.only_builder(tenant):
        index = _begun_before(tenant) or _begin(tenant)
        total = _fill(tenant, index, told or (lambda done, total: None))
        while entries := read_outbox(cursor_of(index), tenant=tenant):
            apply_changes(index, tenant, entries)
        del index
        indexes.put_in_place(tenant)
        indexes.drop_replaced(tenant)
    return total


def _begun_before(tenant: int) -> SearchIndex | None:
    """Return what an interrupted run has left, when it is still what is wanted."""
    try:
        index = _open_building(tenant)
        return index if index.cursor() and _is_current(tenant, index) else None
    except IndexUnavailable:
        return None


def _begin(tenant: int) -> SearchIndex:
    place = indexes.building(tenant)
    shutil.rmtree(place, ignore_errors=True)
    cursor = beginning()
    index = create_index(place, indexes.base_analyser().with_learned(_learned(tenant)))
    with index.writer() as writer:
        writer.commit(cursor)
    return index


def _fill(tenant: int, index: SearchIndex, told: Told) -> int:
    """Put in what is not in it yet; return how much there is."""
    with use_tenant(tenant), transaction.atomic():
        wanted = {kind: list(source.all_ids()) for kind, source in registry.search.items()}
    total = sum(map(len, wanted.values()))
    present = set(index.fingerprints())
    done = len(present)
    with index.writer() as writer:
        for kind, ids in wanted.items():
            for batch in _batches(key for key in ids if str(key) not in present):
                put_documents(writer, tenant, kind, batch)
                writer.commit()
                done += len(batch)
                told(min(done, total), total)
    return total


def _batches(ids: Iterable[UUID]) -> Iterator[list[UUID]]:
    ids = iter(ids)
    while batch := list(islice(ids, BATCH)):
        yield batch


def begun_at(tenant: int) -> Cursor | None:
    """Return from where the index of this town that is being built must read on; None without one."""
    try:
        return cursor_of(_open_building(tenant))
    except IndexUnavailable:
        return None


def _open_building(tenant: int) -> SearchIndex:
    return open_index(indexes.building(tenant), indexes.base_analyser())
