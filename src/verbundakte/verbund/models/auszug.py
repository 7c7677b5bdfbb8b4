"""A municipality leaves the installation: asked for by one person, confirmed by another, then waiting."""

from datetime import timedelta

from django.db import models
from django.db.models import Q

from verbundakte.core.models import TenantModel, TenantQuerySet, tenant_manager

WAITING = timedelta(days=14)  # after the confirmation: time to notice a mistake


class AuszugQuerySet(TenantQuerySet):
    """Requests of the open town."""

    def in_force(self):
        """Return the request that was not withdrawn."""
        return self.filter(withdrawn_at=None)


class Auszug(TenantModel):
    """The decision of a town to leave. What is deleted then, is told by the proof the town gets."""

    requested_at = models.DateTimeField()
    requested_by = models.UUIDField()
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.UUIDField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    objects = tenant_manager(AuszugQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant"], condition=Q(withdrawn_at=None), name="auszug_once"
            )
        ]

    @property
    def earliest_at(self):
        """Return the first moment at which the town may be deleted; None before the confirmation."""
        return self.confirmed_at + WAITING if self.confirmed_at else None
