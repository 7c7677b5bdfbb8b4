"""How Schritte and Zeichnungen look: words, symbols, states. No reading, no writing."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.timezone import localtime

from verbundakte.akten.models import Dokument
from verbundakte.core.clock import now
from verbundakte.core.ui import formats
from verbundakte.geschaeftsgang.models import (
    Ergebnis,
    Erledigung,
    Rollenname,
    Schritt,
    SchrittArt,
    Verfuegung,
    Zeichnung,
)
from verbundakte.geschaeftsgang.models.handlung import Handlung

ICONS = {
    SchrittArt.KENNTNIS: "eye",
    SchrittArt.BEARBEITUNG: "task",
    SchrittArt.STELLUNGNAHME: "remark",
    SchrittArt.EINVERNEHMEN: "town",
    SchrittArt.BENEHMEN: "town",
    SchrittArt.BESCHLUSS: "users",
    SchrittArt.MITZEICHNUNG: "sign",
    SchrittArt.SCHLUSSZEICHNUNG: "stamp",
    SchrittArt.VERSAND: "out",
    SchrittArt.WIEDERVORLAGE: "clock",
    SchrittArt.ZDA: "archive",
    SchrittArt.VERMERK: "draft",
}
CHIPS = {
    Ergebnis.ERLEDIGT: ("Erledigt", "check", ""),
    Ergebnis.KENNTNIS: ("Zur Kenntnis genommen", "eye", ""),
    Ergebnis.ZUGESTIMMT: ("Zugestimmt", "ok", "good"),
    Ergebnis.BEMERKUNG: ("Mit Bemerkung", "remark", "note"),
    Ergebnis.ABGELEHNT: ("Nicht mitgezeichnet", "dissent", "bad"),
    Ergebnis.HERGESTELLT: ("Hergestellt", "ok", "good"),
    Ergebnis.VERSAGT: ("Versagt", "dissent", "bad"),
    Ergebnis.BESCHLOSSEN: ("Beschlossen", "ok", "good"),
    Ergebnis.VERWORFEN: ("Abgelehnt", "dissent", "bad"),
    Ergebnis.VERTAGT: ("Vertagt", "pending", "note"),
}


def chip(label: str, icon: str, tone: str = "") -> dict:
    """Return a state for `_chip.html`."""
    return {"label": label, "icon": icon, "tone": tone}


def moment(at: datetime) -> str:
    """Return "heute 08:17"."""
    return formats.moment(localtime(at), localtime(now()))


def who(handlung: Handlung) -> str:
    """Return who did something, as what, and for whom, as it held then."""
    told = handlung.person_name
    if handlung.vertretung_name:
        told = f"{told} in Vertretung für {handlung.vertretung_name}"
    return ", ".join(part for part in (told, handlung.stelle) if part)


def end_of(schritt: Schritt) -> Handlung | None:
    """Return the row that ends a step, where there is one (all four were read with it)."""
    for name in ("erledigung", "zurueckgabe", "uebergehung", "rueckruf"):
        found = getattr(schritt, name, None)
        if found is not None:
            return found
    return None


def state_of(schritt: Schritt, voided: bool) -> dict:
    """Return the state of a step as a chip."""
    erledigung = getattr(schritt, "erledigung", None)
    if erledigung is not None:
        if voided:
            return chip("Hinfällig", "void", "warn")
        return chip(*CHIPS[Ergebnis(erledigung.ergebnis)])
    for name, label, icon in (
        ("zurueckgabe", "Zurückgegeben", "back"),
        ("uebergehung", "Übergangen", "minus"),
        ("rueckruf", "Zurückgerufen", "close"),
    ):
        if getattr(schritt, name, None) is not None:
            return chip(label, icon)
    if schritt.begun_at is None:
        return chip("Später", "pending")
    is_again = schritt.vorgaenger_id is not None and schritt.art != SchrittArt.KENNTNIS
    return chip("Neu erbeten" if is_again else "Wartet", "pending", "note")


def _told(schritt: Schritt, end: Handlung | None) -> list[str]:
    """Return the small lines below a step: who ended it and how, who booked it."""
    if end is None:
        waits = schritt.begun_at is not None
        return [f"seit {moment(schritt.begun_at)}"] if waits else []
    told = [f"{who(end)}, {moment(end.at)}"]
    if isinstance(end, Erledigung):
        if end.ergebnis == Ergebnis.KENNTNIS and end.fassung:
            told = [f"{told[0]}, gezeigt wurde Fassung {end.fassung.nummer}"]
        if end.is_papier:
            told = [
                f"auf Papier gezeichnet von {who(end)}"
                f"{f' am {end.gezeichnet_on:%d.%m.%Y}' if end.gezeichnet_on else ''},"
                f" erfasst von {end.erfasst_name}, {moment(end.at)}"
            ]
        elif end.erfasst_name:
            on = f" am {end.gezeichnet_on:%d.%m.%Y}" if end.gezeichnet_on else ""
            told = [f"{end.person_name}{on}, erfasst von {end.erfasst_name}, {moment(end.at)}"]
        if end.uebernommen_grund:
            told.append(f"übernommen: {end.uebernommen_grund}")
    return told


def _quote(end: Handlung | None) -> str:
    return getattr(end, "bemerkung", "") or getattr(end, "grund", "")


def is_voided(schritt: Schritt) -> bool:
    """Tell whether the Zeichnung of a step does not count any more (it was read with it)."""
    zeichnung = getattr(getattr(schritt, "erledigung", None), "zeichnung", None)
    return bool(zeichnung and zeichnung.in_force)


def line_of(schritt: Schritt, *, voided: str = "", here: bool = False, more: list = ()) -> dict:
    """Return a step as `_zeilen.html` shows it. `voided`: why its Zeichnung does not count."""
    end = end_of(schritt)
    told = _told(schritt, end)
    state = state_of(schritt, is_voided(schritt))
    return {
        "no": schritt.position,
        "icon": ICONS[SchrittArt(schritt.art)],
        "verb": schritt.get_art_display(),
        "what": adressat_of(schritt),
        "text": schritt.text,
        "told": [*told, voided] if voided else told,
        "quote": _quote(end),
        "due": schritt.frist_on if schritt.ended_at is None else None,
        "chip": state,
        "tone_class": f"va-{state['tone']}" if state["tone"] else "",
        "is_done": schritt.ended_at is not None,
        "is_here": here,
        "more": list(more),
        "more_label": f"Weiteres zu Schritt {schritt.position}",
    }


def with_parallel(lines: list[dict], schritte: Iterable[Schritt]) -> list[dict]:
    """Mark the lines that run side by side with the next one."""
    rows = list(schritte)
    for line, row, following in zip(lines, rows, rows[1:], strict=False):
        line["is_parallel"] = row.stufe == following.stufe
    return lines


def state_of_all(verfuegung: Verfuegung) -> dict:
    """Return the state of a Verfügung that was read with its steps as a chip: how many are done."""
    schritte = verfuegung.schritte.all()
    done = sum(row.ended_at is not None for row in schritte)
    if verfuegung.ended_at is not None:
        return chip("Abgeschlossen", "check", "")
    return chip(f"{done} von {len(schritte)} erledigt", "pending", "note")


def adressat_of(schritt: Schritt) -> str:
    """Return whom a step is addressed to; who drew the Verfügung up by her name."""
    if schritt.rolle == Rollenname.VERFASSER and schritt.person is None:
        return schritt.verfuegung.urheber_name
    return schritt.adressat


def dokument_of(schritt: Schritt) -> Dokument | None:
    """Return the Dokument a step is about: its own, else that of its Verfügung."""
    return schritt.dokument or schritt.verfuegung.dokument


def short_title_of(verfuegung: Verfuegung) -> str:
    """Return what a Verfügung is called where it is clear what it is about."""
    day = formats.day(localtime(verfuegung.created_at).date(), localtime(now()).date())
    return verfuegung.betreff or f"Verfügung von {day}, {verfuegung.urheber_name}"


def subject_of(verfuegung: Verfuegung) -> str:
    """Return what a Verfügung is about: as it says, its Dokument, or its Vorgang."""
    about = verfuegung.dokument or verfuegung.vorgang
    return verfuegung.betreff or about.betreff


def title_of(verfuegung: Verfuegung) -> str:
    """Return what a Verfügung is called."""
    return verfuegung.betreff or f"Verfügung: {subject_of(verfuegung)}"


def begun_of(verfuegung: Verfuegung) -> str:
    """Return when and by whom a Verfügung was made, and from which Vorlage."""
    by = ", ".join(part for part in (verfuegung.urheber_name, verfuegung.urheber_stelle) if part)
    vorlage = ""
    if verfuegung.vorlage_name:
        vorlage = f", Vorlage „{verfuegung.vorlage_name}“, Fassung {verfuegung.vorlage_version}"
    return f"{moment(verfuegung.created_at)}, {by}{vorlage}"


TITLES = {
    Ergebnis.ZUGESTIMMT: ("Mitgezeichnet", "ok", "good"),
    Ergebnis.BEMERKUNG: ("Mit Bemerkung mitgezeichnet", "remark", "note"),
    Ergebnis.ABGELEHNT: ("Nicht mitgezeichnet", "dissent", "bad"),
}
FINAL_TITLES = {
    Ergebnis.ZUGESTIMMT: ("Schlussgezeichnet", "stamp", "good"),
    Ergebnis.BEMERKUNG: ("Mit Bemerkung schlussgezeichnet", "stamp", "note"),
    Ergebnis.ABGELEHNT: ("Nicht schlussgezeichnet", "dissent", "bad"),
}


def proof_of(zeichnung: Zeichnung, hinfall) -> dict:
    """Return a Zeichnung as an entry of the Nachweis; `hinfall` where it does not count any more."""
    erledigung = zeichnung.erledigung
    titles = FINAL_TITLES if zeichnung.is_schluss else TITLES
    title, icon, tone = titles[Ergebnis(erledigung.ergebnis)]
    voided = ""
    if hinfall is not None:
        icon, tone = "void", "warn"
        voided = f"Hinfällig seit {moment(hinfall.at)}."
    note = ""
    if erledigung.is_papier:
        note = f"Auf Papier, erfasst von {erledigung.erfasst_name}."
    elif erledigung.uebernommen_grund:
        note = f"Übernommen: {erledigung.uebernommen_grund}"
    return {
        "title": title,
        "icon": icon,
        "tone": tone,
        "at": erledigung.at,
        "who": f"{who(erledigung)}, Fassung {zeichnung.fassung.nummer}",
        "fassung": zeichnung.fassung.nummer,
        "quote": erledigung.bemerkung,
        "note": note,
        "hash": zeichnung.hash,
        "is_void": voided,
    }
