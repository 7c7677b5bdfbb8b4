"""The calendar of a town: its Land, holidays of its own, days on which the office is closed."""

from datetime import date

from django.db import models
from django.db.models import Q

from verbundakte.core.models.base import TenantModel, TenantQuerySet, tenant_manager


class KalenderQuerySet(TenantQuerySet):
    """Calendars of the open town."""

    def valid_on(self, on: date):
        """Return those that hold on this day."""
        return self.filter(valid_from__lte=on).filter(Q(valid_to=None) | Q(valid_to__gt=on))


class Kalender(TenantModel):
    """One released version of a calendar. Only `valid_to` is ever set afterwards.

    `inhalt` is the content of the version (core.kalender.KalenderSpec) as JSON.
    """

    key = models.UUIDField(editable=False)
    version = models.PositiveIntegerField(editable=False)
    inhalt = models.JSONField()
    valid_from = models.DateField("gilt ab")
    valid_to = models.DateField("gilt nicht mehr ab", null=True)

    objects = tenant_manager(KalenderQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "key", "version"], name="kalender_version")
        ]
