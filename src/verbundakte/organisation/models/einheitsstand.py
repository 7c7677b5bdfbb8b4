"""What a unit was called and where it stood from a day on: its history, and what is planned."""

from datetime import date

from django.db import models

from verbundakte.core.models import (
    TenantForeignKey,
    TenantModel,
    TenantQuerySet,
    tenant_manager,
)
from verbundakte.organisation.models.einheit import Organisationseinheit

ALWAYS = date(1900, 1, 1)
"""Stands for "from the beginning" where nobody knows the day."""


class EinheitsstandQuerySet(TenantQuerySet):
    """States of units."""

    def begun_on(self, on: date):
        """Return those that had begun on this day, the decisive one of each unit last."""
        return self.filter(from_on__lte=on).order_by("from_on")

    def planned_after(self, on: date):
        """Return those that begin after this day, the next one first."""
        return self.filter(from_on__gt=on).order_by("from_on")


class Einheitsstand(TenantModel):
    """Holds from `from_on` until the next one; the row of the unit repeats the one of today."""

    einheit = TenantForeignKey(Organisationseinheit, models.PROTECT, related_name="staende")
    from_on = models.DateField("ab")
    kennzeichen = models.CharField("Kennzeichen", max_length=20)
    name = models.CharField("Name", max_length=200)
    parent = TenantForeignKey(
        Organisationseinheit,
        models.PROTECT,
        null=True,
        related_name="staende_below",
        verbose_name="übergeordnet",
    )

    objects = tenant_manager(EinheitsstandQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "einheit", "from_on"], name="einheitsstand_day"
            )
        ]

    def __str__(self):
        return f"{self.kennzeichen} {self.name}"
