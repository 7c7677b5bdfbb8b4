"""What waits for a person: Eingänge of hers and of her units, and Fristen."""

from datetime import date

from django.db.models import OuterRef, Q, Subquery

from verbundakte.akten.models import Vorgang
from verbundakte.core.db.ready import Ready
from verbundakte.posteingang.models import Ablage, Eingang, Eingangsfrist, Zuleitung
from verbundakte.posteingang.permissions import Permission

MOST = 50


TOLD = (
    "tenant",
    "jahr",
    "nummer",
    "betreff",
    "absender",
    "verschluss",
    "person_id",
    "eingegangen_at",
)
"""What is told of an Eingang that waits; the whole of fifty is not read for it."""


def _waiting(actor):
    own = Q(person=actor.works_for) | Q(person=None, einheit__in=actor.einheiten)
    last = Zuleitung.objects.filter(eingang=OuterRef("pk")).order_by("-nummer")
    rows = Eingang.objects.visible_to(actor).filter(own, done_at=None)
    rows = rows.annotate(accepted_at=Subquery(last.values("accepted_at")[:1])).only(*TOLD)
    return rows.order_by("eingegangen_at", "pk")[: MOST + 1]


def _fristen(actor, until: date):
    me = actor.works_for
    hers = Q(zweite=me) | Q(bestaetigt_by=me) | Q(eingang__person=me)
    near = Q(am__lte=until) | Q(vorfrist_am__lte=until)
    rows = Eingangsfrist.objects.running().filter(hers, near)
    rows = rows.filter(eingang__zone__in=actor.zones_read).select_related("eingang", "zweite")
    return rows.order_by("am", "pk")[:MOST]


_WAITING, _FRISTEN = Ready(_waiting), Ready(_fristen, until=date)


def waiting_for(actor) -> list[Eingang]:
    """Return what is not filed: given to the person, or to a unit of hers and nobody in it.

    Oldest first, at most 51 (one query; none for whoever sees no Eingänge).
    """
    if Permission.EINGANG_READ not in actor.permissions or actor.kind != "person":
        return []
    return _WAITING.all(actor)


def fristen_for(actor, *, until: date) -> list[Eingangsfrist]:
    """Return confirmed Fristen the person answers for, as first or second person, whose Vorfrist or
    day comes until then; the most urgent first (one query)."""
    if Permission.EINGANG_READ not in actor.permissions or actor.kind != "person":
        return []
    return _FRISTEN.all(actor, until=until)


def fristen_in(actor, vorgang: Vorgang) -> list[Eingangsfrist]:
    """Return the running Fristen of the Eingänge filed in a Vorgang that was read (one query)."""
    if Permission.EINGANG_READ not in actor.permissions:
        return []
    filed = Ablage.objects.filter(vorgang=vorgang, undone_at=None).values("eingang")
    rows = Eingangsfrist.objects.running().filter(
        eingang__in=filed, eingang__zone__in=actor.zones_read
    )
    return list(rows.select_related("eingang", "zweite").order_by("am", "pk")[:MOST])


def running_fristen(actor, most: int) -> list[Eingangsfrist]:
    """Return all running Fristen of the open town by day: for lists that tell no contents."""
    rows = Eingangsfrist.objects.running().select_related("eingang__einheit")
    return list(rows.order_by("am", "pk")[:most])
