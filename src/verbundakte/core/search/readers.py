"""Which machines read the outbox of the index, and how far.

Each machine has an index of its own. The outbox keeps what the slowest of them still needs; one
that was away longer than KEPT is forgotten, and builds its indexes anew when it comes back.
"""

from contextlib import suppress
from datetime import timedelta
from functools import lru_cache
from pathlib import Path
from platform import node
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.db.models import Min

from verbundakte.core.clock import now
from verbundakte.core.models import IndexReader

Cursor = tuple[int, int]
KEPT = timedelta(days=7)


def own_name() -> str:
    """Return the name of this machine as a reader; it lies beside its indexes and goes with them."""
    return _name_in(settings.DATA_DIR / "index")


@lru_cache(maxsize=4)
def _name_in(folder: Path) -> str:
    place = folder / "leser"
    folder.mkdir(parents=True, exist_ok=True)
    with suppress(FileExistsError), place.open("x", encoding="utf-8") as file:
        file.write(f"{node()[:40] or 'rechner'}-{uuid4().hex[:8]}")
    return place.read_text(encoding="utf-8").strip()


def note(cursor: Cursor) -> None:
    """Note that this machine needs nothing of the outbox up to a cursor."""
    with transaction.atomic():
        IndexReader.objects.update_or_create(
            name=own_name(), defaults={"xid": cursor[0], "seen_at": now()}
        )


def was_forgotten() -> bool:
    """Tell whether others read on while this machine was away for too long."""
    with transaction.atomic():
        names = set(IndexReader.objects.values_list("name", flat=True))
    return bool(names) and own_name() not in names


def oldest_needed() -> int | None:
    """Return the transaction up to which all machines have read; None while none has begun.

    Those that were away for too long are forgotten.
    """
    with transaction.atomic():
        IndexReader.objects.filter(seen_at__lt=now() - KEPT).delete()
        return IndexReader.objects.aggregate(oldest=Min("xid"))["oldest"]
