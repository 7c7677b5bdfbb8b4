"""/vorgaenge/<id>/akteneinsichten/ : what somebody is given to see, and that it was handed over."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from verbundakte.akten import queries
from verbundakte.akten.actions import einsicht as steps
from verbundakte.akten.forms_papier import EinsichtForm, UebergabeForm
from verbundakte.akten.models import Vorgang
from verbundakte.akten.permissions import Permission
from verbundakte.akten.queries import einsicht as read
from verbundakte.akten.queries.kontakt import has_gesperrte
from verbundakte.akten.views.addresses import address_of
from verbundakte.core.actions import Refusal
from verbundakte.core.clock import now, today
from verbundakte.core.ui.messages import say
from verbundakte.core.ui.shortcuts import render_page

STARTED = "Das PDF entsteht im Hintergrund; Sie finden es unter „Meine Aufträge“."


def _steps(vorgang: Vorgang) -> list[tuple[str, str]]:
    place = reverse("akten:akteneinsichten", args=[vorgang.pk])
    return [(str(vorgang), address_of(vorgang)), ("Akteneinsicht", place)]


@require_safe
def einsichten(request: HttpRequest, vorgang_id: UUID) -> HttpResponse:
    """Show who was given to see this Vorgang."""
    vorgang = queries.get_vorgang(request.actor, vorgang_id)
    context = {
        "vorgang": vorgang,
        "steps": _steps(vorgang)[:1],
        "rows": read.einsichten_of(request.actor, vorgang),
        "may": request.actor.may(Permission.EINSICHT_CREATE, vorgang),
    }
    return render_page(request, "akten/akteneinsichten.html", context)


@require_http_methods(["GET", "POST"])
def new_einsicht(request: HttpRequest, vorgang_id: UUID) -> HttpResponse:
    """Choose what is shown and say why the rest is not."""
    actor = request.actor
    vorgang = queries.get_vorgang(actor, vorgang_id)
    rows = read.dokumente_to_show(actor, vorgang)
    form = EinsichtForm(request.POST or None)
    chosen = _chosen(request, rows)
    if request.method == "POST" and form.is_valid():
        reasons = {row.pk: None if is_shown else reason for row, is_shown, reason in chosen}
        try:
            made = steps.prepare_einsicht(
                actor, vorgang, values=form.cleaned_data, reasons=reasons, at=now()
            )
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            say(request, STARTED)
            return redirect("akten:akteneinsicht", einsicht_id=made.pk)
    context = {
        "vorgang": vorgang,
        "steps": _steps(vorgang),
        "form": form,
        "chosen": chosen,
        "warns": has_gesperrte(actor, vorgang, on=today()),
        "may": actor.may(Permission.EINSICHT_CREATE, vorgang),
        "cancel": reverse("akten:akteneinsichten", args=[vorgang.pk]),
    }
    status = 422 if request.method == "POST" else 200
    return render_page(request, "akten/akteneinsicht_neu.html", context, status=status)


def _chosen(request: HttpRequest, rows: list) -> list[tuple]:
    """Return (Dokument, is shown, reason) as the form says; at first everything is shown."""
    picked = set(request.POST.getlist("zeigen"))
    is_first = request.method != "POST"
    return [
        (row, is_first or str(row.pk) in picked, request.POST.get(f"grund-{row.pk}", "")[:300])
        for row in rows
    ]


@require_http_methods(["GET", "POST"])
def show_einsicht(request: HttpRequest, einsicht_id: UUID) -> HttpResponse:
    """Show one Akteneinsicht; POST records that it was handed over."""
    actor = request.actor
    einsicht = read.get_einsicht(actor, einsicht_id)
    vorgang = einsicht.vorgang
    form = UebergabeForm(request.POST or None, initial={"on": today()}, today=today())
    if request.method == "POST" and form.is_valid():
        try:
            steps.hand_over(actor, vorgang, einsicht=einsicht, at=now(), **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            say(request, "Übergabe vermerkt.")
            return redirect("akten:akteneinsicht", einsicht_id=einsicht.pk)
    names = queries.person_names([str(einsicht.created_by), str(einsicht.handed_by)])
    handed = (
        f"{einsicht.handed_on:%d.%m.%Y}, {einsicht.get_handed_how_display()},"
        f" vermerkt von {names.get(str(einsicht.handed_by), '')}"
        if einsicht.handed_at
        else "noch nicht"
    )
    context = {
        "einsicht": einsicht,
        "steps": _steps(vorgang),
        "rows": read.chosen_in(actor, einsicht),
        "facts": [
            ("Rechtsgrund", einsicht.get_rechtsgrund_display()),
            ("Bemerkung", einsicht.bemerkung),
            ("Zusammen|gestellt von", names.get(str(einsicht.created_by), "")),
            ("Übergeben", handed),
        ],
        "form": form,
        "may": not einsicht.handed_at and actor.may(Permission.EINSICHT_CREATE, vorgang),
    }
    status = 422 if form.errors else 200
    return render_page(request, "akten/akteneinsicht.html", context, status=status)
