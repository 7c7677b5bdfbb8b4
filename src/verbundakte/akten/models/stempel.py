"""The stamps of a town, as rooms read them."""

from datetime import date

from django.db import models

from verbundakte.core.models import TenantModel, TenantQuerySet, tenant_manager
from verbundakte.organisation.models.fields import holds


class StempelQuerySet(TenantQuerySet):
    """Stamps of the open town."""

    def valid_on(self, on: date):
        """Return at most one row per stamp: the version that holds on this day."""
        return self.filter(holds(on, first="valid_from", end="valid_to"))


class Stempel(TenantModel):
    """One released version of a stamp. Only `valid_to` is ever set afterwards."""

    key = models.UUIDField(editable=False)
    version = models.PositiveIntegerField(editable=False)
    bezeichnung = models.CharField("Bezeichnung", max_length=60)
    aufschrift = models.CharField("Aufschrift", max_length=40)
    has_tag = models.BooleanField("Darunter der Tag", default=False)
    zusatz = models.CharField("Letzte Zeile", max_length=40, blank=True)
    reihenfolge = models.IntegerField("Platz in der Auswahl", default=100)
    valid_from = models.DateField("gilt ab")
    valid_to = models.DateField("gilt nicht mehr ab", null=True)

    objects = tenant_manager(StempelQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "key", "version"], name="stempel_version")
        ]

    def __str__(self):
        return self.bezeichnung
