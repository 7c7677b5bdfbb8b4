"""/scannen/stapel/... : batches from scanners: what came of them, counting, destroying the paper."""

from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.timezone import localtime
from django.views.decorators.http import require_http_methods, require_safe

from verbundakte.akten.actions.arrival import receive_chunks
from verbundakte.core.actions import Refusal
from verbundakte.core.blobs import store
from verbundakte.core.blobs.download import Sent, send
from verbundakte.core.clock import now, today
from verbundakte.core.ids import uuid7
from verbundakte.core.ui.form_page import FormPage, run_form
from verbundakte.core.ui.formats import counted
from verbundakte.core.ui.messages import say
from verbundakte.core.ui.shortcuts import render_page
from verbundakte.organisation.queries import einheiten, get_einheit
from verbundakte.posteingang import actions
from verbundakte.posteingang.actions.pruefung import confirm_stapel
from verbundakte.posteingang.actions.stapel import HELD, Herkunft
from verbundakte.posteingang.actions.vernichtung import destroy_stapel
from verbundakte.posteingang.models import KanalArt, Scanprodukt, Scanstapel
from verbundakte.posteingang.permissions import Permission
from verbundakte.posteingang.queries import scan as queries
from verbundakte.posteingang.queries.eingang import require
from verbundakte.posteingang.scan.lage import lagen
from verbundakte.posteingang.scan.regeln import Lage, why_not_destroyed
from verbundakte.posteingang.scan_forms import ScanUploadForm, VernichtungForm, ZaehlungForm

HEADS = ["Datei", "Übernommen", "Kommt von", "Seiten", "Ergebnis", "Stand"]
PARTS = ["Dokument", "Seiten im Stapel", "Scanklasse", "Stand"]


def chip(label: str, icon: str, tone: str = "") -> dict:
    """Return a state for `_chip.html`."""
    return {"label": label, "icon": icon, "tone": tone}


def steps(*more: tuple[str, str]) -> tuple[tuple[str, str], ...]:
    """Return the way to a page below the list."""
    return (("Scanstapel", reverse("scannen:stapel")), *more)


def unit_choices(actor) -> list[tuple[str, str]]:
    """Return (id, name) of the units to which post can go."""
    return [(str(row.pk), str(row)) for row in einheiten(actor, on=today())]


def klasse_choices(actor) -> list[tuple[str, str]]:
    """Return (Kürzel, name) of the classes that hold today."""
    return [(row.kuerzel, row.bezeichnung) for row in queries.klassen(actor, today())]


def state_of(row: Scanstapel) -> dict:
    """Return how a batch stands."""
    if getattr(row, "vernichtung", None):
        return chip("Papier vernichtet", "archive")
    if row.blob_id is None:
        is_held = HELD in row.befunde
        return chip("in Quarantäne" if is_held else "abgewiesen", "stop", "bad")
    if row.read_at is None:
        return chip("wird gelesen", "pending")
    if row.problem:
        return chip("nicht lesbar", "warn", "warn")
    if row.confirmed_at is None:
        return chip("zu zählen", "edit", "note")
    return chip("gezählt", "ok", "good") if row.has_all_pages else chip("weicht ab", "warn", "warn")


def _pages(row: Scanstapel) -> str:
    if row.seiten is None:
        return ""
    if row.seiten_erwartet in (None, row.seiten):
        return str(row.seiten)
    return f"{row.seiten} von {row.seiten_erwartet}"


@require_safe
def stapel_list(request: HttpRequest) -> HttpResponse:
    """Show the batches, the newest first."""
    page = queries.stapel_page(request.actor, after=request.GET.get("nach", ""))
    context = {
        "heads": [{"label": label} for label in HEADS],
        "rows": [_line(row) for row in page],
        "next": f"?nach={page.after}" if page.after else "",
    }
    return render_page(request, "posteingang/scan/stapel_liste.html", context)


def _line(row: Scanstapel) -> dict:
    url = reverse("scannen:ein-stapel", args=[row.pk])
    cells = [
        {"text": row.file_name, "url": url},
        {"text": f"{localtime(row.created_at):%d.%m.%Y %H:%M}"},
        {"text": row.kanal.bezeichnung},
        {"text": _pages(row), "is_number": True},
        {"text": counted(row.zahl, "Dokument", "Dokumente") if row.zahl else ""},
        {"text": state_of(row)["label"]},
    ]
    return {
        "id": str(row.pk),
        "cells": [{"label": label, **cell} for label, cell in zip(HEADS, cells, strict=True)],
    }


@require_safe
def show_stapel(request: HttpRequest, stapel_id: UUID) -> HttpResponse:
    """Show a batch: what was found in it, what became of it, whether its paper may go."""
    actor = request.actor
    row = queries.get_stapel(actor, stapel_id)
    parts = queries.produkte_of(actor, row)
    stands = lagen(parts)
    is_all = len(parts) == row.zahl
    kept = (
        why_not_destroyed(stands, today()) if is_all else "Sie sehen nicht alle Scans des Stapels."
    )
    context = {
        "row": row,
        "steps": steps(),
        "state": state_of(row),
        "facts": _facts(row),
        "heads": [{"label": label} for label in PARTS],
        "parts": [_part(part, stand) for part, stand in zip(parts, stands, strict=True)],
        "vernichtung": getattr(row, "vernichtung", None),
        "kept": kept,
        "may_count": row.seiten is not None and actor.may(Permission.SCAN_WORK, row),
        "may_destroy": not kept and actor.may(Permission.SCAN_DESTROY, row),
    }
    return render_page(request, "posteingang/scan/stapel.html", context)


def _facts(row: Scanstapel) -> list[tuple[str, str]]:
    told = row.befunde
    return [
        ("Kommt von", row.kanal.bezeichnung),
        ("Gescannt", f"{localtime(row.scanned_at):%d.%m.%Y %H:%M}"),
        ("Scanklasse", str(row.klasse) if row.klasse else "keine"),
        ("Seiten gefunden", str(row.seiten or "")),
        ("Seiten gezählt", str(row.seiten_erwartet or "noch nicht")),
        ("Auffälligkeiten", row.auffaellig),
        ("Leere Seiten", ", ".join(map(str, told.get("leer", ())))),
        ("Trennblätter", ", ".join(map(str, told.get("blaetter", ())))),
        ("Symbolkodierung", "ja, ersetzt kein Papier" if told.get("has_symbols") else ""),
        ("Hindernis", row.problem),
    ]


def produkt_state(row: Scanprodukt, stand: Lage) -> dict:
    """Return how a scan stands."""
    if stand.released_on:
        return chip("freigegeben", "ok", "good")
    if stand.is_replaced:
        return chip("ersetzt", "retry")
    if stand.is_objected:
        return chip("beanstandet", "dissent", "bad")
    return chip("angesehen", "eye", "note") if stand.is_checked else chip("zu prüfen", "pending")


def _part(row: Scanprodukt, stand: Lage) -> dict:
    url = reverse("scannen:scan", args=[row.pk])
    cells = [
        {"text": row.dokument.betreff, "url": url},
        {"text": ", ".join(map(str, row.seiten)) or "alle"},
        {"text": str(row.klasse or "keine")},
        {"text": produkt_state(row, stand)["label"]},
    ]
    return {
        "id": str(row.pk),
        "cells": [{"label": label, **cell} for label, cell in zip(PARTS, cells, strict=True)],
    }


@require_safe
def original(request: HttpRequest, stapel_id: UUID) -> HttpResponse:
    """Send the scan as it came, whole."""
    row = queries.get_stapel(request.actor, stapel_id)
    if row.blob is None:
        raise Http404
    return send(request, Sent(row.blob.sha256, row.blob.size, row.file_name))


@require_http_methods(["GET", "POST"])
def count(request: HttpRequest, stapel_id: UUID) -> HttpResponse:
    """Count the pages of paper and say that one scanned them."""
    actor = request.actor
    row = queries.get_stapel(actor, stapel_id)
    back = reverse("scannen:ein-stapel", args=[row.pk])
    initial = {"gezaehlt": row.seiten_erwartet, "auffaellig": row.auffaellig}
    page = FormPage(
        title="Seiten zählen",
        label="Gezählt und gescannt",
        back=back,
        steps=steps((row.file_name, back)),
        done="Die Zählung ist festgehalten.",
        text="Wer zählt, erklärt damit, den Stapel gescannt zu haben. Im Transfervermerk steht dafür ein"
        " Pseudonym.",
    )

    def perform(data: dict) -> None:
        confirm_stapel(actor, row, at=now(), **data)

    return run_form(request, ZaehlungForm(request.POST or None, initial=initial), page, perform)


@require_http_methods(["GET", "POST"])
def destroy(request: HttpRequest, stapel_id: UUID) -> HttpResponse:
    """Write down that the paper of a batch was destroyed."""
    actor = request.actor
    require(actor, Permission.SCAN_DESTROY)
    row = queries.get_stapel(actor, stapel_id)
    back = reverse("scannen:ein-stapel", args=[row.pk])
    page = FormPage(
        title="Vernichtung protokollieren",
        label="Vernichtung protokollieren",
        back=back,
        steps=steps((row.file_name, back)),
        done="Die Vernichtung ist protokolliert.",
        text="Das Protokoll bleibt und lässt sich nicht ändern.",
        is_danger=True,
    )

    def perform(data: dict) -> None:
        destroy_stapel(actor, row, at=now(), **data)

    return run_form(request, VernichtungForm(request.POST or None), page, perform)


@require_http_methods(["GET", "POST"])
@transaction.non_atomic_requests
def upload(request: HttpRequest) -> HttpResponse:
    """Take a scan from a device that reaches no folder (a telephone, somebody's scanner)."""
    actor = request.actor
    with transaction.atomic():
        require(actor, Permission.SCAN_WORK)
        choices = {"units": unit_choices(actor), "klassen": klasse_choices(actor)}
        form = ScanUploadForm(request.POST or None, request.FILES or None, **choices)
        if request.method == "POST" and form.is_valid():
            unit = get_einheit(actor, UUID(form.cleaned_data["einheit"]))
    if request.method == "POST" and form.is_valid():
        try:
            made = _take(actor, unit, form.cleaned_data)
        except (Refusal, store.StoreFull, store.StoreAway) as refusal:
            form.add_error("datei", refusal.message)
        else:
            say(request, "Der Scan ist übernommen und wird gelesen.")
            return redirect("scannen:ein-stapel", stapel_id=made.pk)
    with transaction.atomic():
        context = {"form": form, "page": _upload_page()}
        return render_page(request, "ui/form_page.html", context, 422 if form.errors else 200)


def _upload_page() -> FormPage:
    return FormPage(
        title="Scan hochladen",
        label="Hochladen",
        back=reverse("scannen:stapel"),
        steps=steps(),
        done="",
        text="Für Scans von Geräten ohne überwachten Ordner. Für Telefon und Tablet gibt es eine eigene"
        " Scanklasse.",
    )


def _take(actor, unit, data: dict) -> Scanstapel:
    stored = receive_chunks(data["datei"].name, data["datei"].chunks())
    at = now()
    with transaction.atomic():
        kanal = actions.kanal_for(KanalArt.SCAN, unit, at)
        found = [
            row for row in queries.klassen(actor, today()) if row.kuerzel == data["scanklasse"]
        ]
        herkunft = Herkunft(str(uuid7()), data["datei"].name, at)
        klasse = found[0] if found else None
        return actions.record_stapel(
            actor, kanal, herkunft=herkunft, stored=stored, at=at, klasse=klasse
        )
