"""What else is known of one Eingang: what was checked, held back, noted by heads, and until when."""

from django.urls import reverse

from verbundakte.akten.permissions import Permission as Akten
from verbundakte.akten.queries.kontakt import kontakte
from verbundakte.core.clock import now
from verbundakte.posteingang import queries
from verbundakte.posteingang.actions import UNDO_FOR
from verbundakte.posteingang.behoerdenpost.lesen import ABSENDER
from verbundakte.posteingang.lernen.speicher import Ziel
from verbundakte.posteingang.models import Eingang, FristArt, Sichtvermerk, VermerkArt
from verbundakte.posteingang.permissions import Permission
from verbundakte.signaturen.models import Urteil
from verbundakte.standards.herkunft import Herkunft

TONES = {
    Herkunft.SICHER: ("ok", "good"),
    Herkunft.NICHT_SICHER: ("warn", "warn"),
    Herkunft.FEHLGESCHLAGEN: ("stop", "bad"),
    Herkunft.OHNE: ("warn", "warn"),
}
URTEILE = {
    Urteil.GUELTIG: ("ok", "good"),
    Urteil.UNGUELTIG: ("stop", "bad"),
    Urteil.NICHT_PRUEFBAR: ("warn", "warn"),
}
FRISTEN = {
    FristArt.WUNSCH: ("clock", ""),
    FristArt.FRIST: ("clock", "warn"),
    FristArt.AUSSCHLUSS: ("stop", "bad"),
}
ICONS = {
    VermerkArt.GESEHEN: ("eye", ""),
    VermerkArt.RUECKSPRACHE: ("user", "note"),
    VermerkArt.VERANLASSUNG: ("right", "note"),
    VermerkArt.EILT: ("clock", "bad"),
    VermerkArt.SCHLUSSZEICHNUNG: ("edit", "warn"),
}


def extras_of(actor, eingang: Eingang) -> dict:
    """Return what `_zusatz.html` shows of an Eingang (at most five queries)."""
    hint = eingang.angaben.get("hinweis", "") if eingang.done_at is None else ""
    return {
        "hinweis": hint,
        "eilt": eingang.angaben.get("eilt", ""),
        "geprueft": _proofs(actor, eingang),
        "gehalten": _held(actor, eingang),
        "vermerke": [_vermerk(row) for row in queries.vermerke_of(actor, eingang)],
        "fristen": _fristen(actor, eingang),
        "merged": _merged(actor, eingang),
    }


def _proofs(actor, eingang: Eingang) -> list[dict]:
    rows = queries.proofs_of(actor, eingang)
    rows.sort(key=lambda row: row.art != ABSENDER)
    return [
        {
            "text": row.ergebnis,
            "icon": _tone(row.angaben)[0],
            "tone": _tone(row.angaben)[1],
            "url": reverse("posteingang:nachweis", args=[eingang.pk, row.pk])
            if row.blob_id
            else "",
            "file": row.angaben.get("datei", "Protokoll"),
        }
        for row in rows
    ]


def _tone(angaben: dict) -> tuple[str, str]:
    if urteil := angaben.get("urteil"):
        return URTEILE[Urteil(urteil)]
    found = angaben.get("herkunft", "")
    return TONES[Herkunft(found)] if found in list(Herkunft) else ("info", "")


def _held(actor, eingang: Eingang) -> list[dict]:
    may_release = actor.may(Permission.POSTSTELLE_LEAD, eingang)
    may_ask = actor.may(Permission.EINGANG_RECORD, eingang)

    def address(name: str, row) -> str:
        return reverse(f"posteingang:{name}", args=[eingang.pk, row.pk])

    return [
        {
            "name": row.file_name,
            "befund": row.befund,
            "asked_at": row.rueckfrage_at,
            "release": address("freigabe", row) if may_release else "",
            "ask": address("rueckfrage", row) if may_ask else "",
        }
        for row in queries.held_of(actor, eingang)
    ]


def _vermerk(row: Sichtvermerk) -> dict:
    icon, tone = ICONS[VermerkArt(row.art)]
    until = f"bis {row.frist_on:%d.%m.%Y}" if row.frist_on else ""
    detail = " · ".join(part for part in (row.text, until) if part)
    return {
        "icon": icon,
        "tone": tone,
        "who": row.by_name,
        "text": row.get_art_display(),
        "detail": detail,
        "at": row.at,
    }


def _fristen(actor, eingang: Eingang) -> list[dict]:
    may_settle = actor.may(Permission.EINGANG_ACCEPT, eingang)
    lines = []
    for row in queries.fristen_of(actor, eingang):
        icon, tone = FRISTEN[FristArt(row.art)]
        more = f", Vorfrist {row.vorfrist_am:%d.%m.%Y}" if row.vorfrist_am else ""
        more += f", zweite Person {row.zweite.name}" if row.zweite else ""
        lines.append(
            {
                "icon": icon,
                "tone": tone,
                "text": f"{row.get_art_display()} {row.am:%d.%m.%Y}{more}",
                "settle": reverse("posteingang:frist-erledigung", args=[eingang.pk, row.pk])
                if may_settle
                else "",
            }
        )
    return lines


def sender_of(actor, eingang: Eingang, found: queries.Vorschlaege | None) -> dict | None:
    """Return the Kontakt of an Eingang, or the one that is proposed with the way to confirm it."""
    if Akten.KONTAKT_READ not in actor.permissions:
        return None
    if eingang.kontakt_id is not None:
        row = kontakte(actor).filter(pk=eingang.kontakt_id).first()
        return row and {"text": str(row), "url": reverse("akten:kontakt", args=[row.pk])}
    best = found.first(Ziel.KONTAKT) if found else None
    if best is None or not actor.may(Permission.EINGANG_RECORD, eingang):
        return None
    return {
        "text": best.bezeichnung,
        "url": reverse("akten:kontakt", args=[best.gemeint.pk]),
        "why": best.gruende[0] if best.gruende else "",
        "confirm": reverse("posteingang:eingang-kontakt", args=[eingang.pk]),
        "kontakt": best.gemeint.pk,
    }


def _merged(actor, eingang: Eingang) -> dict | None:
    """Return of which Eingang it became an Anlage, and the way back while it is open."""
    row = queries.merged_into(actor, eingang) if eingang.done_at else None
    if row is None:
        return None
    may_undo = now() - row.at <= UNDO_FOR and actor.may(Permission.EINGANG_ASSIGN, eingang)
    return {
        "number": row.into.number,
        "url": reverse("posteingang:eingang", args=[row.into_id]),
        "undo": reverse("posteingang:zusammenlegung-ende", args=[eingang.pk]) if may_undo else "",
    }
