"""A Vertretung: somebody does the work of somebody else for a time (Vertretungsregelung)."""

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


class VertretungArt(models.TextChoices):
    """Why somebody is stood in for; how one signs (i. V., i. A.) is another matter."""

    ABWESENHEIT = "abwesenheit", "Abwesenheit"
    ALLGEMEIN = "allgemein", "Allgemeine Vertretung"


class VertretungQuerySet(TenantQuerySet):
    """Who stands in for whom, when."""

    def valid_on(self, on: date):
        """Return those that hold on this day."""
        return self.filter(holds(on))

    def not_over(self, on: date):
        """Return those that hold on this day or will."""
        return self.filter(Q(to_on=None) | Q(to_on__gt=on))


class Vertretung(TenantModel):
    """`vertreter` may work in place of `person`; `to_on` is the first day without it.

    `is_persoenlich`: also where the person is named herself; only she gives this. `arten`: only these
    kinds of work (`registry.vertretbar`), none for all. `weitergabe`: passed on because somebody else
    who stood in is away.
    """

    person = TenantForeignKey(
        Person, models.PROTECT, related_name="vertretungen", verbose_name="für"
    )
    vertreter = TenantForeignKey(Person, models.PROTECT, related_name="vertritt")
    art = models.CharField("Art", max_length=12, choices=VertretungArt)
    from_on = models.DateField("ab")
    to_on = models.DateField("endet am", null=True, blank=True)
    is_persoenlich = models.BooleanField("auch wo sie persönlich genannt ist", default=False)
    arten = ArrayField(
        models.CharField(max_length=40),
        default=list,
        blank=True,
        db_default=[],
        verbose_name="nur für",
    )
    weitergabe = TenantForeignKey("self", models.PROTECT, null=True, related_name="weitergegeben")
    created_by = models.UUIDField(null=True)

    objects = tenant_manager(VertretungQuerySet)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(to_on=None) | Q(to_on__gte=F("from_on")), name="vertretung_period"
            ),
            models.CheckConstraint(
                condition=~Q(person=F("vertreter")), name="vertretung_by_another"
            ),
        ]
        indexes = [
            models.Index(fields=["tenant", "vertreter"], name="vertretung_vertreter"),
            models.Index(fields=["tenant", "person"], name="vertretung_person"),
        ]

    def __str__(self):
        return f"{self.vertreter} für {self.person}"
