"""Schwärzung as jobs: find the places, make the copy. Safe to run twice; what cannot be done is told
where the choice was made."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404

from verbundakte.akten.actions.filing import Arrived
from verbundakte.akten.actions.kopie import copy_place
from verbundakte.akten.actions.schwaerzung import (
    file_schwaerzung,
    note_found,
    note_problem,
)
from verbundakte.akten.ausgaben.recht import person_behind
from verbundakte.akten.kinds import JobKind
from verbundakte.akten.models import Schwaerzung
from verbundakte.akten.queries.schwaerzung import get_schwaerzung
from verbundakte.akten.schwaerzung import burn, find_stellen, portions_to_burn
from verbundakte.core.actions import Refusal
from verbundakte.core.blobs.store import put_bytes
from verbundakte.core.clock import now
from verbundakte.core.converters.errors import ConversionFailed
from verbundakte.core.jobs import JobFailed, job
from verbundakte.core.tenancy.context import current_tenant
from verbundakte.core.ui import formats

GONE = "Diesen Auftrag gibt es nicht mehr, oder Sie sehen die Datei nicht mehr."


def _load(actor, key: str, vertretung: str):
    with transaction.atomic():
        if not Schwaerzung.objects.filter(pk=UUID(key)).exists():
            raise JobFailed(GONE)
        person = person_behind(actor, vertretung)
        try:
            row = get_schwaerzung(person, UUID(key))
            copy_place(person, row.datei.fassung.dokument)
        except (Http404, PermissionDenied):
            raise JobFailed(GONE) from None
        except Refusal as refusal:
            raise JobFailed(refusal.message) from refusal
        return person, row


@contextmanager
def _telling(actor, row: Schwaerzung) -> Iterator[None]:
    """Write down at the Schwärzung why it could not be done; it can be changed and tried again."""
    try:
        yield
    except (Refusal, ConversionFailed) as failure:
        with transaction.atomic():
            note_problem(actor, row, problem=failure.message)
        raise JobFailed(failure.message) from failure


@job(JobKind.FIND_PLACES, "Stellen zum Schwärzen suchen", queue="convert", attempts=2)
def find_places(actor, progress, *, schwaerzung: str, vertretung: str) -> dict:
    """Look for words and patterns in a file."""
    person, row = _load(actor, schwaerzung, vertretung)
    progress.begin(1)
    with _telling(actor, row):
        found = find_stellen(person, row)
    with transaction.atomic():
        note_found(actor, row, found=found, at=now())
    progress.step()
    return {"message": formats.counted(len(found["stellen"]), "Stelle", "Stellen")}


@job(JobKind.BLACKEN, "Schwärzen", queue="convert", attempts=2)
def blacken(actor, progress, *, schwaerzung: str, vertretung: str) -> dict:
    """Make the copy, prove it, file it as a Dokument of its own."""
    person, row = _load(actor, schwaerzung, vertretung)
    if row.done_at is not None:
        return {}
    dokument = row.datei.fassung.dokument
    progress.begin(portions_to_burn(row))
    with _telling(actor, row):
        stored = put_bytes(current_tenant(), burn(person, row, progress.step))
        name = f"Dokument {dokument.position} (geschwärzt).pdf"
        with transaction.atomic():
            copy = file_schwaerzung(
                person, dokument.vorgang, schwaerzung=row, arrived=Arrived(stored, name), at=now()
            )
    return {"message": f"Abgelegt als Dokument {copy.position}"}
