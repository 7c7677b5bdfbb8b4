"""Which unit follows another: who works in it keeps reaching what the earlier one led."""

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
