"""Locks of WebDAV, kept in the database: on a Dokument a check-out, elsewhere one of a person alone."""

from contextlib import contextmanager
from datetime import datetime, time, timedelta
from urllib.parse import unquote
from uuid import UUID

from django.utils import timezone
from wsgidav.dav_error import HTTP_FORBIDDEN, DAVError
from wsgidav.lock_man.lock_manager import (
    LockManager,
    generate_lock_token,
    normalize_lock_root,
)

from verbundakte.akten import queries
from verbundakte.akten.actions import ablagedatei, arbeitsstand
from verbundakte.akten.actions.arbeitsstand import Schloss
from verbundakte.akten.models import Programmsperre
from verbundakte.akten.queries import programm
from verbundakte.dav.call import current, refusing

AT_MOST = arbeitsstand.SILENCE.total_seconds()
EVENING = time(23, 59)
DOKUMENTE = "Dokumente"
SAME = "-"
"""Stands for the file of a Dokument, whatever it is called now and wherever it is shown."""


def place_of(dokument_id: UUID) -> str:
    """Return where the lock of a Dokument lies, by whatever address it was opened."""
    return f"/{DOKUMENTE}/{dokument_id}/{SAME}"


def dokument_at(place: str) -> UUID | None:
    """Return whose place this is, None for one that is no Dokument's."""
    parts = unquote(place).strip("/").split("/")
    try:
        return UUID(parts[1]) if parts[0] == DOKUMENTE and len(parts) == 3 else None
    except ValueError:
        return None


def end_of_day(expires_at: datetime) -> datetime:
    """Return until when others wait for a program that never comes back: this evening."""
    day = timezone.localtime(expires_at).date()
    return timezone.make_aware(datetime.combine(day, EVENING))


def expiry(seconds: float | None) -> datetime:
    """Return when a lock ends that shall last so long; an hour at most."""
    wanted = AT_MOST if not seconds or seconds < 0 else min(seconds, AT_MOST)
    return current().at + timedelta(seconds=wanted)


def as_lock(row: Programmsperre) -> dict:
    """Return a lock as wsgidav knows it."""
    expire = row.expires_at.timestamp()
    return {
        "root": row.place,
        "type": "write",
        "scope": "shared" if row.is_shared else "exclusive",
        "depth": "infinity" if row.is_deep else "0",
        "owner": row.owner.encode(),
        "timeout": max(1.0, expire - current().at.timestamp()),
        "expire": expire,
        "principal": str(row.person_id),
        "token": row.token,
    }


class Storage:
    """Reads and writes locks of the open town for the person who calls (wsgidav: LockStorage)."""

    def open(self) -> None:
        """Nothing to open."""

    def close(self) -> None:
        """Nothing to close."""

    def get(self, token: str) -> dict | None:
        """Return the lock with this token, None without one."""
        row = self._row(token)
        return as_lock(row) if row else None

    def _row(self, token: str) -> Programmsperre | None:
        return programm.programmsperre_named(current().actor, token)

    def create(self, path: str, lock: dict) -> dict:
        """Lock something; a Dokument is checked out by it."""
        call, place = current(), normalize_lock_root(path)
        until, token = expiry(lock["timeout"]), generate_lock_token()
        key, owner = dokument_at(place), lock["owner"].decode("utf-8", "replace")
        with refusing():
            if key is not None:
                if lock["scope"] == "shared":
                    raise DAVError(HTTP_FORBIDDEN, "Ein Dokument bearbeitet immer nur einer.")
                row = arbeitsstand.begin_bearbeitung(
                    call.actor,
                    queries.get_dokument(call.actor, key),
                    schloss=Schloss(token, place, until, owner),
                    until=end_of_day(until),
                    at=call.at,
                )
            else:
                row = Programmsperre(
                    token=token,
                    place=place,
                    owner=owner,
                    is_shared=lock["scope"] == "shared",
                    is_deep=lock["depth"] == "infinity",
                    created_at=call.at,
                    expires_at=until,
                )
                ablagedatei.hold_ablage(call.actor, row)
        lock.update(as_lock(row))
        return lock

    def refresh(self, token: str, *, timeout: float | None) -> dict:
        """Let a lock last longer."""
        call, row = current(), self._row(token)
        until = expiry(timeout)
        arbeitsstand.renew_programmsperre(
            call.actor, row, expires_at=until, until=end_of_day(until)
        )
        return as_lock(row)

    def delete(self, token: str) -> bool:
        """End a lock; of a Dokument that is what makes one Fassung of everything saved."""
        call, row = current(), self._row(token)
        if row is None:
            return False
        if row.sperre_id is None:
            ablagedatei.drop_programmsperre(call.actor, row)
            return True
        with refusing():
            dokument = queries.get_dokument(call.actor, row.sperre.dokument_id)
            arbeitsstand.finish_bearbeitung(call.actor, dokument, sperre=row, at=call.at)
        return True

    def get_lock_list(
        self, path: str, *, include_root: bool, include_children: bool, token_only: bool
    ) -> list:
        """Return the locks at a place, below it, or both."""
        place = normalize_lock_root(path)
        found = [
            row
            for row in self._at(place)
            if (include_root and row.place == place)
            or (include_children and row.place.startswith(place.rstrip("/") + "/"))
        ]
        return [row.token if token_only else as_lock(row) for row in found]

    def _at(self, place: str) -> list[Programmsperre]:
        """Return the locks among which those at or below a place are.

        Who reads a folder gets them all at once, once; who writes asks for the place itself.
        """
        call, key = current(), dokument_at(place)
        if call.is_reading:
            if call.locks is None:
                call.locks = programm.programmsperren(call.actor)
            return call.locks
        if key is not None:
            return programm.programmsperren(call.actor, place=place)
        return programm.own_programmsperren(call.actor)


class _Free:
    """Stands for wsgidav's lock between threads: the database keeps order between processes, too.

    A thread that held one and waited for the database could wait for a thread that waits for it.
    """

    def acquire_read(self) -> None:
        """Do not wait."""

    acquire_write = release = acquire_read


class Locks(LockManager):
    """wsgidav's rules about locks, over our storage."""

    def __init__(self):
        super().__init__(Storage())
        self._lock = _Free()

    @contextmanager
    def write_transaction(self, *, url, token_list, principal, depth="0"):
        """Ask whether one may write; the row of the Dokument is locked by the action itself."""
        self.check_write_permission(
            url=url, depth=depth, token_list=token_list, principal=principal
        )
        yield
