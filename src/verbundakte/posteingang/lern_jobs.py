"""Reading what arrived and learning from what was filed: a job of its own, in small parts."""

import time

from django.db import transaction

from verbundakte.akten.permissions import Permission as AktenPermission
from verbundakte.core.actor import SystemActor
from verbundakte.core.clock import now
from verbundakte.core.jobs import GoOn, job, start
from verbundakte.core.models import Job
from verbundakte.core.search.changes import Cursor, read_outbox
from verbundakte.core.tenancy.context import use_tenant
from verbundakte.posteingang.actions.lernlauf import catch_up, is_behind
from verbundakte.posteingang.lernen.kinds import LernJob
from verbundakte.posteingang.permissions import Permission

STARTER = SystemActor(id="posteingang:lernen", permissions=frozenset())
MAY = (
    Permission.EINGANG_READ,
    Permission.EINGANG_ASSIGN,
    Permission.EINGANG_FILE,
    AktenPermission.AKTE_READ,
    AktenPermission.VORGANG_READ,
    AktenPermission.DOKUMENT_READ,
    AktenPermission.DOKUMENT_CREATE,
    AktenPermission.DOKUMENT_EDIT,
)
PART_SECONDS = 20
BEHIND = -5


@job(
    LernJob.READ,
    "Posteingang lesen und aus Ablagen lernen",
    attempts=3,
    permissions=MAY,
    lock="posteingang.lesen:{town}",  # side by side they would only wait for each other
)
def read_and_learn(actor, progress) -> dict:
    """Read and learn until nothing is left; after a while others come first."""
    began, done = time.monotonic(), 0
    while found := catch_up(actor, at=now()):
        done += found
        if time.monotonic() - began > PART_SECONDS:
            raise GoOn(BEHIND)
    return {"changes": done}


def start_reading() -> None:
    """Start the job in the open town, unless one waits already: a new one, or the rest of one."""
    with transaction.atomic():
        if not Job.objects.open().filter(kind=LernJob.READ, attempts=0).exists():
            start(STARTER, LernJob.READ, priority=BEHIND)


class Watch:
    """Follows the outbox of the search: what changed there may have to be read or learned."""

    def __init__(self):
        self.after: Cursor = (0, 0)

    def wake(self) -> None:
        """Start reading in each town in which a Dokument changed; one query when nothing did."""
        entries = read_outbox(self.after)
        for tenant in {one.tenant for one in entries if one.kind == "dokument"}:
            with use_tenant(tenant):
                start_reading()
        if entries:
            self.after = entries[-1].cursor


def read_what_is_left(on) -> None:
    """Every hour in each town: go on with what is not yet learned."""
    with transaction.atomic():
        is_left = is_behind()
    if is_left:
        start_reading()
