"""Eingänge that were one, and one that was several: merged and split."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from verbundakte.core.models import TenantForeignKey, TenantModel
from verbundakte.posteingang.models.eingang import Eingang


class Zusammenlegung(TenantModel):
    """An Eingang went into another one as its Anlage; taking that back ends the row.

    `anlagen`: the Dokumente that went along, so that they find back.
    """

    eingang = TenantForeignKey(Eingang, models.PROTECT, related_name="zusammenlegungen")
    into = TenantForeignKey(Eingang, models.PROTECT, related_name="aufgenommen")
    anlagen = ArrayField(models.UUIDField(), default=list)
    at = models.DateTimeField()
    by = models.UUIDField(null=True)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "eingang"],
                condition=Q(undone_at=None),
                name="zusammenlegung_once",
            )
        ]
        indexes = [models.Index(fields=["tenant", "into"], name="zusammenlegung_into")]


class Trennteil(TenantModel):
    """Some pages of an Eingang that become an Eingang of their own (`teil`, when it is made)."""

    eingang = TenantForeignKey(Eingang, models.PROTECT, related_name="trennteile")
    nummer = models.PositiveSmallIntegerField()
    seiten = models.JSONField(default=list)
    folge = models.CharField("Seiten", max_length=500)
    teil = TenantForeignKey(Eingang, models.PROTECT, null=True, related_name="getrennt_aus")
    at = models.DateTimeField()
    by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "eingang", "nummer"], name="trennteil_nummer")
        ]
        indexes = [
            models.Index(fields=["tenant", "teil"], name="trennteil_teil", condition=~Q(teil=None))
        ]
