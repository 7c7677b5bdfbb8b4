"""What the head wrote on a letter before it was distributed (Postmappe)."""

from django.db import models

from verbundakte.core.models import TenantForeignKey, TenantModel
from verbundakte.organisation.models import Organisationseinheit
from verbundakte.posteingang.models.eingang import Eingang


class VermerkArt(models.TextChoices):
    """What a head asks for with her mark (GGO Anlage 2)."""

    GESEHEN = "gesehen", "Sichtvermerk"
    RUECKSPRACHE = "ruecksprache", "b. R. (bitte Rücksprache)"
    VERANLASSUNG = "veranlassung", "z. w. V. (zur weiteren Veranlassung)"
    EILT = "eilt", "Eilt"
    SCHLUSSZEICHNUNG = "schlusszeichnung", "Vorbehalt der Schlusszeichnung"


class Sichtvermerk(TenantModel):
    """One mark of a head on an Eingang; it never changes and holds nothing up.

    `einheit`: as whose head she saw it. `for_person`: in Vertretung for whom.
    """

    eingang = TenantForeignKey(Eingang, models.PROTECT, related_name="sichtvermerke")
    einheit = TenantForeignKey(Organisationseinheit, models.PROTECT, related_name="+")
    art = models.CharField("Vermerk", max_length=20, choices=VermerkArt)
    text = models.CharField("Text", max_length=500, blank=True)
    frist_on = models.DateField("Bis", null=True, blank=True)
    at = models.DateTimeField()
    by = models.UUIDField()
    for_person = models.UUIDField(null=True)

    class Meta:
        indexes = [models.Index(fields=["tenant", "eingang", "at"], name="sichtvermerk_eingang")]
