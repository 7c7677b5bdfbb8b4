"""A way in: a scanner's folder, a mailbox, uploading, the API, an authority's mailbox."""

from django.db import models
from django.db.models import Q

from verbundakte.core.models import TenantForeignKey, TenantModel
from verbundakte.organisation.models import Organisationseinheit


class KanalArt(models.TextChoices):
    """Of which kind a way in is."""

    SCAN = "scan", "Scan"
    EMAIL = "email", "E-Mail"
    UPLOAD = "upload", "Hochgeladen"
    SCHNITTSTELLE = "schnittstelle", "Schnittstelle"
    ORDNER = "ordner", "Übergabeordner"
    PAPIER = "papier", "Papier"
    BEHOERDENPOST = "behoerdenpost", "Behördenpostfach"
    ANTRAG = "antrag", "Online-Antrag"


class Eingangskanal(TenantModel):
    """One way in of a town, and to which unit goes what it brings.

    `is_standard`: one that needs no setting up (upload, paper, API), one for each unit.
    `geheimnis` is sealed (core/secrets). While it fails, `failing_since` stands and it is tried
    again at `next_try_at` only.
    """

    art = models.CharField("Art", max_length=20, choices=KanalArt)
    bezeichnung = models.CharField("Bezeichnung", max_length=100)
    einheit = TenantForeignKey(
        Organisationseinheit, models.PROTECT, related_name="+", verbose_name="Geht an"
    )
    is_standard = models.BooleanField(default=False, db_default=False, editable=False)
    einstellungen = models.JSONField(default=dict, editable=False)
    geheimnis = models.TextField(blank=True, default="", editable=False)
    is_active = models.BooleanField("In Betrieb", default=True)
    last_success_at = models.DateTimeField(null=True, editable=False)
    failing_since = models.DateTimeField(null=True, editable=False)
    failure = models.CharField(max_length=400, blank=True, default="", editable=False)
    next_try_at = models.DateTimeField(null=True, editable=False)
    revision = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "art", "bezeichnung"],
                condition=Q(is_active=True),
                name="eingangskanal_name",
            ),
            models.UniqueConstraint(
                fields=["tenant", "art", "einheit"],
                condition=Q(is_active=True, is_standard=True),
                name="eingangskanal_standard",
            ),
        ]
        indexes = [models.Index(fields=["tenant", "art"], name="eingangskanal_art")]

    def __str__(self):
        return self.bezeichnung
