"""A unit of the town hall (xdomea: Organisationseinheit)."""

from datetime import date

from django.db import models
from django.db.models import Q

from verbundakte.core.models import (
    TenantForeignKey,
    TenantModel,
    TenantQuerySet,
    tenant_manager,
)
from verbundakte.organisation.models.fields import SortKeyField


class OrganisationseinheitQuerySet(TenantQuerySet):
    """Units of the open town."""

    def valid_on(self, on: date):
        """Return the units that exist on this day."""
        begun = Q(valid_from=None) | Q(valid_from__lte=on)
        return self.filter(begun).filter(Q(valid_to=None) | Q(valid_to__gt=on))


class Organisationseinheit(TenantModel):
    """`valid_to` is the first day on which the unit no longer exists.

    `is_geschuetzt`: an area of its own (Personalrat, Schwerbehindertenvertretung, Gleichstellung):
    no Leitung above, no Registratur and nobody in Vertretung works in it.
    """

    kennzeichen = models.CharField("Kennzeichen", max_length=20)
    name = models.CharField("Name", max_length=200)
    parent = TenantForeignKey(
        "self", models.PROTECT, null=True, related_name="children", verbose_name="übergeordnet"
    )
    valid_from = models.DateField("besteht ab", null=True, blank=True)
    valid_to = models.DateField("besteht nicht mehr ab", null=True, blank=True)
    is_geschuetzt = models.BooleanField("geschützter Bereich", default=False)
    sort_key = SortKeyField(source="kennzeichen")
    revision = models.PositiveIntegerField(default=1)

    objects = tenant_manager(OrganisationseinheitQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "kennzeichen"],
                condition=Q(valid_to=None),
                name="einheit_kennzeichen",
            )
        ]
        indexes = [
            models.Index(fields=["tenant", "sort_key"], name="einheit_sort"),
            models.Index(fields=["tenant", "parent"], name="einheit_parent"),
        ]

    def __str__(self):
        return f"{self.kennzeichen} {self.name}"
