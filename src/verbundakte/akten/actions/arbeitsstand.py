"""A program edits a Dokument (WebDAV, WOPI): what it saves is a draft; when it is done, one Fassung.

The Bearbeitungssperre tells everybody who edits; the Programmsperre beside it is what the program shows
and has to renew. Lock and Fassung stand in the log; drafts in between are nobody else's business.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.utils.timezone import localtime

from verbundakte.akten.actions.dokument import add_fassung
from verbundakte.akten.actions.einschraenkung import check_not_restricted
from verbundakte.akten.actions.filing import Arrived
from verbundakte.akten.actions.papierkorb import drop_blob
from verbundakte.akten.actions.sperre import (
    NotLocked,
    check_not_locked,
    lock_dokument,
    lock_of,
    release_lock,
)
from verbundakte.akten.actions.vorgang import VorgangClosed, is_closed
from verbundakte.akten.events import Event
from verbundakte.akten.hooks import fassung_changing
from verbundakte.akten.models import (
    Arbeitsstand,
    Bearbeitungssperre,
    Dokument,
    Fassung,
    Programmsperre,
)
from verbundakte.akten.permissions import Permission
from verbundakte.akten.rules import shown_name
from verbundakte.core import audit
from verbundakte.core.actions import Refusal, action
from verbundakte.core.blobs.register import register
from verbundakte.core.blobs.store import Stored

SILENCE = timedelta(hours=1)
"""So long a program may keep silent before its lock is over."""
MOST_OWNER = 4000
REMARK = "Mit einem Programm bearbeitet"


class ProgramBusy(Refusal):
    """One person, two programs."""

    message = (
        "Sie haben dieses Dokument schon in einem anderen Programm geöffnet. Schließen Sie es dort."
    )


class StandGone(Refusal):
    """Filed or thrown away in between."""

    message = "Diesen Arbeitsstand gibt es nicht mehr. Laden Sie die Seite neu."


@dataclass(frozen=True)
class Schloss:
    """A lock as a program asks for it: what it shows later, where, whom it names, until when."""

    token: str
    place: str
    expires_at: datetime
    owner: str = ""


def check_may_edit(actor, dokument: Dokument) -> None:
    """Ask whether a new Fassung could be filed at all, before somebody begins to write one.

    Raises PermissionDenied, VorgangClosed, DokumentLocked, Erased, Restricted, and what rooms above
    refuse (hook `fassung_changing`: what has gone out keeps its Fassung).
    """
    if not actor.may(Permission.DOKUMENT_EDIT, dokument):
        raise PermissionDenied(Permission.DOKUMENT_EDIT)
    if dokument.vorgang_id and is_closed(dokument.vorgang):
        raise VorgangClosed
    check_not_locked(dokument, actor)
    fassung_changing.run(actor, dokument)


def begin_bearbeitung(
    actor, dokument: Dokument, *, schloss: Schloss, until: datetime, at: datetime
) -> Programmsperre:
    """Let a program edit a Dokument; who has checked it out herself goes on with that, others get a
    Bearbeitungssperre until a moment. Raises as `check_may_edit`, ProgramBusy.
    """
    check_may_edit(actor, dokument)
    lock = lock_of(dokument)
    has_begun = lock is None
    if lock is None:
        lock = lock_dokument(actor, dokument, until=until, ends_with_fassung=True, at=at)
    Bearbeitungssperre.objects.select_for_update().get(pk=lock.pk)
    before = Programmsperre.objects.filter(sperre=lock).first()
    if before is not None:
        if before.expires_at > at:
            raise ProgramBusy
        has_begun = before.has_begun
        before.delete()
    return Programmsperre.objects.create(
        token=schloss.token,
        place=schloss.place,
        person_id=actor.person_id,
        sperre=lock,
        has_begun=has_begun,
        owner=schloss.owner if len(schloss.owner) <= MOST_OWNER else "",
        created_at=at,
        expires_at=schloss.expires_at,
    )


def renew_programmsperre(
    actor, row: Programmsperre, *, expires_at: datetime, until: datetime
) -> None:
    """Let a program's lock last longer, and with it the Bearbeitungssperre that began with it."""
    row.expires_at = expires_at
    row.save(update_fields=["expires_at"])
    if row.has_begun:
        Bearbeitungssperre.objects.filter(pk=row.sperre_id, expires_at__lt=until).update(
            expires_at=until
        )


def change_token(actor, row: Programmsperre, *, token: str, expires_at: datetime) -> None:
    """Let a program show something else from now on for the lock it holds."""
    row.token, row.expires_at = token, expires_at
    row.save(update_fields=["token", "expires_at"])


def save_stand(actor, dokument: Dokument, *, arrived: Arrived, at: datetime) -> None:
    """Keep what a program saved while it holds the Dokument; the last one counts.

    Raises as `check_may_edit`, NotLocked.
    """
    check_may_edit(actor, dokument)
    if lock_of(dokument) is None:
        raise NotLocked
    before = _stand(dokument, actor.person_id)
    blob = register(arrived.stored)
    Arbeitsstand.objects.update_or_create(
        dokument=dokument,
        person_id=actor.person_id,
        defaults={
            "blob": blob,
            "file_name": shown_name(arrived.name),
            "size": arrived.stored.size,
            "saved_at": at,
        },
    )
    if before is not None and before.blob_id != blob.pk:
        drop_blob(before.blob, actor)


def save_fassung(actor, dokument: Dokument, *, arrived: Arrived, at: datetime) -> Fassung | None:
    """File what a program without a lock saved; the same bytes again, or none, are no Fassung.

    Raises as `add_fassung`.
    """
    check_may_edit(actor, dokument)
    if not _is_new(dokument, arrived.stored):
        return None
    return add_fassung(actor, dokument, arrived=arrived, at=at, remark=REMARK)


def finish_bearbeitung(
    actor, dokument: Dokument, *, sperre: Programmsperre, at: datetime
) -> Fassung | None:
    """End a program's lock; what it saved becomes one Fassung, if it differs from what counts.

    Raises as `add_fassung`.
    """
    check_not_restricted(actor, dokument)
    lock = Bearbeitungssperre.objects.select_for_update().get(pk=sperre.sperre_id)
    fassung = _file(actor, dokument, _stand(dokument, actor.person_id), at, REMARK)
    if sperre.has_begun and lock_of(dokument) == lock:
        release_lock(actor, dokument, at=at)
    sperre.delete()
    return fassung


def file_stand(actor, dokument: Dokument, *, stand: Arbeitsstand, at: datetime) -> Fassung | None:
    """File a draft that a program left without ending properly, also somebody else's.

    Raises StandGone, and as `add_fassung`.
    """
    row = Arbeitsstand.objects.select_for_update().filter(pk=stand.pk, dokument=dokument).first()
    if row is None:
        raise StandGone
    saved = localtime(row.saved_at)
    remark = f"Arbeitsstand von {row.person.name} vom {saved:%d.%m.%Y, %H:%M} Uhr"
    return _file(actor, dokument, row, at, remark)


@action(Permission.DOKUMENT_EDIT, Event.ARBEITSSTAND_DROPPED)
def drop_stand(actor, dokument: Dokument, *, stand: Arbeitsstand) -> None:
    """Throw a draft away. Raises StandGone, DokumentLocked."""
    check_not_locked(dokument, actor)
    row = Arbeitsstand.objects.filter(pk=stand.pk, dokument=dokument).first()
    if row is None:
        raise StandGone
    audit.note_change("Arbeitsstand", row.person.name, None)
    _forget(actor, row)


def forget_staende(actor, dokument: Dokument) -> None:
    """Subscriber of `dokument_erasing`: drafts and locks of programs go with the content."""
    Programmsperre.objects.filter(sperre__dokument=dokument).delete()
    for row in Arbeitsstand.objects.filter(dokument=dokument).select_related("blob"):
        _forget(actor, row)


def _stand(dokument: Dokument, person) -> Arbeitsstand | None:
    rows = Arbeitsstand.objects.select_for_update(of=("self",)).select_related("blob")
    return rows.filter(dokument=dokument, person_id=person).first()


def _is_new(dokument: Dokument, stored: Stored) -> bool:
    newest = dokument.fassungen.standing().first()
    same = newest is not None and newest.dateien.filter(blob__sha256=stored.sha256).exists()
    return stored.size > 0 and not same


def _file(actor, dokument: Dokument, stand, at: datetime, remark: str) -> Fassung | None:
    if stand is None:
        return None
    stored, fassung = Stored(stand.blob.sha256, stand.size), None
    if _is_new(dokument, stored):
        arrived = Arrived(stored, stand.file_name)
        fassung = add_fassung(actor, dokument, arrived=arrived, at=at, remark=remark)
    _forget(actor, stand)
    return fassung


def _forget(actor, stand: Arbeitsstand) -> None:
    stand.delete()
    drop_blob(stand.blob, actor)
