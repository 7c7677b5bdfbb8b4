"""How objects of this room look in lists, heads and viewers: plain dicts for the ui kit."""

from django.urls import reverse
from django.utils.timezone import localtime

from verbundakte.akten.kinds import JobKind
from verbundakte.akten.models import Akte, Datei, Dokument, RenditionKind, Vorgang
from verbundakte.akten.samples.typen import FALLBACK
from verbundakte.core.ui.formats import number

STILL_PAGES = 200
SHOWN_LEVELS = 3
ICONS = {
    "mail": "mail",
    "image": "image",
    "archive": "zip",
    "media": "image",
    "certificate": "stamp",
}
SHEETS = (".xlsx", ".xls", ".ods", ".csv")
WORKING = {
    JobKind.INGEST: ("Wird eingelesen", "pending"),
    JobKind.RENDER: ("Lesefassung entsteht", "pending"),
    JobKind.RECOGNISE: ("Text wird erkannt", "scan"),
    JobKind.FIND_PLACES: ("Stellen werden gesucht", "pending"),
    JobKind.BLACKEN: ("Wird geschwärzt", "pending"),
    JobKind.ARRANGE: ("Seiten werden geordnet", "pending"),
}
SHORT_HINTS = (
    ("kennwort", "verschlüsselt", "key"),
    ("verschlüsselt", "verschlüsselt", "key"),
    ("leer", "leer", "warn"),
    ("beschädigt", "beschädigt", "warn"),
    ("erkenn", "ohne Texterkennung", "warn"),
    ("elektronische", "E-Rechnung", "doc"),
    ("signiert", "signiert", "stamp"),
)
HARMLESS = {"E-Rechnung", "signiert"}


def chip(label: str, icon: str, tone: str = "") -> dict:
    """Return a state for `_chip.html`."""
    return {"label": label, "icon": icon, "tone": tone}


def state_chip(subject: Akte | Vorgang) -> dict:
    """Return whether an Akte or a Vorgang is open."""
    if subject.is_closed:
        return chip("z. d. A.", "archive")
    if isinstance(subject, Akte) and subject.is_vorlaeufig:
        return chip("beantragt", "pending", "warn")
    return (
        chip("In Bearbeitung", "edit", "note")
        if isinstance(subject, Vorgang)
        else chip("Offen", "akte", "note")
    )


def hint_chip(hinweise: list[str]) -> dict:
    """Return the shortest word for what is to be known about a file."""
    told = " ".join(hinweise).lower()
    for part, label, icon in SHORT_HINTS:
        if part in told:
            return chip(label, icon, "note" if label in HARMLESS else "warn")
    return chip("Hinweis", "warn", "warn")


def icon_of(dokument: Dokument, datei: Datei | None) -> str:
    """Return the symbol of a Dokument."""
    if dokument.is_entwurf:
        return "draft"
    if datei is None:
        return "doc"
    if datei.file_name.lower().endswith(SHEETS):
        return "sheet"
    if datei.format_name in ICONS:
        return ICONS[datei.format_name]
    return dokument.dokumenttyp.symbol


def date_of(dokument: Dokument):
    """Return the day under which a Dokument stands in lists."""
    return (
        dokument.posteingangsdatum
        or dokument.datum_des_schreibens
        or localtime(dokument.created_at).date()
    )


def _sub(dokument: Dokument, datei: Datei | None, nummer: int) -> str:
    parts = []
    if dokument.dokumenttyp.kuerzel != FALLBACK:
        parts.append(dokument.dokumenttyp.bezeichnung)
    if nummer > 1:
        parts.append(f"Fassung {nummer}")
    if dokument.absender:
        parts.append(dokument.absender)
    if datei is not None and len(parts) < 2:
        parts.append(_form(datei))
    return " · ".join(parts)


def _form(datei: Datei) -> str:
    ending = datei.file_name.rpartition(".")[2] if "." in datei.file_name else ""
    form = ending.upper()[:5] or "Datei"
    if not datei.pages or datei.format_name == "archive":
        return form
    return f"{form}, {number(datei.pages)} {'Seite' if datei.pages == 1 else 'Seiten'}"


def dokument_row(dokument: Dokument, *, url: str, job: str = "", live: str = "") -> dict:
    """Return a row of `_docrow.html` for a Dokument as `list_dokumente` gives it; an Anlage stands
    indented and goes by the number of its Dokument."""
    level = min(getattr(dokument, "level", int(dokument.parent_id is not None)), SHOWN_LEVELS)
    datei, fassung = dokument.newest_datei, dokument.newest_fassung
    shown = None
    if dokument.erased_at:
        shown = chip("gelöscht", "trash")
    elif getattr(dokument, "is_restricted", False):
        shown = chip("eingeschränkt", "lock", "warn")
    elif job:
        shown = chip(*WORKING.get(job, ("In Arbeit", "pending")), "note")
    elif datei is not None and datei.hinweise:
        shown = hint_chip(datei.hinweise)
    elif dokument.is_entwurf:
        shown = chip("Entwurf", "draft")
    return {
        "no": dokument.position,
        "level": level,
        "icon": icon_of(dokument, datei),
        "title": dokument.betreff,
        "url": url,
        "sub": _sub(dokument, datei, fassung.nummer if fassung else 1),
        "form": _form(datei) if datei is not None else "",
        "date": date_of(dokument),
        "chip": shown,
        "live": live if job else "",
    }


def vorgang_row(vorgang: Vorgang) -> dict:
    """Return a row for a Vorgang in the list of its Akte."""
    who = vorgang.sachbearbeitung.name if vorgang.sachbearbeitung else "ohne Sachbearbeitung"
    return {
        "no": vorgang.aktenzeichen.rpartition("-")[2],
        "icon": "vorgang",
        "title": vorgang.betreff,
        "url": reverse("akten:vorgang", args=[vorgang.pk]),
        "sub": who,
        "date": localtime(vorgang.created_at).date(),
        "chip": state_chip(vorgang) if vorgang.is_closed else None,
    }


def akte_row(akte: Akte) -> dict:
    """Return a row for an Akte below its plan unit."""
    return {
        "icon": "akte",
        "title": akte.betreff,
        "url": reverse("akten:akte", args=[akte.pk]),
        "sub": akte.aktenzeichen,
        "date": localtime(akte.created_at).date(),
        "chip": state_chip(akte) if akte.is_closed or akte.is_vorlaeufig else None,
    }


def _pdf_address(datei: Datei) -> tuple[str, str]:
    """Return the address of what the viewer shows and the reason when there is nothing."""
    renditions = {(row.kind, row.page): row for row in datei.renditions.all()}
    made = renditions.get((RenditionKind.PDF, 0))
    own = datei.media_type == "application/pdf" and datei.pages
    if own or (made is not None and made.blob_id):
        return reverse("akten:lesefassung", args=[datei.pk]), ""
    return "", made.problem if made is not None else ""


def viewer_of(dokument: Dokument, datei: Datei, *, job: str, find: str) -> dict:
    """Return the context of `_viewer.html` for one file (with its renditions prefetched)."""
    pdf, problem = _pdf_address(datei)
    count = datei.pages or 1
    notice = None
    if not pdf:
        notice = _why_nothing(datei, problem, job)
    picture = "akten:seite"
    still = [
        {"no": page, "image": reverse(picture, args=[datei.pk, page])}
        for page in range(1, min(count, STILL_PAGES) + 1)
    ]
    return {
        "title": dokument.betreff,
        "pdf": pdf,
        "download": reverse("akten:original", args=[datei.pk]),
        "count": count,
        "pages": [],
        "still": still if pdf else [],
        "text": reverse("akten:text", args=[datei.pk]),
        "words": _words_address(datei),
        "is_picture": datei.format_name == "image",
        "find": find,
        "notice": notice,
        "is_waiting": not pdf and bool(job),
    }


def _words_address(datei: Datei) -> str:
    """Return the address to which a page number is added, or "" where nothing was recognised."""
    if not any(row.kind == RenditionKind.WORDS for row in datei.renditions.all()):
        return ""
    return reverse("akten:woerter", args=[datei.pk, 0]).removesuffix("0")


def _why_nothing(datei: Datei, problem: str, job: str) -> dict:
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
