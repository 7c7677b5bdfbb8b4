"""How verdicts look: chips, sentences and facts for the ui kit."""

from django.utils.dateparse import parse_datetime

from verbundakte.core.ui.addresses import reverse
from verbundakte.signaturen.form import Form
from verbundakte.signaturen.models import Signaturpruefung, Urteil

CHIPS = {
    Urteil.GUELTIG: ("gültig", "ok", "good"),
    Urteil.UNGUELTIG: ("ungültig", "void", "bad"),
    Urteil.NICHT_PRUEFBAR: ("nicht prüfbar", "warn", "warn"),
}
STUFEN = {
    "B-B": "B-B, ohne Zeitstempel",
    "B-T": "B-T, mit Zeitstempel",
    "B-LT": "B-LT, mit Zeitstempel und Sperrauskünften",
    "B-LTA": "B-LTA, mit Archivzeitstempel",
}


def chip(urteil: str, *, prefix: str = "") -> dict:
    """Return a verdict for `_chip.html`; `prefix`: what it is about ("Signatur")."""
    label, icon, tone = CHIPS[Urteil(urteil)]
    told = f"{prefix} {label}" if prefix else label
    return {"label": told[:1].upper() + told[1:], "icon": icon, "tone": tone}


def line_of(row: Signaturpruefung) -> dict:
    """Return what stands at the Dokument: the verdict, by whom it is signed, where to read more."""
    people = list(dict.fromkeys(one["unterzeichner"] for one in row.signaturen))
    several = len(row.signaturen) > 1
    return {
        "chip": chip(row.urteil, prefix="Signaturen" if several else "Signatur"),
        "who": ", ".join(filter(None, people))[:200],
        "grund": row.grund or first_reason(row),
        "file": row.datei.file_name,
        "at": row.created_at,
        "url": reverse("signaturen:pruefung", args=[row.pk]),
    }


def first_reason(row: Signaturpruefung) -> str:
    """Return the first reason of the worst signature, "" where all are valid."""
    for one in row.signaturen:
        if one["urteil"] == row.urteil and one["gruende"]:
            return one["gruende"][0]
    return ""


def signature_of(number: int, one: dict) -> dict:
    """Return one signature of a report: heading, chip, reasons, facts."""
    return {
        "title": f"{number}. {one['unterzeichner'] or 'Unbekannt'}",
        "chip": chip(one["urteil"]),
        "gruende": one["gruende"],
        "hinweise": one["hinweise"],
        "facts": [
            ("Art", Form(one["form"]).label),
            ("Unterzeichnet von", one["unterzeichner"]),
            ("Pseudonym", one["pseudonym"]),
            ("Ausgestellt von", one["aussteller"]),
            ("Zertifikat gilt", _span(one["gilt_from"], one["gilt_to"])),
            ("Serien|nummer", one["seriennummer"]),
            ("Signiert nach eigener Angabe", _moment(one["signiert_at"])),
            ("Durch Zeitstempel belegt", _moment(one["belegt_at"])),
            ("Zeitstempel von", one["zeitstempeldienst"]),
            ("Stufe", STUFEN.get(one["stufe"], one["stufe"])),
            ("Umfasst", one["umfang"]),
            ("Verfahren", one["verfahren"]),
        ],
    }


def _moment(text: str) -> str:
    at = parse_datetime(text) if text else None
    return f"{at.astimezone():%d.%m.%Y %H:%M}" if at else ""


def _span(first: str, last: str) -> str:
    begin, end = (parse_datetime(text) if text else None for text in (first, last))
    return f"{begin:%d.%m.%Y} bis {end:%d.%m.%Y}" if begin and end else ""
