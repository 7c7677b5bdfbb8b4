"""Where an object came from: its key in the old system, and what happened to it there."""

from django.db import models

from verbundakte.core.models import TenantModel


class FremdeKennung(TenantModel):
    """Under which key another system knows an object. It makes a repeated take-over harmless."""

    source = models.CharField("Herkunft", max_length=100)
    kind = models.CharField(max_length=20)
    key = models.CharField("Schlüssel", max_length=200)
    object_id = models.UUIDField()
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "source", "kind", "key"], name="fremdekennung_once"
            )
        ]
        indexes = [models.Index(fields=["tenant", "object_id"], name="fremdekennung_object")]


class Altverlauf(TenantModel):
    """One entry of the history an object brought along (xdomea: HistorienProtokollInformation).

    It is told as what it is, the word of the other system, and never mixed into our own log.
    """

    object_id = models.UUIDField()
    source = models.CharField("Herkunft", max_length=100)
    at = models.DateTimeField()
    who = models.CharField("Wer", max_length=200, blank=True)
    action = models.CharField("Was", max_length=500)
    field = models.CharField("Feld", max_length=200, blank=True)
    old = models.TextField("alt", blank=True)
    new = models.TextField("neu", blank=True)

    class Meta:
        indexes = [models.Index(fields=["tenant", "object_id", "-at"], name="altverlauf_object")]
