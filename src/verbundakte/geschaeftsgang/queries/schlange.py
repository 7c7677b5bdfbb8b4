"""What waits for a person at one Dokument or Vorgang."""

from datetime import date
from uuid import UUID

from django.db.models import Q

from verbundakte.akten.models import Dokument, Vorgang
from verbundakte.core.db.ready import Ready
from verbundakte.geschaeftsgang.models import Schritt, Verfuegung
from verbundakte.geschaeftsgang.permissions import Permission
from verbundakte.geschaeftsgang.queries.platz import desks_of, restricted
from verbundakte.geschaeftsgang.queries.warten import SHOWN_WITH


def _waiting(actor, on: date):
    """Return the open steps on the actor's desks that she may see."""
    rows = Schritt.objects.on_desks().filter(platz__in=sorted(desks_of(actor, on=on)))
    seen = Verfuegung.objects.visible_to(actor).values("pk")
    return restricted(actor, rows.filter(verfuegung__in=seen))


def _running(actor, key: UUID):
    return Verfuegung.objects.running().filter(vorgang=key).values("pk")[:1]


_RUNNING = Ready(_running, key=UUID)


def first_waiting(actor, subject: Dokument | Vorgang, *, on: date) -> Schritt | None:
    """Return the first step about a Dokument (or its Vorgang as a whole) that waits for the actor.

    One query where nothing runs about it, three where something does.
    """
    is_dokument = isinstance(subject, Dokument)
    vorgang = subject.vorgang_id if is_dokument else subject.pk
    if vorgang is None or Permission.VERFUEGUNG_READ not in actor.permissions:
        return None
    if not _RUNNING.all(key=vorgang):
        return None
    about = Q(dokument=None, verfuegung__dokument=None, verfuegung__vorgang=vorgang)
    if is_dokument:
        about |= Q(verfuegung__dokument=subject) | Q(dokument=subject)
    rows = _waiting(actor, on).filter(about).select_related(*SHOWN_WITH)
    return rows.order_by("rang", "position").first()
