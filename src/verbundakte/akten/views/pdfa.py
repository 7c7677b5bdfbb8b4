"""PDF/A and the recognition of text, as they are told in the details of a file."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from verbundakte.akten import queries
from verbundakte.akten.actions.pdfa import why_no_pdfa
from verbundakte.akten.models import Datei, PdfaErgebnis, PdfaUrteil, RenditionKind
from verbundakte.akten.views.anzeige import chip
from verbundakte.core.blobs.download import Sent, send
from verbundakte.core.models import LeseArt
from verbundakte.core.ui import formats

PDF = "application/pdf"
WEAK = 60
MOST_PAGES = 300
NOTHING = "nichts erkannt"
NAMES = {
    "": "Original",
    RenditionKind.PDFA: "PDF/A-Fassung",
    RenditionKind.PDF: "Lesefassung",
}
CHIPS = {
    PdfaErgebnis.BESTANDEN: ("{profil}, geprüft", "ok", "good"),
    PdfaErgebnis.NICHT_BESTANDEN: ("{profil}, nicht bestanden", "warn", "warn"),
    PdfaErgebnis.KEIN_PDFA: ("kein PDF/A", "info", ""),
    PdfaErgebnis.NICHT_PRUEFBAR: ("{profil}, nicht prüfbar", "warn", "warn"),
}


@require_safe
def pdfa(request: HttpRequest, datei_id: UUID) -> HttpResponse:
    """Send what of a file passed the gate as PDF/A; 404 while there is none."""
    datei = queries.get_datei(request.actor, datei_id, art=LeseArt.AUSGABE)
    found = passed_of(datei)
    if found is None:
        raise Http404
    stem = datei.file_name.rpartition(".")[0] or datei.file_name
    return send(request, Sent(*found, f"{stem}.pdf", media_type=PDF))


def passed_of(datei: Datei) -> tuple[str, int] | None:
    """Return digest and size of the bytes that passed: the original first, then what was made."""
    sizes = {(row.kind, row.page): row.blob for row in datei.renditions.all() if row.blob_id}
    passed = {
        row.kind: row.sha256
        for row in datei.pdfa_urteile.all()
        if row.ergebnis == PdfaErgebnis.BESTANDEN
    }
    for kind in NAMES:
        blob = datei.blob if kind == "" else sizes.get((kind, 0))
        if blob is not None and passed.get(kind) == blob.sha256:
            return blob.sha256, blob.size
    return None


def pdfa_state(datei: Datei) -> dict:
    """Return what the menu of the viewer says: label and hint, and the address once there is one.

    Empty where the original or the Lesefassung, which are offered anyway, have passed themselves.
    """
    found = passed_of(datei)
    made = {row.kind: row for row in datei.renditions.all()}
    if found is not None:
        shown = [datei.blob, made[RenditionKind.PDF].blob if RenditionKind.PDF in made else None]
        if found[0] in {blob.sha256 for blob in shown if blob is not None}:
            return {}
        hint = f"geprüft, {formats.size(found[1])}"
        return {"label": "PDF/A", "hint": hint, "url": reverse("akten:pdfa", args=[datei.pk])}
    tried = made.get(RenditionKind.PDFA)
    if tried is not None and tried.problem:
        return {"label": "Kein PDF/A", "hint": tried.problem}
    if reason := why_no_pdfa(datei):
        return {"label": "Kein PDF/A", "hint": reason}
    return {"label": "PDF/A", "hint": "noch nicht hergestellt"}


def passed_profile(datei: Datei, sha256: str) -> str:
    """Return as what bytes of a file have passed the gate ("PDF/A-2b"), or ""."""
    rows = datei.pdfa_urteile.all()
    passed = (row for row in rows if row.ergebnis == PdfaErgebnis.BESTANDEN)
    return next((row.profil for row in passed if row.sha256 == sha256), "")


def pdfa_facts(datei: Datei) -> dict | None:
    """Return the verdicts on a file for `_pdfa.html`; None before anybody has looked."""
    urteile = sorted(datei.pdfa_urteile.all(), key=lambda row: list(NAMES).index(row.kind))
    problem = next(
        (row.problem for row in datei.renditions.all() if row.kind == RenditionKind.PDFA), ""
    )
    if not urteile:
        return None
    found = passed_of(datei)
    is_other = found is not None and found[0] != datei.blob.sha256
    return {
        "url": reverse("akten:pdfa", args=[datei.pk]) if is_other else "",
        "size": found[1] if found else 0,
        "problem": problem,
        "urteile": [_told(row) for row in urteile],
    }


def _told(row: PdfaUrteil) -> dict:
    label, icon, tone = CHIPS[PdfaErgebnis(row.ergebnis)]
    return {
        "what": NAMES[row.kind],
        "chip": chip(label.format(profil=row.profil or "PDF/A"), icon, tone),
        "befunde": [_finding(each) for each in row.befunde],
        "grund": row.grund,
        "tool": row.tool,
        "at": row.created_at,
        "norm": f"ISO 19005-{row.profil[6:7]}" if row.profil else "",
    }


def _finding(each: dict) -> dict:
    places = ", ".join(each["places"])
    more = " und weitere" if places and each["count"] > len(each["places"]) else ""
    return {"text": each["text"], "clause": each["clause"], "places": places + more}


def recognition_facts(pages: list[tuple[int, int]]) -> dict | None:
    """Return how sure the recognition was, with the pages to be read with care named."""
    if not pages:
        return None
    found = [(page, confidence) for page, confidence in pages if confidence]
    count = formats.counted(len(pages), "Seite", "Seiten")
    total = sum(confidence for _, confidence in found)
    sure = f"{round(total / len(found))} % sicher" if found else NOTHING
    weak = [(page, confidence) for page, confidence in found if confidence < WEAK]
    return {
        "summary": f"Texterkennung: {count}, {sure}",
        "pages": [
            f"Seite {page}, {f'{confidence} % sicher' if confidence else NOTHING}"
            for page, confidence in pages[:MOST_PAGES]
        ],
        "weak": ", ".join(f"Seite {page} ({confidence} %)" for page, confidence in weak[:20]),
    }
