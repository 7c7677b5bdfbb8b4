"""Unpacking an archive on request, and taking that back; the archive itself stays as it is."""

from datetime import datetime
from uuid import UUID

from verbundakte.akten.actions.anlagen import bring_back, taken_out_of
from verbundakte.akten.actions.own import drop_merkzettel
from verbundakte.akten.actions.papierkorb import check_only_own_work
from verbundakte.akten.actions.sperre import check_not_held, check_not_locked
from verbundakte.akten.actions.vorgang import VorgangClosed, is_closed
from verbundakte.akten.events import Event
from verbundakte.akten.kinds import JobKind
from verbundakte.akten.models import Anlagenquelle, Dokument, Rendition, RenditionKind
from verbundakte.akten.permissions import Permission
from verbundakte.core import audit, jobs
from verbundakte.core.actions import Refusal, action
from verbundakte.core.models import Job
from verbundakte.core.search.outbox import touch

PLACE = "archiv:"


class NothingInside(Refusal):
    """Only what was listed can be unpacked."""

    message = "In dieser Datei stecken keine Dateien, die sich entpacken lassen."


class AlreadyUnpacking(Refusal):
    """Asked for in another window."""

    message = "Das Archiv wird gerade entpackt. Die Dateien erscheinen gleich als Anlagen."


class NothingUnpacked(Refusal):
    """Taken back in another window."""

    message = "Aus diesem Archiv ist nichts mehr entpackt. Laden Sie die Seite neu."


def _check(actor, dokument: Dokument) -> None:
    if dokument.vorgang_id and is_closed(dokument.vorgang):
        raise VorgangClosed
    check_not_locked(dokument, actor)


@action(Permission.DOKUMENT_EDIT, Event.ENTPACKUNG_ORDERED)
def order_entpackung(actor, dokument: Dokument, *, datei_id: UUID) -> Job:
    """Let the files of an archive become Anlagen; what was taken back before comes back.

    Raises NothingInside, AlreadyUnpacking, VorgangClosed, DokumentLocked, Restricted.
    """
    _check(actor, dokument)
    listed = Rendition.objects.filter(
        datei=datei_id, datei__fassung__dokument=dokument, kind=RenditionKind.INHALT
    )
    row = listed.select_related("datei").first()
    if row is None:
        raise NothingInside
    if Job.objects.open().filter(kind=JobKind.UNPACK, subject_id=dokument.pk).exists():
        raise AlreadyUnpacking
    name = row.datei.file_name
    audit.note_change("Datei", None, name)
    bring_back(datei_id)
    about = {"subject": dokument, "label": name[:200], "priority": jobs.AWAITED}
    return jobs.start(actor, JobKind.UNPACK, **about, datei=datei_id)


@action(Permission.DOKUMENT_EDIT, Event.ENTPACKUNG_UNDONE)
def undo_entpackung(actor, dokument: Dokument, *, at: datetime) -> int:
    """Put what was unpacked from an archive into the trash while nobody else worked on it; return
    how many. It stays in the archive, and unpacking brings it back.

    Raises NothingUnpacked, WorkedOn, WasShown, Held, VorgangClosed, DokumentLocked, Restricted.
    """
    _check(actor, dokument)
    check_not_held(dokument)
    unpacked = Anlagenquelle.objects.filter(
        datei__fassung__dokument=dokument, stelle__startswith=PLACE
    )
    whole = dokument.parent_id or dokument.pk
    direct = list(unpacked.values_list("dokument", flat=True))
    keys = [*direct, *taken_out_of(direct)]
    rows = list(Dokument.objects.filter(pk__in=keys, parent=whole, trashed_at=None))
    if not rows:
        raise NothingUnpacked
    for row in rows:
        check_only_own_work(row, actor)
    keys = [row.pk for row in rows]
    Dokument.objects.filter(pk__in=keys).update(trashed_at=at, trashed_by=actor.person_id)
    drop_merkzettel(keys)
    touch(*rows)
    audit.note_change("Anlagen", len(rows), 0)
    return len(rows)
