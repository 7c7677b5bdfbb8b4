"""PDF/A made from a file: ordered when it is read, stored with the verdict of the gate."""

from datetime import datetime

from verbundakte.akten.actions.ableitung import PROBLEM_LENGTH, datei_of, put_rendition, put_urteil
from verbundakte.akten.events import Event
from verbundakte.akten.kinds import JobKind
from verbundakte.akten.models import (
    Datei,
    Dokument,
    PdfaErgebnis,
    PdfaUrteil,
    Rendition,
    RenditionKind,
)
from verbundakte.akten.permissions import Permission
from verbundakte.core import audit, jobs
from verbundakte.core.actions import action
from verbundakte.core.blobs.register import keep
from verbundakte.core.converters.limits import MAX_PDFA_BYTES

PRIORITY = -40  # after all else: nobody waits for it
CLOSED = {
    "encrypted": "die Datei ist verschlüsselt",
    "damaged": "die Datei ist beschädigt",
    "signed": "die Datei trägt eine Unterschrift",
    "protected": "die Datei ist gegen Ändern geschützt",
    "portfolio": "die Datei ist eine Sammlung anderer Dateien",
    "empty": "die Datei ist leer",
}
KINDS = frozenset(("pdf", "image"))
NOT_POSSIBLE = "Ein PDF/A lässt sich aus dieser Datei nicht herstellen: {reason}"


def why_no_pdfa(datei: Datei) -> str:
    """Return in German why no PDF/A is tried for a file, "" where one is."""
    if datei.format_name not in KINDS:
        return "nur von PDF-Dateien, Bildern und Lesefassungen"
    if datei.size > MAX_PDFA_BYTES:
        return f"über {MAX_PDFA_BYTES >> 20} MB"
    found = next(
        (CLOSED[code] for code in datei.properties.get("notices", ()) if code in CLOSED), ""
    )
    return found or ("" if datei.size else CLOSED["empty"])


def may_become_pdfa(datei: Datei, *, has_words: bool) -> bool:
    """Tell whether a PDF/A is worth a try: of a PDF that is none, of a picture that was recognised."""
    if why_no_pdfa(datei):
        return False
    if datei.format_name == "image":
        return has_words
    passed = PdfaUrteil.objects.filter(datei=datei, kind="", ergebnis=PdfaErgebnis.BESTANDEN)
    return not passed.exists()


def order_pdfa(actor, dokument: Dokument, datei: Datei, *, has_words: bool = False) -> None:
    """Start the job that makes the PDF/A of a file, where that is worth a try."""
    if not may_become_pdfa(datei, has_words=has_words):
        return
    label = datei.file_name[:200]
    more = {"subject": dokument, "label": label, "priority": PRIORITY, "datei": datei.pk}
    jobs.start(actor, JobKind.ARCHIVE, **more)


@action(Permission.DOKUMENT_PROCESS, Event.DATEI_ARCHIVED)
def record_pdfa(actor, dokument: Dokument, *, datei_id, made, reason: str, at: datetime) -> None:
    """Store the PDF/A that passed, or the German reason why there is none.

    `made`: bytes, tool and verdict; None when nothing could be made. What did not pass is not kept.
    """
    datei = datei_of(dokument, datei_id)
    kept = {"blob": None, "problem": reason[:PROBLEM_LENGTH], "tool": made.tool if made else ""}
    if made is not None and made.data:
        kept |= {"blob": keep(made.data), "media_type": "application/pdf", "problem": ""}
    put_rendition(datei, RenditionKind.PDFA, actor, at, **kept)
    digest = kept["blob"].sha256 if kept["blob"] else ""
    put_urteil(datei, RenditionKind.PDFA, digest, made.verdict if digest else None, at)
    audit.note_change("PDF/A", None, made.verdict.profile if digest else reason)


def words_of(datei: Datei) -> list[Rendition]:
    """Return where the recognised words of each page are kept."""
    rows = Rendition.objects.filter(datei=datei, kind=RenditionKind.WORDS).exclude(blob=None)
    return list(rows.select_related("blob").order_by("page"))
