"""What conversions gave is written beside the file: kind, text, pictures, Lesefassung.

What was there before goes only when the new one is there; the original is never touched.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import datetime

from verbundakte.akten import rules
from verbundakte.akten.actions.anlagen import TOLD
from verbundakte.akten.actions.papierkorb import drop_blob
from verbundakte.akten.lage import is_straightened
from verbundakte.akten.models import (
    Datei,
    Dokument,
    PdfaErgebnis,
    PdfaUrteil,
    Rendition,
    RenditionKind,
    Seitentext,
)
from verbundakte.core.blobs.register import keep
from verbundakte.core.converters.limits import MAX_RENDERED_CHARS
from verbundakte.core.converters.pdfa.verdict import (
    FAILED,
    NONE,
    PASSED,
    TOOL,
    UNKNOWN,
    Verdict,
)

SEARCHED_UNTIL = "Die Suche kennt den Text bis Seite {page}; gezeigt werden alle Seiten."
TOOL_LENGTH = 120
PROFIL_LENGTH = 20
ERGEBNISSE = {
    PASSED: PdfaErgebnis.BESTANDEN,
    FAILED: PdfaErgebnis.NICHT_BESTANDEN,
    NONE: PdfaErgebnis.KEIN_PDFA,
    UNKNOWN: PdfaErgebnis.NICHT_PRUEFBAR,
}
PROBLEM_LENGTH = 400


def datei_of(dokument: Dokument, datei_id) -> Datei:
    """Return the file of a Dokument, locked."""
    rows = Datei.objects.select_for_update(of=("self",))
    return rows.get(pk=datei_id, fassung__dokument=dokument)


def put_rendition(datei: Datei, kind: str, actor, at: datetime, *, page: int = 0, **values) -> None:
    """Store a derived object in the place of an older one, whose bytes go when nothing names them."""
    before = Rendition.objects.filter(datei=datei, kind=kind, page=page).select_related("blob")
    old = before.first()
    defaults = {"blob": None, "tool": "", "problem": "", "created_at": at, **values}
    defaults["tool"] = defaults["tool"][:TOOL_LENGTH]
    Rendition.objects.update_or_create(datei=datei, kind=kind, page=page, defaults=defaults)
    if old is not None and old.blob is not None and old.blob != defaults["blob"]:
        drop_blob(old.blob, actor)


def put_urteil(datei: Datei, kind: str, sha256: str, verdict: Verdict | None, at: datetime) -> None:
    """Store what the gate says about PDF/A in the place of an older verdict; None: no PDF."""
    mine = {"datei": datei, "kind": kind}
    if verdict is None:
        PdfaUrteil.objects.filter(**mine).delete()
        return
    values = {
        "sha256": sha256,
        "ergebnis": ERGEBNISSE[verdict.result],
        "profil": verdict.profile[:PROFIL_LENGTH],
        "befunde": [asdict(each) for each in verdict.findings],
        "grund": verdict.reason[:PROBLEM_LENGTH],
        "tool": TOOL,
        "created_at": at,
    }
    PdfaUrteil.objects.update_or_create(**mine, defaults=values)


def put_texts(datei: Datei, texts: Iterable[tuple[int, str]], *, tool: str, **values) -> None:
    """Store the text of pages in the place of older ones."""
    rows = [
        Seitentext(
            datei=datei, page=page, text=text.replace("\x00", ""), tool=tool[:TOOL_LENGTH], **values
        )
        for page, text in texts
    ]
    Seitentext.objects.filter(datei=datei, page__in=[row.page for row in rows]).delete()
    Seitentext.objects.bulk_create(rows, batch_size=500)


def put_thumbnail(datei: Datei, picture, actor, at: datetime) -> None:
    """Store the picture of the first page, where there is one."""
    if picture is None:
        return
    kept = {"blob": keep(picture.data), "media_type": picture.media_type, "tool": picture.tool}
    put_rendition(datei, RenditionKind.THUMBNAIL, actor, at, page=1, **kept)


def put_reading(datei: Datei, ingested, actor, at: datetime) -> None:
    """Store kind, notices, what the file tells of itself, its text per page and first picture."""
    found = ingested.identified
    datei.media_type = found.media_type
    datei.format_name = found.kind
    datei.pages = found.pages or len(ingested.pages) or None
    told = [notice.text for notice in found.notices] + list(ingested.problems)
    told += datei.properties.get(TOLD, [])
    datei.hinweise = list(dict.fromkeys(told))
    datei.properties |= {
        "extension": found.extension,
        "tool": ingested.tool,
        "notices": [notice.code for notice in found.notices],
        "known": ingested.known,
        "active": ingested.active,
    }
    datei.hinweise += searched_hint(ingested.pages)
    datei.properties.pop("parked", None)
    datei.ingested_at = at
    put_urteil(datei, "", datei.blob.sha256, ingested.pdfa, at)
    Seitentext.objects.filter(datei=datei, is_recognised=False).delete()
    put_texts(datei, with_text(ingested.pages), tool=ingested.tool)
    put_thumbnail(datei, ingested.thumbnail, actor, at)
    if ingested.inside and ingested.inside["files"]:
        put_inside(datei, ingested, actor, at)


def put_inside(datei: Datei, ingested, actor, at: datetime) -> None:
    """Store which files lie inside of an archive (or of a PDF that carries some)."""
    listing = json.dumps(ingested.inside["files"], ensure_ascii=False).encode()
    kept = {"blob": keep(listing), "media_type": "application/json", "tool": ingested.tool}
    put_rendition(datei, RenditionKind.INHALT, actor, at, **kept)


def put_lesefassung(datei: Datei, pdf, ingested, actor, at: datetime) -> None:
    """Store the Lesefassung and, where the file itself gave none, its text and first picture.

    One that was begun before the pages were made straight is too late.
    """
    if is_straightened(datei) and not pdf.is_straight:
        return
    kept = {"blob": keep(pdf.data), "media_type": "application/pdf", "tool": pdf.tool}
    put_rendition(datei, RenditionKind.PDF, actor, at, **kept)
    told = [notice.text for notice in pdf.notices]
    datei.hinweise = list(dict.fromkeys([*datei.hinweise, *told]))
    if ingested is None:
        return
    put_urteil(datei, RenditionKind.PDF, kept["blob"].sha256, ingested.pdfa, at)
    datei.pages = ingested.identified.pages or datei.pages
    found = Seitentext.objects.filter(datei=datei, is_recognised=False).order_by("page")
    own = list(found.values_list("text", flat=True))
    pages = list(ingested.pages)
    # Text by page of the Lesefassung goes before one long text without pages; what it does not show
    # follows its last page.
    if any(page.strip() for page in pages) and (not own or len(pages) > 1):
        if rest := _rest(datei, pdf, own, pages):
            pages[-1] = f"{pages[-1]}\n\n{rest}"
        Seitentext.objects.filter(datei=datei, is_recognised=False).delete()
        put_texts(datei, with_text(pages), tool=ingested.tool)
        datei.properties["text_tool"] = ingested.tool
    put_thumbnail(datei, ingested.thumbnail, actor, at)


def _rest(datei: Datei, pdf, own: list[str], pages: list[str]) -> str:
    """The text of a file that its Lesefassung does not show: it shall be found all the same."""
    if datei.format_name == "office":
        return rules.unprinted(own, pages)
    is_cut = any(notice.code == "truncated" for notice in pdf.notices)
    return "\n".join(own)[MAX_RENDERED_CHARS:] if is_cut else ""


def put_recognised(datei: Datei, page, actor, at: datetime) -> None:
    """Store the recognised text of a page and the place of each word."""
    known = {"is_recognised": True, "confidence": round(page.confidence), "tool": page.tool}
    put_texts(datei, [(page.number, page.text)], **known)
    kept = {"blob": keep(words_as_json(page)), "media_type": "application/json", "tool": page.tool}
    put_rendition(datei, RenditionKind.WORDS, actor, at, page=page.number, **kept)


def searched_hint(pages: Sequence[str]) -> list[str]:
    """Return the sentence that names where the search ends in a very long text, if it does."""
    last = rules.searched_until([len(page) for page in pages])
    return [] if last is None else [SEARCHED_UNTIL.format(page=last)]


def with_text(pages: Iterable[str]) -> Iterable[tuple[int, str]]:
    """Yield number and text of the pages that have one."""
    return ((number, text) for number, text in enumerate(pages, 1) if text.strip())


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
