"""Moving the bytes of a town into the present store, while everything runs.

The work is what the other store still holds: each file is copied and compared, from then on it is read
from the present store; its old copy goes after some days, once the new one was compared again. So it
can be broken off at any point, run twice, or meet uploads on their way.
"""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date, timedelta

from django.db import transaction

from verbundakte.core.actor import SystemActor
from verbundakte.core.blobs.backend import Backend
from verbundakte.core.blobs.errors import Entry, StoreAway, is_digest
from verbundakte.core.blobs.fixity import copy_blob
from verbundakte.core.blobs.places import chosen, forget, in_order, present, stores
from verbundakte.core.clock import now
from verbundakte.core.jobs import Progress, job, start
from verbundakte.core.models import Blob, Job, Speicherwahl
from verbundakte.core.tenancy.context import current_tenant
from verbundakte.core.ui.formats import number

MOVE = "core.speicher.move"
LOCK = "core.speicher"
MOVER = SystemActor(id="store", permissions=frozenset())
PORTION = 200  # files between two notes of how far it is
KEEP_DAYS = 7
DAMAGED = "Die Datei ist im bisherigen Speicher beschädigt und bleibt dort; ./verbundakte check nennt sie."


@dataclass
class Moved:
    """What was done with the files of the other store."""

    copied: int = 0
    there: int = 0
    removed: int = 0
    damaged: int = 0

    def sentence(self) -> str:
        """Return it in words."""
        parts = [f"{number(self.copied)} Dateien kopiert", f"{number(self.there)} waren schon da"]
        if self.removed:
            parts.append(f"{number(self.removed)} alte Kopien gelöscht")
        if self.damaged:
            parts.append(f"{number(self.damaged)} beschädigt und nicht umgezogen")
        return ", ".join(parts) + "."


def choose(name: str, *, keep_days: int = KEEP_DAYS) -> None:
    """Let new bytes go into this store from now on; nothing changes when they do already.

    Raises KeyError when it is not set up, StoreAway when it does not answer.
    """
    backend = stores()[name]
    backend.entry(0, "0" * 64)
    forget()
    if present() == name and chosen() is not None:
        return
    with transaction.atomic():
        Speicherwahl.objects.create(speicher=name, at=now(), keep_days=keep_days)
    forget()


def is_left() -> bool:
    """Tell whether another store still holds something of the open town. Raises StoreAway."""
    tenant = current_tenant()
    return any(next(backend.entries(tenant), None) for backend in in_order()[1:])


def move(
    told: Callable[[Moved, int, str], None], *, after: str = "", moved: Moved | None = None
) -> Moved:
    """Move what other stores hold of the open town; outside of a transaction. Returns what was done.

    `told(moved, total, place)` hears how far it is; `after` is such a place of an earlier run.
    Raises StoreAway, StoreFull.
    """
    moved, tenant = moved or Moved(), current_tenant()
    target, *others = in_order()
    choice = chosen()
    is_over = choice is not None and now() > choice.at + timedelta(days=choice.keep_days)
    for source in others:
        total = sum(1 for _ in source.entries(tenant))
        for seen, entry in enumerate(source.entries(tenant, after=after), 1):
            if is_digest(entry.name):
                _move_one(moved, entry, source, target, is_over=is_over)
            if seen % PORTION == 0:
                told(moved, total, entry.name)
        told(moved, total, "")
    return moved


def _move_one(
    moved: Moved, entry: Entry, source: Backend, target: Backend, *, is_over: bool
) -> None:
    tenant = current_tenant()
    with transaction.atomic():
        row = Blob.objects.filter(sha256=entry.name).first()
    if row is None:
        return  # an upload on its way, or for the clean-up
    there = target.entry(tenant, entry.name)
    is_whole = there is not None and there.size == row.size
    if is_whole and is_over:
        is_whole = (found := target.digest(tenant, entry.name)) and found.sha256 == entry.name
        if is_whole:
            source.remove(tenant, entry.name)
            moved.removed += 1
            return
    if is_whole:
        moved.there += 1
    elif copy_blob(tenant, entry.name, source, target):
        moved.copied += 1
    else:
        moved.damaged += 1


@job(MOVE, "Dateien in den anderen Speicher bringen", attempts=8, lock=LOCK, is_for_operators=True)
def move_in_background(actor, progress: Progress, *, on: str) -> dict:
    """Move the files of the open town; after a crash it goes on where it was."""
    state = progress.state()
    after, before = state.get("after", ""), Moved(**state.get("moved", {}))

    def told(moved: Moved, total: int, place: str) -> None:
        done = moved.copied + moved.there + moved.removed + moved.damaged
        progress.keep(after=place, moved=asdict(moved))
        progress.to(min(done, total), total)

    moved = move(told, after=after, moved=before)
    if moved.damaged:
        progress.step(error=DAMAGED, item=f"{moved.damaged} Dateien")
    return {**asdict(moved), "message": moved.sentence()}


def start_move(on: date) -> Job:
    """Start the move of the open town as a job."""
    return start(MOVER, MOVE, priority=-1, on=on.isoformat())


def follow_up(on: date) -> None:
    """Once a day: move what came late, and delete the old copies whose time is over."""
    args = {"on": on.isoformat()}
    if len(stores()) == 1 or Job.objects.started_by(MOVER).filter(kind=MOVE, args=args).exists():
        return
    try:
        if is_left():
            start_move(on)
    except StoreAway:
        return  # asked again in an hour
