"""/posteingang/<id>/nachweise/<id> : a protocol as it came, to be saved and never shown in place."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from verbundakte.core.blobs.download import Sent, send
from verbundakte.posteingang import queries


@require_safe
def nachweis(request: HttpRequest, eingang_id: UUID, nachweis_id: UUID) -> HttpResponse:
    """Send the file of a proof."""
    eingang = queries.get_eingang(request.actor, eingang_id)
    row = queries.get_proof(request.actor, eingang, nachweis_id)
    name = row.angaben.get("datei", "Protokoll")
    return send(request, Sent(row.blob.sha256, row.blob.size, name))
