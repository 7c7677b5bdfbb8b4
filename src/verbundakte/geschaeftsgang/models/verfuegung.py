"""A Verfügung: a numbered route of a Vorgang or of one Dokument of it."""

from django.db import models
from django.db.models import Q

from verbundakte.akten.models import Dokument, Vorgang
from verbundakte.core.models import TenantForeignKey, TenantModel, TenantQuerySet, tenant_manager
from verbundakte.organisation.models import Person


class Reihenfolge(models.TextChoices):
    """Whether the steps follow each other."""

    FOLGE = "folge", "nacheinander"
    FREI = "frei", "in beliebiger Folge"


class VerfuegungQuerySet(TenantQuerySet):
    """Verfügungen of the open town."""

    def running(self):
        """Return those with a step that has not ended."""
        return self.filter(ended_at=None)

    def visible_to(self, actor):
        """Return those whose Vorgang (and Dokument, where it names one) the actor may read."""
        zones = actor.zones_read
        if zones is None:
            return self
        seen = Q(dokument=None) | Q(dokument__zone_id__in=zones)
        return self.filter(seen, vorgang__zone_id__in=zones)


class Verfuegung(TenantModel):
    """Who is to do what, in which order. The Vorgang's rights are its rights.

    `vorlage_*`: the version of the Vorlage it began with, kept for good. `ended_at` repeats that no
    step is open (a check compares).
    """

    vorgang = TenantForeignKey(Vorgang, models.PROTECT, related_name="verfuegungen")
    dokument = TenantForeignKey(Dokument, models.PROTECT, null=True, related_name="verfuegungen")
    betreff = models.CharField("Betreff", max_length=300, blank=True)
    reihenfolge = models.CharField(
        "Reihenfolge", max_length=6, choices=Reihenfolge, default=Reihenfolge.FOLGE
    )
    vorlage_key = models.UUIDField(null=True, editable=False)
    vorlage_version = models.PositiveIntegerField(null=True, editable=False)
    vorlage_name = models.CharField("Vorlage", max_length=120, blank=True)
    spur = models.UUIDField(null=True, editable=False)
    urheber = TenantForeignKey(Person, models.PROTECT, null=True, related_name="+")
    urheber_name = models.CharField("Verfügt von", max_length=300)
    urheber_stelle = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(editable=False)
    ended_at = models.DateTimeField(null=True, editable=False)
    revision = models.PositiveIntegerField(default=1, editable=False)

    objects = tenant_manager(VerfuegungQuerySet)

    class Meta:
        indexes = [
            models.Index(fields=["tenant", "vorgang", "created_at"], name="verfuegung_vorgang"),
            models.Index(
                fields=["tenant", "dokument"],
                name="verfuegung_dokument",
                condition=~Q(dokument=None),
            ),
            models.Index(
                fields=["tenant", "vorgang"],
                name="verfuegung_running",
                condition=Q(ended_at=None),
            ),
        ]

    def __str__(self):
        return self.betreff or f"Verfügung vom {self.created_at:%d.%m.%Y}"
