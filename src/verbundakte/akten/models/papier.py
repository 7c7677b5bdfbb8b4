"""The paper part of a file: where it lies, who has it, what of others lies with it."""

from django.db import models
from django.db.models import Q

from verbundakte.akten.models.akte import Akte
from verbundakte.akten.models.vorgang import Vorgang
from verbundakte.core.models import TenantForeignKey, TenantModel


class Papierteil(TenantModel):
    """The paper part of an Akte: its place, and until when it was kept on paper."""

    akte = TenantForeignKey(Akte, models.PROTECT, related_name="papierteile")
    standort = models.CharField("Standort", max_length=200, blank=True)
    behaeltnis = models.CharField("Behältnis", max_length=120, blank=True)
    papier_until = models.DateField("Papier bis", null=True, blank=True)
    elektronisch_from = models.DateField("Elektronisch ab", null=True, blank=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant", "akte"], name="papierteil_once")]


class Ausleihe(TenantModel):
    """The paper is with somebody; until it returns a Fehlblatt stands in its place."""

    akte = TenantForeignKey(Akte, models.PROTECT, related_name="ausleihen")
    an = models.CharField("Wer hat sie", max_length=200)
    lent_on = models.DateField("Ausgeliehen am")
    due_on = models.DateField("Zurück bis")
    created_by = models.UUIDField()
    returned_on = models.DateField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["tenant", "created_by", "due_on"],
                name="ausleihe_open",
                condition=Q(returned_on=None),
            ),
            models.Index(fields=["tenant", "akte"], name="ausleihe_akte"),
        ]


class Aushebung(TenantModel):
    """Somebody asks the Altregistratur for the paper, or for a scan of it."""

    akte = TenantForeignKey(Akte, models.PROTECT, related_name="aushebungen")
    wunsch = models.CharField("Was wird gebraucht", max_length=300)
    requested_at = models.DateTimeField()
    requested_by = models.UUIDField()
    done_at = models.DateTimeField(null=True)
    done_by = models.UUIDField(null=True)
    ergebnis = models.CharField("Ergebnis", max_length=300, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["tenant", "requested_at"],
                name="aushebung_open",
                condition=Q(done_at=None),
            ),
            models.Index(fields=["tenant", "akte"], name="aushebung_akte"),
        ]


class VerwahrArt(models.TextChoices):
    """What is kept for somebody."""

    ORIGINAL = "original", "Original, zurückzugeben"
    WERTSACHE = "wertsache", "Wertsache"


class Verwahrstueck(TenantModel):
    """An original to return or something of value; while it is here the Vorgang stays open."""

    vorgang = TenantForeignKey(Vorgang, models.PROTECT, related_name="verwahrstuecke")
    art = models.CharField("Art", max_length=10, choices=VerwahrArt)
    bezeichnung = models.CharField("Was", max_length=300)
    von = models.CharField("Von wem", max_length=200)
    standort = models.CharField("Wo es liegt", max_length=200)
    received_on = models.DateField("Erhalten am")
    created_by = models.UUIDField()
    returned_on = models.DateField(null=True)
    returned_to = models.CharField("Zurückgegeben an", max_length=200, blank=True)

    class Meta:
        indexes = [models.Index(fields=["tenant", "vorgang"], name="verwahrstueck_vorgang")]
