"""A unit, or a part of it, goes over into another one: plan it, see what it means, do it."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from verbundakte.core.actions import Refusal
from verbundakte.core.clock import now, today
from verbundakte.core.ui.messages import say, warn
from verbundakte.core.ui.shortcuts import render_page
from verbundakte.organisation import actions, queries
from verbundakte.organisation.forms import UeberleitungForm
from verbundakte.organisation.models import Ueberleitung
from verbundakte.organisation.permissions import Permission
from verbundakte.organisation.views.parts import (
    FormPage,
    einheit_address,
    einheit_steps,
    run_form,
)


def _page_of(planned: Ueberleitung) -> str:
    return reverse("organisation:ueberleitung", args=[planned.einheit_id, planned.pk])


@require_http_methods(["GET", "POST"])
def ueberleitung_new(request: HttpRequest, einheit_id: UUID) -> HttpResponse:
    """Choose what of a unit goes over into which other one, and when; nothing changes yet."""
    queries.require(request.actor, Permission.EINHEIT_EDIT)
    unit = queries.get_einheit(request.actor, einheit_id)
    umfang = queries.umfang_of(request.actor, unit, on=today())
    page = FormPage(
        title=f"{unit} überleiten",
        label="Vorschau",
        back=einheit_address(unit),
        steps=einheit_steps(unit),
        done="",
        text="Die Vorschau zeigt, was es bedeutet; bis Sie dort ausführen oder der Tag kommt,"
        " ändert sich nichts. Aktenzeichen und Verlauf bleiben.",
        part="organisation/_ueberleitung.html",
        context={"found": umfang},
    )
    share = "teil" if request.GET.get("umfang") == "teil" else "ganz"
    form = UeberleitungForm(
        request.POST or None, umfang=umfang, today=today(), initial={"is_whole": share}
    )

    def perform(data: dict) -> str:
        is_whole, parts = data["is_whole"] == "ganz", tuple(data.get("parts", ()))
        share = actions.Share(is_whole, tuple(data["stellen"]), parts)
        planned = actions.plan_ueberleitung(
            request.actor, unit, into=data["into"], share=share, on=data["on"]
        )
        return _page_of(planned)

    return run_form(request, form, page, perform)


@require_safe
def ueberleitung(request: HttpRequest, einheit_id: UUID, ueberleitung_id: UUID) -> HttpResponse:
    """Show what a planned Ueberleitung will do, or that it was done."""
    unit = queries.get_einheit(request.actor, einheit_id)
    planned = queries.get_ueberleitung(request.actor, unit, ueberleitung_id)
    context = {
        "einheit": unit,
        "planned": planned,
        "steps": einheit_steps(unit),
        "folgen": None if planned.done_at else queries.folgen_of(request.actor, planned),
        "is_due": planned.from_on <= today(),
    }
    return render_page(request, "organisation/ueberleitung.html", context)


@require_POST
def ausfuehrung(request: HttpRequest, einheit_id: UUID, ueberleitung_id: UUID) -> HttpResponse:
    """Do now what was planned for today or before."""
    unit = queries.get_einheit(request.actor, einheit_id)
    planned = queries.get_ueberleitung(request.actor, unit, ueberleitung_id)
    try:
        actions.carry_out(request.actor, planned, on=today(), at=now())
    except Refusal as refusal:
        warn(request, refusal.message)
        return redirect(_page_of(planned))
    say(request, "Übergeleitet. Akten folgen im Hintergrund („Meine Aufträge“)")
    return redirect(einheit_address(planned.into))


@require_POST
def ruecknahme(request: HttpRequest, einheit_id: UUID, ueberleitung_id: UUID) -> HttpResponse:
    """Take back what was planned."""
    unit = queries.get_einheit(request.actor, einheit_id)
    planned = queries.get_ueberleitung(request.actor, unit, ueberleitung_id)
    try:
        actions.drop_ueberleitung(request.actor, unit, planned=planned)
    except Refusal as refusal:
        warn(request, refusal.message)
        return redirect(_page_of(planned))
    say(request, "Geplante Überleitung zurückgenommen")
    return redirect(einheit_address(unit))
