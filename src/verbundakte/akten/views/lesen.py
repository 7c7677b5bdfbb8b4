"""What the viewer of a file shows: addresses, downloads, pages for who has no script."""

from django.http import HttpRequest

from verbundakte.akten import queries
from verbundakte.akten.kinds import JobKind
from verbundakte.akten.models import Datei, Dokument, Fassung, RenditionKind, Seitentext
from verbundakte.akten.views.addresses import address_of, here
from verbundakte.akten.views.anmerkungen import on_pages
from verbundakte.akten.views.pdfa import passed_profile, pdfa_state
from verbundakte.core.converters.hints import NOTICES
from verbundakte.core.converters.pdf import ENCRYPTED
from verbundakte.core.ui.addresses import reverse
from verbundakte.core.ui.formats import size

LOCKED = (
    "Das Original bleibt, wie es ist. Mit dem Kennwort sehen Sie die Seiten an; gespeichert wird davon"
    " nichts."
)
STILL_PAGES = 3
ALT_CHARACTERS = 300
PASSING = ("seite", "hier", "stufe", "auftrag")


def viewer_of(
    request: HttpRequest, dokument: Dokument, fassung: Fassung, datei: Datei, *, job: str
) -> dict:
    """Return the context of `_viewer.html` for one file (with its renditions prefetched)."""
    pdf, problem = _pdf_address(datei)
    count = datei.pages or 1
    notes = on_pages(request, dokument, datei) if pdf else None

    def at(name: str) -> str:
        return reverse(f"akten:{name}", args=[datei.pk])

    return {
        "title": dokument.betreff,
        "pdf": pdf,
        "print": pdf,
        "download": at("original"),
        "stamp": at("stempel") if pdf else "",
        "files": _files(datei, pdf, notes),
        "count": count,
        "still": still_pages(request, datei) if pdf else {},
        "text": at("text"),
        "words": _words_address(datei),
        "is_picture": datei.format_name == "image",
        "find": request.GET.get("suche", "")[:400],
        "found": at("fundstellen"),
        "link": f"{address_of(dokument)}?fassung={fassung.nummer}",
        "address": here(request, dokument=dokument.pk, **dict.fromkeys(PASSING, "")),
        "is_ahead": is_ahead_allowed(dokument),
        "notes": notes,
        "notice": None if pdf else _why_nothing(datei, problem, job),
        "is_waiting": not pdf and bool(job),
    }


def is_ahead_allowed(dokument: Dokument) -> bool:
    """Tell whether its neighbours may be fetched before somebody asks for them; never where each
    reading is recorded."""
    return dokument.vorgang_id is not None and not dokument.akte.geheimnisklasse


def _pdf_address(datei: Datei) -> tuple[str, str]:
    """Return the address of what the viewer shows and the reason when there is nothing."""
    renditions = {(row.kind, row.page): row for row in datei.renditions.all()}
    made = renditions.get((RenditionKind.PDF, 0))
    own = datei.media_type == "application/pdf" and datei.pages
    if own or (made is not None and made.blob_id):
        return reverse("akten:lesefassung", args=[datei.pk]), ""
    return "", made.problem if made is not None else ""


def _files(datei: Datei, pdf: str, notes: dict | None) -> list[dict]:
    """What can be fetched: the original, the Lesefassung where it is another file, a PDF/A (or why
    there is none), a copy with the remarks."""
    ending = datei.file_name.rpartition(".")[2].upper()[:5] if "." in datei.file_name else ""
    profile = passed_profile(datei, datei.blob.sha256)
    hint = ", ".join(part for part in (profile or ending, size(datei.size)) if part)
    found = [{"label": "Original", "hint": hint, "url": reverse("akten:original", args=[datei.pk])}]
    made = next((row for row in datei.renditions.all() if row.kind == RenditionKind.PDF), None)
    if pdf and made is not None and made.blob_id:
        profile = passed_profile(datei, made.blob.sha256) or "PDF"
        hint = f"{profile}, {size(made.blob.size)}"
        found.append({"label": "Lesefassung", "hint": hint, "url": f"{pdf}?laden"})
    if pdf and (state := pdfa_state(datei)):
        found.append(state)
    if pdf and notes and notes["remarks"]:
        url = reverse("akten:anmerkungskopie", args=[datei.pk])
        found.append({"label": "Kopie mit Anmerkungen", "hint": "PDF", "url": url})
    return found


def still_pages(request: HttpRequest, datei: Datei, count: int = STILL_PAGES) -> dict:
    """Return some pages of a file as pictures with their text, from `?seite=` on."""
    last = datei.pages or 1
    asked = request.GET.get("seite", "")
    first = min(max(int(asked), 1), last) if asked.isdecimal() and len(asked) < 8 else 1
    end = min(first + count - 1, last)
    texts = {row.page: row for row in queries.page_texts(request.actor, datei, first, end)}
    pages = [
        _still_page(datei, number, last, texts.get(number)) for number in range(first, end + 1)
    ]
    return {
        "pages": pages,
        "url": reverse("akten:seiten", args=[datei.pk]),
        "first": first,
        "end": end,
        "previous": max(first - count, 1) if first > 1 else 0,
        "next": end + 1 if end < last else 0,
    }


def _still_page(datei: Datei, number: int, last: int, found: Seitentext | None) -> dict:
    text = found.text.strip() if found else ""
    return {
        "no": number,
        "image": reverse("akten:seite", args=[datei.pk, number]),
        "alt": alternative(f"Seite {number} von {last}", text),
        "text": text,
        "is_recognised": bool(found and found.is_recognised),
    }


def alternative(name: str, text: str) -> str:
    """Return what is read aloud for the picture of a page: its beginning, and where the rest is."""
    short = " ".join(text.split())
    if not short:
        return name
    if len(short) <= ALT_CHARACTERS:
        return f"{name}: {short}"
    cut = short[:ALT_CHARACTERS].rpartition(" ")[0] or short[:ALT_CHARACTERS]
    return f"{name}: {cut} … Der ganze Text steht darunter."


def _words_address(datei: Datei) -> str:
    """Return the address to which a page number is added, or "" where nothing was recognised."""
    if not any(row.kind == RenditionKind.WORDS for row in datei.renditions.all()):
        return ""
    return reverse("akten:woerter", args=[datei.pk, 0]).removesuffix("0")


def is_locked(datei: Datei) -> bool:
    """Tell whether a file is a PDF that was read and opens with a password only."""
    told = {NOTICES["encrypted"], ENCRYPTED}
    is_pdf = datei.media_type == "application/pdf" and not datei.pages
    return is_pdf and not told.isdisjoint(datei.hinweise)


def _why_nothing(datei: Datei, problem: str, job: str) -> dict:
    if is_locked(datei):
        url = reverse("akten:kennwort-ansicht", args=[datei.pk])
        told = {"tone": "warning", "title": "Mit einem Kennwort geschützt", "text": LOCKED}
        return {**told, "href": url, "link": "Mit Kennwort ansehen"}
    if problem:
        return {"tone": "warning", "title": "Keine Lesefassung", "text": problem}
    if datei.ingested_at is None and not job:
        text = "Das Einlesen ist abgebrochen. Unter „Details“ lässt es sich noch einmal versuchen."
        return {"tone": "warning", "title": "Die Datei ist nicht eingelesen", "text": text}
    if job == JobKind.INGEST or datei.ingested_at is None:
        text = "Die Ansicht erscheint gleich von selbst."
        return {"tone": "info", "title": "Die Datei wird eingelesen", "text": text}
    if job:
        text = "Die Ansicht erscheint von selbst, sobald sie fertig ist."
        return {"tone": "info", "title": "Die Lesefassung entsteht", "text": text}
    if datei.hinweise:
        text = " ".join(datei.hinweise)
        return {"tone": "warning", "title": "Keine Ansicht möglich", "text": text}
    text = "Für diese Art von Datei gibt es keine Ansicht. Herunterladen können Sie sie."
    return {"tone": "info", "title": "Keine Ansicht", "text": text}
