"""What is proven of an arrival, and where its way was broken by paper."""

from django.db import models
from django.db.models import Q

from verbundakte.akten.models import Vorgang
from verbundakte.core.models import Blob, TenantForeignKey, TenantModel
from verbundakte.organisation.models import Organisationseinheit
from verbundakte.posteingang.models.eingang import Eingang


class MedienbruchArt(models.TextChoices):
    """How something changed its medium on its way."""

    PAPIER_EIN = "papier_ein", "kam auf Papier"
    GESCANNT = "gescannt", "unterwegs gescannt"
    AUSGEDRUCKT = "ausgedruckt", "ausgedruckt"
    ABGETIPPT = "abgetippt", "abgetippt"
    PAPIER_AUS = "papier_aus", "ging auf Papier hinaus"


class Medienbruch(TenantModel):
    """The way of a Spur went over paper or through a keyboard; counted by unit and Vorgangstyp."""

    spur = models.UUIDField()
    eingang = TenantForeignKey(Eingang, models.PROTECT, null=True, related_name="medienbrueche")
    vorgang = TenantForeignKey(Vorgang, models.PROTECT, null=True, related_name="+")
    einheit = TenantForeignKey(Organisationseinheit, models.PROTECT, related_name="+")
    art = models.CharField("Art", max_length=12, choices=MedienbruchArt)
    bemerkung = models.CharField("Bemerkung", max_length=300, blank=True)
    at = models.DateTimeField()
    by = models.UUIDField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["tenant", "spur", "at"], name="medienbruch_spur"),
            models.Index(fields=["tenant", "einheit", "at"], name="medienbruch_einheit"),
            models.Index(
                fields=["tenant", "vorgang"],
                name="medienbruch_vorgang",
                condition=~Q(vorgang=None),
            ),
        ]


class Pruefprotokoll(TenantModel):
    """What was checked of an arrival or its sender, with the protocol itself where there is one."""

    eingang = TenantForeignKey(Eingang, models.PROTECT, related_name="pruefprotokolle")
    art = models.CharField(max_length=40)
    ergebnis = models.CharField(max_length=300)
    angaben = models.JSONField(default=dict)
    blob = TenantForeignKey(Blob, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["tenant", "eingang"], name="pruefprotokoll_eingang")]
