"""Files and folders that programs put beside the work: a person's own, not filed, and they end.

Nothing of the town changes by them, so they are not in its log, as uploads are not until they are filed.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Sum, TextField, Value
from django.db.models.functions import Concat

from verbundakte.akten.actions.papierkorb import drop_blob
from verbundakte.akten.models import Ablagedatei, Programmsperre
from verbundakte.core.actions import Refusal
from verbundakte.core.blobs.register import register
from verbundakte.core.blobs.store import Stored

MOST = 2000
MOST_BYTES = 2 * 1024**3
MOST_LOCKS, MOST_OWNER = 500, 4000
MOST_NOTED = 16 * 1024
KEPT = timedelta(days=30)
AT_ONCE = 500


class AblageFull(Refusal):
    """Nobody keeps an archive beside the files."""

    message = (
        f"Die Ablage fasst höchstens {MOST} Dateien und 2 GB. Löschen Sie dort, was Sie nicht mehr"
        " brauchen."
    )


class TooMuchNoted(Refusal):
    """Properties are no place for contents."""

    message = "Zu dieser Datei ist schon zu viel vermerkt."


@dataclass(frozen=True)
class Ort:
    """Where something lies in a person's own folders."""

    parent: str
    name: str


def put_ablage(actor, ort: Ort, *, stored: Stored | None, at: datetime) -> Ablagedatei:
    """Write a file, new or over the old one; `stored` None: an empty one. Raises AblageFull."""
    before = _row(actor, ort)
    _check_room(actor, stored.size if stored else 0, is_new=before is None)
    old = before.blob if before else None
    row = before or _new(actor, ort, at)
    row.blob = register(stored) if stored and stored.size else None
    row.size, row.changed_at = (stored.size if stored else 0), at
    row.save()
    if old is not None and old.pk != row.blob_id:
        drop_blob(old, actor)
    return row


def make_ordner(actor, ort: Ort, *, at: datetime) -> Ablagedatei:
    """Make a folder. Raises AblageFull."""
    _check_room(actor, 0, is_new=True)
    row = _new(actor, ort, at)
    row.is_ordner = True
    row.save()
    return row


def note_eigenschaften(actor, row: Ablagedatei, values: dict[str, str | None]) -> None:
    """Keep what a program notes about a file or folder; None takes a note away. Raises TooMuchNoted."""
    noted = {**row.eigenschaften, **values}
    noted = {name: value for name, value in noted.items() if value is not None}
    if len(str(noted)) > MOST_NOTED:
        raise TooMuchNoted
    row.eigenschaften = noted
    row.save(update_fields=["eigenschaften"])


def drop_ablage(actor, row: Ablagedatei) -> None:
    """Delete a file, or a folder that is empty by now."""
    blob = row.blob
    row.delete()
    if blob is not None:
        drop_blob(blob, actor)


def hold_ablage(actor, row: Programmsperre) -> Programmsperre:
    """Write down a lock on something in one's own folders. Raises AblageFull."""
    if Programmsperre.objects.filter(person_id=actor.person_id).count() >= MOST_LOCKS:
        raise AblageFull
    row.owner = row.owner if len(row.owner) <= MOST_OWNER else ""
    row.person_id = actor.person_id
    row.save(force_insert=True)
    return row


def drop_programmsperre(actor, row: Programmsperre) -> None:
    """End a lock on something in one's own folders."""
    row.delete()


def forget_old(actor, *, at: datetime) -> int:
    """Delete files nobody changed for 30 days, folders as old that hold nothing, and locks that have
    run out; return how many."""
    locks, _ = Programmsperre.objects.filter(expires_at__lt=at - timedelta(days=1)).delete()
    slash = Value("/", output_field=TextField())
    path = Concat(OuterRef("parent"), slash, OuterRef("name"), output_field=TextField())
    inside = Ablagedatei.objects.filter(person=OuterRef("person"), parent=path)
    rows = Ablagedatei.objects.filter(~Exists(inside), changed_at__lt=at - KEPT)
    old = list(rows.select_related("blob").order_by("changed_at")[:AT_ONCE])
    for row in old:
        drop_ablage(actor, row)
    return locks + len(old)


def _row(actor, ort: Ort) -> Ablagedatei | None:
    rows = Ablagedatei.objects.select_related("blob").filter(person_id=actor.person_id)
    return rows.filter(parent=ort.parent, name=ort.name).first()


def _new(actor, ort: Ort, at: datetime) -> Ablagedatei:
    return Ablagedatei(
        person_id=actor.person_id, parent=ort.parent, name=ort.name, created_at=at, changed_at=at
    )


def _check_room(actor, size: int, *, is_new: bool) -> None:
    rows = Ablagedatei.objects.filter(person_id=actor.person_id)
    if is_new and rows.count() >= MOST:
        raise AblageFull
    if size and (rows.aggregate(total=Sum("size"))["total"] or 0) + size > MOST_BYTES:
        raise AblageFull
