"""Which unit follows another: who works in it keeps reaching what the earlier one led."""

from datetime import date

from django.db import models
from django.db.models import F, Q

from verbundakte.core.models import TenantForeignKey, TenantModel
from verbundakte.organisation.models.einheit import Organisationseinheit


class Nachfolge(TenantModel):
    """`nachher` follows `vorher`, from `from_on` on. Chains are written out: one step leads far.

    Zones name units and never change, so a reorganisation re-points no file for its rights.
    """

    vorher = TenantForeignKey(Organisationseinheit, models.PROTECT, related_name="nachfolgen")
    nachher = TenantForeignKey(Organisationseinheit, models.PROTECT, related_name="vorgaengerinnen")
    from_on = models.DateField("ab")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "vorher", "nachher"], name="nachfolge_once"),
            models.CheckConstraint(condition=~Q(vorher=F("nachher")), name="nachfolge_by_another"),
        ]
        indexes = [models.Index(fields=["tenant", "nachher"], name="nachfolge_nachher")]


def present_einheit(einheit: Organisationseinheit | None, on: date) -> Organisationseinheit | None:
    """Return a unit, or the one that followed it where it has ended."""
    if einheit is None or einheit.valid_to is None or einheit.valid_to > on:
        return einheit
    rows = Nachfolge.objects.filter(vorher=einheit, from_on__lte=on, nachher__valid_to=None)
    found = rows.select_related("nachher").order_by("-from_on", "-pk").first()
    return found.nachher if found else einheit
