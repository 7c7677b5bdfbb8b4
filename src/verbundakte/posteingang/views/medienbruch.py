"""/posteingang/medienbrueche/ : how often the way of what arrives goes over paper."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from verbundakte.core.clock import today
from verbundakte.core.ui.shortcuts import render_page
from verbundakte.posteingang import queries

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


def _cells(values: list) -> list[dict]:
    return [
        {"label": label, "text": str(value), "is_number": isinstance(value, int)}
        for label, value in zip(HEADS, values, strict=True)
    ]
