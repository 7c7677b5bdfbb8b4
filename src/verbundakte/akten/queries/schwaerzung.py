"""One's own Schwärzungen, as long as the file may be read."""

import json
from uuid import UUID

from django.http import Http404

from verbundakte.akten.models import (
    Beteiligung,
    Datei,
    Dokument,
    Rendition,
    RenditionKind,
    Schwaerzung,
)
from verbundakte.akten.queries.kontakt import beteiligte_of
from verbundakte.akten.queries.objects import get_datei
from verbundakte.core.blobs import store
from verbundakte.core.tenancy.context import current_tenant


def get_schwaerzung(actor, key: UUID) -> Schwaerzung:
    """Return what one began oneself at a file one may still read, or 404."""
    rows = Schwaerzung.objects.select_related("ergebnis")
    row = rows.filter(pk=key, created_by=getattr(actor, "person_id", None)).first()
    if row is None:
        raise Http404
    row.datei = get_datei(actor, row.datei_id)
    return row


def names_around(actor, dokument: Dokument) -> list[str]:
    """Return the names of who takes part in a Dokument that was read, in its Vorgang and its Akte,
    as far as the actor may see them; each once."""
    places = [dokument, *filter(None, (dokument.vorgang, dokument.akte))]
    parts: list[Beteiligung] = [part for place in places for part in beteiligte_of(actor, place)]
    names = (f"{part.kontakt.vorname} {part.kontakt.name}".strip() for part in parts)
    return list(dict.fromkeys(names))


def words_of(actor, datei: Datei) -> dict[str, list]:
    """Return {page: recognised words} of a file that was read: [text, left, top, width, height]."""
    rows = Rendition.objects.select_related("blob").filter(
        datei=datei, kind=RenditionKind.WORDS, blob__isnull=False
    )
    tenant = current_tenant()
    return {str(row.page): json.loads(store.read(tenant, row.blob.sha256)) for row in rows}
