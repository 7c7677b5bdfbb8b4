"""Taking over a folder of a share: what it holds, where each folder goes, what became of each file."""

from django.db import models

from verbundakte.akten.models.akte import Akte
from verbundakte.akten.models.dokument import Dokument
from verbundakte.akten.models.vorgang import Vorgang
from verbundakte.core.models import TenantForeignKey, TenantModel
from verbundakte.organisation.models import Person


class Zielart(models.TextChoices):
    """What becomes of a folder."""

    NEU = "neu", "neuer Vorgang"
    VORHANDEN = "vorhanden", "vorhandener Vorgang"
    OBEN = "oben", "mit dem Ordner darüber"
    AUS = "aus", "nicht übernehmen"


class Ordneruebernahme(TenantModel):
    """One selection of a person: first a proposal, from `started_at` on its files arrive."""

    person = TenantForeignKey(Person, models.PROTECT, related_name="ordneruebernahmen")
    akte = TenantForeignKey(Akte, models.PROTECT, null=True, related_name="ordneruebernahmen")
    name = models.CharField(max_length=300)
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    undo_ordered_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["tenant", "person", "-created_at"], name="ordner_own")]


class Ordnerziel(TenantModel):
    """One folder on the two upper levels and where its files go; deeper ones go with it.

    `is_new`: the Vorgang was created for this folder, when its first file arrived.
    """

    uebernahme = TenantForeignKey(Ordneruebernahme, models.PROTECT, related_name="ziele")
    parent = TenantForeignKey("self", models.PROTECT, null=True, related_name="ordner")
    position = models.PositiveIntegerField()
    path = models.TextField(blank=True)
    art = models.CharField("Ziel", max_length=12, choices=Zielart)
    betreff = models.CharField("Betreff", max_length=500)
    akte = TenantForeignKey(Akte, models.PROTECT, null=True, related_name="ordnerziele")
    vorgang = TenantForeignKey(Vorgang, models.PROTECT, null=True, related_name="ordnerziele")
    is_new = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "uebernahme", "position"], name="ordnerziel_position"
            )
        ]
        indexes = [models.Index(fields=["tenant", "vorgang"], name="ordnerziel_vorgang")]


class Ordnerdatei(TenantModel):
    """One file: waiting, filed as a Dokument, or left out with a reason."""

    uebernahme = TenantForeignKey(Ordneruebernahme, models.PROTECT, related_name="dateien")
    ziel = TenantForeignKey(Ordnerziel, models.PROTECT, related_name="dateien")
    position = models.PositiveIntegerField()
    path = models.TextField()
    size = models.BigIntegerField()
    modified_at = models.DateTimeField(null=True)
    is_twin = models.BooleanField(default=False)
    left_out = models.CharField(max_length=400, blank=True)
    dokument = TenantForeignKey(Dokument, models.PROTECT, null=True, related_name="ordnerdateien")
    undone_at = models.DateTimeField(null=True)
    undo_refused = models.CharField(max_length=400, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "uebernahme", "position"], name="ordnerdatei_position"
            )
        ]
        indexes = [models.Index(fields=["tenant", "dokument"], name="ordnerdatei_dokument")]
