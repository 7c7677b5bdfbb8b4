"""Letters, read through the rights of their Dokumente."""

from uuid import UUID

from django.http import Http404

from verbundakte.akten.models import Dokument
from verbundakte.schriftverkehr.models import Empfaenger, Schreiben
from verbundakte.schriftverkehr.permissions import Permission


def schreiben_seen(actor):
    """Return the Schreiben the actor may see: those whose Dokument she may read, none in the bin."""
    if Permission.SCHREIBEN_READ not in actor.permissions:
        raise Http404
    seen = Dokument.objects.visible_to(actor).filter(trashed_at=None)
    rows = Schreiben.objects.filter(dokument__in=seen)
    return rows.select_related("dokument__vorgang", "vorlage", "briefkopf", "person", "stelle")


def get_schreiben(actor, key: UUID) -> Schreiben:
    """Return a Schreiben, or 404."""
    row = schreiben_seen(actor).filter(pk=key).first()
    if row is None:
        raise Http404
    return row


def empfaenger_of(actor, schreiben: Schreiben) -> list[Empfaenger]:
    """Return to whom a Schreiben that was read goes, with what is enclosed (two queries)."""
    rows = schreiben.empfaenger.select_related("kontakt").prefetch_related("beilagen__dokument")
    return list(rows.order_by("position"))
