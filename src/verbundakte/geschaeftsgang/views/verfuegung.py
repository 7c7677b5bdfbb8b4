"""/geschaeftsgang/verfuegungen/<id>/ : the numbered lines of a Verfügung, its Nachweis, its sheet."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.timezone import localtime
from django.views.decorators.http import require_safe

from verbundakte.akten.models import Dokument, Fassung, Vorgang
from verbundakte.akten.pages import address_of, qr_code
from verbundakte.akten.queries import files_of, note_read
from verbundakte.core.clock import now, today
from verbundakte.core.ui.addresses import reverse
from verbundakte.core.ui.context import MenuItem
from verbundakte.core.ui.shortcuts import render_page
from verbundakte.geschaeftsgang.models import Schritt, Verfuegung
from verbundakte.geschaeftsgang.queries import Glied, chain_of, get_verfuegung
from verbundakte.geschaeftsgang.queries.seiten import (
    Change,
    Rights,
    changes_in,
    rights_in,
)
from verbundakte.geschaeftsgang.views.antwort import ask
from verbundakte.geschaeftsgang.views.anzeige import (
    begun_of,
    line_of,
    moment,
    state_of_all,
    title_of,
    with_parallel,
)
from verbundakte.geschaeftsgang.views.nachweis import nachweis_of, sheet
from verbundakte.geschaeftsgang.xdomea import send_xdomea


@require_safe
def verfuegung(request: HttpRequest, verfuegung_id: UUID) -> HttpResponse:
    """Show a Verfügung: its lines, what is asked of the person, who signed what."""
    actor = request.actor
    found = get_verfuegung(actor, verfuegung_id)
    schritte = list(found.schritte.all())
    chain = _chain(actor, found)
    rights = rights_in(actor, found, schritte, on=today())
    mine = next((row for row in schritte if row.pk in rights.answer), None)
    if mine is not None:
        mine.verfuegung = found
    context = {
        "title": title_of(found),
        "steps": steps_to(found.vorgang),
        "begun": begun_of(found),
        "head_facts": _facts(found),
        "lines": lines(schritte, chain, rights),
        "part": mine and _asked(request, mine),
        "nachweis": nachweis_of(found.dokument, chain, actor),
        "more": _menu(found, rights),
        "add_url": reverse("geschaeftsgang:schritt-neu", args=[found.pk]) if rights.edit else "",
        "trace": _trace(changes_in(found, schritte)),
    }
    return render_page(request, "geschaeftsgang/verfuegung.html", context)


def _asked(request: HttpRequest, mine: Schritt) -> dict:
    """Return what is asked of the person; no Dokument lies open here, so nothing is signed here."""
    part = ask(request.actor, mine, fassung=None, onward=request.get_full_path())
    return part | {"verfuegung": ""}


def newest_fassung(actor, dokument: Dokument | None) -> Fassung | None:
    """Return the newest Fassung of a Dokument that counts."""
    found = files_of(actor, dokument) if dokument else []
    return next((row for row in found if row.withdrawn_at is None), None)


def steps_to(vorgang: Vorgang) -> list[tuple[str, str]]:
    """Return the path to a Vorgang."""
    return [(f"Vorgang {vorgang.aktenzeichen} {vorgang.betreff}", address_of(vorgang))]


def _chain(actor, found: Verfuegung) -> list[Glied]:
    return chain_of(actor, found.dokument) if found.dokument else []


def voided_words(chain: list[Glied]) -> dict[UUID, str]:
    """Return by step why its Zeichnung does not count any more."""
    found = {}
    for glied in chain:
        hinfall, signed = glied.hinfall, glied.zeichnung
        if hinfall is not None:
            by = (
                f"durch Fassung {hinfall.fassung.nummer}" if hinfall.fassung else "nach Widerspruch"
            )
            told = f"Hinfällig {by}, {moment(hinfall.at)}; galt Fassung {signed.fassung.nummer}."
            found[signed.erledigung.schritt_id] = told
    return found


def lines(schritte: list[Schritt], chain: list[Glied], rights: Rights | None = None) -> list[dict]:
    """Return the lines of a Verfügung as `_zeilen.html` shows them, each with what may be done."""
    voided = voided_words(chain)
    shown = [
        line_of(
            row,
            voided=voided.get(row.pk, ""),
            here=bool(rights and row.pk in rights.answer),
            more=_line_menu(row, rights) if rights else (),
        )
        for row in schritte
    ]
    return with_parallel(shown, schritte)


def _line_menu(row: Schritt, rights: Rights) -> list[MenuItem]:
    """Return what may be done with one line."""

    def at(name: str) -> str:
        return reverse(f"geschaeftsgang:{name}", args=[row.pk])

    if row.ended_at is not None:
        return []
    items = []
    if row.begun_at and row.is_signed and rights.book:
        items.append(MenuItem("Auf Papier gezeichnet", at("papier"), "print"))
    if row.pk in rights.take:
        items.append(MenuItem("Übernehmen", f"{at('erledigung')}?uebernahme=1", "swap"))
    if row.pk in rights.answer:
        items.append(MenuItem("Zurückgeben", at("rueckgabe"), "back"))
    if rights.edit:
        items.append(MenuItem("Ändern", at("schritt-bearbeiten"), "edit"))
        items.append(MenuItem("Übergehen", at("uebergehung"), "minus"))
        items.append(MenuItem("Zurückrufen", at("rueckruf"), "close"))
    return items


def _facts(found: Verfuegung) -> list[dict]:
    facts = [{"copies": found.vorgang.aktenzeichen}, {"chip": state_of_all(found)}]
    if found.dokument is not None:
        url = address_of(found.dokument)
        facts.append({"icon": "doc", "text": found.dokument.betreff, "url": url})
    facts.append({"icon": "sort", "text": found.get_reihenfolge_display()})
    return facts


def _menu(found: Verfuegung, rights: Rights) -> list[MenuItem]:
    def at(name: str) -> str:
        return reverse(f"geschaeftsgang:{name}", args=[found.pk])

    items = [
        MenuItem("Laufblatt drucken", at("laufblatt"), "print"),
        MenuItem("Als xdomea herunterladen", at("xdomea"), "download"),
    ]
    if rights.edit:
        items.append(MenuItem("Verfügung zurückrufen", at("verfuegung-rueckruf"), "close"))
    return items


def _trace(changes: list[Change]) -> list[dict]:
    return [
        {
            "icon": "edit",
            "who": row.who,
            "text": f"{row.text} (Schritt {row.nummer})" if row.nummer else row.text,
            "at": row.at,
            "changes": [one for one in row.changes if one.before],
            "detail": " · ".join(
                f"{one.label}: {one.after}" for one in row.changes if not one.before
            ),
        }
        for row in changes
    ]


@require_safe
def laufblatt(request: HttpRequest, verfuegung_id: UUID) -> HttpResponse:
    """Send a Verfügung as one sheet with a code that opens it again."""
    found = get_verfuegung(request.actor, verfuegung_id)
    schritte = list(found.schritte.all())
    fassung = newest_fassung(request.actor, found.dokument)
    place = reverse("geschaeftsgang:verfuegung", args=[found.pk])
    context = {
        "town": request.tenant.name,
        "vorgang": found.vorgang,
        "title": title_of(found),
        "begun_at": localtime(found.created_at),
        "at": localtime(now()),
        "fassung": fassung,
        "lines": lines(schritte, _chain(request.actor, found)),
        "code": qr_code(request.build_absolute_uri(place)),
    }
    return sheet(request, "geschaeftsgang/ausgabe/laufblatt.html", context, found.vorgang)


@require_safe
def xdomea(request: HttpRequest, verfuegung_id: UUID) -> HttpResponse:
    """Send a Verfügung with all its steps for other systems (xdomea 4.0)."""
    found = get_verfuegung(request.actor, verfuegung_id)
    note_read(request.actor, found.vorgang)
    return send_xdomea(found)
