"""Files made for one person: kept for a week, fetched by nobody else, then deleted with their bytes."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from tempfile import TemporaryFile
from typing import BinaryIO
from uuid import UUID

from django.conf import settings
from django.db.models import ProtectedError
from django.http import Http404

from verbundakte.core.blobs.register import keep
from verbundakte.core.hooks import ausgabe_fetching
from verbundakte.core.models import Ausgabe, Blob

KEPT = timedelta(days=7)
CHUNK = 1 << 20


def order_ausgabe(actor, request: dict, *, at: datetime) -> Ausgabe:
    """Write down what a person asks for and return the row that will hold the file."""
    request = request | {"on_behalf_of": str(actor.on_behalf_of or "")}
    return Ausgabe.objects.create(
        owner_id=str(actor.id), request=request, created_at=at, expires_at=at + KEPT
    )


def fill_ausgabe(
    ausgabe: Ausgabe,
    content: BinaryIO,
    *,
    file_name: str,
    media_type: str,
    at: datetime,
    subjects: Iterable[UUID] = (),
) -> None:
    """Store the file that was asked for; its time begins now. `subjects`: what is told in it."""
    content.seek(0)
    ausgabe.blob = keep(iter(lambda: content.read(CHUNK), b""))
    ausgabe.file_name, ausgabe.media_type = file_name[:255], media_type
    ausgabe.expires_at = at + KEPT
    ausgabe.subjects = b"".join(key.bytes for key in dict.fromkeys(subjects))
    ausgabe.save()


def subjects_of(ausgabe: Ausgabe) -> list[UUID]:
    """Return the ids of what is told in a file."""
    packed = bytes(ausgabe.subjects or b"")
    return [UUID(bytes=packed[begin : begin + 16]) for begin in range(0, len(packed), 16)]


@contextmanager
def scratch_file() -> Iterator[BinaryIO]:
    """Open a nameless file below the data folder, for something large on its way to the store."""
    folder = settings.DATA_DIR / "tmp"
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryFile(dir=folder) as file:
        yield file


def get_ausgabe(actor, key: UUID, *, at: datetime) -> Ausgabe:
    """Return a file that was made for this actor and is still kept, or 404.

    Raises the Refusal of a room (or its 404) when she may not see any more what is told in it.
    """
    rows = Ausgabe.objects.made_for(actor).filter(expires_at__gt=at).exclude(blob=None)
    found = rows.select_related("blob").filter(pk=key).first()
    if found is None:
        raise Http404
    ausgabe_fetching.run(actor, found)
    return found


def drop_expired(at: datetime) -> int:
    """Delete the rows of the open town whose time is over; return how many.

    The bytes follow with the next clean-up, unless something else names them too.
    """
    expired = Ausgabe.objects.filter(expires_at__lte=at)
    blobs = [key for key in expired.values_list("blob_id", flat=True) if key]
    count, _ = expired.delete()
    for blob in Blob.objects.filter(pk__in=blobs):
        try:
            blob.delete()
        except ProtectedError:
            continue
    return count
