"""Many objects changed at once: what was ordered, and what became of each."""

from django.db import models

from verbundakte.core.models import TenantForeignKey, TenantModel
from verbundakte.organisation.models import Person


class Handlung(models.TextChoices):
    """What can be done to many at once."""

    SACHBEARBEITUNG = "sachbearbeitung", "Sachbearbeitung ändern"
    FEDERFUEHRUNG = "federfuehrung", "Federführung ändern"
    DOKUMENTTYP = "dokumenttyp", "Art ändern"
    VERSCHIEBUNG = "verschiebung", "Verschieben"
    ZDA = "zda", "Zu den Akten verfügen"
    ZUGRIFF = "zugriff", "Zugriff ändern"
    PERSON_DAZU = "person_dazu", "Im Zugriff Personen dazunehmen"
    PERSON_WEG = "person_weg", "Im Zugriff Personen streichen"
    UEBERLEITUNG = "ueberleitung", "In eine andere Einheit überleiten"
    BESTAETIGUNG = "bestaetigung", "Beantragte Akten bestätigen"
    UMLEGUNG = "umlegung", "Inhalt in eine andere Akte legen"
    ABLEHNUNG = "ablehnung", "Beantragte Akten ablehnen"


class Stapel(TenantModel):
    """One order over many Akten, Vorgänge or Dokumente, carried out by a job with its owner's rights."""

    person = TenantForeignKey(Person, models.PROTECT, related_name="stapel")
    kind = models.CharField(max_length=20)
    handlung = models.CharField("Handlung", max_length=20, choices=Handlung)
    values = models.JSONField(default=dict)
    told = models.CharField(max_length=300)
    created_at = models.DateTimeField()
    undo_ordered_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["tenant", "person", "-created_at"], name="stapel_own")]


class Stapelposten(TenantModel):
    """One object of a Stapel: done (with what it was before), refused with a reason, or waiting."""

    stapel = TenantForeignKey(Stapel, models.PROTECT, related_name="posten")
    position = models.PositiveIntegerField()
    object_id = models.UUIDField()
    before = models.JSONField(default=dict)
    done_at = models.DateTimeField(null=True)
    refused = models.CharField(max_length=400, blank=True)
    undone_at = models.DateTimeField(null=True)
    undo_refused = models.CharField(max_length=400, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "stapel", "position"], name="stapelposten_position"
            )
        ]
