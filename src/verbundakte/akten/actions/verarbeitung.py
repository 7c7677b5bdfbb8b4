"""What jobs write down about a file: kind, text, Lesefassung. The original is never touched."""

from datetime import datetime

from verbundakte.akten.actions.ableitung import (
    PROBLEM_LENGTH,
    datei_of,
    put_lesefassung,
    put_reading,
    put_recognised,
    put_rendition,
)
from verbundakte.akten.actions.einschraenkung import check_not_restricted
from verbundakte.akten.actions.pdfa import order_pdfa
from verbundakte.akten.actions.vorgang import is_closed
from verbundakte.akten.events import Event
from verbundakte.akten.hooks import datei_read
from verbundakte.akten.kinds import JobKind
from verbundakte.akten.models import Datei, Dokument, Rendition, RenditionKind
from verbundakte.akten.permissions import Permission
from verbundakte.core import audit, jobs
from verbundakte.core.actions import Refusal, action, assign
from verbundakte.core.models import Job
from verbundakte.core.search.fold import fold
from verbundakte.core.search.outbox import touch

RENDERED = frozenset({"office", "mail", "html", "text", "image"})
PICTURED = frozenset({"office", "pdf"})  # whose Lesefassung may have pages that are only a picture
UNRECOGNISED, FINAL = "unrecognised", "is_final"
OCR, OCR_ANEW = -10, -30


class StillWorking(Refusal):
    """The file is being worked on already."""

    message = "Die Datei wird gerade verarbeitet. Warten Sie, bis das fertig ist."


class NothingToDo(Refusal):
    """Everything of the file is there."""

    message = "Von dieser Datei ist alles da, was sich herstellen lässt."


def needs_lesefassung(datei: Datei) -> bool:
    """Tell whether a file that was read needs a PDF to be shown and none was tried yet."""
    if not (datei.ingested_at and datei.size) or not is_rendered(datei):
        return False
    return not any(row.kind == RenditionKind.PDF for row in datei.renditions.all())


def is_rendered(datei: Datei) -> bool:
    """Tell whether a PDF is made of this file: it is none, or one that cannot be opened as it is."""
    if datei.format_name == "pdf":
        return "damaged" in datei.properties.get("notices", ())
    return datei.format_name in RENDERED


def order_lesefassung(actor, dokument: Dokument, datei: Datei, *, is_awaited: bool = False) -> None:
    """Start the job that makes the Lesefassung; one that somebody waits for comes first.

    What lies in a closed Vorgang gets its Lesefassung when it is opened: old files are many.
    """
    _order(actor, JobKind.RENDER, dokument, datei, priority=jobs.AWAITED if is_awaited else 0)


def _order(actor, kind: str, dokument: Dokument, datei: Datei, *, priority: int, **more) -> None:
    label = datei.file_name[:200]
    more["datei"] = datei.pk
    jobs.start(actor, kind, subject=dokument, label=label, priority=priority, **more)


@action(Permission.DOKUMENT_PROCESS, Event.DATEI_INGESTED)
def record_ingest(actor, dokument: Dokument, *, datei_id, ingested, at: datetime) -> None:
    """Store kind, notices, text per page and first picture; order OCR and Lesefassung if needed."""
    datei = datei_of(dokument, datei_id)
    put_reading(datei, ingested, actor, at)
    datei.save()
    audit.note_change("Art", None, datei.media_type)
    is_put_away = bool(dokument.vorgang_id and is_closed(dokument.vorgang))
    if needs_lesefassung(datei) and not is_put_away:
        order_lesefassung(actor, dokument, datei)
    if ingested.ocr_pages:
        order_ocr(actor, dokument, datei, ingested.ocr_pages)
    elif not is_put_away:
        order_pdfa(actor, dokument, datei)
    datei_read.run(actor, datei)
    touch(dokument)


def order_ocr(
    actor, dokument: Dokument, datei: Datei, pages, *, since: datetime | None = None
) -> None:
    """Start the job that recognises the text of pages; it comes after everything else.

    Pages that are done are left alone; with `since` only those done after that moment are.
    """
    more = {"since": since.isoformat()} if since else {}
    priority = OCR_ANEW if since else OCR
    _order(actor, JobKind.RECOGNISE, dokument, datei, priority=priority, pages=list(pages), **more)


@action(Permission.DOKUMENT_PROCESS, Event.DOKUMENT_CHANGED)
def note_mail(actor, dokument: Dokument, *, values: dict) -> None:
    """Take Betreff, Absender, Empfänger and date of a mail over (`rules.mail_fields`)."""
    if assign(dokument, values | {"betreff_folded": fold(values.get("betreff", dokument.betreff))}):
        touch(dokument)


@action(Permission.DOKUMENT_PROCESS, Event.DATEI_INGESTED)
def record_unreadable(
    actor, dokument: Dokument, *, datei_id, reason: str, at: datetime, is_final: bool = False
) -> None:
    """Store that a file could not be looked into, with the German reason; it stays as it is.

    `is_final`: another try would end the same way.
    """
    datei = datei_of(dokument, datei_id)
    datei.hinweise = list(dict.fromkeys([*datei.hinweise, reason]))
    datei.properties |= {"parked": reason, FINAL: is_final}
    datei.ingested_at = at
    datei.save()
    audit.note_change("Hinweis", None, reason)
    touch(dokument)


@action(Permission.DOKUMENT_PROCESS, Event.DATEI_RENDERED)
def record_lesefassung(actor, dokument: Dokument, *, datei_id, pdf, ingested, at: datetime) -> None:
    """Store the Lesefassung and, where the file itself gave none, its text and first picture."""
    datei = datei_of(dokument, datei_id)
    put_lesefassung(datei, pdf, ingested, actor, at)
    datei.save()
    audit.note_change("Lesefassung", None, pdf.tool)
    if ingested is not None and ingested.ocr_pages and datei.format_name in PICTURED:
        order_ocr(actor, dokument, datei, ingested.ocr_pages)
    touch(dokument)


@action(Permission.DOKUMENT_PROCESS, Event.DATEI_RENDERED)
def record_no_lesefassung(
    actor, dokument: Dokument, *, datei_id, reason: str, at: datetime, is_final: bool = False
) -> None:
    """Store why there is no Lesefassung (missing program, broken file); `is_final` as above."""
    datei = datei_of(dokument, datei_id)
    datei.properties[FINAL] = is_final
    datei.save()
    put_rendition(datei, RenditionKind.PDF, actor, at, problem=reason[:PROBLEM_LENGTH])
    audit.note_change("Lesefassung", None, reason)
    touch(dokument)


@action(Permission.DOKUMENT_PROCESS, Event.DATEI_RENEWED)
def record_renewal(
    actor, dokument: Dokument, *, datei_id, ingested, lesefassung: tuple | None, at: datetime
) -> None:
    """Store everything of a file that was made anew, in one step; until then the old one holds.

    `lesefassung`: the PDF and its reading; None for what is read without one.
    """
    datei = datei_of(dokument, datei_id)
    pdf, of_pdf = lesefassung or (None, None)
    told_at_filing = datei.hinweise if datei.format_name == "mail" else []  # about its Anlagen
    put_reading(datei, ingested, actor, at)
    datei.hinweise = list(dict.fromkeys([*datei.hinweise, *told_at_filing]))
    if pdf is not None:
        put_lesefassung(datei, pdf, of_pdf, actor, at)
    datei.save()
    audit.note_change("Hergestellt mit", None, pdf.tool if pdf is not None else ingested.tool)
    order_pdfa(actor, dokument, datei, has_words=True)
    touch(dokument)


@action(Permission.DOKUMENT_PROCESS, Event.DATEI_RECOGNISED)
def record_recognised(
    actor, dokument: Dokument, *, datei_id, pages: list, problems: dict[int, str], at: datetime
) -> None:
    """Store recognised text and the place of each word; `problems` names pages that failed twice."""
    datei = datei_of(dokument, datei_id)
    for page in pages:
        put_recognised(datei, page, actor, at)
    failed = datei.properties.get(UNRECOGNISED, {})
    failed |= {str(number): reason for number, reason in problems.items()}
    done = {str(page.number) for page in pages}
    datei.properties[UNRECOGNISED] = {key: why for key, why in failed.items() if key not in done}
    told = [reason for reason in dict.fromkeys(problems.values()) if reason not in datei.hinweise]
    datei.hinweise = [*datei.hinweise, *told]
    datei.save()
    told = ", ".join(dict.fromkeys(problems.values()))
    audit.note_change("Texterkennung", None, told or f"{len(pages)} Seiten")
    touch(dokument)


def is_worth_another_try(datei: Datei) -> bool:
    """Tell whether something of a file failed that may work the next time (renditions fetched)."""
    has_failed = any(
        row.kind == RenditionKind.PDF and row.problem for row in datei.renditions.all()
    )
    if datei.properties.get(UNRECOGNISED):
        return True
    return (has_failed or bool(datei.properties.get("parked"))) and not datei.properties.get(FINAL)


@action(Permission.DOKUMENT_EDIT, Event.DATEI_RETRIED)
def retry_datei(actor, dokument: Dokument, *, datei_id) -> None:
    """Let a file be read once more from the beginning; what is there already stays.

    Raises StillWorking, NothingToDo, Restricted.
    """
    check_not_restricted(actor, dokument)
    datei = datei_of(dokument, datei_id)
    if Job.objects.open().filter(subject_id=dokument.pk).exclude(kind=JobKind.ARCHIVE).exists():
        raise StillWorking
    if datei.ingested_at is not None and not is_worth_another_try(datei):
        raise NothingToDo
    Rendition.objects.filter(datei=datei, kind=RenditionKind.PDF, blob=None).delete()
    for part in ("parked", UNRECOGNISED, FINAL):
        datei.properties.pop(part, None)
    datei.hinweise, datei.ingested_at = [], None
    datei.save()
    audit.note_change("Datei", None, datei.file_name)
    _order(actor, JobKind.INGEST, dokument, datei, priority=jobs.AWAITED)
