"""/datenschutz/lesevermerke/... : on an occasion two persons see who read what is secret."""

import io
from itertools import islice
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from verbundakte.core.clock import now
from verbundakte.core.lists.tables import CSV_TYPE, write_csv
from verbundakte.core.ui.form_page import FormPage, run_form
from verbundakte.core.ui.messages import telling, warn
from verbundakte.core.ui.shortcuts import render_page
from verbundakte.datenschutz import actions, queries
from verbundakte.datenschutz.forms import AblehnungForm, AuswertungForm, SpeicherdauerForm
from verbundakte.datenschutz.models import Leseauswertung
from verbundakte.datenschutz.permissions import Permission

HEADS = ["Zeit", "Person", "Gegenstand", "Wie"]
TEXT = (
    "Das Ergebnis sehen nur Sie und wer es im Personalrat freigibt, 14 Tage lang. Antrag, Freigabe"
    " und jeder Blick auf das Ergebnis werden festgehalten."
)


def _list() -> str:
    return reverse("datenschutz:auswertungen")


def _steps() -> tuple[tuple[str, str], ...]:
    return (("Lesevermerke", _list()),)


@require_safe
def auswertungen(request: HttpRequest) -> HttpResponse:
    """Show which Auswertungen there were, and for how long reads are kept."""
    actor = request.actor
    context = {
        "rows": [_row(row) for row in queries.auswertungen(actor)],
        "days": queries.kept_days(actor),
        "decided": queries.speicherdauer(actor),
        "may_request": Permission.AUSWERTUNG_REQUEST in actor.permissions,
        "may_edit": Permission.SPEICHERDAUER_EDIT in actor.permissions,
    }
    return render_page(request, "datenschutz/auswertungen.html", context)


def _row(row: Leseauswertung) -> dict:
    return {
        "icon": "eye",
        "title": row.anlass,
        "url": reverse("datenschutz:auswertung", args=[row.pk]),
        "sub": f"{row.from_on:%d.%m.%Y} bis {row.to_on:%d.%m.%Y}",
        "date": row.requested_at,
        "chip": _state(row),
    }


def _state(row: Leseauswertung) -> dict:
    if row.declined_at:
        return {"label": "abgelehnt", "icon": "stop", "tone": ""}
    if row.released_at is None:
        return {"label": "wartet auf Freigabe", "icon": "pending", "tone": "warn"}
    if row.is_visible(now()):
        return {"label": "freigegeben", "icon": "ok", "tone": "good"}
    return {"label": "abgeschlossen", "icon": "archive", "tone": ""}


@require_http_methods(["GET", "POST"])
def new_auswertung(request: HttpRequest) -> HttpResponse:
    """Ask for an Auswertung."""
    actor = request.actor
    form = AuswertungForm(request.POST or None, persons=queries.persons_to_ask_about(actor))
    page = FormPage(
        title="Auswertung beantragen",
        label="Beantragen",
        back=_list(),
        steps=_steps(),
        done="Beantragt. Der Personalrat findet den Antrag auf seinem Schreibtisch.",
        text=TEXT,
    )

    def perform(data: dict) -> str:
        town = queries.open_town(actor)
        made = actions.request_auswertung(actor, town, values=form.values(), at=now())
        return reverse("datenschutz:auswertung", args=[made.pk])

    return run_form(request, form, page, perform)


@require_safe
def show_auswertung(request: HttpRequest, auswertung_id: UUID) -> HttpResponse:
    """Show one Auswertung; its result to the two who asked and released."""
    actor = request.actor
    row = queries.get_auswertung(actor, auswertung_id)
    is_visible = queries.may_see_result(actor, row, at=now())
    found = list(islice(queries.result_of(actor, row, at=now()), 501)) if is_visible else []
    names = queries.names_of(
        actor, (row.person_id, row.requested_by, row.released_by, row.declined_by)
    )
    may_release = Permission.AUSWERTUNG_RELEASE in actor.permissions
    context = {
        "row": row,
        "state": _state(row),
        "steps": _steps(),
        "facts": _facts(row, names),
        "is_visible": is_visible,
        "heads": [{"label": head} for head in HEADS],
        "found": [{"cells": _cells(line)} for line in found[: queries.MOST_ROWS]],
        "has_more": len(found) > queries.MOST_ROWS,
        "may_release": may_release and not row.is_decided and row.requested_by != actor.person_id,
        "form": AblehnungForm(),
    }
    return render_page(request, "datenschutz/auswertung.html", context)


def _facts(row: Leseauswertung, names: dict) -> list[tuple[str, str]]:
    def who(key) -> str:
        return names.get(str(key), "")

    return [
        ("Anlass", row.anlass),
        ("Umfang", who(row.person_id) or row.aktenzeichen),
        ("Zeitraum", f"{row.from_on:%d.%m.%Y} bis {row.to_on:%d.%m.%Y}"),
        ("Beantragt von", who(row.requested_by)),
        ("Freigegeben von", who(row.released_by)),
        ("Sichtbar bis", f"{row.visible_until:%d.%m.%Y}" if row.visible_until else ""),
        ("Abgelehnt von", who(row.declined_by)),
        ("Grund der Ablehnung", row.decline_reason),
    ]


def _cells(line: queries.Lesezugriff) -> list[dict]:
    texts = (f"{line.at:%d.%m.%Y %H:%M}", line.who, line.what, line.how)
    return [{"text": text, "label": head} for text, head in zip(texts, HEADS, strict=True)]


@require_POST
def release(request: HttpRequest, auswertung_id: UUID) -> HttpResponse:
    """Release an Auswertung."""
    row = queries.get_auswertung(request.actor, auswertung_id)
    with telling(request, "Freigegeben. Beide sehen das Ergebnis 14 Tage lang."):
        actions.release_auswertung(request.actor, row, at=now())
    return redirect("datenschutz:auswertung", auswertung_id=row.pk)


@require_POST
def decline(request: HttpRequest, auswertung_id: UUID) -> HttpResponse:
    """Decline an Auswertung with a reason."""
    row = queries.get_auswertung(request.actor, auswertung_id)
    form = AblehnungForm(request.POST)
    if not form.is_valid():
        warn(request, "Nennen Sie den Grund der Ablehnung.")
        return redirect("datenschutz:auswertung", auswertung_id=row.pk)
    with telling(request, "Abgelehnt."):
        actions.decline_auswertung(request.actor, row, at=now(), **form.cleaned_data)
    return redirect("datenschutz:auswertung", auswertung_id=row.pk)


@require_POST
def table(request: HttpRequest, auswertung_id: UUID) -> HttpResponse:
    """Send the whole result as CSV; that it was taken out is logged."""
    row = queries.get_auswertung(request.actor, auswertung_id)
    lines = queries.result_of(request.actor, row, at=now())
    out = io.BytesIO()
    count = write_csv(out, HEADS, ([line.at, line.who, line.what, line.how] for line in lines))
    actions.note_export(request.actor, row, count=count)
    answer = HttpResponse(out.getvalue(), content_type=CSV_TYPE)
    answer["Content-Disposition"] = 'attachment; filename="Lesevermerke.csv"'
    return answer


@require_http_methods(["GET", "POST"])
def speicherdauer(request: HttpRequest) -> HttpResponse:
    """Decide for how long reads are kept."""
    actor = request.actor
    queries.require(actor, Permission.SPEICHERDAUER_EDIT)
    form = SpeicherdauerForm(request.POST or None, initial={"days": queries.kept_days(actor)})
    page = FormPage(
        title="Speicherdauer der Lesevermerke",
        label="Festlegen",
        back=_list(),
        steps=_steps(),
        done="Speicherdauer festgelegt",
        text="Danach werden Person, Gegenstand und Zeit gelöscht. Üblich sind 90 Tage; längere Zeiten"
        " stützen sich auf eine Dienstvereinbarung.",
    )

    def perform(data: dict) -> None:
        actions.set_speicherdauer(actor, queries.open_town(actor), at=now(), **data)

    return run_form(request, form, page, perform)
