"""Files in which a virus was found: kept, and never sent to a browser until somebody releases them."""

from django.db import models
from django.db.models import Q

from verbundakte.core.models import Blob, TenantForeignKey, TenantModel
from verbundakte.posteingang.models.eingang import Eingang


class Quarantaene(TenantModel):
    """A file of an Eingang that is held back. No Datei names its bytes.

    Released (by one person, with reason) it becomes the Dokument of the Eingang or an Anlage of it.
    `rueckfrage_at`: the sender was asked to send it anew.
    """

    eingang = TenantForeignKey(Eingang, models.PROTECT, related_name="quarantaene")
    file_name = models.CharField("Datei", max_length=255)
    blob = TenantForeignKey(Blob, models.PROTECT, related_name="+")
    befund = models.CharField("Befund", max_length=200)
    at = models.DateTimeField()
    freigegeben_at = models.DateTimeField(null=True)
    freigegeben_by = models.UUIDField(null=True)
    grund = models.CharField("Grund", max_length=500, blank=True)
    rueckfrage_at = models.DateTimeField(null=True)
    rueckfrage_by = models.UUIDField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["tenant", "eingang"], name="quarantaene_eingang"),
            models.Index(
                fields=["tenant", "-at", "-id"],
                name="quarantaene_open",
                condition=Q(freigegeben_at=None),
            ),
        ]
