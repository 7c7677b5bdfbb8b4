"""A Stelle is a post in a unit; persons occupy it for a time (xdomea: Stelle)."""

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
from verbundakte.organisation.models.einheit import Organisationseinheit
from verbundakte.organisation.models.fields import holds
from verbundakte.organisation.models.person import Person


class Stelle(TenantModel):
    """`is_leitung`: whoever occupies it leads the unit and all units below it.

    `earlier_einheiten`: the units it was moved from in a reorganisation; their files stay in reach.
    """

    einheit = TenantForeignKey(
        Organisationseinheit,
        models.PROTECT,
        related_name="stellen",
        verbose_name="Organisationseinheit",
    )
    bezeichnung = models.CharField("Bezeichnung", max_length=200)
    kennung = models.CharField("Kennung", max_length=60, null=True, blank=True)
    is_leitung = models.BooleanField("leitet die Einheit", default=False)
    earlier_einheiten = ArrayField(models.UUIDField(), default=list, editable=False)
    ended_on = models.DateField("entfallen ab", null=True, blank=True)
    revision = models.PositiveIntegerField(default=1)

    objects = tenant_manager(TenantQuerySet)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant", "kennung"], name="stelle_kennung")]
        indexes = [models.Index(fields=["tenant", "einheit"], name="stelle_einheit")]

    def __str__(self):
        return self.bezeichnung


class StellenbesetzungQuerySet(TenantQuerySet):
    """Who occupies what, when."""

    def valid_on(self, on: date):
        """Return those that hold on this day."""
        return self.filter(holds(on))


class Stellenbesetzung(TenantModel):
    """A person occupies a Stelle; `to_on` is the first day without it."""

    person = TenantForeignKey(Person, models.PROTECT, related_name="besetzungen")
    stelle = TenantForeignKey(Stelle, models.PROTECT, related_name="besetzungen")
    from_on = models.DateField("ab")
    to_on = models.DateField("endet am", null=True, blank=True)

    objects = tenant_manager(StellenbesetzungQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "person", "stelle"],
                condition=Q(to_on=None),
                name="besetzung_once",
            ),
            models.CheckConstraint(
                condition=Q(to_on=None) | Q(to_on__gte=F("from_on")), name="besetzung_period"
            ),
        ]
        indexes = [models.Index(fields=["tenant", "stelle"], name="besetzung_stelle")]
