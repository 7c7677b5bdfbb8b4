"""The Notfallliste: what a town needs on paper when nothing runs, sealed in a PDF with its own password."""

from django.db import models

from verbundakte.core.models import Blob, TenantForeignKey, TenantModel


class Notfallkennwort(TenantModel):
    """The password of the town's lists, sealed with the installation's key. The newest one holds."""

    sealed = models.TextField(editable=False)
    set_at = models.DateTimeField()
    set_by = models.UUIDField()

    class Meta:
        indexes = [models.Index(fields=["tenant", "-set_at"], name="notfallkennwort_new")]


class Notfallliste(TenantModel):
    """One list as it was made in a night. `counts`: what is in it, {"vorgaenge": 12, ...}."""

    blob = TenantForeignKey(Blob, models.PROTECT, related_name="notfalllisten")
    counts = models.JSONField(default=dict)
    pages = models.PositiveIntegerField()
    made_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["tenant", "-made_at"], name="notfallliste_new")]
