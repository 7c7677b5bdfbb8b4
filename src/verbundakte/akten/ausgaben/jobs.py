"""Files made for one person as jobs: long lists, complete PDFs, packages. Safe to run twice."""

from collections.abc import Callable
from typing import BinaryIO
from uuid import UUID

from django.db import transaction
from django.http import Http404

from verbundakte.akten.ausgaben.einsicht import einsicht_inhalt
from verbundakte.akten.ausgaben.gesamt import deckblatt_of, write_volume
from verbundakte.akten.ausgaben.inhalt import ids_in, read_inhalt, read_subject
from verbundakte.akten.ausgaben.liste import read_table
from verbundakte.akten.ausgaben.paket import write_package
from verbundakte.akten.kinds import JobKind
from verbundakte.akten.queries.einsicht import get_einsicht
from verbundakte.akten.rules import safe_name
from verbundakte.core.ausgaben import fill_ausgabe, scratch_file
from verbundakte.core.clock import now
from verbundakte.core.converters.errors import ConversionFailed
from verbundakte.core.jobs import JobFailed, job
from verbundakte.core.models import Ausgabe
from verbundakte.core.ui import formats
from verbundakte.organisation.actor import NotAnyMore, PersonActor, as_ordered

PDF, ZIP = "application/pdf", "application/zip"
NOT_ALLOWED = "Das dürfen Sie nicht mehr sehen."


def _ordered(actor, ausgabe: str) -> tuple[PersonActor, Ausgabe]:
    """Return who asked for a file, with the rights she has now, and what she asked for."""
    with transaction.atomic():
        row = Ausgabe.objects.filter(pk=UUID(ausgabe)).first()
        if row is None:
            raise JobFailed("Diese Ausgabe gibt es nicht mehr.")
        try:
            person = as_ordered(row)
        except NotAnyMore as refusal:
            raise JobFailed(refusal.message) from refusal
    if person is None:
        raise JobFailed("Wer den Auftrag gab, arbeitet nicht mehr hier.")
    return person, row


@job(JobKind.EXPORT_LIST, "Liste ausgeben", attempts=2)
def export_list(actor, progress, *, ausgabe: str) -> dict:
    """Write a long list into a file, as whoever asked for it may see it now."""
    person, row = _ordered(actor, ausgabe)
    progress.begin(1)
    try:
        with transaction.atomic():
            asked = {name: row.request[name] for name in ("liste", "ort", "abfrage", "art")}
            table = read_table(person, **asked)
    except Http404:
        raise JobFailed(NOT_ALLOWED) from None
    ids: list[UUID] = []

    def rows(out: BinaryIO) -> int:
        ids.extend(table.write(person, out))
        return len(ids)

    count = _keep(row, (table.file_name, table.media_type), rows, ids)
    progress.step()
    return {"message": formats.counted(count, "Zeile", "Zeilen"), "ausgabe": str(row.pk)}


def _keep(
    row: Ausgabe, named: tuple[str, str], write: Callable[[BinaryIO], int], subjects: list[UUID]
) -> int:
    """Let `write(out)` make the file, keep it with what is told in it, return what it counted."""
    name, media_type = named
    with scratch_file() as out:
        try:
            count = write(out)
        except ConversionFailed as failure:
            raise JobFailed(failure.message) from failure
        with transaction.atomic():
            fill_ausgabe(
                row, out, file_name=name, media_type=media_type, at=now(), subjects=subjects
            )
    return count


@job(JobKind.EXPORT_FILE, "Inhalt ausgeben", queue="convert", attempts=2)
def export_file(actor, progress, *, ausgabe: str) -> dict:
    """Make the complete PDF or the package of an Akte or a Vorgang, as its starter may see it now."""
    person, row = _ordered(actor, ausgabe)
    asked = row.request
    try:
        with transaction.atomic():
            subject = read_subject(person, asked["kind"], UUID(asked["id"]))
            inhalt = read_inhalt(person, subject)
            deckblatt = deckblatt_of(person, subject, at=now())
    except Http404:
        raise JobFailed(NOT_ALLOWED) from None
    progress.begin(len(inhalt.eintraege))
    name = safe_name(f"{subject.aktenzeichen} {subject.betreff}", 120)

    def package(out: BinaryIO) -> int:
        return write_package(person, inhalt, out, progress.step)

    def volume(out: BinaryIO) -> int:
        return write_volume(person, inhalt, deckblatt, out, progress.step)

    ids = ids_in(inhalt)
    if asked["art"] == "zip":
        told = formats.counted(_keep(row, (f"{name}.zip", ZIP), package, ids), "Datei", "Dateien")
    else:
        told = formats.counted(_keep(row, (f"{name}.pdf", PDF), volume, ids), "Seite", "Seiten")
    return {"message": told, "ausgabe": str(row.pk)}


@job(JobKind.EXPORT_EINSICHT, "Akteneinsicht zusammenstellen", queue="convert", attempts=2)
def export_einsicht(actor, progress, *, ausgabe: str) -> dict:
    """Make the PDF of an Akteneinsicht: what is shown numbered through, what is left out named."""
    person, row = _ordered(actor, ausgabe)
    try:
        with transaction.atomic():
            einsicht = get_einsicht(person, UUID(row.request["einsicht"]))
            inhalt, deckblatt = einsicht_inhalt(person, einsicht, at=now())
    except Http404:
        raise JobFailed(NOT_ALLOWED) from None
    progress.begin(len(inhalt.eintraege))
    name = safe_name(f"Akteneinsicht {einsicht.vorgang.aktenzeichen}", 120)

    def volume(out: BinaryIO) -> int:
        return write_volume(person, inhalt, deckblatt, out, progress.step)

    count = _keep(row, (f"{name}.pdf", PDF), volume, ids_in(inhalt))
    told = formats.counted(count, "Seite", "Seiten")
    return {"message": told, "ausgabe": str(row.pk)}
