"""A clerk asks for an Akte and files into it at once; the Registratur decides later."""

from django.db import models
from django.db.models import Q

from verbundakte.akten.models.akte import Akte
from verbundakte.core.models import TenantForeignKey, TenantModel, TenantQuerySet, tenant_manager


class Entscheidung(models.TextChoices):
    """What the Registratur can decide about a requested Akte."""

    BESTAETIGT = "bestaetigt", "bestätigt"
    UMGELEGT = "umgelegt", "in eine andere Akte gelegt"
    ABGELEHNT = "abgelehnt", "abgelehnt"
    ZURUECKGEZOGEN = "zurueckgezogen", "zurückgezogen"


class AktenantragQuerySet(TenantQuerySet):
    """Requests for Akten of the open town."""

    def undecided(self):
        """Return those the Registratur has still to decide."""
        return self.filter(decided_at=None)

    def unconfirmed(self):
        """Return those whose Akte does not hold: undecided or refused."""
        return self.filter(entscheidung__in=("", Entscheidung.ABGELEHNT))


class Aktenantrag(TenantModel):
    """Its existence makes an Akte provisional until it is confirmed.

    `vorlaeufig`: the number the Akte bears until then, where its pattern is gap-free; else "".
    """

    akte = TenantForeignKey(Akte, models.PROTECT, related_name="antraege")
    hinweis = models.CharField("Hinweis an die Registratur", max_length=500, blank=True)
    vorlaeufig = models.CharField(max_length=120, blank=True)
    requested_at = models.DateTimeField()
    requested_by = models.UUIDField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.UUIDField(null=True)
    entscheidung = models.CharField("Entscheidung", max_length=14, choices=Entscheidung, blank=True)
    grund = models.CharField("Grund", max_length=500, blank=True)
    ziel = TenantForeignKey(Akte, models.PROTECT, null=True, related_name="+")

    objects = tenant_manager(AktenantragQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "akte"], name="aktenantrag_once"),
            models.CheckConstraint(
                condition=Q(decided_at=None, entscheidung="")
                | Q(decided_at__isnull=False) & ~Q(entscheidung=""),
                name="aktenantrag_decided",
            ),
        ]
        indexes = [
            models.Index(
                fields=["tenant", "requested_at"],
                name="aktenantrag_open",
                condition=Q(decided_at=None),
            ),
            models.Index(fields=["tenant", "requested_by", "-decided_at"], name="aktenantrag_own"),
        ]
