"""/ordner-uebernehmen/ : take a folder of a share over; its files come through /uploads/.

The browser tells paths and sizes first; the page shows where each folder might go.
"""

import json
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from verbundakte.akten import actions, ordner, queries, rules
from verbundakte.akten.forms_ordner import OrdnerForm
from verbundakte.akten.models import Akte, Ordneruebernahme, Vorgang
from verbundakte.akten.views.addresses import address_of, read_uuid
from verbundakte.akten.views.anzeige import chip
from verbundakte.core.actions import Refusal
from verbundakte.core.api.problems import problem
from verbundakte.core.clock import now
from verbundakte.core.ui.messages import telling
from verbundakte.core.ui.shortcuts import render_page

MALFORMED = "Die Liste der Dateien ist nicht lesbar. Laden Sie die Seite neu."


@require_http_methods(["GET", "POST"])
def choose(request: HttpRequest) -> HttpResponse:
    """Ask for a folder; a list of its files (JSON) becomes a proposal, 201 with its address."""
    rows = queries.own_ordneruebernahmen(request.actor)
    akte = _akte(request)
    if request.method == "POST":
        return _listed(request, akte)
    context = {
        "steps": [(f"Akte {akte}", address_of(akte))] if akte else [],
        "rows": [{"row": row, "url": _address(row), "chip": chip(*_state(row))} for row in rows],
    }
    return render_page(request, "akten/ordner_neu.html", context)


def _akte(request: HttpRequest) -> Akte | None:
    key = read_uuid(request.GET.get("akte", ""))
    return queries.get_akte(request.actor, key) if key else None


def _address(row: Ordneruebernahme, name: str = "ordneruebernahme") -> str:
    return reverse(f"akten:{name}", args=[row.pk])


def _steps() -> list[tuple[str, str]]:
    return [("Ordner übernehmen", reverse("akten:ordner-uebernehmen"))]


def _state(row: Ordneruebernahme) -> tuple[str, str, str]:
    if row.undo_ordered_at:
        return "zurückgenommen", "retry", ""
    if row.started_at is None:
        return "noch nicht begonnen", "pending", "warn"
    return ("noch nicht fertig", "pending", "warn") if row.waiting else ("fertig", "ok", "good")


def _listed(request: HttpRequest, akte: Akte | None) -> HttpResponse:
    try:
        files = ordner.read_listing(json.loads(request.body)["files"])
    except (ValueError, KeyError, TypeError):
        return problem(400, MALFORMED)
    person = queries.get_own_person(request.actor, request.actor.person_id)
    folders = ordner.folders_of(file.path for file in files)[: actions.MOST_FOLDERS]
    found = queries.meant_by(request.actor, folders)
    try:
        row = actions.list_ordner(
            request.actor, person, akte=akte, files=files, found=found, at=now()
        )
    except Refusal as refusal:
        return problem(422, refusal.message)
    return JsonResponse({"url": _address(row)}, status=201)


@require_http_methods(["GET", "POST"])
def one(request: HttpRequest, uebernahme_id: UUID) -> HttpResponse:
    """Show the proposal and settle it; from then on show what became of each file."""
    row = queries.get_ordneruebernahme(request.actor, uebernahme_id)
    if row.started_at is not None:
        return _show(request, row)
    ziele = queries.ziele_to_settle(request.actor, row)
    form = OrdnerForm(request.POST or None, uebernahme=row, ziele=ziele)
    if request.method == "POST" and form.is_valid():
        targets = form.targets(request.actor)
        if form.is_valid():
            try:
                actions.start_ordneruebernahme(request.actor, row, targets=targets, at=now())
            except Refusal as refusal:
                form.add_error(None, refusal.message)
            else:
                return redirect("akten:ordneruebernahme", uebernahme_id=row.pk)
    context = {
        "row": row,
        "steps": _steps(),
        "form": form,
        "ziele": form.rows(),
        "counts": queries.counts_of(request.actor, row),
        "left_out": _files(request, row, left_out=True),
    }
    return render_page(request, "akten/ordner_plan.html", context, 422 if form.errors else 200)


def _show(request: HttpRequest, row: Ordneruebernahme) -> HttpResponse:
    counts = queries.counts_of(request.actor, row)
    ziele = queries.ziele_of(request.actor, row)
    vorgaenge = {ziel.vorgang_id: ziel.vorgang for ziel in ziele if ziel.vorgang_id}
    is_open = counts.waiting and row.undo_ordered_at is None
    context = {
        "row": row,
        "steps": _steps(),
        "counts": counts,
        "vorgaenge": _seen(request, list(vorgaenge)),
        "files": _files(request, row),
        "target": f"ordneruebernahme:{row.pk}" if is_open else "",
        "pick": _address(row, "ordneruebernahme-dateien"),
        "undo": _address(row, "ordneruebernahme-ruecknahme"),
        "may_undo": counts.filed and row.undo_ordered_at is None,
        "runs_back": queries.is_running_back(request.actor, row),
    }
    return render_page(request, "akten/ordner.html", context)


def _seen(request: HttpRequest, ids: list[UUID]) -> list[Vorgang]:
    return list(queries.vorgaenge(request.actor).filter(pk__in=ids).order_by("aktenzeichen"))


def _files(request: HttpRequest, row: Ordneruebernahme, *, left_out: bool = False) -> list[dict]:
    found = queries.ordnerdateien_of(request.actor, row, left_out=left_out)
    return [
        {"file": file, "url": address_of(dokument) if dokument is not None else ""}
        for file, dokument in found
    ]


@require_POST
def waiting(request: HttpRequest, uebernahme_id: UUID) -> HttpResponse:
    """Tell which of the chosen files are still to come, by their place in the list."""
    row = queries.get_ordneruebernahme(request.actor, uebernahme_id)
    try:
        paths = [rules.shown_path(str(path)) for path in json.loads(request.body)["paths"]]
    except (ValueError, KeyError, TypeError):
        return problem(400, MALFORMED)
    open_ones = queries.waiting_paths(request.actor, row)
    return JsonResponse({"take": [n for n, path in enumerate(paths) if path in open_ones]})


@require_POST
def undo(request: HttpRequest, uebernahme_id: UUID) -> HttpResponse:
    """Take a take-over back, as far as nobody else worked on it."""
    row = queries.get_ordneruebernahme(request.actor, uebernahme_id)
    with telling(request, "Die Übernahme wird zurückgenommen."):
        actions.undo_ordneruebernahme(request.actor, row, at=now())
    return redirect("akten:ordneruebernahme", uebernahme_id=row.pk)
