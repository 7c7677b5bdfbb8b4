"""/signaturen/dokumente/<id>/signatur/ : the Fassung that counts is signed or sealed."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from verbundakte.core.actions import Refusal
from verbundakte.core.clock import now
from verbundakte.core.ui.addresses import reverse
from verbundakte.core.ui.form_page import FormPage, run_form
from verbundakte.core.ui.messages import warn
from verbundakte.signaturen import queries
from verbundakte.signaturen.actions.signatur import Wunsch, final_pdf, order
from verbundakte.signaturen.forms import SignaturForm
from verbundakte.signaturen.permissions import Permission
from verbundakte.signaturen.views.pruefung import read_dokument, steps_of

DONE = "Die Signatur ist beauftragt. Sie wird eine neue Fassung; die bisherige bleibt."
NONE = "Für Sie ist kein geltendes Zertifikat hinterlegt. Die Fachadministration richtet es ein."
MAY = (Permission.SIGNATUR_CREATE, Permission.SIEGEL_CREATE)


@require_http_methods(["GET", "POST"])
def sign(request: HttpRequest, dokument_id: UUID) -> HttpResponse:
    """Ask with which certificate, then order the signature of what the page showed."""
    actor, dokument = request.actor, read_dokument(request, dokument_id)
    if not any(actor.may(permission, dokument) for permission in MAY):
        raise PermissionDenied
    back = reverse("signaturen:dokument", args=[dokument.pk])
    zertifikate = queries.zertifikate_for(actor, dokument)
    try:
        datei = final_pdf(dokument)
    except Refusal as refusal:
        warn(request, refusal.message)
        return redirect(back)
    if not zertifikate:
        warn(request, NONE)
        return redirect(back)
    given = {"gesehen": datei.blob.sha256}
    form = SignaturForm(request.POST or None, initial=given, zertifikate=zertifikate)
    page = FormPage(
        title="Signieren oder siegeln",
        label="Signieren",
        back=back,
        steps=(*steps_of(dokument), ("Signaturen", back)),
        done=DONE,
        text=f"Signiert wird Fassung {datei.fassung.nummer}: {datei.file_name}. Es entsteht eine neue"
        " Fassung mit Zeitstempel; hat das Dokument inzwischen eine neuere, wird nichts signiert.",
    )

    def perform(values: dict) -> None:
        wunsch = Wunsch(
            values["gesehen"],
            form.by_key[values["zertifikat"]],
            values["grund"],
            values["has_stamp"],
        )
        order(actor, dokument, wunsch=wunsch, at=now())

    return run_form(request, form, page, perform)
