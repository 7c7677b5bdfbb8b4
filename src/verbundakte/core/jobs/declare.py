"""Declare and start jobs. The queue holds only {tenant, job}; everything else is in the Job row."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from verbundakte.core.actor import SystemActor
from verbundakte.core.clock import now
from verbundakte.core.jobs.queue import advance, enqueue
from verbundakte.core.models import Job
from verbundakte.core.registry import registry
from verbundakte.core.tenancy.context import current_tenant

AWAITED = 10  # priority of what somebody waits for
ORDERED = 5  # of what somebody ordered and comes back for: before what arrives by itself


class JobFailed(Exception):
    """The work cannot be done; `message` is German and shown to whoever started it."""

    def __init__(self, message: str):
        super().__init__(message)
        self.message = message


class GoOn(Exception):
    """A part is done and the rest waits for its turn again, so that others are not kept waiting."""

    def __init__(self, priority: int):
        super().__init__(priority)
        self.priority = priority


@dataclass(frozen=True)
class JobKind:
    """A declared job: its name, the queue it waits in, how often it is tried.

    Of those with the same `lock` one runs at a time, in the whole installation; with "{town}" in it,
    in each town. Those `is_for_operators` are shown to whoever may see the state of the installation.
    """

    kind: str
    label: str
    function: Callable
    queue: str
    attempts: int
    permissions: frozenset[str]
    lock: str = ""
    is_for_operators: bool = False

    @property
    def lock_here(self) -> str:
        """The lock of this job in the open town, "" without one."""
        return self.lock.format(town=current_tenant())

    def actor(self, row: Job) -> SystemActor:
        """Return the named system actor on behalf of whoever started the job."""
        behalf = row.starter_id if row.starter_kind == "person" else ""
        return SystemActor(id=f"job:{self.kind}", permissions=self.permissions, on_behalf_of=behalf)


class Progress:
    """Lets a running job tell how far it is; each step is committed at once."""

    def __init__(self, row_id: UUID):
        self.row_id = row_id
        self.done = 0

    def begin(self, total: int, done: int = 0) -> None:
        """Say how many items there are, and how many of them earlier parts of the work did."""
        self.done = done
        fresh = {} if done else {"item_errors": []}
        with transaction.atomic():
            Job.objects.filter(pk=self.row_id).update(total=total, done=done, **fresh)

    def state(self) -> dict:
        """Return what an earlier part of the work kept."""
        with transaction.atomic():
            return Job.objects.values_list("result", flat=True).get(pk=self.row_id)

    def keep(self, **state) -> None:
        """Keep where the work is, for the next part or a run after a crash."""
        with transaction.atomic():
            Job.objects.filter(pk=self.row_id).update(result=state)

    def to(self, done: int, total: int) -> None:
        """Say how many items are done by now, where they are counted in batches."""
        with transaction.atomic():
            Job.objects.filter(pk=self.row_id).update(total=total, done=done)

    def step(self, error: str = "", item: str = "") -> None:
        """Count one item; `error` is its German reason when it failed."""
        self.done += 1
        with transaction.atomic():
            row = Job.objects.select_for_update().get(pk=self.row_id)
            row.done = self.done
            if error:
                row.item_errors = [*row.item_errors, {"item": item, "error": error}][:1000]
            row.save(update_fields=["done", "item_errors"])


def job(
    kind: str, label: str, *, queue: str = "default", attempts: int = 3, permissions=(), **more
):
    """Declare `f(actor, progress, **ids)` as a job. It is run again after a crash: make it idempotent.

    `more`: `lock`, `is_for_operators` (see JobKind).
    """

    def decorate(function):
        given = frozenset(str(item) for item in permissions)
        registry.jobs[str(kind)] = JobKind(
            str(kind), label, function, queue, attempts, given, **more
        )
        return function

    return decorate


def starter_of(actor) -> tuple[str, str]:
    """Return kind and id of whoever a job is for: the person behind a system actor, if any."""
    if actor.kind == "system" and actor.on_behalf_of:
        return "person", str(actor.on_behalf_of)
    return actor.kind, str(actor.id)


def start(actor, kind: str, *, subject=None, label: str = "", priority: int = 0, **ids) -> Job:
    """Write the Job row of a declared kind and put it into the queue, in the running transaction.

    `ids` are the arguments of the job function; UUIDs are stored as text. Returns the row.
    """
    declared: JobKind = registry.jobs[kind]
    starter_kind, starter_id = starter_of(actor)
    row = Job(
        kind=declared.kind,
        label=label or declared.label,
        args={
            name: str(value) if isinstance(value, UUID) else value for name, value in ids.items()
        },
        starter_kind=starter_kind,
        starter_id=starter_id,
        subject_kind=subject._meta.label_lower if subject else "",
        subject_id=subject.pk if subject else None,
        spur=getattr(subject, "spur", None),
    )
    row.queued = enqueue(
        declared.queue, current_tenant(), row.pk, priority=priority, lock=declared.lock_here
    )
    row.save(force_insert=True)
    return row


def hasten(subject) -> None:
    """Let the jobs about an object come before others: somebody has it open and waits."""
    waiting = Job.objects.waiting().filter(subject_id=subject.pk).exclude(queued=None)
    if numbers := list(waiting.values_list("queued", flat=True)):
        advance(numbers, AWAITED)


def give_up(row_id: UUID, message: str) -> None:
    """Mark a job as failed for good."""
    with transaction.atomic():
        Job.objects.filter(pk=row_id).update(finished_at=now(), error=message)
