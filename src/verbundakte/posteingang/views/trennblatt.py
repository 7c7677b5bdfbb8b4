"""/scannen/trennblaetter/ and /scannen/deckblatt/<vorgang>/ : sheets to print, sent as PDF at once."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.timezone import localtime
from django.views.decorators.http import require_http_methods, require_POST

from verbundakte.akten.queries import get_vorgang
from verbundakte.core.audit import tenant_uuid
from verbundakte.core.blobs.download import READ_ONLY_PDF
from verbundakte.core.clock import now
from verbundakte.core.tenancy.context import current_tenant
from verbundakte.core.ui.form_page import FormPage
from verbundakte.core.ui.shortcuts import render_page
from verbundakte.organisation.queries import get_einheit
from verbundakte.posteingang import actions
from verbundakte.posteingang.models import Trennblatt, TrennblattArt
from verbundakte.posteingang.permissions import Permission
from verbundakte.posteingang.queries.eingang import require
from verbundakte.posteingang.scan.blaetter import code_of
from verbundakte.posteingang.scan.bogen import sheets
from verbundakte.posteingang.scan_forms import TrennblattForm
from verbundakte.posteingang.views.scan import steps, unit_choices

SAYS = {
    TrennblattArt.EINGANG: "Legen Sie dieses Blatt vor jeden neuen Eingang.",
    TrennblattArt.DOKUMENT: "Legen Sie dieses Blatt vor jede Anlage eines Eingangs.",
    TrennblattArt.EINHEIT: "Legen Sie dieses Blatt vor jeden Eingang, der an diese Einheit geht.",
}
KEPT = "Das Blatt wird nicht abgelegt und lässt sich wieder verwenden."
COVER = "Legen Sie dieses Blatt vor das Papier und scannen Sie beides zusammen."


@require_http_methods(["GET", "POST"])
def trennblaetter(request: HttpRequest) -> HttpResponse:
    """Print sheets that divide a batch."""
    actor = request.actor
    require(actor, Permission.SCAN_WORK)
    form = TrennblattForm(request.POST or None, units=unit_choices(actor))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        is_for_unit = data["art"] == TrennblattArt.EINHEIT
        unit = get_einheit(actor, UUID(data["einheit"])) if is_for_unit else None
        sheet = actions.print_trennblatt(actor, unit, art=TrennblattArt(data["art"]), at=now())
        lines = [str(unit)] if unit else []
        page = (sheet.get_art_display(), [*lines, SAYS[sheet.art], KEPT], _code(sheet))
        return _sent(sheets([page] * data["anzahl"]), "Trennblatt.pdf")
    page = FormPage(
        title="Trennblätter drucken",
        label="Drucken",
        back=reverse("scannen:stapel"),
        steps=steps(),
        done="",
        text="Trennblätter liegen zwischen den Schreiben eines Stapels. Sie gelten nur in dieser"
        " Kommune; fremde Blätter bewirken nichts.",
    )
    status = 422 if form.errors else 200
    return render_page(
        request, "posteingang/scan/trennblaetter.html", {"form": form, "page": page}, status
    )


@require_POST
def deckblatt(request: HttpRequest, vorgang_id: UUID) -> HttpResponse:
    """Send the cover sheet of a Vorgang: what is scanned behind it lands there."""
    vorgang = get_vorgang(request.actor, vorgang_id)
    sheet = actions.print_deckblatt(request.actor, vorgang, at=now())
    lines = [
        vorgang.betreff,
        COVER,
        f"Gedruckt am {localtime(sheet.created_at):%d.%m.%Y}, gilt bis {sheet.gilt_bis:%d.%m.%Y}.",
    ]
    return _sent(sheets([(vorgang.aktenzeichen, lines, _code(sheet))]), "Deckblatt.pdf")


def _code(sheet: Trennblatt) -> str:
    return code_of(tenant_uuid(current_tenant()), sheet.pk)


def _sent(pdf: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(pdf, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{name}"'
    answer["Content-Security-Policy"] = READ_ONLY_PDF
    answer["Cache-Control"] = "private, no-store"
    return answer
