"""Readable details of the log that tell of a person, found by words or by what they are about."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from verbundakte.core.models import AuditDetail
from verbundakte.datenschutz.permissions import Permission
from verbundakte.datenschutz.queries.lesen import require


@dataclass(frozen=True)
class Gesucht:
    """Which details are meant; what is empty does not narrow."""

    text: str = ""
    about: UUID | None = None
    before: date | None = None


def protokoll_details(actor, wanted: Gesucht) -> QuerySet[AuditDetail]:
    """Return the readable details that are meant, oldest first; none for an empty wish.

    Raises Http404 without the right.
    """
    require(actor, Permission.PROTOKOLL_ERASE)
    if not (wanted.text.strip() or wanted.about):
        return AuditDetail.objects.none()
    rows = AuditDetail.objects.filter(salt__isnull=False)
    if wanted.text:
        text = wanted.text.strip()
        rows = rows.filter(Q(old__icontains=text) | Q(new__icontains=text))
    if wanted.about:
        rows = rows.filter(event__subject_id=wanted.about)
    if wanted.before:
        rows = rows.filter(event__at__date__lt=wanted.before)
    return rows.select_related("event").order_by("event__seq", "position")
