"""How objects of this room look in lists and heads: plain dicts for the ui kit."""

from uuid import UUID

from verbundakte.akten.kinds import JobKind
from verbundakte.akten.models import Akte, Datei, Dokument, Vorgang
from verbundakte.akten.samples.typen import FALLBACK
from verbundakte.core.clock import local
from verbundakte.core.registry import registry
from verbundakte.core.ui.addresses import reverse
from verbundakte.core.ui.formats import number

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
        or local(dokument.created_at).date()
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


def chips_above(actor, dokumente: list[Dokument]) -> dict[UUID, dict]:
    """Return by Dokument what rooms above say of it in a list."""
    found: dict[UUID, dict] = {}
    for chips in registry.subject_chips.get("akten.dokument", ()):
        found |= chips(actor, dokumente)
    return found


def dokument_row(
    dokument: Dokument, *, url: str, job: str = "", live: str = "", above: dict | None = None
) -> dict:
    """Return a row of `_docrow.html` for a Dokument as `list_dokumente` gives it; an Anlage stands
    indented and goes by the number of its Dokument. `above`: what another room says of it, shown
    unless something has to be known about the file."""
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
        shown = above if above and shown["label"] in HARMLESS else shown
    elif dokument.is_entwurf:
        shown = chip("Entwurf", "draft")
    elif above:
        shown = above
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
        "date": local(vorgang.created_at).date(),
        "chip": state_chip(vorgang) if vorgang.is_closed else None,
    }


def akte_row(akte: Akte) -> dict:
    """Return a row for an Akte below its plan unit."""
    return {
        "icon": "akte",
        "title": akte.betreff,
        "url": reverse("akten:akte", args=[akte.pk]),
        "sub": akte.aktenzeichen,
        "date": local(akte.created_at).date(),
        "chip": state_chip(akte) if akte.is_closed or akte.is_vorlaeufig else None,
    }
