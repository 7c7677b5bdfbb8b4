"""The Aktenplan: the tree under which all Akten of a town stand (xdomea: Aktenplan, Einheit)."""

from django.db import models

from verbundakte.core.models import (
    TenantForeignKey,
    TenantModel,
    TenantQuerySet,
    Zone,
    tenant_manager,
)
from verbundakte.organisation.models import Organisationseinheit


class Aussonderungsart(models.TextChoices):
    """What becomes of a closed Akte (xdomea code list aussonderungsart 1.0)."""

    ARCHIVWUERDIG = "A", "archivwürdig"
    BEWERTEN = "B", "bewerten"
    VERNICHTEN = "V", "vernichten"


class Geheimnisklasse(models.TextChoices):
    """Secrets protected by law; such files are closed to all who are not named."""

    STEUER = "steuer", "Steuergeheimnis (§ 30 AO)"
    SOZIAL = "sozial", "Sozialgeheimnis (§ 35 SGB I)"
    JUGEND = "jugend", "Anvertraute Daten (§ 65 SGB VIII)"
    PERSONAL = "personal", "Personalakten"
    PERSONALVERTRETUNG = "personalvertretung", "Personalvertretung"
    STANDESAMT = "standesamt", "Standesamt"


class Aktenplaneinheit(TenantModel):
    """A unit of the plan. It proposes retention, access and number; Akten copy what they begin with."""

    item_id = models.UUIDField()
    version = models.PositiveIntegerField(default=1)
    parent = TenantForeignKey("self", models.PROTECT, null=True, related_name="children")
    kennzeichen = models.CharField("Kennzeichen", max_length=40)
    titel = models.CharField("Titel", max_length=300)
    stichwoerter = models.TextField("Stichwörter", blank=True)
    titel_folded = models.TextField(editable=False, default="")
    sort_key = models.CharField(max_length=200, editable=False)
    aufbewahrungsdauer = models.PositiveSmallIntegerField("Aufbewahrungsdauer", null=True)
    begruendung = models.CharField("Rechtsgrund", max_length=300, blank=True)
    aussonderungsart = models.CharField(max_length=1, choices=Aussonderungsart)
    geheimnisklasse = models.CharField(max_length=20, choices=Geheimnisklasse, blank=True)
    federfuehrung = TenantForeignKey(Organisationseinheit, models.PROTECT, null=True)
    zone = TenantForeignKey(Zone, models.PROTECT)
    is_stillgelegt = models.BooleanField("Stillgelegt", default=False)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    objects = tenant_manager(TenantQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "kennzeichen", "version"], name="planeinheit_kennzeichen"
            ),
            models.UniqueConstraint(
                fields=["tenant", "item_id", "version"], name="planeinheit_item"
            ),
        ]
        indexes = [models.Index(fields=["tenant", "sort_key"], name="planeinheit_sort")]

    def __str__(self):
        return f"{self.kennzeichen} {self.titel}"
