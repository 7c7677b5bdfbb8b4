"""The whole organisation as tables: out, and in with a preview of what they would change."""

import hashlib
from collections import Counter
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from verbundakte.core.actions import Refusal
from verbundakte.core.clock import now, today
from verbundakte.core.ui.messages import say, telling, warn
from verbundakte.core.ui.shortcuts import render_page
from verbundakte.organisation import actions, queries
from verbundakte.organisation.comparison import CHANGE, FINISH, NEW, Comparison, Step
from verbundakte.organisation.csv_tables import DAYS, KINDS, read_tables, write_zip
from verbundakte.organisation.forms_einspielung import EinspielungForm
from verbundakte.organisation.models import Einspielung

MOST_PROBLEMS, MOST_ROWS = 50, 200
ICONS = {NEW: "plus", CHANGE: "edit", FINISH: "stop"}
THINGS = {
    "einheiten": "Einheit",
    "stellen": "Stelle",
    "personen": "Person",
    "besetzungen": "Besetzung",
    "rollen": "Rolle",
}
DAY_HEADS = {head for kind in KINDS.values() for head, name in kind.columns.items() if name in DAYS}


@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """Return the organisation of today as a ZIP of CSV tables."""
    there = queries.organisation_on(request.actor, on=today())
    content = write_zip({name: rows.values() for name, rows in there.tables.items()})
    response = HttpResponse(content, content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="Organisation-{today()}.zip"'
    return response


@require_http_methods(["GET", "POST"])
def einspielungen(request: HttpRequest) -> HttpResponse:
    """Take tables; what is wrong in them is told by line, and then nothing is kept."""
    rows = queries.einspielungen(request.actor)
    form = EinspielungForm(request.POST or None, request.FILES or None)
    problems: list = []
    if request.method == "POST" and form.is_valid():
        datei, is_whole = form.cleaned_data["datei"], form.cleaned_data["is_whole"]
        tables = read_tables(datei.read(), datei.name)
        found = queries.compare_tables(request.actor, tables, on=today(), is_whole=is_whole)
        problems = found.problems
        if not problems:
            brought = actions.bring_einspielung(
                request.actor,
                None,
                file_name=datei.name,
                tables=tables,
                is_whole=is_whole,
                at=now(),
            )
            say(request, f"Gelesen als {', '.join(sorted(tables.encodings))}")
            return redirect("organisation:einspielung", einspielung_id=brought.pk)
    context = {
        "form": form,
        "rows": rows,
        "problems": problems[:MOST_PROBLEMS],
        "problem_count": len(problems),
        "tables": [(f"{kind.name}.csv", ", ".join(kind.columns)) for kind in KINDS.values()],
    }
    status = 422 if form.errors or problems else 200
    return render_page(request, "organisation/einspielungen.html", context, status)


@require_safe
def einspielung(request: HttpRequest, einspielung_id: UUID) -> HttpResponse:
    """Show what tables would change, or what became of it."""
    brought = queries.get_einspielung(request.actor, einspielung_id)
    if brought.started_at is None:
        return _preview(request, brought)
    return _result(request, brought)


def _preview(request: HttpRequest, brought: Einspielung, refusal: str = "") -> HttpResponse:
    found = queries.comparison_of(request.actor, brought, on=today())
    context = {
        "einspielung": brought,
        "refusal": refusal,
        "problems": found.problems[:MOST_PROBLEMS],
        "problem_count": len(found.problems),
        "counts": _counts(found.steps),
        "unchanged": found.unchanged,
        "heads": [{"label": name} for name in ("Gegenstand", "Art", "Geschieht", "Änderung")],
        "table": [_row(step) for step in found.steps[:MOST_ROWS]],
        "more": max(0, len(found.steps) - MOST_ROWS),
        "seen": _digest(found),
    }
    return render_page(request, "organisation/einspielung.html", context, 422 if refusal else 200)


def _digest(found: Comparison) -> str:
    """Return what tells one comparison from another: nobody orders what she did not see."""
    return hashlib.sha256(repr(found.steps).encode()).hexdigest()[:32]


def _counts(steps: list[Step]) -> list[tuple[str, str, int]]:
    numbers = Counter(step.kind for step in steps)
    return [(kind, ICONS[kind], numbers[kind]) for kind in ICONS if numbers[kind]]


def _row(step: Step, result: str | None = None) -> dict:
    changed = step.changed if step.kind == CHANGE else []
    texts = [f"{head}: {_shown(head, old)} wird {_shown(head, new)}" for head, old, new in changed]
    if step.kind != CHANGE and (day := step.values.get("end") or step.values.get("from_on")):
        texts = [f"ab {_shown_day(day)}"]
    elif step.kind == NEW and (place := step.values.get("parent") or step.values.get("einheit")):
        texts = [f"unter {place}" if step.table == "einheiten" else f"in {place}"]
    cells = [step.name, THINGS[step.table], step.kind, "; ".join(texts)]
    heads = ("Gegenstand", "Art", "Geschieht", "Änderung", "Ergebnis")
    if result is not None:
        cells.append(result)
    return {
        "cells": [{"text": text, "label": head} for text, head in zip(cells, heads, strict=False)]
    }


def _shown(head: str, text: str) -> str:
    if not text:
        return "leer"
    return _shown_day(text) if head in DAY_HEADS else f"„{text}“"


def _shown_day(text: str) -> str:
    year, month, day = text.split("-")
    return f"{day}.{month}.{year}"


def _result(request: HttpRequest, brought: Einspielung) -> HttpResponse:
    rows = sorted(brought.result, key=lambda row: not row["refused"])
    refused = sum(bool(row["refused"]) for row in rows)
    done = [row for row in rows if not row["refused"]]
    names = ("Gegenstand", "Art", "Geschieht", "Änderung", "Ergebnis")
    job = queries.job_of(request.actor, brought)
    context = {
        "einspielung": brought,
        "job": job if brought.finished_at is None else None,
        "done": len(done),
        "refused": refused,
        "lasting": sum(not actions.can_go_back(row, today()) for row in done),
        "heads": [{"label": name} for name in names],
        "table": [_row(_step(row), row["refused"] or "erledigt") for row in rows[:MOST_ROWS]],
        "more": max(0, len(rows) - MOST_ROWS),
    }
    return render_page(request, "organisation/einspielung.html", context)


def _step(row: dict) -> Step:
    return Step(row["kind"], row["table"], tuple(row["key"]), row["values"], row["before"])


@require_POST
def ausfuehrung(request: HttpRequest, einspielung_id: UUID) -> HttpResponse:
    """Let a job do what the preview shows, as long as that is still what would happen."""
    brought = queries.get_einspielung(request.actor, einspielung_id)
    if brought.started_at is None:
        found = queries.comparison_of(request.actor, brought, on=today())
        if found.problems or _digest(found) != request.POST.get("seen", ""):
            return _preview(
                request,
                brought,
                "Inzwischen hat sich die Organisation geändert. Die Vorschau ist neu; prüfen Sie sie.",
            )
    with telling(request, "Die Übernahme läuft"):
        actions.order_einspielung(request.actor, brought, at=now())
    return redirect("organisation:einspielung", einspielung_id=brought.pk)


@require_POST
def rueckweg(request: HttpRequest, einspielung_id: UUID) -> HttpResponse:
    """Make tables that put back what was done, and show their preview."""
    brought = queries.get_einspielung(request.actor, einspielung_id)
    try:
        back = actions.bring_way_back(request.actor, brought, on=today(), at=now())
    except Refusal as refusal:
        warn(request, refusal.message)
        return redirect("organisation:einspielung", einspielung_id=brought.pk)
    return redirect(reverse("organisation:einspielung", args=[back.pk]))
