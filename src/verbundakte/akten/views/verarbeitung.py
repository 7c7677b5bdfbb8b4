"""/dateien/<id>/verarbeitung/ : let a file be read once more that could not be read."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from verbundakte.akten import queries
from verbundakte.akten.actions.verarbeitung import retry_datei
from verbundakte.akten.views.addresses import address_of, safe_next
from verbundakte.core.actions import Refusal
from verbundakte.core.ui.messages import say, warn


@require_POST
def retry(request: HttpRequest, datei_id: UUID) -> HttpResponse:
    """Start the work on a file again."""
    datei = queries.get_datei(request.actor, datei_id)
    dokument = datei.fassung.dokument
    try:
        retry_datei(request.actor, dokument, datei_id=datei.pk)
    except Refusal as refusal:
        warn(request, refusal.message)
    else:
        say(request, "Die Datei wird noch einmal eingelesen.")
    return redirect(safe_next(request, address_of(dokument)))
