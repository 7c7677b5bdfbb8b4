"""Long work on files: look into them, make the Lesefassung, recognise text. Safe to run twice."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from verbundakte.akten.actions.erneuerung import PRIORITY as RENEWAL
from verbundakte.akten.actions.erneuerung import renew
from verbundakte.akten.actions.pdfa import order_pdfa
from verbundakte.akten.actions.verarbeitung import (
    OCR,
    OCR_ANEW,
    UNRECOGNISED,
    record_ingest,
    record_lesefassung,
    record_no_lesefassung,
    record_recognised,
    record_unreadable,
)
from verbundakte.akten.anlagen import look_inside, path_of, unpack
from verbundakte.akten.ausgaben.inhalt import pdf_of
from verbundakte.akten.begradigung import (
    look_at,
    make_lesefassung,
    pages_to_look_at,
    read_lesefassung,
    straighten,
)
from verbundakte.akten.kinds import JobKind
from verbundakte.akten.lage import lying
from verbundakte.akten.models import (
    Datei,
    Ordneruebernahme,
    Rendition,
    RenditionKind,
    Stapel,
)
from verbundakte.akten.ordner_ruecknahme import take_back_datei, take_back_vorgaenge
from verbundakte.akten.permissions import Permission
from verbundakte.akten.queries.erneuerung import Wanted, wanted_dateien
from verbundakte.akten.stapel import do_posten, undo_posten
from verbundakte.core.blobs import store
from verbundakte.core.clock import now
from verbundakte.core.conversion import converters, current_tools
from verbundakte.core.converters.errors import ConversionFailed, MissingProgram
from verbundakte.core.jobs import GoOn, JobFailed, job
from verbundakte.core.tenancy.context import current_tenant
from verbundakte.core.ui import formats
from verbundakte.organisation.actor import load_actor

MAY = (Permission.DOKUMENT_PROCESS,)
OCR_BATCH, OCR_PART, OCR_TRIES = 5, 40, 2
RENEW_PART = 25


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
        told = {"reason": failure.message, "is_final": failure.is_final, "at": now()}
        record_unreadable(actor, dokument, datei_id=row.pk, **told)
        progress.step(error=failure.message, item=row.file_name)
        return {"problem": failure.message}
    record_ingest(actor, dokument, datei_id=row.pk, ingested=found, at=now())
    look_inside(actor, row, found)
    progress.step()
    return {"media_type": found.identified.media_type, "cpu_seconds": found.cpu_seconds}


@job(JobKind.RENDER, "Lesefassung erzeugen", queue="convert", attempts=2, permissions=MAY)
def render_datei(actor, progress, *, datei: str) -> dict:
    """Make the Lesefassung (PDF) of a file that is not one."""
    row = _load(datei)
    dokument = row.fassung.dokument
    progress.begin(1)
    try:
        pdf = make_lesefassung(row, _path(row))
        found = read_lesefassung(pdf)
    except ConversionFailed as failure:
        told = {"reason": failure.message, "is_final": failure.is_final, "at": now()}
        record_no_lesefassung(actor, dokument, datei_id=row.pk, **told)
        progress.step(error=failure.message, item=row.file_name)
        return {"problem": failure.message}
    record_lesefassung(actor, dokument, datei_id=row.pk, pdf=pdf, ingested=found, at=now())
    progress.step()
    return {"cpu_seconds": pdf.cpu_seconds + found.cpu_seconds}


def _pages_of(row: Datei):
    """Return where the pages are that are shown: in the Lesefassung, those of a picture in itself."""
    if row.format_name == "image":
        return _path(row)
    with transaction.atomic():
        found = pdf_of(row)
    return store.path_of(current_tenant(), found[0]) if found else _path(row)


@job(JobKind.UNPACK, "Archiv entpacken", queue="convert", permissions=MAY)
def unpack_datei(actor, progress, *, datei: str) -> dict:
    """Let the files of an archive become Anlagen, one level."""
    row = _load(datei)
    progress.begin(1)
    _path(row)
    problem = unpack(actor, row)
    progress.step(error=problem, item=row.file_name if problem else "")
    return {"problem": problem} if problem else {}


def _done_pages(row: Datei, since: str) -> set[int]:
    """Pages that are recognised, and those that failed and are marked."""
    with transaction.atomic():
        rows = Rendition.objects.filter(datei=row, kind=RenditionKind.WORDS)
        if since:
            rows = rows.filter(created_at__gte=datetime.fromisoformat(since))
        return {
            *rows.values_list("page", flat=True),
            *map(int, row.properties.get(UNRECOGNISED, ())),
        }


@job(JobKind.RECOGNISE, "Text erkennen", queue="ocr", attempts=2, permissions=MAY)
def recognise_datei(actor, progress, *, datei: str, pages: list[int], since: str = "") -> dict:
    """Recognise the text of pages that have none; what is done is kept when the job is interrupted.

    Before, pages that lie askew are made straight. After some pages others have their turn. A page
    that fails is tried once more, then marked.
    """
    row, again = _load(datei), OCR_ANEW if since else OCR
    done = _done_pages(row, since)
    to_do = [number for number in pages if number not in done]
    if unknown := pages_to_look_at(row, to_do):
        lage = look_at(progress, _pages_of(row), unknown, OCR_PART)
        if lage is None:
            raise GoOn(again)
        straighten(actor, row, _pages_of(row), lage)
        row = _load(datei)
    source = _pages_of(row)
    progress.begin(len(pages), done=len(pages) - len(to_do))
    found, problems, seconds = [], {}, 0.0
    for number in to_do[:OCR_PART]:
        page = _recognised(source, row, number)
        if isinstance(page, str):
            problems[number] = page
            progress.step(error=page, item=f"Seite {number}")
        else:
            seconds += page.cpu_seconds
            found.append(page)
            progress.step()
        if len(found) >= OCR_BATCH:
            _keep(actor, row, found, {})
            found = []
    if found or problems:
        _keep(actor, row, found, problems)
    if len(to_do) > OCR_PART:
        raise GoOn(again)
    with transaction.atomic():
        order_pdfa(actor, row.fassung.dokument, row, has_words=True)
    return {"cpu_seconds": seconds, "problem": ", ".join(dict.fromkeys(problems.values()))}


def _recognised(source, row: Datei, number: int):
    """Return the recognised page, or the reason after two tries."""
    reason, told = "", {"page": number, **lying(row, number)}
    for _ in range(OCR_TRIES):
        try:
            return converters().ocr_page(current_tenant(), source, row.file_name, **told)
        except MissingProgram as failure:
            return failure.message
        except ConversionFailed as failure:
            reason = failure.message
    return reason


def _keep(actor, row: Datei, pages: list, problems: dict[int, str]) -> None:
    told = {"pages": pages, "problems": problems}
    record_recognised(actor, row.fassung.dokument, datei_id=row.pk, at=now(), **told)


@job(JobKind.RENEW, "Lesefassungen neu herstellen", queue="convert", permissions=MAY)
def renew_dateien(actor, progress, *, kinds: list[str], everything: bool = False) -> dict:
    """Make what is outdated (or everything) anew, a part at a time, after all other work.

    Names of files are not told: whoever runs the house may not read them.
    """
    tools, state = current_tools(), progress.state()
    with transaction.atomic():
        rows = wanted_dateien(actor, Wanted(tuple(kinds), everything), tools).order_by("pk")
        if "after" in state:
            rows = rows.filter(pk__gt=state["after"])
        keys = list(rows.values_list("pk", flat=True)[: RENEW_PART + 1])
        total = state.get("total") or rows.count()
    progress.begin(total, done=state.get("done", 0))
    for key in keys[:RENEW_PART]:
        progress.step(error=renew(actor, key, tools, everything=everything))
        progress.keep(after=str(key), done=progress.done, total=total)
    if len(keys) > RENEW_PART:
        raise GoOn(RENEWAL)
    return {"message": f"{formats.counted(progress.done, 'Datei', 'Dateien')} bearbeitet"}


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
