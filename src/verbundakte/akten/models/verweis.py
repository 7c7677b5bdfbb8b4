"""Verweise: one object points to another; both ends are shown to whoever may see them."""

from django.db import models

from verbundakte.core.models import TenantModel


class VerweisArt(models.TextChoices):
    """Why one points to the other."""

    SIEHE = "siehe", "siehe auch"
    FOLGT = "folgt", "folgt auf"
    BETRIFFT = "betrifft", "betrifft"
    RECHTSBEHELF = "rechtsbehelf", "Rechtsbehelf gegen"
    SCHWAERZUNG = "schwaerzung", "geschwärzte Kopie von"


BACKWARDS = {
    VerweisArt.SIEHE: "siehe auch",
    VerweisArt.FOLGT: "fortgesetzt in",
    VerweisArt.BETRIFFT: "betroffen von",
    VerweisArt.RECHTSBEHELF: "angegriffen durch",
    VerweisArt.SCHWAERZUNG: "geschwärzt in",
}


class Verweis(TenantModel):
    """From one Akte, Vorgang or Dokument to another (kind and id, as the log names objects)."""

    art = models.CharField("Art", max_length=20, choices=VerweisArt)
    from_kind = models.CharField(max_length=10)
    from_id = models.UUIDField()
    to_kind = models.CharField(max_length=10)
    to_id = models.UUIDField()
    created_at = models.DateTimeField()
    created_by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "art", "from_id", "to_id"], name="verweis_once"
            )
        ]
        indexes = [
            models.Index(fields=["tenant", "from_id"], name="verweis_from"),
            models.Index(fields=["tenant", "to_id"], name="verweis_to"),
        ]
