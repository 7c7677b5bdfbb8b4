"""/signaturen/dokumente/<id>/signatur/ : the Fassung that counts is signed or sealed."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from verbundakte.akten.models import Dokument
from verbundakte.akten.pages import address_of
from verbundakte.akten.queries import files_of
from verbundakte.core.actions import Refusal
from verbundakte.core.clock import now
from verbundakte.core.ui.addresses import reverse
from verbundakte.core.ui.form_page import FormPage, run_slow_form
from verbundakte.core.ui.messages import say, warn
from verbundakte.signaturen import queries
from verbundakte.signaturen.actions.signatur import Wunsch, final_pdf, order
from verbundakte.signaturen.fernsignatur import Freigabe
from verbundakte.signaturen.form import SATISFIED_BY, Form, count_satisfying
from verbundakte.signaturen.forms import SignaturForm, is_remote
from verbundakte.signaturen.permissions import Permission
from verbundakte.signaturen.signieren import sign_remotely
from verbundakte.signaturen.views.pruefung import (
    compare_address,
    read_dokument,
    steps_of,
    why_expired,
)

ORDERED = "Die Signatur ist beauftragt. Sie wird eine neue Fassung; die bisherige bleibt."
SIGNED = (
    "Das Dokument ist signiert. Die Signatur steht in einer neuen Fassung; die bisherige bleibt."
)
NONE = "Für Sie ist kein geltendes Zertifikat hinterlegt. Die Fachadministration richtet es ein."
MAY = (Permission.SIGNATUR_CREATE, Permission.SIEGEL_CREATE)


@sensitive_post_parameters("pin", "otp")
@never_cache
@require_http_methods(["GET", "POST"])
@transaction.non_atomic_requests
def sign(request: HttpRequest, dokument_id: UUID) -> HttpResponse:
    """Ask with which certificate, then sign what the page showed: as a job, or at once by a service."""
    with transaction.atomic():
        actor, dokument = request.actor, read_dokument(request, dokument_id)
        if not any(actor.may(permission, dokument) for permission in MAY):
            raise PermissionDenied
        back = reverse("signaturen:dokument", args=[dokument.pk])
        vorgabe = queries.form_for(actor, dokument)
        zertifikate = _fitting_first(queries.zertifikate_for(actor, dokument), vorgabe)
        try:
            datei = final_pdf(dokument)
        except Refusal as refusal:
            warn(request, refusal.message)
            return redirect(back)
        expired = "" if zertifikate else why_expired(actor, dokument)
    if not zertifikate:
        warn(request, expired or NONE)
        return redirect(back)
    with transaction.atomic():
        changed = _changed_since(actor, dokument, request.POST.get("gesehen", ""))
    given = {"gesehen": datei.blob.sha256}
    form = SignaturForm(request.POST or None, initial=given, zertifikate=zertifikate)
    page = _page(dokument, back, _explained(datei, zertifikate, vorgabe), changed)

    def perform(values: dict) -> None:
        row = form.by_key[values["zertifikat"]]
        wunsch = Wunsch(values["gesehen"], row, values["grund"], values["has_stamp"])
        if is_remote(row):
            freigabe = Freigabe(values.get("pin", ""), values.get("otp", ""))
            sign_remotely(actor, dokument, wunsch=wunsch, freigabe=freigabe)
            say(request, SIGNED)
        else:
            order(actor, dokument, wunsch=wunsch, at=now())
            say(request, ORDERED)

    return run_slow_form(request, form, page, perform)


def _page(dokument: Dokument, back: str, text: str, changed: str) -> FormPage:
    """Return what stands around the form; `changed`: where to see what she has not seen yet."""
    return FormPage(
        title="Signieren oder siegeln",
        label="Signieren",
        back=back,
        steps=(*steps_of(dokument), ("Signaturen", back)),
        done="",
        text=text,
        part="signaturen/_vergleich.html",
        context={"url": changed, "dokument": address_of(dokument)},
    )


def _changed_since(actor, dokument: Dokument, seen: str) -> str:
    """Return the page that shows what changed since the Fassung she saw, "" where nothing did."""
    if not seen:
        return ""
    fassungen = files_of(actor, dokument)
    for fassung in fassungen:
        if any(datei.blob.sha256 == seen for datei in fassung.dateien.all()):
            return compare_address(dokument, fassung.nummer, fassungen)
    return ""


def _fitting_first(rows: list, vorgabe) -> list:
    """Put what satisfies the demanded form first, so that it is chosen already."""
    return sorted(rows, key=lambda row: vorgabe is not None and not _fits(row, vorgabe))


def _fits(row, vorgabe) -> bool:
    given = [row.form]
    return count_satisfying(Form(vorgabe.form), given, takes_seal=vorgabe.takes_seal) > 0


def _explained(datei, zertifikate: list, vorgabe) -> str:
    """Return what will happen, and what the Signaturkonzept demands."""
    text = (
        f"Signiert wird Fassung {datei.fassung.nummer}: {datei.file_name}. Es entsteht eine neue"
        " Fassung mit Zeitstempel; hat das Dokument inzwischen eine neuere, wird nichts signiert."
    )
    if vorgabe is None or vorgabe.form not in SATISFIED_BY:
        return text
    rule = f" nach {vorgabe.regel}" if vorgabe.regel else ""
    text = f"Verlangt ist{rule}: {Form(vorgabe.form).label}. {text}"
    if any(_fits(row, vorgabe) for row in zertifikate):
        return text
    return f"{text} Keines Ihrer Zertifikate ergibt die verlangte Form."
