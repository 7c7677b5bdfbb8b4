"""How Eingänge look in the queue and in the inspector: plain dicts for the ui kit."""

from datetime import date, datetime
from uuid import UUID

from django.urls import reverse
from django.utils.timezone import localtime

from verbundakte.akten.models import Datei
from verbundakte.akten.pages import hint_chip
from verbundakte.core.ui import formats
from verbundakte.posteingang import queries
from verbundakte.posteingang.listen import place_of
from verbundakte.posteingang.models import Eingang, KanalArt, Zuleitung
from verbundakte.posteingang.rules import Stand

ICONS = {
    KanalArt.SCAN: "scan",
    KanalArt.EMAIL: "mail",
    KanalArt.UPLOAD: "upload",
    KanalArt.SCHNITTSTELLE: "server",
    KanalArt.ORDNER: "folder-up",
    KanalArt.PAPIER: "doc",
    KanalArt.BEHOERDENPOST: "town",
    KanalArt.ANTRAG: "portal",
}
STAND_TONES = {
    Stand.OFFEN: ("inbox", "note"),
    Stand.ZUGELEITET: ("right", "note"),
    Stand.ANGENOMMEN: ("check", "note"),
    Stand.ZURUECKGEGEBEN: ("back", "warn"),
    Stand.ABGELEGT: ("archive", ""),
    Stand.AUFGEGANGEN: ("branch", ""),
}
FORM = "stapel"


def chip(label: str, icon: str, tone: str = "") -> dict:
    """Return a state for `_chip.html`."""
    return {"label": label, "icon": icon, "tone": tone}


def icon_of(eingang: Eingang) -> str:
    """Return the symbol of an Eingang: that it is closed, else how it came."""
    return "lock" if eingang.is_closed else ICONS.get(KanalArt(eingang.kanal.art), "inbox")


def title_of(eingang: Eingang) -> str:
    """Return what stands first in the row of an Eingang: who sent it, else what it is."""
    return eingang.absender or eingang.betreff or f"Eingang {eingang.number}"


def stand_chip(eingang: Eingang) -> dict:
    """Return where an Eingang stands."""
    stand = eingang.stand
    return chip(stand.label, *STAND_TONES[stand])


def time_of(moment: datetime, today: date) -> str:
    """Return "08:17" for today, else the day."""
    local = localtime(moment)
    return f"{local:%H:%M}" if local.date() == today else formats.day(local.date(), today)


class Rows:
    """Makes the rows of a page of the queue: what is known about all of them is read once."""

    def __init__(self, actor, rows: list[Eingang], *, today: date, days: int, here: UUID | None):
        self.rows, self.today, self.days, self.here = rows, today, days, here
        self.dateien = queries.files_of_rows(actor, rows)
        self.twins = queries.twins_among(actor, self.dateien)

    def shown(self, url_of) -> list[dict]:
        """Return the rows; `url_of(eingang)` says where one leads."""
        return [self._row(row, url_of(row)) for row in self.rows]

    def _row(self, row: Eingang, url: str) -> dict:
        return {
            "icon": icon_of(row),
            "title": title_of(row),
            "sub": row.betreff if row.absender else row.kanal.get_art_display(),
            "time": time_of(row.eingegangen_at, self.today),
            "url": url,
            "chip": self._chip(row, self.dateien.get(row.pk)),
            "is_here": row.pk == self.here,
            "is_new": row.stand is Stand.OFFEN,
            "pick": row.pk,
            "form": FORM,
        }

    def _chip(self, row: Eingang, datei: Datei | None) -> dict | None:
        """The one thing to be told of a row, the most urgent first."""
        waited = (self.today - localtime(row.eingegangen_at).date()).days
        if waited > self.days:
            return chip(f"seit {formats.counted(waited, 'Tag', 'Tagen')}", "clock", "bad")
        if row.angaben.get("eilt"):
            return chip(row.angaben["eilt"], "clock", "bad")
        if row.angaben.get("hinweis"):
            return chip("nicht abgelegt", "warn", "warn")
        if row.stand is Stand.ZURUECKGEGEBEN:
            return chip("zurückgegeben", "back", "warn")
        if self.twins.get(row.pk):
            return chip("schon da", "copy", "warn")
        if datei is not None and datei.hinweise:
            return hint_chip(datei.hinweise)
        if row.is_closed:
            return chip(row.get_verschluss_display(), "lock")
        return None


def way_of(rows: list[Zuleitung]) -> list[dict]:
    """Return the places an Eingang was at, for `_time.html`."""
    return [
        {
            "icon": "check" if row.accepted_at else "right",
            "tone": "good" if row.accepted_at else "",
            "who": row.by_name or "Verbundakte",
            "text": f"{row.get_art_display()}: {row.person.name if row.person else row.einheit}",
            "detail": row.grund,
            "at": row.at,
        }
        for row in rows
    ]


def facts_of(eingang: Eingang) -> list[tuple[str, object]]:
    """Return what is known about an Eingang, for `_dl.html`."""
    opens = eingang.oeffnen_ab
    return [
        ("Nummer", eingang.number),
        ("Eingegangen", f"{localtime(eingang.eingegangen_at):%d.%m.%Y %H:%M}"),
        ("Weg", eingang.get_weg_display()),
        ("Erfasst", f"{localtime(eingang.erfasst_at):%d.%m.%Y %H:%M}"),
        ("Kanal", str(eingang.kanal)),
        ("Absender", eingang.absender),
        ("Betreff", eingang.betreff),
        ("Nennt unser Zeichen", ", ".join(eingang.angaben.get("unser_zeichen", []))),
        ("Antwort an", eingang.angaben.get("antwort_an", "")),
        ("Liegt bei", place_of(eingang)),
        ("Verschluss", eingang.get_verschluss_display() if eingang.is_closed else ""),
        ("Öffnen ab", f"{localtime(opens):%d.%m.%Y %H:%M}" if opens else ""),
        ("Ort", eingang.standort),
        ("Behälter", eingang.behaelter),
        ("Seiten", eingang.seiten),
    ]


def other_rows(rows: list[Eingang]) -> list[dict]:
    """Return Eingänge as links: what came twice."""
    return [
        {
            "icon": icon_of(row),
            "title": f"{row.number} {row.betreff}",
            "url": reverse("posteingang:eingang", args=[row.pk]),
            "sub": place_of(row),
            "date": localtime(row.eingegangen_at).date(),
            "chip": stand_chip(row),
        }
        for row in rows
    ]


def double_row(one: queries.Doppel) -> dict:
    """Return what may be there already as a link, with the reason."""
    if one.eingang is not None:
        row = other_rows([one.eingang])[0]
        return row | {"sub": f"{one.grund} · {row['sub']}"}
    dokument = one.dokument
    place = dokument.vorgang.aktenzeichen if dokument.vorgang else "ohne Vorgang"
    return {
        "icon": "doc",
        "title": dokument.betreff,
        "url": reverse("akten:dokument", args=[dokument.pk]),
        "sub": f"{one.grund} · {place}",
        "date": dokument.posteingangsdatum,
    }
