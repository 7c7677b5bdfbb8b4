"""The append-only log of a town. Grants, a guard trigger and the hash chain are in the migration."""

from django.db import models

from verbundakte.core.models.base import (
    TenantForeignKey,
    TenantModel,
    TenantQuerySet,
    tenant_manager,
)


class AuditQuerySet(TenantQuerySet):
    """Events of the open tenant."""

    def about(self, subject):
        """Return the events about one object, newest first."""
        return self.filter(subject_id=subject.pk).order_by("-seq")


class AuditEvent(TenantModel):
    """One thing somebody did. Holds no names and no readable content, so that nothing in it
    must ever be changed; `seq` and `hash` are set at commit by the chain trigger."""

    seq = models.BigIntegerField(null=True, editable=False)
    at = models.DateTimeField()
    name = models.CharField(max_length=80)
    actor_kind = models.CharField(max_length=10)
    actor_id = models.CharField(max_length=60)
    on_behalf_of = models.CharField(max_length=60, blank=True)
    subject_kind = models.CharField(max_length=60)
    subject_id = models.UUIDField()
    spur = models.UUIDField(null=True)
    request_id = models.CharField(max_length=40, blank=True)
    digest = models.BinaryField(max_length=32)
    hash = models.BinaryField(max_length=32, null=True)

    objects = tenant_manager(AuditQuerySet)

    class Meta:
        db_table = "core_event"
        indexes = [
            models.Index(fields=["tenant", "subject_id", "seq"], name="event_subject"),
            models.Index(fields=["tenant", "seq"], name="event_seq"),
        ]


class AuditDetail(TenantModel):
    """One changed field of an event (xdomea: HistorienProtokollInformation).

    The readable part can be erased (Art. 17 DSGVO): text and salt become NULL, the digest stays.
    """

    event = TenantForeignKey(AuditEvent, models.PROTECT, related_name="details")
    position = models.SmallIntegerField()
    name = models.CharField(max_length=80, null=True)
    old = models.TextField(null=True)
    new = models.TextField(null=True)
    salt = models.BinaryField(max_length=16, null=True)
    digest = models.BinaryField(max_length=32)

    class Meta:
        db_table = "core_eventdetail"
        constraints = [
            models.UniqueConstraint(fields=["tenant", "event", "position"], name="detail_position")
        ]


class ChainHead(models.Model):
    """The last link of a town's chain; written by the chain trigger only."""

    tenant = models.IntegerField(primary_key=True)
    seq = models.BigIntegerField()
    hash = models.BinaryField(max_length=32)

    class Meta:
        db_table = "core_chainhead"
