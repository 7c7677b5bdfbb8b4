"""Long work on files: look into them, make the Lesefassung, recognise text. Safe to run twice."""

from uuid import UUID

from django.db import transaction

from verbundakte.akten.actions.verarbeitung import (
    record_ingest,
    record_lesefassung,
    record_no_lesefassung,
    record_recognised,
    record_unreadable,
)
from verbundakte.akten.anlagen import path_of, take_mail
from verbundakte.akten.kinds import JobKind
from verbundakte.akten.models import (
    Datei,
    Ordneruebernahme,
    Rendition,
    RenditionKind,
    Stapel,
)
from verbundakte.akten.ordner_ruecknahme import take_back_datei, take_back_vorgaenge
from verbundakte.akten.permissions import Permission
from verbundakte.akten.stapel import do_posten, undo_posten
from verbundakte.core.blobs import store
from verbundakte.core.clock import now
from verbundakte.core.conversion import converters
from verbundakte.core.converters.errors import ConversionFailed
from verbundakte.core.jobs import JobFailed, job
from verbundakte.core.tenancy.context import current_tenant
from verbundakte.core.ui import formats
from verbundakte.organisation.actor import load_actor

MAY = (Permission.DOKUMENT_PROCESS,)
OCR_BATCH = 5


def _load(datei: str) -> Datei:
    with transaction.atomic():
        found = (
            Datei.objects.select_related("blob", "fassung__dokument__parent")
            .filter(pk=UUID(datei))
            .first()
        )
    if found is None:
        raise JobFailed("Die Datei gibt es nicht mehr.")
    return found


def _path(datei: Datei):
    path = path_of(datei)
    if not path.exists():
        raise JobFailed(store.BytesMissing.message)
    return path


@job(JobKind.INGEST, "Datei einlesen", queue="convert", permissions=MAY)
def ingest_datei(actor, progress, *, datei: str) -> dict:
    """Find out what a file is, its text per page and its first picture."""
    row = _load(datei)
    dokument = row.fassung.dokument
    progress.begin(1)
    try:
        found = converters().ingest(current_tenant(), _path(row), row.file_name)
    except ConversionFailed as failure:
        record_unreadable(actor, dokument, datei_id=row.pk, reason=failure.message, at=now())
        progress.step(error=failure.message, item=row.file_name)
        return {"problem": failure.message}
    record_ingest(actor, dokument, datei_id=row.pk, ingested=found, at=now())
    if found.identified.kind == "mail":
        take_mail(actor, row)
    progress.step()
    return {"media_type": found.identified.media_type, "cpu_seconds": found.cpu_seconds}


@job(JobKind.RENDER, "Lesefassung erzeugen", queue="convert", attempts=2, permissions=MAY)
def render_datei(actor, progress, *, datei: str) -> dict:
    """Make the Lesefassung (PDF) of a file that is not one."""
    row = _load(datei)
    dokument = row.fassung.dokument
    progress.begin(1)
    tenant = current_tenant()
    try:
        pdf = converters().to_pdf(tenant, _path(row), row.file_name, kind=row.format_name)
        found = converters().ingest(tenant, pdf.data, "lesefassung.pdf")
    except ConversionFailed as failure:
        record_no_lesefassung(actor, dokument, datei_id=row.pk, reason=failure.message, at=now())
        progress.step(error=failure.message, item=row.file_name)
        return {"problem": failure.message}
    record_lesefassung(actor, dokument, datei_id=row.pk, pdf=pdf, ingested=found, at=now())
    progress.step()
    return {"cpu_seconds": pdf.cpu_seconds + found.cpu_seconds}


def _done_pages(row: Datei) -> set[int]:
    with transaction.atomic():
        rows = Rendition.objects.filter(datei=row, kind=RenditionKind.WORDS)
        return set(rows.values_list("page", flat=True))


@job(JobKind.RECOGNISE, "Text erkennen", queue="ocr", attempts=2, permissions=MAY)
def recognise_datei(actor, progress, *, datei: str, pages: list[int]) -> dict:
    """Recognise the text of pages that have none; what is done is kept when the job is interrupted."""
    row = _load(datei)
    dokument = row.fassung.dokument
    source, done = _path(row), _done_pages(row)
    progress.begin(len(pages))
    found, problem, seconds = [], "", 0.0
    for number in pages:
        if number in done:
            progress.step()
            continue
        try:
            page = converters().ocr_page(current_tenant(), source, row.file_name, page=number)
        except ConversionFailed as failure:
            problem = failure.message
            progress.step(error=problem, item=f"Seite {number}")
            continue
        seconds += page.cpu_seconds
        found.append(page)
        if len(found) >= OCR_BATCH:
            _keep(actor, dokument, row, found, "")
            found = []
        progress.step()
    if found or problem:
        _keep(actor, dokument, row, found, problem)
    return {"cpu_seconds": seconds, "problem": problem}


def _keep(actor, dokument, row: Datei, pages: list, problem: str) -> None:
    record_recognised(actor, dokument, datei_id=row.pk, pages=pages, problem=problem, at=now())


def _load_order(model, key: str):
    with transaction.atomic():
        row = model.objects.filter(pk=UUID(key)).first()
    if row is None:
        raise JobFailed("Diesen Auftrag gibt es nicht mehr.")
    return row


def _owner(row: Stapel | Ordneruebernahme):
    person = load_actor(row.person_id)
    if person is None:
        raise JobFailed("Wer den Auftrag gab, arbeitet nicht mehr hier.")
    return person


def _work_off(progress, row: Stapel | Ordneruebernahme, rows, work) -> dict:
    """Do each item in a transaction of its own, with the rights its owner has at that moment."""
    with transaction.atomic():
        keys = list(rows.values_list("pk", flat=True))
    progress.begin(len(keys))
    done = 0
    for key in keys:
        with transaction.atomic():
            person = _owner(row)
            posten = rows.model.objects.select_for_update().get(pk=key)
            refused = work(posten, row, person, now())
        done += not refused
        progress.step(error=refused, item=str(posten.position) if refused else "")
    return {"message": f"{formats.number(done)} von {formats.number(len(keys))} erledigt"}


@job(JobKind.STAPEL, "Mehrere bearbeiten", attempts=2)
def run_stapel(actor, progress, *, stapel: str) -> dict:
    """Change what waits of an order; what is done already is left alone."""
    row = _load_order(Stapel, stapel)
    waiting = row.posten.filter(done_at=None, refused="").order_by("position")
    return _work_off(progress, row, waiting, do_posten)


@job(JobKind.STAPEL_UNDO, "Mehrere zurücknehmen", attempts=2)
def undo_stapel(actor, progress, *, stapel: str) -> dict:
    """Take back what was done of an order, the last first."""
    row = _load_order(Stapel, stapel)
    done = row.posten.filter(undone_at=None, undo_refused="").exclude(done_at=None)
    return _work_off(progress, row, done.order_by("-position"), undo_posten)


@job(JobKind.ORDNER_UNDO, "Ordner zurücknehmen", attempts=2)
def undo_ordner(actor, progress, *, uebernahme: str) -> dict:
    """Take back what came with a folder, the last first; then the new Vorgänge that are empty."""
    row = _load_order(Ordneruebernahme, uebernahme)
    filed = row.dateien.filter(undone_at=None, undo_refused="").exclude(dokument=None)
    told = _work_off(progress, row, filed.order_by("-position"), take_back_datei)
    with transaction.atomic():
        take_back_vorgaenge(row, _owner(row), now())
    return told
