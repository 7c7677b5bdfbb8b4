"""/posteingang/<id>/eingangsbestaetigung, /eingangsstempel : papers made for one answer."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils.timezone import localtime
from django.views.decorators.http import require_safe

from verbundakte.akten.pages import send_pdf, stamped_copy
from verbundakte.akten.queries import get_datei
from verbundakte.core.actions import Refusal
from verbundakte.core.clock import now
from verbundakte.core.conversion import converters
from verbundakte.core.converters.errors import ConversionFailed
from verbundakte.core.models import LeseArt
from verbundakte.core.tenancy.context import current_tenant
from verbundakte.core.ui.messages import warn
from verbundakte.posteingang import queries
from verbundakte.posteingang.permissions import Permission
from verbundakte.posteingang.rules import stamp_lines


@require_safe
def eingangsbestaetigung(request: HttpRequest, eingang_id: UUID) -> HttpResponse:
    """Send the receipt for whoever handed something in at the counter."""
    actor = request.actor
    eingang = queries.get_eingang(actor, eingang_id)
    if not actor.may(Permission.EINGANG_RECORD, eingang):
        raise Http404
    context = {
        "eingang": eingang,
        "town": request.tenant.name,
        "by": actor.name,
        "unit": actor.unit_name,
        "at": localtime(now()),
        "arrived": localtime(eingang.eingegangen_at),
    }
    markup = render_to_string("posteingang/ausgabe/eingangsbestaetigung.html", context)
    try:
        data = converters().sheet(current_tenant(), markup).data
    except ConversionFailed as failure:
        warn(request, failure.message)
        return redirect("posteingang:eingang", eingang_id=eingang.pk)
    return send_pdf(data, f"Eingangsbestätigung {eingang.jahr}-{eingang.nummer:05d}.pdf")


@require_safe
def eingangsstempel(request: HttpRequest, eingang_id: UUID) -> HttpResponse:
    """Send a copy of the letter with date and number on it; the original stays as it came."""
    actor = request.actor
    eingang = queries.get_eingang(actor, eingang_id)
    datei = queries.files_of_rows(actor, [eingang]).get(eingang.pk)
    if datei is None:
        raise Http404
    datei = get_datei(actor, datei.pk, art=LeseArt.AUSGABE)
    lines = stamp_lines(eingang.number, localtime(eingang.eingegangen_at))
    try:
        return stamped_copy(actor, datei, lines)
    except (Refusal, ConversionFailed) as refusal:
        warn(request, refusal.message)
        return redirect("posteingang:eingang", eingang_id=eingang.pk)
