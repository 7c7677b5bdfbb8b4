"""/dateien/<id>/schwaerzung/, /schwaerzungen/<id>/ : look for places, choose, have a copy made."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from verbundakte.akten import queries
from verbundakte.akten.actions import schwaerzung as steps
from verbundakte.akten.actions.kopie import copy_place, original_rule
from verbundakte.akten.forms_schwaerzung import (
    AuswahlForm,
    BereichForm,
    Marks,
    SucheForm,
    read_marks,
)
from verbundakte.akten.models import Datei, Muster, Schwaerzung
from verbundakte.akten.queries.schwaerzung import get_schwaerzung, names_around
from verbundakte.akten.schwaerzung import source_of
from verbundakte.akten.views.addresses import address_of
from verbundakte.core.actions import Refusal
from verbundakte.core.clock import now
from verbundakte.core.converters.places import blackened
from verbundakte.core.ui.shortcuts import render_page

SUFFIX = " (geschwärzt)"


def _steps(datei: Datei) -> list[tuple[str, str]]:
    dokument = datei.fassung.dokument
    return [(dokument.betreff, address_of(dokument))]


@require_http_methods(["GET", "POST"])
def new_schwaerzung(request: HttpRequest, datei_id: UUID) -> HttpResponse:
    """Ask what to look for, then let a job look."""
    actor = request.actor
    datei = queries.get_datei(actor, datei_id)
    dokument = queries.get_dokument(actor, datei.fassung.dokument_id)
    form = SucheForm(request.POST or None, names=names_around(actor, dokument))
    refused = ""
    try:
        copy_place(actor, dokument)
        source_of(datei)
    except Refusal as refusal:
        refused = refusal.message
    if request.method == "POST" and not refused and form.is_valid():
        row = steps.begin_schwaerzung(actor, datei, at=now(), **form.wanted())
        return redirect("akten:schwaerzung", schwaerzung_id=row.pk)
    context = {
        "datei": datei,
        "steps": _steps(datei),
        "form": form,
        "refused": refused,
        "back": address_of(dokument),
    }
    status = 422 if form.errors or (refused and request.method == "POST") else 200
    return render_page(request, "akten/schwaerzung_neu.html", context, status=status)


@require_http_methods(["GET", "POST"])
def schwaerzung(request: HttpRequest, schwaerzung_id: UUID) -> HttpResponse:
    """Show what was found, with the pages; POST has the copy made of what was chosen."""
    actor = request.actor
    row = get_schwaerzung(actor, schwaerzung_id)
    if row.searched_at is None or row.ordered_at is not None:
        return _state(request, row)
    marks = Marks(row.ausgelassen, row.bereiche)
    form = _auswahl(row, request.POST or None)
    if request.method == "POST":
        marks = read_marks(request.POST, count=len(row.stellen), pages=row.pages)
        if form.is_valid():
            try:
                steps.order_schwaerzung(actor, row, auswahl=form.auswahl(marks), at=now())
            except Refusal as refusal:
                form.add_error(None, refusal.message)
            else:
                return redirect("akten:schwaerzung", schwaerzung_id=row.pk)
    return _choose(request, row, form, BereichForm(pages=row.pages), marks)


@require_POST
def bereiche(request: HttpRequest, schwaerzung_id: UUID) -> HttpResponse:
    """Add an area by its numbers; what was chosen so far is kept in the page."""
    row = get_schwaerzung(request.actor, schwaerzung_id)
    if row.searched_at is None or row.ordered_at is not None:
        return redirect("akten:schwaerzung", schwaerzung_id=row.pk)
    given, new = request.POST.copy(), BereichForm(request.POST, pages=row.pages)
    if new.is_valid():
        given.appendlist("bereich", new.area())
        new = BereichForm(pages=row.pages)
    marks = read_marks(given, count=len(row.stellen), pages=row.pages)
    return _choose(request, row, _auswahl(row, None, given.dict()), new, marks)


def _auswahl(row: Schwaerzung, given: QueryDict | None, typed: dict | None = None) -> AuswahlForm:
    """The form of reason and access; `typed`: what was typed already, not checked yet."""
    dokument = row.datei.fassung.dokument
    plain = blackened(dokument.betreff, row.begriffe, row.muster)
    first = {
        "betreff": row.betreff or f"{plain[: 500 - len(SUFFIX)]}{SUFFIX}",
        "grund": row.grund,
        "begruendung": row.begruendung,
        "zugriff": "weit" if row.is_wide else "",
    }
    is_narrow = original_rule(dokument) is not None
    return AuswahlForm(given, initial=typed or first, is_narrow=is_narrow)


def _state(request: HttpRequest, row: Schwaerzung) -> HttpResponse:
    """What stands there while a job works, and what became of it."""
    context = {
        "row": row,
        "steps": _steps(row.datei),
        "live": f"{request.path}?stand",
        "search": reverse("akten:schwaerzung-neu", args=[row.datei_id]),
    }
    if row.ergebnis is not None:
        seen = queries.visible_ids(request.actor, [row.ergebnis_id], kind="dokument")
        context["copy"] = address_of(row.ergebnis) if seen else ""
    if "stand" in request.GET:
        return render(request, "akten/_schwaerzung_stand.html", context)
    return render_page(request, "akten/schwaerzung.html", context)


def _choose(
    request: HttpRequest, row: Schwaerzung, form: AuswahlForm, new: BereichForm, marks: Marks
) -> HttpResponse:
    context = {
        "row": row,
        "steps": _steps(row.datei),
        "form": form,
        "new": new,
        "problem": "" if form.errors else row.problem,
        "pages": _pages(row, marks),
        "search": reverse("akten:schwaerzung-neu", args=[row.datei_id]),
        "back": address_of(row.datei.fassung.dokument),
    }
    if "stand" in request.GET:
        return render(request, "akten/_schwaerzung_wahl.html", context)
    status = 422 if form.errors or new.errors else 200
    return render_page(request, "akten/schwaerzung.html", context, status=status)


def _pages(row: Schwaerzung, marks: Marks) -> list[dict]:
    """The pages with what was found and marked on each."""
    labels = dict(Muster.choices)
    pages = {
        number: {
            "no": number,
            "image": reverse("akten:seite", args=[row.datei_id, number]),
            "is_blank": number in row.blank,
            "stellen": [],
            "bereiche": [],
        }
        for number in range(1, (row.pages or 0) + 1)
    }
    for number, stelle in enumerate(row.stellen):
        kind, _, at = stelle["what"].partition(":")
        pages[stelle["page"]]["stellen"].append(
            stelle
            | {
                "no": str(number),
                "is_chosen": number not in marks.ausgelassen,
                "label": row.begriffe[int(at)] if at else labels[kind],
                "rects": [_rect(box) for box in stelle["boxes"]],
            }
        )
    for page, *box in marks.bereiche:
        value = f"{page}:{','.join(str(side) for side in box)}"
        sides = [f"{side / 10:.0f}" for side in box]
        pages[page]["bereiche"].append({"value": value, "rect": _rect(box), "sides": sides})
    return list(pages.values())


def _rect(box) -> dict:
    left, top, right, bottom = box
    sides = {"x": left, "y": top, "width": right - left, "height": bottom - top}
    return {name: f"{side:.1f}" for name, side in sides.items()}
