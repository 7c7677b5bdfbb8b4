"""/pruefauftraege/ : who reads what for an audit, until when; give one, end one early."""

from datetime import date, timedelta
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_safe

from verbundakte.akten import actions, queries
from verbundakte.akten.actions.pruefung import klassen_named
from verbundakte.akten.forms_rechte import PruefauftragForm
from verbundakte.akten.permissions import Permission
from verbundakte.akten.queries import pruefung
from verbundakte.akten.views.addresses import address_of, read_uuid
from verbundakte.core.clock import now, today
from verbundakte.core.ui.form_page import FormPage, run_form
from verbundakte.core.ui.shortcuts import render_page
from verbundakte.organisation import queries as organisation
from verbundakte.organisation.models import Pruefauftrag

STATES = {
    "runs": ("läuft", "ok", "good"),
    "planned": ("geplant", "calendar", ""),
    "over": ("abgelaufen", "history", ""),
    "ended": ("beendet", "stop", ""),
}


def _state(row: Pruefauftrag, on: date) -> str:
    if row.ended_at:
        return "ended"
    if row.to_on <= on:
        return "over"
    return "planned" if row.from_on > on else "runs"


def _shown(row: Pruefauftrag) -> dict:
    label, icon, tone = STATES[_state(row, today())]
    return {
        "row": row,
        "url": reverse("akten:pruefauftrag", args=[row.pk]),
        "last": row.to_on - timedelta(days=1),
        "state": {"label": label, "icon": icon, "tone": tone},
    }


def _steps() -> tuple[tuple[str, str], ...]:
    return (("Prüfaufträge", reverse("akten:pruefauftraege")),)


@require_safe
def pruefauftraege(request: HttpRequest) -> HttpResponse:
    """Show the orders one may know of, newest first."""
    after = read_uuid(request.GET.get("nach", ""))
    rows, more = pruefung.list_pruefauftraege(request.actor, after=after)
    context = {
        "rows": [_shown(row) for row in rows],
        "next": f"?{urlencode({'nach': more})}" if more else "",
        "may_edit": request.actor.may(Permission.PRUEFAUFTRAG_EDIT, None),
    }
    return render_page(request, "akten/pruefauftraege.html", context)


@require_safe
def show_pruefauftrag(request: HttpRequest, auftrag_id: UUID) -> HttpResponse:
    """Show an order: who checks, why, until when, and what it opens."""
    actor = request.actor
    row = pruefung.get_pruefauftrag(actor, auftrag_id)
    umfang = pruefung.umfang_of(actor, row)
    names = queries.person_names({str(row.created_by), str(row.ended_by)})
    is_open = _state(row, today()) in ("runs", "planned")
    context = {
        **_shown(row),
        "umfang": umfang,
        "akten": [(akte, address_of(akte)) for akte in umfang.akten],
        "klassen": klassen_named(row.geheimnisklassen),
        "given_by": names.get(str(row.created_by), ""),
        "ended_by": names.get(str(row.ended_by), ""),
        "steps": _steps(),
        "may_end": is_open and actor.may(Permission.PRUEFAUFTRAG_EDIT, row),
    }
    return render_page(request, "akten/pruefauftrag.html", context)


def _what_it_means(actor) -> str:
    text = (
        "Die Person liest bis zum letzten Tag, was Sie hier nennen. Bearbeiten kann sie nichts, und"
        " wovon sie ausgeschlossen ist, bleibt geschlossen."
    )
    if pruefung.may_name_klassen(actor):
        return text
    return f"{text} Akten einer Geheimnisklasse öffnet nur die Leitung der Einheit."


@require_http_methods(["GET", "POST"])
def new_pruefauftrag(request: HttpRequest) -> HttpResponse:
    """Give an order."""
    actor = request.actor
    organisation.require(actor, Permission.PRUEFAUFTRAG_EDIT)
    form = PruefauftragForm(
        request.POST or None, actor=actor, today=today(), initial={"from_on": today()}
    )
    page = FormPage(
        title="Prüfauftrag erteilen",
        label="Erteilen",
        back=reverse("akten:pruefauftraege"),
        steps=_steps(),
        done="Prüfauftrag erteilt",
        text=_what_it_means(actor),
    )

    def perform(data: dict) -> str:
        made = actions.give_pruefauftrag(
            actor,
            data["pruefer"],
            anlass=data["anlass"],
            period=(data["from_on"], data["last_on"] + timedelta(days=1)),
            scope=(data["einheiten"], data["akten"], data.get("geheimnisklassen", ())),
            at=now(),
        )
        return reverse("akten:pruefauftrag", args=[made.pk])

    return run_form(request, form, page, perform)


@require_http_methods(["GET", "POST"])
def end(request: HttpRequest, auftrag_id: UUID) -> HttpResponse:
    """End an order before its day."""
    organisation.require(request.actor, Permission.PRUEFAUFTRAG_EDIT)
    row = pruefung.get_pruefauftrag(request.actor, auftrag_id)
    address = reverse("akten:pruefauftrag", args=[row.pk])
    page = FormPage(
        title=f"{row} beenden",
        label="Jetzt beenden",
        back=address,
        steps=(*_steps(), (row.anlass, address)),
        done="Prüfauftrag beendet",
        text=f"{row.pruefer.name} liest damit sofort nichts mehr durch diesen Auftrag.",
        is_danger=True,
    )

    def perform(data: dict) -> None:
        actions.end_pruefauftrag(request.actor, row, at=now())

    form = forms.Form(request.POST if request.method == "POST" else None)
    return run_form(request, form, page, perform)
