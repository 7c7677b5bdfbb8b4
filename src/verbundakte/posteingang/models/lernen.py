"""What was recognised in an Eingang, and what a town has learned from its filed letters.

Learned are numbers of features, never words. Everything lies by Geheimnisklasse and zone, so that
nobody is told by letters she may not see.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from verbundakte.akten.models import Dokument
from verbundakte.core.models import TenantForeignKey, TenantModel, TenantOneToOneField, Zone
from verbundakte.posteingang.models.eingang import Eingang


class Erkennung(TenantModel):
    """What an Eingang says about itself; made anew when its text changes, gone with its content.

    `funde` are findings with their places, `schreiben` what is compared with earlier letters.
    """

    eingang = TenantOneToOneField(Eingang, models.CASCADE, related_name="erkennung")
    version = models.PositiveSmallIntegerField()
    text_hash = models.CharField(max_length=64)
    funde = models.JSONField(default=list)
    schreiben = models.JSONField(default=dict)
    recognised_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "eingang"], name="erkennung_eingang")
        ]


class LernArt(models.TextChoices):
    """What a letter was learned from."""

    ABLAGE = "ablage", "Ablage"
    ZULEITUNG = "zuleitung", "Zuleitung"


class Lernbeispiel(TenantModel):
    """A learned letter: its features, and where it went. Its share can be taken away again.

    From a filing it serves those who may read the Dokument now; from a Zuleitung those who gave it
    away (`zone`).
    """

    dokument = TenantForeignKey(Dokument, models.CASCADE, related_name="+")
    art = models.CharField(max_length=10, choices=LernArt)
    zone = TenantForeignKey(Zone, models.PROTECT, related_name="+")
    klasse = models.CharField(max_length=20, blank=True)
    merkmale = ArrayField(models.BigIntegerField())
    schluessel = ArrayField(models.BigIntegerField())
    ziele = models.JSONField()
    on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "dokument", "art"], name="lernbeispiel_once")
        ]


class Lernschluessel(TenantModel):
    """An identity (of a sender, a reference) by which a learned letter is found."""

    beispiel = TenantForeignKey(Lernbeispiel, models.CASCADE, related_name="+")
    schluessel = models.BigIntegerField()
    on = models.DateField()

    class Meta:
        indexes = [
            models.Index(fields=["tenant", "schluessel", "-on"], name="lernschluessel_find"),
            models.Index(fields=["tenant", "beispiel"], name="lernschluessel_of"),
        ]


class Lernzahl(TenantModel):
    """In how many letters of a zone a feature was seen, by where they went."""

    zone = TenantForeignKey(Zone, models.PROTECT, related_name="+")
    klasse = models.CharField(max_length=20, blank=True)
    merkmal = models.BigIntegerField()
    zaehler = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "merkmal", "klasse", "zone"], name="lernzahl_once"
            )
        ]


class Lernguete(TenantModel):
    """How often a first proposal of a kind and step of certainty was right."""

    ziel = models.CharField(max_length=1)
    stufe = models.PositiveSmallIntegerField()
    richtig = models.PositiveIntegerField(default=0)
    gesamt = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "ziel", "stufe"], name="lernguete_once")
        ]


class Lernstand(TenantModel):
    """How far a town's changes were read, and up to which Dokument its history was learned."""

    xid = models.BigIntegerField(default=0)
    position = models.BigIntegerField(default=0)
    walked_to = models.UUIDField(null=True)
    is_walked = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant"], name="lernstand_once")]
