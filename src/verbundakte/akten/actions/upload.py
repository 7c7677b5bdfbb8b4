"""Files that arrive in parts. Their bytes lie in the spool until they are filed.

Until then nothing of the town has changed, so these steps are not part of its log; filing is
(`register_dokument`, `add_fassung`). `received` is true: it is written after the bytes are on disk.
"""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction

from verbundakte.akten import rules
from verbundakte.akten.actions.arrival import NotTaken, check_announced, receive_file
from verbundakte.akten.actions.dokument import add_fassung, register_dokument
from verbundakte.akten.actions.entwurf import begin_entwurf
from verbundakte.akten.actions.filing import Arrived
from verbundakte.akten.actions.ordner import LiesThere, awaited, file_ordnerdatei, note_left_out
from verbundakte.akten.actions.vorgang import VorgangClosed, is_closed
from verbundakte.akten.models import Dokument, Ordneruebernahme, Vorgang
from verbundakte.akten.permissions import Permission
from verbundakte.core.actions import Refusal
from verbundakte.core.blobs import store
from verbundakte.core.models import Upload
from verbundakte.core.virus import VirusFound
from verbundakte.organisation.models import Person

Target = Vorgang | Dokument | Person | Ordneruebernahme

NEVER_TAKEN = (NotTaken, VirusFound, LiesThere)
READ_BYTES = 256 * 1024
MOST_OPEN = 200
LOOSE = ""  # the target of an upload that is told where it goes when it is filed
PARTIAL = "partial"  # in `path` of a loose upload that is a part of another; see `join_parts`


class UploadGone(Refusal):
    """The spool was cleaned up in between."""

    message = "Die Übertragung ist abgelaufen. Beginnen Sie noch einmal."


class UploadIncomplete(Refusal):
    """Not all bytes are there."""

    message = "Die Datei ist noch nicht vollständig übertragen."


class OnlyAPart(Refusal):
    """A part of an upload is no file of its own."""

    message = "Das ist nur ein Teil einer Datei. Setzen Sie zuerst die Teile zusammen."


class PartsMissing(Refusal):
    """What is to be joined is not all there."""

    message = (
        "Zusammensetzen lassen sich nur Teile (Upload-Concat: partial), die ganz übertragen sind."
    )


class WrongOffset(Exception):
    """A part that does not begin where the last one ended; `received` is where to go on."""

    def __init__(self, received: int):
        super().__init__(f"received {received}")
        self.received = received


class ChecksumWrong(Exception):
    """Bytes that do not add up to what was said of them; nothing of them is kept."""


class TooManyUploads(Refusal):
    """Unfinished ones take room until they end."""

    message = (
        f"Es sind schon {MOST_OPEN} Uploads begonnen und nicht abgelegt. Legen Sie sie ab oder geben"
        " Sie sie auf."
    )


@dataclass(frozen=True)
class Part:
    """A part of a file on the wire: where it begins, how long it is, where it is read from, and
    what it must add up to (something with `new()` and `digest`, or None)."""

    start: int
    length: int
    source: BinaryIO
    checksum: Any = None


def check_room(size: int) -> None:
    """Raise StoreFull when these bytes would not leave enough space free."""
    if store.free_bytes() - size < settings.UPLOAD_MIN_FREE_BYTES:
        raise store.StoreFull


def _check_target(actor, target: Target, path: str) -> None:
    if isinstance(target, Ordneruebernahme):
        awaited(actor, target, rules.shown_path(path))
        return
    is_dokument = isinstance(target, Dokument)
    permission = Permission.DOKUMENT_EDIT if is_dokument else Permission.DOKUMENT_CREATE
    if not actor.may(permission, target):
        raise PermissionDenied(permission)
    vorgang = vorgang_of(actor, target)
    if vorgang is not None and is_closed(vorgang):
        raise VorgangClosed


def vorgang_of(actor, target: Target, path: str = "") -> Vorgang | None:
    """Return the Vorgang in which an upload ends, None for one that lies in none (yet)."""
    if isinstance(target, Ordneruebernahme):
        return awaited(actor, target, path)[1].vorgang
    if isinstance(target, Vorgang):
        return target
    return target.vorgang if isinstance(target, Dokument) else None


def begin_upload(actor, target: Target, *, name: str, size: int, path: str) -> Upload:
    """Write down that a file is coming. Raises NotTaken, NotAwaited, VorgangClosed, StoreFull."""
    check_announced(name, size)
    check_room(size)
    _check_target(actor, target, path)
    return Upload.objects.create(
        actor_id=actor.id,
        target_kind=target._meta.model_name,
        target_id=target.pk,
        file_name=rules.shown_name(name),
        path=rules.shown_path(path),
        size=size,
    )


def begin_loose_upload(actor, *, name: str, size: int, path: str = "") -> Upload:
    """Write down that a file of a program is coming; where it goes is told when it is filed.

    `path`: PARTIAL for a part of one, or of what parts it is made.
    Raises PermissionDenied, NotTaken, TooManyUploads, StoreFull.
    """
    if Permission.DOKUMENT_CREATE not in actor.permissions:
        raise PermissionDenied(Permission.DOKUMENT_CREATE)
    check_announced(name, size)
    check_room(size)
    mine = Upload.objects.filter(actor_id=actor.id, target_kind=LOOSE, completed_at=None)
    if mine[:MOST_OPEN].count() >= MOST_OPEN:
        raise TooManyUploads
    return Upload.objects.create(
        actor_id=actor.id,
        target_kind=LOOSE,
        target_id=actor.person_id,
        file_name=rules.shown_name(name),
        path=path,
        size=size,
    )


def join_parts(actor, parts: list[Upload], *, name: str, told: str, at: datetime) -> Upload:
    """Make one upload of finished parts in their order; they stay until they end, so that it may be
    done again. `told`: how the program named them.

    Runs outside of a transaction. Raises PartsMissing, UploadGone and what `begin_loose_upload` raises.
    """
    if any(part.path != PARTIAL or part.received != part.size for part in parts):
        raise PartsMissing
    with transaction.atomic():
        size = sum(part.size for part in parts)
        whole = begin_loose_upload(actor, name=name, size=size, path=told)
    try:
        with _spool(whole) as file:
            for part in filter(lambda one: one.size, parts):
                with spool_of(part).open("rb") as source:
                    shutil.copyfileobj(source, file, READ_BYTES)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        with transaction.atomic():
            drop_upload(whole)
        if isinstance(error, FileNotFoundError):
            raise UploadGone from error
        raise store.reason_of(error) from error
    whole.received = size
    _note_received(whole, size)
    with transaction.atomic():
        Upload.objects.filter(pk__in=[part.pk for part in parts]).update(completed_at=at)
    return whole


def spool_of(upload: Upload) -> Path:
    """Return where the bytes of an upload lie."""
    return store.spool_path(str(upload.pk))


@contextmanager
def _spool(upload: Upload) -> Iterator[BinaryIO]:
    descriptor = os.open(spool_of(upload), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o640)
    with os.fdopen(descriptor, "r+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield file


def _note_received(upload: Upload, received: int) -> None:
    with transaction.atomic():
        Upload.objects.filter(pk=upload.pk).update(received=received)


def append_part(upload: Upload, part: Part) -> int:
    """Append a part at exactly the place that is next; return how many bytes are there now.

    Runs outside of a transaction. What arrived before a lost connection is kept.
    Raises WrongOffset, ChecksumWrong, StoreFull, StoreAway.
    """
    try:
        with _spool(upload) as file:
            with transaction.atomic():
                there = Upload.objects.values_list("received", flat=True).get(pk=upload.pk)
            if part.start != there or part.start + part.length > upload.size:
                raise WrongOffset(there)
            file.truncate(there)
            file.seek(there)
            try:
                _copy(part, file)
            finally:
                file.flush()
                os.fsync(file.fileno())
                there = file.tell()
                _note_received(upload, there)
            return there
    except OSError as error:
        raise store.reason_of(error) from error


def _copy(part: Part, file: BinaryIO) -> None:
    """Copy what comes; of a part that has a checksum all of it or nothing."""
    begin, total = file.tell(), part.checksum.new() if part.checksum else None
    _copy_bytes(part, file, total)
    if total is not None and total.digest() != part.checksum.digest:
        file.seek(begin)
        file.truncate()
        raise ChecksumWrong


def _copy_bytes(part: Part, file: BinaryIO, total) -> None:
    left = part.length
    while left > 0:
        try:
            chunk = part.source.read(min(READ_BYTES, left))
        except OSError:  # the connection was lost: what is there stays
            return
        if not chunk:
            return
        file.write(chunk)
        left -= len(chunk)
        if total is not None:
            total.update(chunk)


def store_spooled(upload: Upload) -> store.Stored:
    """Bring the spooled bytes into the store; the spool keeps its name for them until filed.

    Runs outside of a transaction. Raises OnlyAPart, UploadIncomplete, UploadGone and what `receive_file` raises.
    """
    spool = spool_of(upload)
    if upload.target_kind == LOOSE and upload.path == PARTIAL:
        raise OnlyAPart
    if upload.received != upload.size:
        raise UploadIncomplete
    if upload.size == 0:
        spool.touch()
    if not spool.exists():
        raise UploadGone
    return receive_file(upload.file_name, spool)


def file_upload(
    actor, upload: Upload, target, *, stored: store.Stored, at: datetime, values: dict | None = None
) -> Dokument:
    """File a finished upload; doing it twice files once. Runs in the caller's transaction.

    `values`: further ones of the Dokument or the Fassung it becomes.
    """
    upload = Upload.objects.select_for_update().get(pk=upload.pk)
    if upload.result_id is not None:
        return Dokument.objects.get(pk=upload.result_id)
    is_loose = upload.target_kind == LOOSE  # a program sends it
    path = "" if is_loose else upload.path
    is_alone = not is_loose and "/" not in path  # somebody waits before it, before a folder nobody
    arrived = Arrived(stored, upload.file_name, path, is_awaited=is_alone)
    if isinstance(target, Vorgang):
        dokument = register_dokument(actor, target, arrived=arrived, at=at, **values or {})
    elif isinstance(target, Ordneruebernahme):
        dokument = file_ordnerdatei(actor, target, arrived=arrived, at=at)
    elif isinstance(target, Person):
        dokument = begin_entwurf(actor, target, arrived=arrived, at=at)
    else:
        add_fassung(actor, target, arrived=arrived, at=at, **values or {})
        dokument = target
    upload.completed_at, upload.result_id = at, dokument.pk
    upload.save(update_fields=["completed_at", "result_id"])
    return dokument


def drop_spool(upload: Upload) -> None:
    """Throw the spooled bytes away (after filing, or when the person gave up)."""
    spool_of(upload).unlink(missing_ok=True)


def give_up(actor, upload: Upload, refusal: Refusal) -> None:
    """Throw the bytes of a refused upload away; a take-over notes what it will never take."""
    drop_spool(upload)
    rows = Ordneruebernahme.objects.filter(pk=upload.target_id)
    if isinstance(refusal, NEVER_TAKEN) and (row := rows.first()) is not None:
        note_left_out(actor, row, upload.path, refusal.message)


def drop_upload(upload: Upload) -> None:
    """Forget an upload that was not filed."""
    Upload.objects.filter(pk=upload.pk, result_id=None).delete()
    drop_spool(upload)
