"""The outbox: one row for each event and Abonnement, made by a trigger in the event's transaction."""

from django.db import models
from django.db.models import Q

from verbundakte.anbindung.models.abonnement import Abonnement, Anlass
from verbundakte.core.models import TenantForeignKey, TenantModel, TenantQuerySet, tenant_manager


class MeldungQuerySet(TenantQuerySet):
    """Messages of the open town."""

    def waiting(self):
        """Return those that are still to be sent, in the order in which things happened."""
        return self.filter(delivered_at=None, dropped_at=None).order_by("seq", "pk")


class Meldung(TenantModel):
    """One event for one Abonnement: ids and kind, no text of the files.

    `seq` is the event's place in the town's log, which is the order of the transactions.
    `dropped_at`: not sent (any more), `note` says why in German.
    """

    abonnement = TenantForeignKey(Abonnement, models.CASCADE, related_name="meldungen")
    event_id = models.UUIDField()
    seq = models.BigIntegerField()
    anlass = models.CharField(max_length=80)
    subject_kind = models.CharField(max_length=60)
    subject_id = models.UUIDField()
    at = models.DateTimeField()
    tries = models.IntegerField(default=0, db_default=0)
    tried_at = models.DateTimeField(null=True)
    status = models.SmallIntegerField(null=True)
    note = models.CharField(max_length=200, blank=True, default="", db_default="")
    delivered_at = models.DateTimeField(null=True)
    dropped_at = models.DateTimeField(null=True)

    objects = tenant_manager(MeldungQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "abonnement", "event_id"], name="meldung_once"
            )
        ]
        indexes = [
            models.Index(fields=["tenant", "abonnement", "-seq"], name="meldung_newest"),
            models.Index(
                fields=["tenant", "abonnement", "seq"],
                name="meldung_waiting",
                condition=Q(delivered_at=None, dropped_at=None),
            ),
            models.Index(fields=["tenant", "at"], name="meldung_age"),
        ]

    @property
    def label(self) -> str:
        """Return what happened, in German."""
        return Anlass(self.anlass).label if self.anlass in Anlass.values else self.anlass

    @property
    def kind(self) -> str:
        """Return the kind of the object without its room, e.g. `vorgang`."""
        return self.subject_kind.rpartition(".")[2]
