"""Evidence: who signed which Fassung, bound by hash and chained per Dokument."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, OuterRef, Q

from verbundakte.akten.models import Dokument, Fassung
from verbundakte.core.models import (
    TenantForeignKey,
    TenantModel,
    TenantOneToOneField,
    TenantQuerySet,
    tenant_manager,
)
from verbundakte.geschaeftsgang.models.handlung import Handlung
from verbundakte.geschaeftsgang.models.schritt import Erledigung


class ZeichnungQuerySet(TenantQuerySet):
    """Evidence of the open town."""

    def standing(self):
        """Return what counts: not void."""
        void = Hinfall.objects.filter(zeichnung=OuterRef("pk"), lifted_at=None)
        return self.filter(~Exists(void))


class Zeichnung(TenantModel):
    """A Mitzeichnung or Schlusszeichnung of one Fassung; never changed, never deleted.

    `dateien`: SHA-256 of the files of the Fassung, sorted. `nummer` counts per Dokument; `hash` covers
    the content (rules.digest_of) and `vorher`, the hash of the one before ("" for the first).
    """

    erledigung = TenantOneToOneField(Erledigung, models.PROTECT, related_name="zeichnung")
    dokument = TenantForeignKey(Dokument, models.PROTECT, related_name="zeichnungen")
    fassung = TenantForeignKey(Fassung, models.PROTECT, related_name="zeichnungen")
    is_schluss = models.BooleanField(default=False)
    nummer = models.PositiveIntegerField()
    dateien = ArrayField(models.CharField(max_length=64))
    bemerkung_digest = models.CharField(max_length=64, blank=True, db_default="")
    vorher = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    objects = tenant_manager(ZeichnungQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "erledigung"], name="zeichnung_once"),
            models.UniqueConstraint(
                fields=["tenant", "dokument", "nummer"], name="zeichnung_nummer"
            ),
        ]


class HinfallArt(models.TextChoices):
    """Why a Zeichnung does not count any more."""

    FASSUNG = "fassung", "neue Fassung"
    EINWAND = "einwand", "Widerspruch gegen die redaktionelle Änderung"


class Hinfall(TenantModel):
    """A Zeichnung became void by a Fassung, or by an objection. It counts again when lifted."""

    zeichnung = TenantForeignKey(Zeichnung, models.PROTECT, related_name="hinfaelle")
    art = models.CharField(max_length=8, choices=HinfallArt)
    fassung = TenantForeignKey(Fassung, models.PROTECT, null=True, related_name="+")
    grund = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField()
    by = models.UUIDField(null=True)
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.UUIDField(null=True)
    lifted_because = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "zeichnung"], condition=Q(lifted_at=None), name="hinfall_once"
            )
        ]


class Redaktion(Handlung):
    """A Fassung was called a merely editorial change by its author; the Mitzeichnungen stay."""

    dokument = TenantForeignKey(Dokument, models.PROTECT, related_name="redaktionen")
    fassung = TenantOneToOneField(Fassung, models.PROTECT, related_name="redaktion")
    grund = models.CharField("Was geändert wurde", max_length=500)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant", "fassung"], name="redaktion_once")]
        indexes = [models.Index(fields=["tenant", "dokument"], name="redaktion_dokument")]
