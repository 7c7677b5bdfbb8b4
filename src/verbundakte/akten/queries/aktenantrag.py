"""Requested Akten: what the Registratur has to decide, and what became of one's own requests."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q

from verbundakte.akten.models import Akte, Aktenantrag, Aktenplaneinheit, Entscheidung
from verbundakte.akten.permissions import Permission
from verbundakte.akten.queries.objects import akten
from verbundakte.core.db.ready import Ready

SHOWN = 200


def may_request(actor, unit: Aktenplaneinheit) -> bool:
    """Tell whether the actor may ask for an Akte under a unit; secret files are asked of nobody."""
    return not unit.geheimnisklasse and actor.may(Permission.AKTE_REQUEST, unit)


def _to_decide(actor):
    if Permission.AKTE_CONFIRM not in actor.permissions:
        return Aktenantrag.objects.none()
    zones = actor.zones_write
    rows = Aktenantrag.objects.undecided().filter(akte__in=akten(actor))
    rows = rows if zones is None else rows.filter(akte__zone__in=zones)
    return rows.select_related("akte__planeinheit")


def antraege_to_decide(actor) -> list[Aktenantrag]:
    """Return the requested Akten this person may decide about, oldest first."""
    return list(_to_decide(actor).order_by("requested_at", "pk")[:SHOWN])


def count_to_decide(actor) -> int:
    """Return how many requested Akten this person may decide about (at most SHOWN)."""
    if Permission.AKTE_CONFIRM not in actor.permissions:
        return 0
    return _COUNTED.count(actor)


_COUNTED = Ready(lambda actor: _to_decide(actor).order_by().values_list("pk")[:SHOWN])


def chosen_to_decide(actor, ids: list[UUID]) -> list[Aktenantrag]:
    """Return which of these Akten are requested and may be decided about."""
    return list(_to_decide(actor).filter(akte__in=ids).order_by("requested_at", "pk")[:SHOWN])


def antrag_of(actor, akte: Akte) -> Aktenantrag | None:
    """Return the request for an Akte that was read, None when it holds."""
    if not akte.is_vorlaeufig:
        return None
    return Aktenantrag.objects.unconfirmed().select_related("akte").filter(akte=akte).first()


def decided_antraege(actor, *, since: datetime) -> list[Aktenantrag]:
    """Return this person's requests decided since then, and all refused ones that are not settled.

    `ziel` is None where she may not see it.
    """
    person = getattr(actor, "person_id", None)
    if person is None or Permission.AKTE_REQUEST not in actor.permissions:
        return []
    found = _DECIDED.all(actor, since=since)
    moved = [row.ziel_id for row in found if row.ziel_id]
    seen = set(akten(actor).filter(pk__in=moved).values_list("pk", flat=True)) if moved else set()
    for row in found:
        if row.ziel_id not in seen:
            row.ziel = None
    return found


def _decided(actor, since: datetime):
    rows = Aktenantrag.objects.filter(requested_by=actor.person_id).exclude(decided_at=None)
    rows = rows.exclude(entscheidung=Entscheidung.ZURUECKGEZOGEN)
    refused = Q(entscheidung=Entscheidung.ABGELEHNT, akte__trashed_at=None)
    rows = rows.filter(Q(decided_at__gte=since) | refused)
    rows = rows.filter(akte__in=Akte.objects.visible_to(actor))
    return rows.select_related("akte", "ziel").order_by("-decided_at")[:SHOWN]


_DECIDED = Ready(_decided, since=datetime)


def laid_into(actor, key: UUID) -> Akte | None:
    """Return the visible Akte into which what was filed in a requested one was laid, or None."""
    antrag = Aktenantrag.objects.filter(akte=key, akte__in=Akte.objects.visible_to(actor))
    ziel = antrag.values_list("ziel", flat=True).first()
    return akten(actor).filter(pk=ziel).first() if ziel else None
