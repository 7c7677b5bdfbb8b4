"""Long work, visible to whoever started it."""

from django.db import models
from django.db.models import Q

from verbundakte.core.models.base import TenantModel, TenantQuerySet, tenant_manager


class JobQuerySet(TenantQuerySet):
    """Jobs of the open tenant."""

    def waiting(self):
        """Return jobs nobody has begun."""
        return self.filter(started_at=None, finished_at=None)

    def running(self):
        """Return jobs that have begun and not ended."""
        return self.filter(finished_at=None).exclude(started_at=None)

    def open(self):
        """Return jobs that have not ended."""
        return self.filter(finished_at=None)

    def failed(self):
        """Return jobs that were given up."""
        return self.exclude(finished_at=None).exclude(error="")

    def started_by(self, actor):
        """Return the jobs of this actor."""
        return self.filter(starter_id=str(actor.id))

    def shown_to(self, actor, kinds):
        """Return the jobs of this actor, and those of these kinds that the system started."""
        return self.filter(Q(starter_id=str(actor.id)) | Q(starter_kind="system", kind__in=kinds))


class Job(TenantModel):
    """One piece of long work. The queue itself holds only {tenant, job}."""

    kind = models.CharField(max_length=80)
    label = models.CharField(max_length=200)
    args = models.JSONField(default=dict)
    starter_kind = models.CharField(max_length=10)
    starter_id = models.CharField(max_length=60)
    subject_kind = models.CharField(max_length=60, blank=True)
    subject_id = models.UUIDField(null=True)
    spur = models.UUIDField(null=True)
    queued = models.BigIntegerField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    attempts = models.SmallIntegerField(default=0)
    done = models.IntegerField(default=0)
    total = models.IntegerField(default=0)
    result = models.JSONField(default=dict)
    item_errors = models.JSONField(default=list)
    error = models.TextField(blank=True)

    objects = tenant_manager(JobQuerySet)

    class Meta:
        indexes = [
            models.Index(fields=["tenant", "starter_id", "-created_at"], name="job_starter"),
            models.Index(fields=["tenant", "subject_id"], name="job_subject"),
            models.Index(
                fields=["tenant", "created_at"], name="job_open", condition=Q(finished_at=None)
            ),
            models.Index(
                fields=["tenant", "-finished_at"],
                name="job_failed",
                condition=~Q(finished_at=None) & ~Q(error=""),
            ),
        ]
