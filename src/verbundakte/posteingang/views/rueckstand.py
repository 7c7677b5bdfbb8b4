"""/posteingang/rueckstand/ : what waits for how long, and nothing about single persons."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.timezone import localtime
from django.views.decorators.http import require_safe

from verbundakte.core.clock import now
from verbundakte.core.permissions import Permission as CorePermission
from verbundakte.core.ui.formats import counted
from verbundakte.core.ui.shortcuts import render_page
from verbundakte.posteingang import queries
from verbundakte.posteingang.liegefrist import LIEGEFRIST
from verbundakte.posteingang.queries import Gruppe
from verbundakte.posteingang.rules import days_told
from verbundakte.posteingang.views.anzeige import other_rows


@require_safe
def rueckstand(request: HttpRequest) -> HttpResponse:
    """Show what waits by age, unit and way, and what waits too long."""
    found = queries.rueckstand(request.actor, at=now())
    heads = ("Wo", "Offen", f"über {days_told(found.tage)}", "Ältester")
    may_set = CorePermission.BAUSTEIN_EDIT in request.actor.permissions
    context = {
        "steps": [("Posteingang", reverse("posteingang:eingaenge"))],
        "days": found.tage,
        "liegefrist": reverse("vorlagen:neu", args=[LIEGEFRIST]) if may_set else "",
        "tables": [
            _table("Nach Alter", ("Alter", "Offen"), [(label, n) for label, n in found.alter]),
            _table("Nach Einheit", heads, [_line(one) for one in found.einheiten]),
            _table("Nach Kanal", heads, [_line(one) for one in found.kanaele]),
            _table(
                "Bis zur Ablage, Mittel der letzten 90 Tage",
                ("Kanal", "Abgelegt", "Im Mittel"),
                [(label, count, _span(took)) for label, count, took in found.dauern],
            ),
        ],
        "eskaliert": other_rows(found.eskaliert),
    }
    return render_page(request, "posteingang/rueckstand.html", context)


def _line(one: Gruppe) -> tuple:
    return (one.label, one.offen, one.zu_lange, f"{localtime(one.aelteste_at):%d.%m.%Y}")


def _span(took: timedelta) -> str:
    hours = round(took.total_seconds() / 3600)
    return (
        counted(hours, "Stunde", "Stunden") if hours < 48 else counted(hours // 24, "Tag", "Tage")
    )


def _table(title: str, heads: tuple, lines: list[tuple]) -> dict:
    """Return a table for `ui/_table.html`."""
    rows = [
        {
            "id": number,
            "cells": [
                {"label": head, "text": str(value), "is_number": isinstance(value, int)}
                for head, value in zip(heads, line, strict=True)
            ],
        }
        for number, line in enumerate(lines)
    ]
    counts = {cell["label"] for row in rows for cell in row["cells"] if cell["is_number"]}
    told = [{"label": head, "is_number": head in counts} for head in heads]
    return {"title": title, "heads": told, "rows": rows}
