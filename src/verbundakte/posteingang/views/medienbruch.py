"""/posteingang/medienbrueche/ : how often the way of what arrives goes over paper, and noting it."""

from datetime import date
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from verbundakte.core.clock import now, today
from verbundakte.core.ui.form_page import FormPage, run_form
from verbundakte.core.ui.shortcuts import render_page
from verbundakte.posteingang import actions, queries
from verbundakte.posteingang.forms import MedienbruchForm
from verbundakte.posteingang.permissions import Permission

TEXT = (
    "Gezählt wird, wo der Weg eines Eingangs über Papier oder Abtippen geht, je Einheit und Art des"
    " Vorgangs. Dass er auf Papier kam, steht von selbst da."
)
HEADS = ["Einheit", "Art des Vorgangs", "Medienbruch", "Anzahl"]


@require_safe
def medienbrueche(request: HttpRequest) -> HttpResponse:
    """Show the numbers of a year by unit and kind of matter."""
    this = today().year
    asked = request.GET.get("jahr", "")
    jahr = int(asked) if asked.isascii() and asked.isdigit() and len(asked) == 4 else this
    jahr = jahr if 2000 <= jahr <= this else this
    rows = queries.medienbrueche(request.actor, from_on=date(jahr, 1, 1), to_on=date(jahr, 12, 31))
    context = {
        "jahr": str(jahr),
        "before": f"?jahr={jahr - 1}" if jahr > 2000 else "",
        "after": f"?jahr={jahr + 1}" if jahr < this else "",
        "steps": (("Posteingangsbuch", reverse("posteingang:buch")),),
        "heads": [{"label": label} for label in HEADS],
        "rows": [
            {"id": str(number), "cells": _cells([row.einheit, row.vorgangstyp, row.art, row.count])}
            for number, row in enumerate(rows)
        ],
        "total": sum(row.count for row in rows),
    }
    return render_page(request, "posteingang/medienbrueche.html", context)


@require_http_methods(["GET", "POST"])
def medienbruch(request: HttpRequest, eingang_id: UUID) -> HttpResponse:
    """Note that an Eingang was printed, retyped, scanned on its way or answered on paper."""
    actor = request.actor
    eingang = queries.get_eingang(actor, eingang_id)
    queries.require(actor, Permission.EINGANG_RECORD)
    back = reverse("posteingang:laufweg", args=[eingang.pk])
    page = FormPage(
        title="Medienbruch vermerken", label="Vermerken", back=back,
        steps=(("Posteingangsbuch", reverse("posteingang:buch")), (f"Laufweg von {eingang.number}", back)),
        done="Der Medienbruch steht im Laufweg.", text=TEXT,
    )  # fmt: skip

    def perform(data: dict) -> str:
        actions.note_medienbruch(actor, eingang, at=now(), **data)
        return back

    return run_form(request, MedienbruchForm(request.POST or None), page, perform)


def _cells(values: list) -> list[dict]:
    return [
        {"label": label, "text": str(value), "is_number": isinstance(value, int)}
        for label, value in zip(HEADS, values, strict=True)
    ]
