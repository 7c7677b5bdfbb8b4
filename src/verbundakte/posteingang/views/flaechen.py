"""Letter and inspector of one Eingang, as the queue and its own page show them."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.timezone import localtime

from verbundakte.akten.models import Dokument
from verbundakte.akten.pages import dokument_context, here
from verbundakte.akten.permissions import Permission as Akten
from verbundakte.akten.queries import get_dokument
from verbundakte.core.clock import now, today
from verbundakte.core.ui.context import MenuItem
from verbundakte.posteingang import queries
from verbundakte.posteingang.actions import UNDO_FOR, is_sealed
from verbundakte.posteingang.forms import SichtvermerkForm
from verbundakte.posteingang.models import Eingang
from verbundakte.posteingang.permissions import Permission
from verbundakte.posteingang.views import anzeige
from verbundakte.posteingang.views.angebot import offers_of, recognised_in
from verbundakte.posteingang.views.zusatz import extras_of, sender_of

MARKS = [
    {"value": art.value, "label": art.label, "key": str(number)}
    for number, art in enumerate(SichtvermerkForm.MAIN, 1)
]
NO_OFFER = "Kein Vorschlag. Tragen Sie ein Aktenzeichen ein, oder leiten Sie das Schreiben weiter."

UNREAD = "Das Schreiben wird noch gelesen. Vorschläge stehen hier, sobald es gelesen ist."


def panes(request: HttpRequest, eingang: Eingang | None, around: dict) -> dict:
    """Return the context of `posteingang/_flaechen.html`; `around`: see `schlange.neighbours`."""
    if eingang is None:
        return {"eingang": None, "viewer": None, "may": _may(request.actor, None), **around}
    address = here(request, eingang=eingang.pk, seite="")
    shown = _letter(request, eingang)
    if shown.get("viewer"):
        shown["viewer"] |= {"address": address, "is_ahead": not eingang.is_closed}
    is_unread = bool(shown["viewer"] and shown["viewer"]["is_waiting"])
    return {
        "eingang": eingang,
        "address": address,
        "is_ahead": True,
        **shown,
        **around,
        **_inspector(request, eingang, around["onward"]),
        "no_offer": UNREAD if is_unread else NO_OFFER,
    }


def _letter(request: HttpRequest, eingang: Eingang) -> dict:
    """Return the viewer, or why there is nothing to read."""
    dokument = _dokument(request, eingang)
    if dokument is not None:
        return dokument_context(request, dokument)
    return {"viewer": None, "closed": _closed(eingang)}


def _dokument(request: HttpRequest, eingang: Eingang) -> Dokument | None:
    if eingang.dokument_id is None or Akten.DOKUMENT_READ not in request.actor.permissions:
        return None
    if is_sealed(eingang):
        return None
    return get_dokument(request.actor, eingang.dokument_id)


def _closed(eingang: Eingang) -> dict:
    """Say why an Eingang shows no pages, and where it is."""
    if is_sealed(eingang):
        until = f"Nicht vor dem {localtime(eingang.oeffnen_ab):%d.%m.%Y, %H:%M} Uhr zu öffnen."
        return {"title": "Verschlossen", "text": until, "icon": "lock"}
    place = ", ".join(part for part in (eingang.standort, eingang.behaelter) if part)
    where = f"Es liegt hier: {place}." if place else "Wo es liegt, ist nicht vermerkt."
    if eingang.is_closed:
        title = f"Ungeöffnet: {eingang.get_verschluss_display()}"
        return {"title": title, "text": where, "icon": "lock"}
    return {"title": "Auf Papier, nicht gescannt", "text": where, "icon": "doc"}


def _may(actor, eingang: Eingang | None) -> dict[str, bool]:
    """Return what the actor may do here."""
    if eingang is None:
        return {}
    is_open = eingang.done_at is None
    may_file = is_open and not is_sealed(eingang) and actor.may(Permission.EINGANG_FILE, eingang)
    return {
        "record": actor.may(Permission.EINGANG_RECORD, eingang),
        "assign": is_open and actor.may(Permission.EINGANG_ASSIGN, eingang),
        "accept": is_open
        and eingang.accepted_at is None
        and actor.may(Permission.EINGANG_ACCEPT, eingang),
        "file": may_file,
        "term": is_open and actor.may(Permission.EINGANG_ACCEPT, eingang),
        "rule": eingang.dokument_id is not None and actor.may(Permission.REGEL_CONFIGURE, eingang),
        "open": is_open and is_sealed(eingang) and actor.may(Permission.EINGANG_ACCEPT, eingang),
    }


def _inspector(request: HttpRequest, eingang: Eingang, onward: str) -> dict:
    actor = request.actor
    may = _may(actor, eingang)
    found = queries.vorschlaege_for(actor, eingang) if eingang.done_at is None else None
    doubles = queries.doppel(actor, eingang, queries.files_of_rows(actor, [eingang]))
    return {
        "may": may | {"mark": _is_mappe(request, eingang)},
        "sichtvermerke": MARKS,
        "urls": {
            name: reverse(f"posteingang:{name}", args=[eingang.pk])
            for name in ("ablage", "annahme", "zuleitung", "sichtvermerk", "verschluss")
        },
        "here": request.get_full_path(),
        "stand": anzeige.stand_chip(eingang),
        "ablage": _ablage(actor, eingang),
        "offers": offers_of(eingang, found, onward=onward, may=may) if found else [],
        "recognised": recognised_in(
            found.erkannt if found else queries.erkannt_in(actor, eingang), on=today()
        ),
        "doubles": [anzeige.double_row(one) for one in doubles],
        "facts": anzeige.facts_of(eingang),
        "ways": [
            f"Kam auch über {row.kanal}." for row in queries.referenzen_of(actor, eingang)[1:]
        ],
        "way": anzeige.way_of(queries.zuleitungen_of(actor, eingang)),
        "more_eingang": _menu(eingang, may),
        **extras_of(actor, eingang),
        "kontakt": sender_of(actor, eingang, found),
        "verschliessen": found.verschluss[1]
        if found and found.verschluss and may["assign"] and not eingang.is_closed
        else "",
    }


def _is_mappe(request: HttpRequest, eingang: Eingang) -> bool:
    """Tell whether a head looks into her Postmappe, where she marks and does not file."""
    is_there = request.GET.get("bereich") == queries.MAPPE
    return is_there and eingang.done_at is None and queries.leads(request.actor)


def _ablage(actor, eingang: Eingang) -> dict | None:
    """Return where it is filed, for whoever may see that, and the way back while it is open."""
    row = queries.ablage_of(actor, eingang) if eingang.done_at else None
    if row is None:
        return None
    may_see = actor.may(Akten.VORGANG_READ, row.vorgang)
    return {
        "text": str(row.vorgang) if may_see else "In einem Vorgang, den Sie nicht sehen dürfen.",
        "url": reverse("akten:vorgang", args=[row.vorgang_id]) if may_see else "",
        "undo": reverse("posteingang:ablage-ende", args=[eingang.pk])
        if now() - row.at <= UNDO_FOR and actor.may(Permission.EINGANG_FILE, eingang)
        else "",
    }


def _menu(eingang: Eingang, may: dict) -> list[MenuItem]:
    """Return the rarer things to do with an Eingang."""

    def item(label: str, name: str, icon: str, key: str = "") -> MenuItem:
        return MenuItem(label, reverse(f"posteingang:{name}", args=[eingang.pk]), icon, key)

    items = []
    if may["file"]:
        items.append(item("Neuen Vorgang anlegen", "neuer-vorgang", "plus", "N"))
    if may["term"]:
        items.append(item("Frist bestätigen", "frist", "clock", "T"))
    if may["open"]:
        items.append(item("Öffnen", "oeffnung", "unlock"))
    if may["assign"]:
        items.append(item("Zurückgeben", "rueckgabe", "back", "R"))
        items.append(item("Verschließen und weitergeben", "verschluss", "lock"))
    if may["assign"] and eingang.person_id:
        url = reverse("posteingang:vertretung", args=[eingang.pk])
        items.append(MenuItem("An die Vertretung geben", url, "swap", method="post"))
    if may["record"]:
        items.append(item("Angaben berichtigen", "berichtigung", "edit"))
        items.append(item("Eingangsbestätigung drucken", "eingangsbestaetigung", "print"))
        items.append(item("Medienbruch vermerken", "medienbruch", "print"))
    if may["record"] and may["file"] and eingang.dokument_id:
        items.append(item("Trennen", "trennung", "branch", "t"))
    if may["rule"]:
        items.append(item("Regel daraus machen", "regel-neu", "columns"))
    if eingang.dokument_id:
        items.append(item("Kopie mit Eingangsstempel", "eingangsstempel", "stamp"))
    return items
