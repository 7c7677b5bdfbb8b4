"""What was found out about the signatures of a file."""

from django.db import models

from verbundakte.akten.models import Datei, Dokument
from verbundakte.core.models import TenantForeignKey, TenantModel


class Urteil(models.TextChoices):
    """The three verdicts; what cannot be decided is never called valid."""

    GUELTIG = "gueltig", "gültig"
    UNGUELTIG = "ungueltig", "ungültig"
    NICHT_PRUEFBAR = "nicht_pruefbar", "nicht prüfbar"


class Signaturformat(models.TextChoices):
    """In what a signature is wrapped."""

    PADES = "pades", "PDF mit Signatur (PAdES)"
    CADES = "cades", "Signaturdatei (CAdES)"
    XADES = "xades", "XML mit Signatur (XAdES)"
    ASIC_S = "asic_s", "Signaturcontainer (ASiC-S)"
    ASIC_E = "asic_e", "Signaturcontainer (ASiC-E)"
    UNBEKANNT = "unbekannt", "unbekannt"


class Signaturpruefung(TenantModel):
    """One verification of one file; it stays as it is, the newest of a file counts.

    `signaturen`: one entry for each signature as `core.converters.signatures.verdict` makes them;
    `urteil` is the worst of them. `grund` says in German why nothing could be found out.
    `anker` names the set of trust anchors, `sha256` the bytes that were verified.
    """

    dokument = TenantForeignKey(Dokument, models.PROTECT, related_name="signaturpruefungen")
    datei = TenantForeignKey(Datei, models.PROTECT, related_name="signaturpruefungen")
    sha256 = models.CharField(max_length=64)
    format = models.CharField("Format", max_length=10, choices=Signaturformat)
    urteil = models.CharField("Urteil", max_length=15, choices=Urteil)
    grund = models.CharField("Grund", max_length=400, blank=True)
    signaturen = models.JSONField(default=list)
    anker = models.CharField(max_length=64, blank=True)
    tool = models.CharField("Geprüft mit", max_length=120)
    created_at = models.DateTimeField()
    created_by = models.UUIDField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["tenant", "datei", "-created_at", "-id"], name="sigpruefung_datei"
            ),
            models.Index(fields=["tenant", "dokument"], name="sigpruefung_dokument"),
        ]
