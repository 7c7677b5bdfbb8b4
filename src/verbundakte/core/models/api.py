"""What was answered to a creation through the API, for a day, so that it can be repeated safely."""

from django.db import models

from verbundakte.core.models.base import TenantModel, TenantQuerySet, tenant_manager


class IdempotencyKey(TenantModel):
    """A key one actor gave to a creation. `digest` tells whether it is the same request again."""

    actor_id = models.CharField(max_length=60)
    key = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    status = models.SmallIntegerField(default=0)
    answer = models.TextField(blank=True)
    headers = models.JSONField(default=dict)
    created_at = models.DateTimeField()

    objects = tenant_manager(TenantQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "actor_id", "key"], name="idempotencykey_once"
            )
        ]
        indexes = [models.Index(fields=["tenant", "created_at"], name="idempotencykey_age")]
