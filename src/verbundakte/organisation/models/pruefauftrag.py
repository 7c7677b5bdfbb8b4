"""A Prüfauftrag: a person reads for an audit what the order names, until its day (Rechnungsprüfung)."""

from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from verbundakte.core.models import (
    TenantForeignKey,
    TenantModel,
    TenantQuerySet,
    tenant_manager,
)
from verbundakte.organisation.models.fields import holds
from verbundakte.organisation.models.person import Person


class PruefauftragQuerySet(TenantQuerySet):
    """Who checks what, when."""

    def valid_on(self, on: date):
        """Return those that hold on this day and were not ended before."""
        return self.filter(holds(on), ended_at=None)


class Pruefauftrag(TenantModel):
    """`pruefer` reads the files of `einheiten` and all below, and single ones that name this order.

    It never gives writing; secrets only of the `geheimnisklassen` it names. `to_on` is the first
    day without it: then it ends by itself, and no object must be touched for that.
    """

    pruefer = TenantForeignKey(
        Person, models.PROTECT, related_name="pruefauftraege", verbose_name="Wer prüft"
    )
    anlass = models.CharField("Anlass", max_length=200)
    einheiten = ArrayField(models.UUIDField(), default=list, verbose_name="Einheiten")
    geheimnisklassen = ArrayField(
        models.CharField(max_length=20), default=list, verbose_name="Geheimnisklassen"
    )
    from_on = models.DateField("ab")
    to_on = models.DateField("endet am")
    created_at = models.DateTimeField()
    created_by = models.UUIDField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.UUIDField(null=True)

    objects = tenant_manager(PruefauftragQuerySet)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(to_on__gt=F("from_on")), name="pruefauftrag_period")
        ]
        indexes = [models.Index(fields=["tenant", "pruefer", "to_on"], name="pruefauftrag_pruefer")]

    def __str__(self):
        return f"Prüfauftrag „{self.anlass}“"
