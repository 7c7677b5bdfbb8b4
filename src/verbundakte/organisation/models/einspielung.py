"""Tables of the organisation that were brought: looked at first, performed when somebody says so."""

from django.db import models

from verbundakte.core.models import TenantModel, TenantQuerySet, tenant_manager


class Einspielung(TenantModel):
    """`content` is what the files say; `result` what became of each step once it is performed.

    Nobody has ordered it while `started_at` is empty; it works until `finished_at`.
    """

    file_name = models.CharField("Datei", max_length=255)
    created_at = models.DateTimeField("vorgelegt")
    created_by = models.UUIDField("vorgelegt von", null=True)
    is_whole = models.BooleanField("beendet, was fehlt", default=False)
    content = models.JSONField(default=dict, editable=False)
    result = models.JSONField(default=list, editable=False)
    job = models.UUIDField(null=True, editable=False)
    started_at = models.DateTimeField("begonnen", null=True)
    finished_at = models.DateTimeField("fertig", null=True)

    objects = tenant_manager(TenantQuerySet)

    class Meta:
        indexes = [models.Index(fields=["tenant", "-created_at"], name="einspielung_created")]

    def __str__(self):
        return self.file_name
