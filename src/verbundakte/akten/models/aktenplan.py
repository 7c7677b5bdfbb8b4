"""The Aktenplan: the tree under which all Akten of a town stand (xdomea: Aktenplan, Einheit)."""

from datetime import date

from django.db import models

from verbundakte.core.models import (
    TenantForeignKey,
    TenantModel,
    TenantQuerySet,
    Zone,
    tenant_manager,
)
from verbundakte.organisation.models import Organisationseinheit
from verbundakte.organisation.models.fields import holds


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


class AktenplaneinheitQuerySet(TenantQuerySet):
    """Units of the plan in all its versions."""

    def valid_on(self, on: date):
        """Return the units that hold on this day: at most one row per item."""
        return self.filter(holds(on, first="valid_from", end="valid_to"))


class Aktenplaneinheit(TenantModel):
    """A unit of the plan as one released version of the Baustein `akten.aktenplan` has it.

    It proposes retention, access and number; Akten copy what they begin with and keep this row.
    `key` is the Baustein's, `item_id` the unit's through all versions; only `valid_to` is set later.
    """

    key = models.UUIDField(editable=False)
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
    nummernmuster_key = models.UUIDField(null=True)
    is_stillgelegt = models.BooleanField("Stillgelegt", default=False)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    objects = tenant_manager(AktenplaneinheitQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "key", "version", "kennzeichen"], name="planeinheit_kennzeichen"
            ),
            models.UniqueConstraint(
                fields=["tenant", "item_id", "version"], name="planeinheit_item"
            ),
        ]
        indexes = [models.Index(fields=["tenant", "sort_key"], name="planeinheit_sort")]

    def __str__(self):
        return f"{self.kennzeichen} {self.titel}"


class Archivzustimmung(TenantModel):
    """The Kommunalarchiv agreed to other Aussonderungsarten of one version of the plan.

    Without it a version that changes A, B or V is not released (praxis 12).
    """

    key = models.UUIDField()
    version = models.PositiveIntegerField()
    consented_by = models.CharField("Zugestimmt hat", max_length=200)
    reference = models.CharField("Fundstelle der Zustimmung", max_length=300)
    bewertungsentscheidung = models.CharField("Bewertungsentscheidung", max_length=300, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=60)

    objects = tenant_manager(TenantQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "key", "version"], name="archivzustimmung_version"
            )
        ]
