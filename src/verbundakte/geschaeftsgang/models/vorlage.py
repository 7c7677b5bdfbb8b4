"""Usual routes and Vier-Augen-Regeln, projected from released Bausteine."""

from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.db import models

from verbundakte.core.models import TenantForeignKey, TenantModel, TenantQuerySet, tenant_manager
from verbundakte.geschaeftsgang.models.verfuegung import Reihenfolge
from verbundakte.organisation.models import Organisationseinheit


class ProjectedQuerySet(TenantQuerySet):
    """Rows of released versions."""

    def valid_on(self, on: date):
        """Return those that hold on this day, by name."""
        begun = self.filter(valid_from__lte=on)
        valid = begun.filter(models.Q(valid_to=None) | models.Q(valid_to__gt=on))
        return valid.order_by("bezeichnung", "pk")


class Projected(TenantModel):
    """One released version. Only `valid_to` is ever set afterwards."""

    key = models.UUIDField(editable=False)
    version = models.PositiveIntegerField(editable=False)
    bezeichnung = models.CharField("Bezeichnung", max_length=120)
    valid_from = models.DateField("gilt ab")
    valid_to = models.DateField("gilt nicht mehr ab", null=True)

    objects = tenant_manager(ProjectedQuerySet)

    class Meta:
        abstract = True

    def __str__(self):
        return self.bezeichnung


class Verfuegungsvorlage(Projected):
    """A usual route; `schritte` are its lines as data (bausteine.ZeileSpec), `dokumenttypen` Kürzel."""

    beschreibung = models.CharField("Wofür", max_length=500, blank=True)
    dokumenttypen = ArrayField(models.CharField(max_length=30), default=list)
    einheit = TenantForeignKey(
        Organisationseinheit, models.PROTECT, null=True, related_name="+", verbose_name="Einheit"
    )
    reihenfolge = models.CharField(
        "Reihenfolge", max_length=6, choices=Reihenfolge, default=Reihenfolge.FOLGE
    )
    schritte = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "key", "version"], name="verfuegungsvorlage_version"
            )
        ]


class Vieraugenregel(Projected):
    """Who drew something up does not sign it finally (`gegen`), for these Dokumenttypen (all: empty)."""

    dokumenttypen = ArrayField(models.CharField(max_length=30), default=list)
    gegen = models.CharField(max_length=12)
    rechtsgrundlage = models.CharField("Grundlage", max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "key", "version"], name="vieraugenregel_version"
            )
        ]
