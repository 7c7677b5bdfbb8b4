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
    _check_policy(name, spooled)
    virus.scan(spooled)
    return _put(spooled)


def hold_file(name: str, spooled: Path) -> store.Stored:
    """Bring a file in which a virus was found into the store, for the quarantine of the post: no
    Datei names it, so that no browser gets it. Raises NotTaken, StoreFull, StoreAway."""
    _check_policy(name, spooled)
    return _put(spooled)


def _check_policy(name: str, spooled: Path) -> None:
    with open(spooled, "rb") as file:
        head = file.read(HEAD_BYTES)
    size = spooled.stat().st_size
    if reason := rules.refusal_of(name, head, size, settings.UPLOAD_MAX_BYTES):
        raise NotTaken(reason)


def _put(spooled: Path) -> store.Stored:
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
