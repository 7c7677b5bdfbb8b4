"""/scannen/ordner/... : folders that are watched, how each stands, setting them up."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.timezone import localtime
from django.views.decorators.http import require_http_methods, require_safe

from verbundakte.core.clock import now
from verbundakte.core.ui.form_page import FormPage, run_form
from verbundakte.core.ui.shortcuts import render_page
from verbundakte.organisation.queries import get_einheit
from verbundakte.posteingang import actions
from verbundakte.posteingang.models import Eingangskanal, KanalArt
from verbundakte.posteingang.permissions import Permission
from verbundakte.posteingang.queries import scan as queries
from verbundakte.posteingang.queries.eingang import require
from verbundakte.posteingang.scan_forms import OrdnerForm
from verbundakte.posteingang.views.anzeige import ICONS
from verbundakte.posteingang.views.scan import chip, klasse_choices, unit_choices

TEXT = (
    "Eine Datei wird übernommen, sobald sie nicht mehr wächst und kein Programm sie zum Schreiben offen"
    " hat. Danach liegt sie im Unterordner „erledigt“, Abgewiesenes in „abgewiesen“."
)


def _steps(*more: tuple[str, str]) -> tuple[tuple[str, str], ...]:
    return (("Überwachte Ordner", reverse("scannen:ordner")), *more)


def _state(row: Eingangskanal) -> dict:
    if not row.is_active:
        return chip("angehalten", "stop")
    return (
        chip("gestört", "warn", "warn") if row.failing_since else chip("in Betrieb", "ok", "good")
    )


@require_safe
def ordner(request: HttpRequest) -> HttpResponse:
    """Show the watched folders, and what is wrong with them."""
    rows = [
        {
            "icon": ICONS.get(KanalArt(row.art), "scan"),
            "title": row.bezeichnung,
            "url": reverse("scannen:ein-ordner", args=[row.pk]),
            "sub": f"{row.get_art_display()} · {row.einstellungen.get('ordner', '')} · geht an {row.einheit}"
            + (f" · {row.failure}" if row.failing_since else ""),
            "date": row.last_success_at and localtime(row.last_success_at),
            "chip": _state(row),
        }
        for row in queries.folders(request.actor)
        if row.einstellungen.get("ordner")
    ]
    return render_page(request, "posteingang/scan/ordner.html", {"rows": rows, "text": TEXT})


@require_http_methods(["GET", "POST"])
def new_ordner(request: HttpRequest) -> HttpResponse:
    """Set up a watched folder."""
    actor = request.actor
    require(actor, Permission.KANAL_CONFIGURE)
    form = OrdnerForm(
        request.POST or None, units=unit_choices(actor), klassen=klasse_choices(actor)
    )
    page = FormPage(
        title="Ordner überwachen",
        label="Überwachen",
        back=reverse("scannen:ordner"),
        steps=_steps(),
        done="Der Ordner wird überwacht.",
        text=TEXT,
    )

    def perform(data: dict) -> None:
        values = _values(data)
        unit = get_einheit(actor, UUID(data["einheit"]))
        actions.create_kanal(actor, unit, at=now(), **values)

    return run_form(request, form, page, perform)


@require_http_methods(["GET", "POST"])
def one_ordner(request: HttpRequest, kanal_id: UUID) -> HttpResponse:
    """Change a watched folder, or stop watching it."""
    actor = request.actor
    row = queries.get_folder(actor, kanal_id)
    initial = {
        **row.einstellungen,
        "bezeichnung": row.bezeichnung,
        "art": row.art,
        "einheit": str(row.einheit_id),
        "is_active": row.is_active,
    }
    choices = {"units": unit_choices(actor), "klassen": klasse_choices(actor)}
    form = OrdnerForm(request.POST or None, initial=initial, **choices)
    page = FormPage(
        title=row.bezeichnung,
        label="Speichern",
        back=reverse("scannen:ordner"),
        steps=_steps(),
        done="Die Angaben sind gespeichert.",
        text=row.failure or TEXT,
    )

    def perform(data: dict) -> None:
        unit = get_einheit(actor, UUID(data["einheit"]))
        values = {**_values(data), "einheit": unit}
        actions.change_kanal(actor, row, seen_revision=row.revision, values=values)

    return run_form(request, form, page, perform)


def _values(data: dict) -> dict:
    settings = {name: data[name] for name in ("ordner", "scanklasse", "ruhe")}
    return {
        "bezeichnung": data["bezeichnung"],
        "art": data["art"],
        "is_active": data["is_active"],
        "einstellungen": settings,
    }
