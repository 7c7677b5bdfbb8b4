"""Reading the ways in as a whole: how each stands, and which mails stayed in their mailbox."""

from uuid import UUID

from django.http import Http404

from verbundakte.core.clock import today
from verbundakte.organisation.queries import einheiten
from verbundakte.posteingang.models import Annahmehindernis, Eingangskanal, KanalArt
from verbundakte.posteingang.permissions import Permission
from verbundakte.posteingang.queries.kanal import kanaele

MOST, MOST_SHOWN = 500, 50
SET_UP = (
    KanalArt.EMAIL, KanalArt.SCAN, KanalArt.ORDNER, KanalArt.BEHOERDENPOST, KanalArt.ANTRAG,
)  # fmt: skip


def kanaele_with_stand(actor) -> list[Eingangskanal]:
    """Return the ways in that are set up, each with its `stand` (one query; at most 500)."""
    rows = kanaele(actor).select_related("einheit", "stand")
    return list(rows.filter(art__in=SET_UP, is_standard=False)[:MOST])


def get_postfach(actor, key: UUID) -> Eingangskanal:
    """Return a mailbox with its `stand`, or 404."""
    found = kanaele(actor).select_related("einheit", "stand").filter(pk=key).first()
    if found is None or getattr(found, "stand", None) is None:
        raise Http404
    return found


def hindernisse(actor, kanal: Eingangskanal) -> list[Annahmehindernis]:
    """Return the mails that could not be taken, the newest first (at most 50)."""
    rows = Annahmehindernis.objects.filter(kanal=kanal, done_at=None)
    return list(rows.order_by("-noted_at")[:MOST_SHOWN])


def failing_kanaele(actor) -> list[Eingangskanal]:
    """Return the ways in that do not work, for whoever sets them up."""
    if Permission.KANAL_CONFIGURE not in actor.permissions:
        return []
    rows = Eingangskanal.objects.filter(is_active=True).exclude(failing_since=None)
    return list(rows.order_by("failing_since")[:MOST])


def units_to_choose(actor) -> list[tuple[str, str]]:
    """Return (id, name) of the units to which a way in may bring."""
    return [(str(row.pk), str(row)) for row in einheiten(actor, on=today())]
