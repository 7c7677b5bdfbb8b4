"""Taking a registered Dokument out for good: two persons, a legal basis, a proof without content."""

from django.db import models
from django.db.models import Q

from verbundakte.akten.models.dokument import Dokument
from verbundakte.core.models import TenantForeignKey, TenantModel


class Loeschart(models.TextChoices):
    """What becomes of the content."""

    LOESCHUNG = "loeschung", "Löschung"
    ENTNAHME = "entnahme", "Entnahme (wird ausgehändigt)"


class Loeschung(TenantModel):
    """Asked for by one person, confirmed or declined by another; what is left is the proof.

    `digests` is the list for backups: what a restored one brings back is deleted again by it.
    """

    dokument = TenantForeignKey(Dokument, models.PROTECT, related_name="loeschungen")
    art = models.CharField("Art", max_length=12, choices=Loeschart)
    rechtsgrundlage = models.CharField("Rechtsgrundlage", max_length=200)
    archive_offered_on = models.DateField("Dem Archiv angeboten am", null=True)
    requested_at = models.DateTimeField()
    requested_by = models.UUIDField()
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.UUIDField(null=True)
    declined_at = models.DateTimeField(null=True)
    declined_by = models.UUIDField(null=True)
    files = models.PositiveIntegerField(default=0)
    digests = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "dokument"],
                condition=Q(declined_at=None),
                name="loeschung_once",
            )
        ]
        indexes = [models.Index(fields=["tenant", "-requested_at"], name="loeschung_new")]
