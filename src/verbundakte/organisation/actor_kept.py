"""Actors that were read before, as long as nothing has changed on which their rights depend.

Reading a person's rights takes a transaction of six messages, and most requests find what the last
one found. Who comes in is read anyway, and with it the marks of the town's rights (`Rechtestand`):
they change with the commit that changes a right, so what was read for the same marks still holds. The
marks are read before the rights; what changes in between is seen by the next request.
"""

from collections import OrderedDict
from datetime import date
from threading import Lock
from uuid import UUID

from django.db import transaction

from verbundakte.core.clock import today
from verbundakte.core.models import Membership
from verbundakte.organisation.actor import PersonActor, load_actor

Key = tuple[int, UUID, str, date]


class KeptActors:
    """At most `most` actors, those used last. Safe to use from several threads."""

    def __init__(self, most: int):
        self.most = most
        self._kept: OrderedDict[Key, tuple[tuple[UUID, ...], PersonActor]] = OrderedDict()
        self._lock = Lock()

    def load(self, membership: Membership, *, vertretung: str = "") -> PersonActor | None:
        """Return what `load_actor` would return for who comes in to the open town, without a query
        when nothing has changed since; `membership` has `stand`, its marks."""
        marks, on = tuple(membership.stand), today()
        key = (membership.tenant_id, membership.person_id, vertretung, on)
        with self._lock:
            stand, actor = self._kept.get(key, ((), None))
            if actor is not None and marks and stand == marks:
                self._kept.move_to_end(key)
                return actor
        with transaction.atomic():
            actor = load_actor(membership.person_id, on=on, vertretung=vertretung)
        if actor is not None and marks:
            self._keep(key, marks, actor)
        return actor

    def _keep(self, key: Key, marks: tuple[UUID, ...], actor: PersonActor) -> None:
        with self._lock:
            self._kept[key] = (marks, actor)
            self._kept.move_to_end(key)
            while len(self._kept) > self.most:
                self._kept.popitem(last=False)


kept = KeptActors(most=2_000)
