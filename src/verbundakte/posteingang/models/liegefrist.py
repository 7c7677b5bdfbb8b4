"""How long post may lie, projected from released Bausteine."""

from datetime import date

from django.db import models
from django.db.models import Q

from verbundakte.core.models import TenantModel, TenantQuerySet, tenant_manager


class LiegefristQuerySet(TenantQuerySet):
    """Released versions of the open town."""

    def valid_on(self, on: date):
        """Return those that hold on this day, the shortest first."""
        begun = self.filter(valid_from__lte=on)
        return begun.filter(Q(valid_to=None) | Q(valid_to__gt=on)).order_by("tage", "pk")


class Liegefrist(TenantModel):
    """One released version. Only `valid_to` is ever set afterwards."""

    key = models.UUIDField(editable=False)
    version = models.PositiveIntegerField(editable=False)
    bezeichnung = models.CharField("Bezeichnung", max_length=120)
    tage = models.PositiveSmallIntegerField("Tage bis zum Hinweis")
    valid_from = models.DateField("gilt ab")
    valid_to = models.DateField("gilt nicht mehr ab", null=True)

    objects = tenant_manager(LiegefristQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "key", "version"], name="liegefrist_version")
        ]

    def __str__(self):
        return self.bezeichnung
