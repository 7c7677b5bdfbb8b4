"""What waits for a person in this room, and what of her own stands in the frame of every page."""

import json
from datetime import timedelta

from django.http import HttpRequest
from django.utils.timezone import localdate, localtime

from verbundakte.akten import queries
from verbundakte.akten.kinds import ObjectKind
from verbundakte.akten.models import Aktenantrag, Dokument
from verbundakte.akten.permissions import Permission
from verbundakte.akten.queries import Schreibtisch, aktenantrag, nachbenennung, papier, personalakte
from verbundakte.akten.views.addresses import address_of
from verbundakte.akten.views.anzeige import hint_chip
from verbundakte.akten.views.entwuerfe import REMIND_AFTER
from verbundakte.core.clock import now, today
from verbundakte.core.registry import DeskItem
from verbundakte.core.ui.addresses import reverse
from verbundakte.core.ui.context import MenuItem, already_read, read_once

TAKEN_DAYS = 7
SHOWN_FAVOURITES = 8
ICONS = {ObjectKind.AKTE: "akte", ObjectKind.VORGANG: "vorgang", ObjectKind.DOKUMENT: "doc"}
LABELS = {ObjectKind.AKTE: "Akte", ObjectKind.VORGANG: "Vorgang", ObjectKind.DOKUMENT: "Dokument"}


def own_desk(actor) -> Schreibtisch:
    """Return what several lists of the desk share, read together."""
    return Schreibtisch(actor, at=now(), today=today())


def nachbenennungen(actor) -> list[DeskItem]:
    """Return where the person as Leitung has to name a successor."""
    return [
        DeskItem(
            kind="Nachfolge",
            icon="user",
            title=f"Nachfolge von {row.person.name} benennen, {row.einheit}",
            url=reverse("akten:nachbenennung", args=[row.pk]),
        )
        for row in nachbenennung.open_nachbenennungen(actor)
    ]


def own_vorgaenge(desk: Schreibtisch) -> list[DeskItem]:
    """Return the Vorgänge in the person's care."""
    return [
        DeskItem(
            kind="Vorgang",
            icon="vorgang",
            title=row.betreff,
            url=address_of(row),
            number=row.aktenzeichen,
            who=row.federfuehrung.name,
        )
        for row in desk.vorgaenge()
    ]


def own_entwuerfe(desk: Schreibtisch) -> list[DeskItem]:
    """Return the drafts the person began."""
    return [
        DeskItem(
            kind="Entwurf",
            icon="draft",
            title=row.betreff,
            url=address_of(row),
            number=row.vorgang.aktenzeichen if row.vorgang else "",
            due=None if row.vorgang else localdate(row.created_at + REMIND_AFTER),
        )
        for row in desk.entwuerfe()
    ]


def own_locks(desk: Schreibtisch) -> list[DeskItem]:
    """Return what the person keeps for herself, what was taken over from her lately, and what a
    program saved for her and did not end."""
    held = [
        _lock_item(row, "In Bearbeitung", due=localtime(pointer.at).date())
        for pointer, row in desk.pointed("sperre")
    ]
    taken = [
        _lock_item(row, "Übernommen", who=pointer.note) for pointer, row in desk.pointed("genommen")
    ]
    left = [_lock_item(row, "Gespeichert, noch keine Fassung") for _, row in desk.pointed("stand")]
    return held + taken + left


def _lock_item(dokument: Dokument, kind: str, **more) -> DeskItem:
    vorgang = dokument.vorgang
    return DeskItem(
        kind=kind,
        icon="lock",
        title=dokument.betreff,
        url=address_of(dokument),
        number=vorgang.aktenzeichen if vorgang else "",
        **more,
    )


def waiting_loeschungen(actor) -> list[DeskItem]:
    """Return requests for a deletion that this person may confirm."""
    if Permission.LOESCHUNG_CONFIRM not in actor.permissions:
        return []
    return [
        DeskItem(
            kind="Löschung",
            icon="trash",
            title=row.dokument.betreff,
            url=reverse("akten:loeschung", args=[row.dokument_id]),
            number=row.dokument.vorgang.aktenzeichen if row.dokument.vorgang else "",
            who=row.rechtsgrundlage,
        )
        for row in queries.loeschungen(actor, is_open=True)
        if row.requested_by != actor.person_id
    ]


def requested_akten(actor) -> list[DeskItem]:
    """Return that Akten wait for the Registratur, and what became of the person's own requests."""
    waiting = aktenantrag.count_to_decide(actor)
    items = []
    if waiting:
        title = "Eine Akte wartet" if waiting == 1 else f"{waiting} Akten warten"
        items.append(
            DeskItem(
                kind="Antrag",
                icon="akte",
                title=f"{title} auf Ihre Entscheidung",
                url=f"{reverse('akten:registratur')}#antraege",
            )
        )
    since = now() - timedelta(days=TAKEN_DAYS)
    return items + [
        DeskItem(
            kind="Antrag",
            icon="akte",
            title=row.akte.betreff,
            url=_place_of(row),
            number=row.ziel.aktenzeichen if row.ziel else row.akte.aktenzeichen,
            who=f"{row.get_entscheidung_display()}{': ' if row.grund else ''}{row.grund}",
            is_new=True,
        )
        for row in aktenantrag.decided_antraege(actor, since=since)
    ]


def _place_of(row: Aktenantrag) -> str:
    """Return where a decided request leads: to the Akte, or to a new one where it went."""
    if row.ziel is None and row.akte.trashed_at is not None:
        return reverse("akten:akte-neu")
    return address_of(row.ziel or row.akte)


def own_personalakte(actor) -> list[DeskItem]:
    """Return that the person may read her own Personalakte now (no query for all others)."""
    to_on = personalakte.open_until(actor, today())
    if to_on is None:
        return []
    return [
        DeskItem(
            kind="Einsicht",
            icon="eye",
            title="Ihre Personalakte ist zur Einsicht geöffnet",
            url=reverse("akten:meine-personalakte"),
            due=to_on - timedelta(days=1),
        )
    ]


def new_hits(actor) -> list[DeskItem]:
    """Return the searches the person keeps that found something she has not looked at."""
    return [
        DeskItem(
            kind="Neue Treffer",
            icon="search",
            title=row.text or "Alles",
            url=f"{reverse('web:suche')}?gemerkt={row.pk}",
            who="1 neuer Treffer" if row.count == 1 else f"{row.count} neue Treffer",
            is_new=True,
        )
        for row in queries.gemerkte_suchen(actor)
        if row.count
    ]


def own_hinweise(desk: Schreibtisch) -> list[DeskItem]:
    """Return files the person filed lately about which something is to be known."""
    items = []
    for pointer, dokument in desk.pointed("hinweis"):
        shown = hint_chip(json.loads(pointer.note))
        items.append(
            DeskItem(
                kind="Hinweis",
                icon=shown["icon"],
                title=dokument.betreff,
                url=address_of(dokument),
                number=dokument.vorgang.aktenzeichen if dokument.vorgang else "",
                who=shown["label"],
            )
        )
    return items


def _marked(found: list[queries.Marked]) -> list[DeskItem]:
    return [
        DeskItem(
            kind=LABELS[ObjectKind(mark.kind)],
            icon=ICONS[ObjectKind(mark.kind)],
            title=mark.subject.betreff,
            url=address_of(mark.subject),
            number=getattr(mark.subject, "aktenzeichen", ""),
        )
        for mark in found
    ]


def recent(desk: Schreibtisch) -> list[DeskItem]:
    """Return what the person opened last."""
    return _marked(desk.marked("zuletzt"))


def favourites(desk: Schreibtisch) -> list[DeskItem]:
    """Return what the person has starred."""
    return _marked(desk.marked("favorit"))


def menu_favourites(request: HttpRequest) -> list[MenuItem]:
    """Return the starred objects for the main menu; the desk has read them already."""
    desk = already_read(request, own_desk)
    if desk is None:
        marks = read_once(request, queries.favorit_marks)
        found = queries.favoriten(request.actor, limit=SHOWN_FAVOURITES, marks=marks)
    else:
        found = desk.marked("favorit")[:SHOWN_FAVOURITES]
    return [
        MenuItem(item.title, item.url, "star-on", is_current=item.url == request.path)
        for item in _marked(found)
    ]


def menu_new(request: HttpRequest) -> list[MenuItem]:
    """Return what can be made new from anywhere."""
    items = []
    if any(one in request.actor.permissions for one in queries.MAY_BEGIN):
        items.append(MenuItem("Neue Akte", reverse("akten:akte-neu"), "akte"))
    if Permission.DOKUMENT_CREATE in request.actor.permissions:
        items.append(
            MenuItem("Ordner übernehmen", reverse("akten:ordner-uebernehmen"), "folder-up")
        )
    return items


def loans(desk: Schreibtisch) -> list[DeskItem]:
    """Return the paper files the person lent out that are to come back."""
    return [
        DeskItem(
            kind="Ausleihe",
            icon="out",
            title=row.betreff,
            url=reverse("akten:papier", args=[row.pk]),
            number=row.aktenzeichen,
            who=pointer.note,
            due=pointer.day,
        )
        for pointer, row in desk.pointed("ausleihe")
    ]


def paper_requests(actor) -> list[DeskItem]:
    """Return what is asked of the Altregistratur."""
    return [
        DeskItem(
            kind="Anforderung",
            icon="inbox",
            title=row.wunsch,
            url=reverse("akten:papier", args=[row.akte_id]),
            number=row.akte.aktenzeichen,
        )
        for row in papier.open_requests(actor)
    ]
