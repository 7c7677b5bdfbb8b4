"""What was found out about signatures; whoever may read the Dokument may read it."""

from uuid import UUID

from django.http import Http404

from verbundakte.akten.models import Dokument
from verbundakte.akten.queries import get_dokument
from verbundakte.signaturen.models import Signaturpruefung

MOST = 50


def _rows():
    return Signaturpruefung.objects.select_related("datei__fassung").order_by("-created_at", "-pk")


def pruefungen_of(actor, dokument: Dokument) -> list[Signaturpruefung]:
    """Return the verifications of the files of a Dokument that was read, the newest first."""
    return list(_rows().filter(dokument=dokument)[:MOST])


def newest_pruefungen(actor, dateien: list[UUID]) -> dict[UUID, Signaturpruefung]:
    """Return the newest verification of each of some files of a Dokument that was read."""
    rows = _rows().filter(datei__in=dateien).order_by("datei", "-created_at", "-pk")
    return {row.datei_id: row for row in rows.distinct("datei")}


def get_pruefung(actor, key: UUID) -> Signaturpruefung:
    """Return one verification of a Dokument the actor may read, or 404."""
    found = _rows().filter(pk=key).first()
    if found is None:
        raise Http404
    found.dokument = get_dokument(actor, found.dokument_id)
    return found
