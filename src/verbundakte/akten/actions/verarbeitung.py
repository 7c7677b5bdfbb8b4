"""What jobs write down about a file: kind, text, Lesefassung. The original is never touched."""

import json
from collections.abc import Iterable
from datetime import datetime

from verbundakte.akten.actions.vorgang import is_closed
from verbundakte.akten.events import Event
from verbundakte.akten.kinds import JobKind
from verbundakte.akten.models import Datei, Dokument, Rendition, RenditionKind, Seitentext
from verbundakte.akten.permissions import Permission
from verbundakte.core import audit, jobs
from verbundakte.core.actions import action, assign
from verbundakte.core.blobs.register import keep
from verbundakte.core.search.fold import fold
from verbundakte.core.search.outbox import touch

RENDERED = frozenset({"office", "mail", "html", "text", "image"})


def words_as_json(page) -> bytes:
    """Return the recognised words with their boxes (parts of a thousand of the page)."""
    words = [
        [
            word.text,
            round(word.left, 1),
            round(word.top, 1),
            round(word.width, 1),
            round(word.height, 1),
        ]
        for word in page.words
    ]
    return json.dumps(words, ensure_ascii=False, separators=(",", ":")).encode()


def _put(datei: Datei, kind: str, at: datetime, *, page: int = 0, **values) -> None:
    Rendition.objects.update_or_create(
        datei=datei,
        kind=kind,
        page=page,
        defaults={"blob": None, "problem": "", "created_at": at, **values},
    )


def _put_texts(datei: Datei, texts: Iterable[tuple[int, str]], **values) -> None:
    rows = [
        Seitentext(datei=datei, page=page, text=text.replace("\x00", ""), **values)
        for page, text in texts
    ]
    Seitentext.objects.filter(datei=datei, page__in=[row.page for row in rows]).delete()
    Seitentext.objects.bulk_create(rows, batch_size=500)


def _datei_of(dokument: Dokument, datei_id) -> Datei:
    return Datei.objects.select_for_update(of=("self",)).get(
        pk=datei_id, fassung__dokument=dokument
    )


def needs_lesefassung(datei: Datei) -> bool:
    """Tell whether a file that was read needs a PDF to be shown and none was tried yet."""
    if not (datei.ingested_at and datei.size and datei.format_name in RENDERED):
        return False
    return not any(row.kind == RenditionKind.PDF for row in datei.renditions.all())


def order_lesefassung(actor, dokument: Dokument, datei: Datei, *, is_awaited: bool = False) -> None:
    """Start the job that makes the Lesefassung; one that somebody waits for comes first.

    What lies in a closed Vorgang gets its Lesefassung when it is opened: old files are many.
    """
    jobs.start(
        actor,
        JobKind.RENDER,
        subject=dokument,
        label=datei.file_name[:200],
        priority=jobs.AWAITED if is_awaited else 0,
        datei=datei.pk,
    )


@action(Permission.DOKUMENT_PROCESS, Event.DATEI_INGESTED)
def record_ingest(actor, dokument: Dokument, *, datei_id, ingested, at: datetime) -> None:
    """Store kind, notices, text per page and first picture; order OCR and Lesefassung if needed."""
    datei = _datei_of(dokument, datei_id)
    found = ingested.identified
    datei.media_type = found.media_type
    datei.format_name = found.kind
    datei.pages = found.pages or len(ingested.pages) or None
    datei.hinweise = [notice.text for notice in found.notices] + list(ingested.problems)
    datei.properties |= {"extension": found.extension, "tool": ingested.tool}
    datei.ingested_at = at
    datei.save()
    _put_texts(
        datei,
        ((number, text) for number, text in enumerate(ingested.pages, 1) if text.strip()),
        tool=ingested.tool[:120],
    )
    if ingested.thumbnail:
        picture = ingested.thumbnail
        blob = keep(picture.data)
        tool = picture.tool[:120]
        _put(
            datei,
            RenditionKind.THUMBNAIL,
            at,
            page=1,
            blob=blob,
            media_type=picture.media_type,
            tool=tool,
        )
    audit.note_change("Art", None, found.media_type)
    if needs_lesefassung(datei) and not (dokument.vorgang_id and is_closed(dokument.vorgang)):
        order_lesefassung(actor, dokument, datei)
    if ingested.ocr_pages:
        _order_ocr(actor, dokument, datei, ingested.ocr_pages)
    touch(dokument)


@action(Permission.DOKUMENT_PROCESS, Event.DOKUMENT_CHANGED)
def note_mail(actor, dokument: Dokument, *, values: dict) -> None:
    """Take Betreff, Absender, Empfänger and date of a mail over (`rules.mail_fields`)."""
    if assign(dokument, values | {"betreff_folded": fold(values.get("betreff", dokument.betreff))}):
        touch(dokument)


def _order_ocr(actor, dokument, datei, pages) -> None:
    jobs.start(
        actor,
        JobKind.RECOGNISE,
        subject=dokument,
        label=datei.file_name[:200],
        priority=-10,
        datei=datei.pk,
        pages=list(pages),
    )


@action(Permission.DOKUMENT_PROCESS, Event.DATEI_INGESTED)
def record_unreadable(actor, dokument: Dokument, *, datei_id, reason: str, at: datetime) -> None:
    """Store that a file could not be looked into, with the German reason; it stays as it is."""
    datei = _datei_of(dokument, datei_id)
    datei.hinweise = [*datei.hinweise, reason]
    datei.ingested_at = at
    datei.save()
    audit.note_change("Hinweis", None, reason)
    touch(dokument)


@action(Permission.DOKUMENT_PROCESS, Event.DATEI_RENDERED)
def record_lesefassung(actor, dokument: Dokument, *, datei_id, pdf, ingested, at: datetime) -> None:
    """Store the Lesefassung and, where the file itself gave none, its text and first picture."""
    datei = _datei_of(dokument, datei_id)
    blob = keep(pdf.data)
    tool = pdf.tool[:120]
    _put(datei, RenditionKind.PDF, at, blob=blob, media_type="application/pdf", tool=tool)
    datei.hinweise = [*datei.hinweise, *(notice.text for notice in pdf.notices)]
    if ingested is not None:
        datei.pages = ingested.identified.pages or datei.pages
        has_text = Seitentext.objects.filter(datei=datei).exists()
        # Text by page of the Lesefassung goes before one long text without pages.
        if any(text.strip() for text in ingested.pages) and (
            not has_text or len(ingested.pages) > 1
        ):
            Seitentext.objects.filter(datei=datei, is_recognised=False).delete()
            texts = ((n, text) for n, text in enumerate(ingested.pages, 1) if text.strip())
            _put_texts(datei, texts, tool=ingested.tool[:120])
        if ingested.thumbnail:
            picture = ingested.thumbnail
            thumbnail = keep(picture.data)
            _put(
                datei,
                RenditionKind.THUMBNAIL,
                at,
                page=1,
                blob=thumbnail,
                media_type=picture.media_type,
                tool=picture.tool[:120],
            )
    datei.save()
    audit.note_change("Lesefassung", None, tool)
    touch(dokument)


@action(Permission.DOKUMENT_PROCESS, Event.DATEI_RENDERED)
def record_no_lesefassung(
    actor, dokument: Dokument, *, datei_id, reason: str, at: datetime
) -> None:
    """Store why there is no Lesefassung (missing program, broken file)."""
    datei = _datei_of(dokument, datei_id)
    _put(datei, RenditionKind.PDF, at, problem=reason[:400])
    audit.note_change("Lesefassung", None, reason)
    touch(dokument)


@action(Permission.DOKUMENT_PROCESS, Event.DATEI_RECOGNISED)
def record_recognised(
    actor, dokument: Dokument, *, datei_id, pages: list, problem: str, at: datetime
) -> None:
    """Store recognised text and the place of each word; `problem` names what could not be read."""
    datei = _datei_of(dokument, datei_id)
    for page in pages:
        _put_texts(
            datei,
            [(page.number, page.text)],
            is_recognised=True,
            confidence=round(page.confidence),
            tool=page.tool[:120],
        )
        words = words_as_json(page)
        _put(
            datei,
            RenditionKind.WORDS,
            at,
            page=page.number,
            blob=keep(words),
            media_type="application/json",
            tool=page.tool[:120],
        )
    if problem and problem not in datei.hinweise:
        datei.hinweise = [*datei.hinweise, problem]
        datei.save()
    audit.note_change("Texterkennung", None, problem or f"{len(pages)} Seiten")
    touch(dokument)
