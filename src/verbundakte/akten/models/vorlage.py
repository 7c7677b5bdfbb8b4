"""Templates from which Akten and Vorgänge begin."""

from datetime import date

from django.db import models

from verbundakte.core.models import TenantModel, TenantQuerySet, tenant_manager
from verbundakte.organisation.models.fields import holds


class SchriftgutvorlageQuerySet(TenantQuerySet):
    """Templates of the open town."""

    def valid_on(self, on: date):
        """Return at most one row per template: the version that holds on this day."""
        return self.filter(holds(on, first="valid_from", end="valid_to"))


class Schriftgutvorlage(TenantModel):
    """One released version of a template for Akten or for Vorgänge (`kind` of its Baustein).

    What begins from it copies `inhalt`; later versions do not reach it.
    """

    key = models.UUIDField(editable=False)
    version = models.PositiveIntegerField(editable=False)
    kind = models.CharField(max_length=60)
    bezeichnung = models.CharField("Bezeichnung", max_length=200)
    inhalt = models.JSONField()
    valid_from = models.DateField("gilt ab")
    valid_to = models.DateField("gilt nicht mehr ab", null=True)

    objects = tenant_manager(SchriftgutvorlageQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "key", "version"], name="schriftgutvorlage_version"
            )
        ]

    def __str__(self):
        return self.bezeichnung
