"""What the gate says about PDF/A: of an original, or of something made from it."""

from django.db import models

from verbundakte.akten.models.dokument import Datei
from verbundakte.core.models import TenantForeignKey, TenantModel


class PdfaErgebnis(models.TextChoices):
    """The four results of the gate."""

    BESTANDEN = "bestanden", "bestanden"
    NICHT_BESTANDEN = "nicht", "nicht bestanden"
    KEIN_PDFA = "kein", "kein PDF/A"
    NICHT_PRUEFBAR = "unklar", "nicht prüfbar"


class PdfaUrteil(TenantModel):
    """The newest verdict on the bytes `sha256`; `kind` is that of the Rendition, "" the original.

    `befunde` are the broken rules: code, clause of ISO 19005, German sentence, count, places.
    """

    datei = TenantForeignKey(Datei, models.PROTECT, related_name="pdfa_urteile")
    kind = models.CharField(max_length=12, blank=True)
    sha256 = models.CharField(max_length=64)
    ergebnis = models.CharField(max_length=12, choices=PdfaErgebnis)
    profil = models.CharField(max_length=20, blank=True)
    befunde = models.JSONField(default=list)
    grund = models.CharField(max_length=400, blank=True)
    tool = models.CharField(max_length=120)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "datei", "kind"], name="pdfa_urteil_once")
        ]
