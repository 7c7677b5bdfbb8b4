"""Files that are made for one person (lists, complete files) and are kept for some days only."""

from django.db import models

from verbundakte.core.models.base import (
    TenantForeignKey,
    TenantModel,
    TenantQuerySet,
    tenant_manager,
)
from verbundakte.core.models.blob import Blob


class AusgabeQuerySet(TenantQuerySet):
    """Files made for persons of the open town."""

    def made_for(self, actor):
        """Return what was made for this actor and nobody else."""
        return self.filter(owner_id=str(actor.id))


class Ausgabe(TenantModel):
    """A file somebody asked for: what she asked (`request`, read by the room that makes it), and
    the bytes once they are made, with the ids of what is told in them (`subjects`, 16 bytes each),
    so that the right can be asked again. Only she can fetch it; after `expires_at` both are deleted."""

    owner_id = models.CharField(max_length=60)
    request = models.JSONField(default=dict)
    blob = TenantForeignKey(Blob, models.PROTECT, null=True, related_name="ausgaben")
    file_name = models.CharField(max_length=255, blank=True)
    media_type = models.CharField(max_length=120, blank=True)
    subjects = models.BinaryField(null=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    objects = tenant_manager(AusgabeQuerySet)

    class Meta:
        indexes = [
            models.Index(fields=["tenant", "owner_id", "-created_at"], name="ausgabe_owner"),
            models.Index(fields=["tenant", "expires_at"], name="ausgabe_expires"),
        ]
