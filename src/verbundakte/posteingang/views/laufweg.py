"""/posteingang/<id>/laufweg/ and /posteingang/vorgaenge/<id>/laufweg/ : from arrival to now."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from verbundakte.akten import queries as akten
from verbundakte.core.ui.shortcuts import render_page
from verbundakte.posteingang import queries
from verbundakte.posteingang.models import Eingang
from verbundakte.posteingang.permissions import Permission
from verbundakte.posteingang.queries.laufweg import Schritt

ICONS = (
    ("eingegangen", "inbox"),
    ("erfasst", "plus"),
    ("abgelegt", "vorgang"),
    ("angenommen", "check"),
    ("Medienbruch", "print"),
)


@require_safe
def of_eingang(request: HttpRequest, eingang_id: UUID) -> HttpResponse:
    """Show where an Eingang came from, where it was, and where it lies."""
    eingang = queries.get_eingang(request.actor, eingang_id)
    if eingang.dokument is not None:
        akten.note_read(request.actor, eingang.dokument)
    context = {
        "title": f"Laufweg von {eingang.number}",
        "sub": eingang.betreff,
        "facts": facts_of(eingang),
        "steps": ((("Posteingangsbuch", reverse("posteingang:buch")),)),
        "entries": _entries(queries.laufweg(request.actor, [eingang])),
        "note": reverse("posteingang:medienbruch", args=[eingang.pk])
        if request.actor.may(Permission.EINGANG_RECORD, eingang)
        else "",
    }
    return render_page(request, "posteingang/laufweg.html", context)


@require_safe
def of_vorgang(request: HttpRequest, vorgang_id: UUID) -> HttpResponse:
    """Show what arrived for a Vorgang, and the way of each."""
    vorgang = akten.get_vorgang(request.actor, vorgang_id)
    akten.note_read(request.actor, vorgang)
    found = queries.eingaenge_of(request.actor, vorgang)
    context = {
        "title": "Laufweg",
        "sub": vorgang.betreff,
        "facts": [{"icon": "inbox", "text": _count(len(found))}],
        "steps": ((vorgang.aktenzeichen, reverse("akten:vorgang", args=[vorgang.pk])),),
        "entries": _entries(queries.laufweg(request.actor, found), is_several=len(found) > 1),
    }
    return render_page(request, "posteingang/laufweg.html", context)


def _count(count: int) -> str:
    return "1 Eingang" if count == 1 else f"{count} Eingänge"


def facts_of(eingang: Eingang) -> list[dict]:
    """Return the facts under the title of an Eingang."""
    place = eingang.person.name if eingang.person else str(eingang.einheit)
    facts = [
        {"chip": {"label": eingang.stand.label, "icon": "inbox", "tone": ""}},
        {"icon": "user", "text": place},
    ]
    if eingang.absender:
        facts.append({"icon": "mail", "text": eingang.absender})
    if eingang.dokument_id:
        url = reverse("akten:dokument", args=[eingang.dokument_id])
        facts.append({"icon": "doc", "text": "Dokument", "url": url})
    elif eingang.standort or eingang.behaelter:
        where = ", ".join(filter(None, (eingang.standort, eingang.behaelter)))
        facts.append({"icon": "archive", "text": f"Papier: {where}"})
    return facts


def _entries(steps: list[Schritt], *, is_several: bool = False) -> list[dict]:
    return [
        {
            "icon": next((icon for word, icon in ICONS if step.text.startswith(word)), "right"),
            "tone": "warn" if step.is_bruch else "",
            "who": step.who,
            "text": f"{step.eingang.number}: {step.text}" if is_several else step.text,
            "at": step.at,
            "detail": step.grund,
            "url": reverse("akten:vorgang", args=[step.vorgang.pk]) if step.vorgang else "",
        }
        for step in steps
    ]
