"""Bytes on their way in: policy, virus scan, store. Every door files through here."""

import os
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings

from verbundakte.akten import rules
from verbundakte.core import virus
from verbundakte.core.actions import Refusal
from verbundakte.core.blobs import store
from verbundakte.core.tenancy.context import current_tenant

HEAD_BYTES = 16


class NotTaken(Refusal):
    """Policy refuses the file; the message says why."""


def check_announced(name: str, size: int) -> None:
    """Refuse by name and size before any byte is sent. Raises NotTaken."""
    if rules.is_ignored(name):
        raise NotTaken("Das ist eine Hilfsdatei des Betriebssystems. Sie wird nicht gebraucht.")
    if reason := rules.refusal_of(name, b"", size, settings.UPLOAD_MAX_BYTES):
        raise NotTaken(reason)


def receive_file(name: str, spooled: Path) -> store.Stored:
    """Bring a spooled file into the store (its spool name stays). Outside of a transaction.

    Raises NotTaken, core.virus.VirusFound, core.virus.ScannerAway, StoreFull, StoreAway.
    """
    with open(spooled, "rb") as file:
        head = file.read(HEAD_BYTES)
    size = spooled.stat().st_size
    if reason := rules.refusal_of(name, head, size, settings.UPLOAD_MAX_BYTES):
        raise NotTaken(reason)
    virus.scan(spooled)
    second_name = store.spool_path()
    os.link(spooled, second_name)
    try:
        return store.put_file(current_tenant(), second_name)
    finally:
        second_name.unlink(missing_ok=True)


def receive_chunks(name: str, chunks: Iterable[bytes]) -> store.Stored:
    """Bring a stream into the store. Raises as `receive_file`; nothing is left then."""
    spooled = store.spool_path()
    try:
        with open(spooled, "xb") as file:
            for chunk in chunks:
                file.write(chunk)
        return receive_file(name, spooled)
    except OSError as error:
        raise store.reason_of(error) from error
    finally:
        spooled.unlink(missing_ok=True)
