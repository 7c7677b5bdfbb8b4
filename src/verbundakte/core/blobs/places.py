"""Which stores there are, and into which new bytes go.

Reading asks the present store first, then the other one, so that bytes may be moved while everything
runs (`moving.py`). Without an S3 server in the settings there is the folder alone and nothing to ask.
"""

import threading
import time
from functools import lru_cache

from django.conf import settings
from django.db import transaction

from verbundakte.core.blobs.backend import Backend
from verbundakte.core.blobs.folder import Folder
from verbundakte.core.blobs.s3 import Bucket
from verbundakte.core.blobs.sigv4 import Server
from verbundakte.core.models import Speicherwahl

LOCAL, S3 = "lokal", "s3"
REMEMBERED = 2.0  # seconds; a process knows of a change of the store after that
_lock = threading.Lock()
_known: dict[str, tuple[str, float]] = {}


def stores() -> dict[str, Backend]:
    """Return all stores that are set up, by name."""
    found: dict[str, Backend] = {LOCAL: Folder(settings.DATA_DIR / "blobs")}
    if bucket := bucket_of(settings.S3):
        found[S3] = bucket
    return found


def in_order() -> list[Backend]:
    """Return the store new bytes go into, then the other one."""
    found = stores()
    first = present() if len(found) > 1 else LOCAL
    return [found[first], *(store for name, store in found.items() if name != first)]


def present() -> str:
    """Return the name of the store new bytes go into (remembered for a moment)."""
    name, until = _known.get("", ("", 0.0))
    if until < time.monotonic():
        choice = chosen()
        name = choice.speicher if choice else settings.SPEICHER
        name = name if name in stores() else LOCAL
        with _lock:
            _known[""] = (name, time.monotonic() + REMEMBERED)
    return name


def chosen() -> Speicherwahl | None:
    """Return where the operators let new bytes go; None while they never chose."""
    with transaction.atomic():
        return Speicherwahl.objects.order_by("-at", "-pk").first()


def forget() -> None:
    """Ask the database again the next time."""
    with _lock:
        _known.clear()


def bucket_of(server: Server | None) -> Bucket | None:
    """Return the bucket of a server; its connections are kept."""
    return _bucket(server) if server else None


@lru_cache(maxsize=4)
def _bucket(server: Server) -> Bucket:
    return Bucket(server)
