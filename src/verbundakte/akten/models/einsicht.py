"""Akteneinsicht: what somebody was given to see of a Vorgang, what not and why, when and how."""

from django.db import models

from verbundakte.akten.models.dokument import Dokument
from verbundakte.akten.models.vorgang import Vorgang
from verbundakte.core.models import TenantForeignKey, TenantModel


class Rechtsgrund(models.TextChoices):
    """Why a file is shown."""

    BETEILIGTER = "vwvfg", "Beteiligter (§ 29 VwVfG)"
    SOZIAL = "sgbx", "Beteiligter (§ 25 SGB X)"
    GERICHT = "vwgo", "Vorlage beim Gericht (§ 99 VwGO)"
    INFORMATION = "ifg", "Informationsfreiheit (IFG, UIG, VIG)"
    AUFSICHT = "aufsicht", "Aufsicht oder Prüfung"
    BESCHAEFTIGTE = "personal", "Beschäftigte, eigene Personalakte"
    SONSTIGER = "sonstiger", "anderer Rechtsgrund"


class Uebergabeart(models.TextChoices):
    """How it was handed over."""

    PAPIER = "papier", "auf Papier"
    TRAEGER = "traeger", "auf Datenträger"
    ELEKTRONISCH = "elektronisch", "elektronisch"
    VOR_ORT = "vor_ort", "Einsicht vor Ort"


class Akteneinsicht(TenantModel):
    """One Akteneinsicht into a Vorgang; `handed_at` when it took place."""

    vorgang = TenantForeignKey(Vorgang, models.PROTECT, related_name="akteneinsichten")
    empfaenger = models.CharField("Wer Einsicht erhält", max_length=300)
    rechtsgrund = models.CharField("Rechtsgrund", max_length=20, choices=Rechtsgrund)
    bemerkung = models.CharField("Bemerkung", max_length=500, blank=True)
    created_at = models.DateTimeField()
    created_by = models.UUIDField()
    handed_on = models.DateField("Übergeben am", null=True)
    handed_at = models.DateTimeField(null=True)
    handed_by = models.UUIDField(null=True)
    handed_how = models.CharField("Wie", max_length=20, choices=Uebergabeart, blank=True)

    class Meta:
        indexes = [models.Index(fields=["tenant", "vorgang", "-created_at"], name="einsicht_new")]


class EinsichtDokument(TenantModel):
    """A Dokument of an Akteneinsicht: shown, or left out for a reason."""

    einsicht = TenantForeignKey(Akteneinsicht, models.PROTECT, related_name="dokumente")
    dokument = TenantForeignKey(Dokument, models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "einsicht", "dokument"], name="einsicht_dokument_once"
            )
        ]
