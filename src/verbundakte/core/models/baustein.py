"""Configuration with versions. A trigger keeps released versions as they are (migration 0003)."""

from django.db import models
from django.db.models import Q

from verbundakte.core.models.base import (
    TenantForeignKey,
    TenantModel,
    TenantQuerySet,
    tenant_manager,
)


class BausteinQuerySet(TenantQuerySet):
    """Bausteine of the open town."""

    def of_kind(self, kind: str):
        """Return those of one kind."""
        return self.filter(kind=kind)


class Baustein(TenantModel):
    """Something a municipality sets up. `key` is the same wherever it is taken over.

    `origin` names from where it came ("" for own work); then locked fields stay as they are.
    `news`: what the delivered one has that this town never had, in sentences (computed hourly);
    `news_seen`: the digest of the delivered content somebody has looked through.
    """

    key = models.UUIDField(editable=False)
    kind = models.CharField(max_length=60, editable=False)
    name = models.CharField("Name", max_length=200)
    origin = models.CharField("Herkunft", max_length=120, blank=True)
    created_at = models.DateTimeField()
    news = models.JSONField(default=list, editable=False)
    news_seen = models.CharField(max_length=64, blank=True, editable=False)

    objects = tenant_manager(BausteinQuerySet)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant", "key"], name="baustein_key")]
        indexes = [models.Index(fields=["tenant", "kind", "name"], name="baustein_kind")]

    def __str__(self):
        return self.name


class BausteinVersionQuerySet(TenantQuerySet):
    """Versions of the open town's Bausteine."""

    def drafts(self):
        """Return versions that are still being written."""
        return self.filter(released_at=None, withdrawn_at=None)

    def released(self):
        """Return versions that were released and not withdrawn."""
        return self.exclude(released_at=None).filter(withdrawn_at=None)


class BausteinVersion(TenantModel):
    """One version: its canonical text, and the moments that say what state it is in."""

    baustein = TenantForeignKey(Baustein, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(editable=False)
    content = models.TextField()
    digest = models.CharField(max_length=64)
    reason = models.TextField("Begründung", blank=True)
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=60)
    released_at = models.DateTimeField(null=True)
    released_by = models.CharField(max_length=60, blank=True)
    valid_from = models.DateField("gilt ab", null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.CharField(max_length=60, blank=True)
    revision = models.PositiveIntegerField(default=1)

    objects = tenant_manager(BausteinVersionQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "baustein", "number"], name="bausteinversion_number"
            ),
            models.UniqueConstraint(
                fields=["tenant", "baustein"],
                condition=Q(released_at=None, withdrawn_at=None),
                name="bausteinversion_one_draft",
            ),
            models.CheckConstraint(
                condition=Q(released_at=None, valid_from=None)
                | Q(released_at__isnull=False, valid_from__isnull=False),
                name="bausteinversion_valid_from",
            ),
        ]

    @property
    def is_draft(self) -> bool:
        """Tell whether it is still being written."""
        return self.released_at is None and self.withdrawn_at is None

    @property
    def state(self) -> str:
        """Return "Entwurf", "freigegeben" or "zurückgezogen"."""
        if self.withdrawn_at is not None:
            return "zurückgezogen"
        return "Entwurf" if self.released_at is None else "freigegeben"
