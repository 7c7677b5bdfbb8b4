"""Rules about the post, projected from released Bausteine."""

from datetime import date

from django.db import models

from verbundakte.core.models import TenantForeignKey, TenantModel, TenantQuerySet, tenant_manager
from verbundakte.organisation.models import Organisationseinheit


class EingangsregelQuerySet(TenantQuerySet):
    """Rules of the open town."""

    def valid_on(self, on: date):
        """Return those that hold on this day, in the order in which they apply."""
        begun = self.filter(valid_from__lte=on)
        valid = begun.filter(models.Q(valid_to=None) | models.Q(valid_to__gt=on))
        return valid.order_by("position", "bezeichnung", "pk")


class Eingangsregel(TenantModel):
    """One released version of a rule. Only `valid_to` is ever set afterwards."""

    key = models.UUIDField(editable=False)
    version = models.PositiveIntegerField(editable=False)
    bezeichnung = models.CharField("Bezeichnung", max_length=120)
    position = models.IntegerField("Reihenfolge", default=100)
    absender = models.CharField("Absender enthält", max_length=200, blank=True)
    kanal = models.CharField("Eingangskanal heißt", max_length=100, blank=True)
    woerter = models.JSONField(default=list)
    befunde = models.JSONField(default=list)
    einheit = TenantForeignKey(
        Organisationseinheit, models.PROTECT, null=True, related_name="+", verbose_name="Einheit"
    )
    dokumenttyp = models.CharField("Art", max_length=30, blank=True)
    planeinheit = models.CharField("Aktenplankennzeichen", max_length=40, blank=True)
    verschluss = models.CharField("Verschluss", max_length=12, blank=True)
    selbsttaetig = models.CharField("Selbsttätig", max_length=10)
    valid_from = models.DateField("gilt ab")
    valid_to = models.DateField("gilt nicht mehr ab", null=True)

    objects = tenant_manager(EingangsregelQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "key", "version"], name="eingangsregel_version"
            )
        ]

    def __str__(self):
        return self.bezeichnung
