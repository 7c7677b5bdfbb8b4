"""Bytes known to the database, and uploads on their way to become one."""

from datetime import datetime, timedelta

from django.db import models

from verbundakte.core.models.base import TenantModel


class Blob(TenantModel):
    """Bytes in the store, named by their SHA-256. Written once, never changed."""

    sha256 = models.CharField(max_length=64)
    size = models.BigIntegerField()
    created_at = models.DateTimeField(auto_now_add=True)
    key_id = models.CharField(max_length=60, blank=True)
    verified_at = models.DateTimeField(null=True)
    delete_after = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant", "sha256"], name="blob_sha256")]


UPLOAD_LASTS = timedelta(days=1)


class Upload(TenantModel):
    """A file that arrives in parts. Its bytes lie in the spool under this row's id."""

    actor_id = models.CharField(max_length=60)
    target_kind = models.CharField(max_length=60)
    target_id = models.UUIDField()
    file_name = models.TextField()
    path = models.TextField(blank=True)
    size = models.BigIntegerField()
    received = models.BigIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)
    completed_at = models.DateTimeField(null=True)
    result_id = models.UUIDField(null=True)

    @property
    def ends_at(self) -> datetime:
        """Return when it is tidied away, filed or not."""
        return self.created_at + UPLOAD_LASTS
