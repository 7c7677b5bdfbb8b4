"""The chain of evidence of a Dokument: on pages, and as a PDF of one or more sheets."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils.timezone import localtime
from django.views.decorators.http import require_safe

from verbundakte.akten.models import Dokument
from verbundakte.akten.pages import address_of, send_pdf
from verbundakte.akten.queries import get_dokument
from verbundakte.core.clock import now
from verbundakte.core.conversion import converters
from verbundakte.core.converters.errors import ConversionFailed
from verbundakte.core.tenancy.context import current_tenant
from verbundakte.core.ui.addresses import reverse
from verbundakte.core.ui.messages import warn
from verbundakte.geschaeftsgang.actions.zeichnung import beleg_of
from verbundakte.geschaeftsgang.queries import Glied, chain_of, objectable
from verbundakte.geschaeftsgang.rules import digest_of
from verbundakte.geschaeftsgang.views.anzeige import proof_of

EMPTY = "Hier steht, wer welche Fassung gezeichnet hat, sobald eine Mitzeichnung gegeben ist."
UNBROKEN = ("good", "ok", "Kette lückenlos.")
BROKEN = ("bad", "warn", "Die Kette ist unterbrochen. Sagen Sie der Systemverwaltung Bescheid.")


def nachweis_of(dokument: Dokument | None, chain: list[Glied], actor=None) -> dict:
    """Return the Nachweis of a Dokument for `_nachweis.html`, newest first; for a page also whether
    the actor may object to an editorial change."""
    if dokument is None or not chain:
        return {"entries": [], "empty": EMPTY}
    tone, icon, text = UNBROKEN if is_unbroken(chain) else BROKEN
    return {
        "entries": [proof_of(glied.zeichnung, glied.hinfall) for glied in reversed(chain)],
        "state": {"tone": tone, "icon": icon, "text": text},
        "void": void_of(dokument, chain),
        "pdf": reverse("geschaeftsgang:nachweis", args=[dokument.pk]),
        "object_url": reverse("geschaeftsgang:widerspruch", args=[dokument.pk])
        if actor is not None and objectable(actor, dokument, chain)
        else "",
    }


def is_unbroken(chain: list[Glied]) -> bool:
    """Tell whether each Zeichnung is what was signed, and follows the one before."""
    before = ""
    for glied in chain:
        zeichnung = glied.zeichnung
        if zeichnung.vorher != before or digest_of(beleg_of(zeichnung)) != zeichnung.hash:
            return False
        before = zeichnung.hash
    return True


def void_of(dokument: Dokument, chain: list[Glied]) -> dict | None:
    """Return that Zeichnungen do not count any more, because of which Fassung, and where to compare.

    What was signed anew meanwhile is no news.
    """
    again = {glied.zeichnung.erledigung.schritt.vorgaenger_id for glied in chain if glied.counts}
    void = [
        glied
        for glied in chain
        if glied.hinfall and glied.zeichnung.erledigung.schritt_id not in again
    ]
    if not void:
        return None
    last = void[-1]
    names = sorted({glied.zeichnung.erledigung.person_name for glied in void})
    one = len(names) == 1
    fassung = last.hinfall.fassung
    changed = f"Fassung {fassung.nummer} ändert das Dokument" if fassung else "Es gab Widerspruch"
    return {
        "text": f"{changed}. {', '.join(names)} {'hatte' if one else 'hatten'} eine frühere Fassung"
        f" gezeichnet und {'wird' if one else 'werden'} neu gefragt.",
        "url": compare_address(dokument, last.zeichnung.fassung.nummer, fassung),
        "redaktion": reverse("geschaeftsgang:redaktion", args=[dokument.pk]),
    }


def compare_address(dokument: Dokument, before: int, after) -> str:
    """Return the page that shows what changed between two Fassungen."""
    address = reverse("akten:vergleich", args=[dokument.pk])
    return f"{address}?alt={before}&neu={after.nummer}" if after else address


@require_safe
def nachweis(request: HttpRequest, dokument_id: UUID) -> HttpResponse:
    """Send the chain of evidence of a Dokument as PDF."""
    dokument = get_dokument(request.actor, dokument_id)
    shown = nachweis_of(dokument, chain_of(request.actor, dokument))
    context = {
        "town": request.tenant.name,
        "by": request.actor.name,
        "at": localtime(now()),
        "title": dokument.betreff,
        "number": dokument.vorgang.aktenzeichen if dokument.vorgang else "",
        "entries": list(reversed(shown["entries"])),
        "state": shown.get("state", {"text": EMPTY}),
    }
    return sheet(request, "geschaeftsgang/ausgabe/nachweis.html", context, dokument)


def sheet(request: HttpRequest, template: str, context: dict, subject) -> HttpResponse:
    """Send a page made of our own words as PDF; back to the object, saying why, where that fails."""
    try:
        data = converters().sheet(current_tenant(), render_to_string(template, context)).data
    except ConversionFailed as failure:
        warn(request, failure.message)
        return redirect(address_of(subject))
    return send_pdf(data, f"{template.rpartition('/')[2].split('.')[0].capitalize()}.pdf")
