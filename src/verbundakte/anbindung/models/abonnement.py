"""A system that is told when something happens (xdomea knows nothing of it; the web calls it webhook)."""

from datetime import datetime

from django.contrib.postgres.fields import ArrayField
from django.db import models

from verbundakte.core.models import TenantForeignKey, TenantModel
from verbundakte.organisation.models import Person


class Anlass(models.TextChoices):
    """What can be told: events of the log about Akten, Vorgänge and Dokumente."""

    AKTE_CREATED = "akten.akte.created", "Akte angelegt"
    AKTE_CHANGED = "akten.akte.changed", "Angaben einer Akte geändert"
    AKTE_CLOSED = "akten.akte.closed", "Akte zu den Akten verfügt"
    AKTE_REOPENED = "akten.akte.reopened", "Akte wieder aufgenommen"
    AKTE_MOVED = "akten.akte.moved", "Akte verschoben"
    VORGANG_CREATED = "akten.vorgang.created", "Vorgang angelegt"
    VORGANG_CHANGED = "akten.vorgang.changed", "Angaben eines Vorgangs geändert"
    VORGANG_CLOSED = "akten.vorgang.closed", "Vorgang zu den Akten verfügt"
    VORGANG_REOPENED = "akten.vorgang.reopened", "Vorgang wieder aufgenommen"
    VORGANG_MOVED = "akten.vorgang.moved", "Vorgang verschoben"
    VORGANG_HANDED_OVER = "akten.vorgang.handed_over", "Vorgang übergeben"
    DOKUMENT_REGISTERED = "akten.dokument.registered", "Dokument abgelegt"
    DOKUMENT_ASSIGNED = "akten.dokument.assigned", "Dokument in einen Vorgang gelegt"
    DOKUMENT_CHANGED = "akten.dokument.changed", "Angaben eines Dokuments geändert"
    DOKUMENT_MOVED = "akten.dokument.moved", "Dokument verschoben"
    DOKUMENT_COPIED = "akten.dokument.copied", "Dokument als Kopie abgelegt"
    FASSUNG_ADDED = "akten.fassung.added", "Neue Fassung abgelegt"


class Abonnement(TenantModel):
    """Who is told what, at which address, with whose rights.

    Secrets are sealed. `claim` and `busy_until` say which job sends just now; `failures`,
    `failing_since` and `next_try_at` how it goes; a paused one keeps its messages waiting.
    """

    bezeichnung = models.CharField("Bezeichnung", max_length=100)
    url = models.CharField("Adresse", max_length=500)
    anlaesse = ArrayField(models.CharField(max_length=80), verbose_name="Anlässe")
    person = TenantForeignKey(Person, models.PROTECT, verbose_name="Rechte von", related_name="+")
    secret = models.TextField(editable=False)
    previous_secret = models.TextField(blank=True, editable=False)
    previous_until = models.DateTimeField(null=True, editable=False)
    created_at = models.DateTimeField(editable=False)
    ended_at = models.DateTimeField(null=True, editable=False)
    paused_at = models.DateTimeField(null=True, editable=False)
    failing_since = models.DateTimeField(null=True, editable=False)
    failures = models.IntegerField(default=0, editable=False)
    next_try_at = models.DateTimeField(null=True, editable=False)
    claim = models.UUIDField(null=True, editable=False)
    busy_until = models.DateTimeField(null=True, editable=False)
    revision = models.IntegerField(default=1, editable=False)

    class Meta:
        indexes = [
            models.Index(
                fields=["tenant"], name="abonnement_live", condition=models.Q(ended_at=None)
            )
        ]

    def __str__(self):
        return self.bezeichnung

    def has_two_secrets(self, at: datetime) -> bool:
        """Tell whether the former secret still signs, too."""
        return self.previous_until is not None and at < self.previous_until
