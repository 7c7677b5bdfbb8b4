"""Akteneinsichten of a Vorgang that was read."""

from uuid import UUID

from django.http import Http404

from verbundakte.akten.models import Akteneinsicht, Dokument, EinsichtDokument, Vorgang
from verbundakte.akten.queries.objects import dokumente, vorgaenge

MOST = 200
MOST_DOKUMENTE = 2_000


def einsichten_of(actor, vorgang: Vorgang) -> list[Akteneinsicht]:
    """Return the Akteneinsichten of a Vorgang that was read, newest first."""
    rows = Akteneinsicht.objects.filter(vorgang=vorgang)
    return list(rows.order_by("-created_at", "-pk")[:MOST])


def get_einsicht(actor, key: UUID) -> Akteneinsicht:
    """Return an Akteneinsicht whose Vorgang the actor may see, or 404."""
    row = Akteneinsicht.objects.filter(pk=key).first()
    vorgang = vorgaenge(actor).filter(pk=row.vorgang_id).first() if row else None
    if row is None or vorgang is None:
        raise Http404
    row.vorgang = vorgang
    return row


def dokumente_to_show(actor, vorgang: Vorgang) -> list[Dokument]:
    """Return the Dokumente of a Vorgang that can be shown to somebody: visible, no drafts."""
    rows = dokumente(actor).filter(vorgang=vorgang, is_entwurf=False)
    return list(rows.order_by("position", "created_at")[:MOST_DOKUMENTE])


def chosen_in(actor, einsicht: Akteneinsicht) -> list[EinsichtDokument]:
    """Return what an Akteneinsicht shows and leaves out, as far as the actor may see it."""
    rows = EinsichtDokument.objects.filter(einsicht=einsicht, dokument__in=dokumente(actor))
    return list(rows.select_related("dokument").order_by("dokument__position"))
