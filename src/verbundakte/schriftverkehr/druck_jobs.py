"""The PDF of a print job. Safe to run twice."""

from uuid import UUID

from django.db import transaction

from verbundakte.akten.queries import note_read
from verbundakte.core.ausgaben import fill_ausgabe, scratch_file
from verbundakte.core.clock import now
from verbundakte.core.converters.errors import ConversionFailed
from verbundakte.core.jobs import JobFailed, job
from verbundakte.core.models import Ausgabe, LeseArt
from verbundakte.core.ui.formats import counted
from verbundakte.organisation.actor import NotAnyMore, as_ordered
from verbundakte.schriftverkehr.actions import ausgang as actions
from verbundakte.schriftverkehr.ausgang_kinds import AusgangJob
from verbundakte.schriftverkehr.druck import Brief, gather, look_through_window, write_job
from verbundakte.schriftverkehr.queries import ausgang as queries

PDF = "application/pdf"


@job(AusgangJob.PRINT, "Druckauftrag zusammenstellen", queue="convert", attempts=2)
def print_letters(actor, progress, *, ausgabe: str, druckauftrag: str) -> dict:
    """Put the letters of a print job into one PDF, as whoever asked for it may see them now."""
    with transaction.atomic():
        row = Ausgabe.objects.filter(pk=UUID(ausgabe)).first()
        if row is None:
            raise JobFailed("Diese Ausgabe gibt es nicht mehr.")
        person = _ordered(row)
        auftrag, found = queries.letters_to_print(person, UUID(druckauftrag))
        briefe = [gather(versand, stuecke) for versand, stuecke in found]
    if not briefe:
        raise JobFailed("Keine dieser Sendungen wartet noch auf den Druck.")
    progress.begin(len(briefe))
    for brief in briefe:
        look_through_window(brief)
        with transaction.atomic():
            actions.note_window(brief.versand, brief.hint)
            note_read(person, brief.versand.dokument, art=LeseArt.AUSGABE)
        progress.step(error=brief.problem, item=brief.versand.number if brief.problem else "")
    pages = _keep_job(row, auftrag, briefe)
    return {"message": counted(pages, "Seite", "Seiten"), "ausgabe": str(row.pk)}


def _ordered(row: Ausgabe):
    try:
        person = as_ordered(row)
    except NotAnyMore as refusal:
        raise JobFailed(refusal.message) from refusal
    if person is None:
        raise JobFailed("Wer den Auftrag gab, arbeitet nicht mehr hier.")
    return person


def _keep_job(row: Ausgabe, auftrag, briefe: list[Brief]) -> int:
    with scratch_file() as out:
        try:
            pages = write_job(out, auftrag, briefe)
        except ConversionFailed as failure:
            raise JobFailed(failure.message) from failure
        with transaction.atomic():
            fill_ausgabe(
                row,
                out,
                file_name=f"Druckauftrag {auftrag.number.replace('/', '-')}.pdf",
                media_type=PDF,
                at=now(),
                subjects=[brief.versand.dokument_id for brief in briefe],
            )
    return pages
