"""/posteingang/ : the Posteingangsbuch."""

from django.http import HttpRequest, HttpResponse
from django.utils.timezone import localtime
from django.views.decorators.http import require_safe

from verbundakte.core.ui.shortcuts import render_page
from verbundakte.posteingang import queries
from verbundakte.posteingang.models import Eingang

HEADS = ["Nummer", "Eingegangen", "Kanal", "Absender", "Betreff", "Geht an", "Stand"]


@require_safe
def buch(request: HttpRequest) -> HttpResponse:
    """Show what arrived, the newest first."""
    page = queries.buch(request.actor, after=request.GET.get("nach", ""))
    context = {
        "heads": [{"label": label} for label in HEADS],
        "rows": [_row(row) for row in page],
        "next": f"?nach={page.after}" if page.after else "",
    }
    return render_page(request, "posteingang/buch.html", context)


def _row(row: Eingang) -> dict:
    texts = [
        row.number,
        f"{localtime(row.eingegangen_at):%d.%m.%Y %H:%M}",
        row.kanal.get_art_display(),
        row.absender,
        row.betreff,
        row.person.name if row.person else str(row.einheit),
        row.stand.label,
    ]
    cells = [{"label": label, "text": text} for label, text in zip(HEADS, texts, strict=True)]
    return {"id": str(row.pk), "cells": cells}
