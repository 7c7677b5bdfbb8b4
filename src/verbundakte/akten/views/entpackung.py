"""/dokumente/<id>/entpackung/ : let the files of an archive become Anlagen, and take that back."""

import json
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_POST

from verbundakte.akten import actions, queries
from verbundakte.akten.anlagen import comes_by_itself
from verbundakte.akten.models import Datei, Dokument, RenditionKind
from verbundakte.akten.views.addresses import address_of
from verbundakte.akten.views.angaben import chosen_fassung
from verbundakte.core.actions import Refusal
from verbundakte.core.blobs import store
from verbundakte.core.clock import now
from verbundakte.core.tenancy.context import current_tenant
from verbundakte.core.ui.formats import number
from verbundakte.core.ui.messages import say, warn


def inside_of(actor, dokument: Dokument, datei: Datei | None) -> dict | None:
    """Return which files lie in a file (with its renditions prefetched), None when none do."""
    made = [] if datei is None else datei.renditions.all()
    listed = next((row for row in made if row.kind == RenditionKind.INHALT and row.blob), None)
    if listed is None:
        return None
    files = json.loads(store.read(current_tenant(), listed.blob.sha256))
    if comes_by_itself(datei.format_name, (file["name"] for file in files)):
        return None
    for file in files:
        file["changed"] = parse_date(file["changed"])
    return {
        "files": files,
        "unpacked": queries.count_unpacked(actor, datei),
        "key": dokument.pk,
    }


@require_POST
def order(request: HttpRequest, dokument_id: UUID) -> HttpResponse:
    """Unpack the newest file of a Dokument."""
    dokument = queries.get_dokument(request.actor, dokument_id)
    fassung = chosen_fassung(request, queries.files_of(request.actor, dokument))
    datei = fassung and next(iter(fassung.dateien.all()), None)
    try:
        actions.order_entpackung(
            request.actor, dokument, datei_id=datei.pk if datei else dokument.pk
        )
    except Refusal as refusal:
        warn(request, refusal.message)
    else:
        say(request, "Das Archiv wird entpackt. Die Dateien erscheinen als Anlagen darunter.")
    return redirect(address_of(dokument))


@require_POST
def undo(request: HttpRequest, dokument_id: UUID) -> HttpResponse:
    """Take back what was unpacked."""
    dokument = queries.get_dokument(request.actor, dokument_id)
    try:
        count = actions.undo_entpackung(request.actor, dokument, at=now())
    except Refusal as refusal:
        warn(request, refusal.message)
    else:
        told = "1 Anlage ist" if count == 1 else f"{number(count)} Anlagen sind"
        say(request, f"{told} zurückgenommen. Im Archiv liegt alles weiter.")
    return redirect(address_of(dokument))
