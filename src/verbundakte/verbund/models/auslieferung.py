"""What a Verbund delivers to its members: the released content of a Baustein, and nothing else."""

from django.db import models

from verbundakte.core.ids import uuid7
from verbundakte.core.models import Tenant


class Auslieferung(models.Model):
    """Global, because it travels between tenants. Written when the Verbund releases a version."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    verbund = models.ForeignKey(Tenant, models.PROTECT, related_name="auslieferungen")
    kind = models.CharField(max_length=60)
    key = models.UUIDField()
    content = models.JSONField()
    released_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["verbund", "kind", "key"], name="auslieferung_once")
        ]
