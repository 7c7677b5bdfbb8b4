"""What holds an object: somebody edits it (Bearbeitungssperre), or it must be kept (Loeschsperre)."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from verbundakte.akten.models.akte import Akte
from verbundakte.akten.models.dokument import Dokument
from verbundakte.akten.models.vorgang import Vorgang
from verbundakte.core.models import (
    TenantForeignKey,
    TenantModel,
    TenantQuerySet,
    tenant_manager,
)
from verbundakte.organisation.models import Person


class BearbeitungssperreQuerySet(TenantQuerySet):
    """Locks of the open town."""

    def in_force(self):
        """Return locks that have neither ended nor run out."""
        return self.filter(released_at=None, expires_at__gt=Now())


class Bearbeitungssperre(TenantModel):
    """A person edits a Dokument for a while; others wait or take it over, which leaves a trace."""

    dokument = TenantForeignKey(Dokument, models.PROTECT, related_name="bearbeitungssperren")
    person = TenantForeignKey(Person, models.PROTECT, related_name="bearbeitungssperren")
    locked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    ends_with_fassung = models.BooleanField(default=True)
    released_at = models.DateTimeField(null=True)
    released_by = models.UUIDField(null=True)
    taken_reason = models.CharField(max_length=300, blank=True)

    objects = tenant_manager(BearbeitungssperreQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "dokument"],
                condition=Q(released_at=None),
                name="bearbeitungssperre_once",
            )
        ]
        indexes = [
            models.Index(fields=["tenant", "person", "-locked_at"], name="bearbeitungssperre_own")
        ]


class Loeschsperre(TenantModel):
    """Something must be kept although its time is over (a lawsuit, an audit), until it is lifted."""

    akte = TenantForeignKey(Akte, models.PROTECT, null=True, related_name="loeschsperren")
    vorgang = TenantForeignKey(Vorgang, models.PROTECT, null=True, related_name="loeschsperren")
    dokument = TenantForeignKey(Dokument, models.PROTECT, null=True, related_name="loeschsperren")
    reason = models.CharField("Grund", max_length=300)
    set_at = models.DateTimeField()
    set_by = models.UUIDField()
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.UUIDField(null=True)
    lifted_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(akte=None, vorgang=None, dokument__isnull=False)
                | Q(akte=None, vorgang__isnull=False, dokument=None)
                | Q(akte__isnull=False, vorgang=None, dokument=None),
                name="loeschsperre_one_subject",
            )
        ]
        indexes = [
            models.Index(
                fields=["tenant", name], name=f"loeschsperre_{name}", condition=~Q(**{name: None})
            )
            for name in ("akte", "vorgang", "dokument")
        ]
