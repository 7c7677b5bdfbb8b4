"""What is known of a mailbox from which mails are fetched: how far, since when not, and why."""

from datetime import datetime

from django.db import models
from django.db.models import Q

from verbundakte.core.models import TenantForeignKey, TenantModel, TenantOneToOneField
from verbundakte.posteingang.models.kanal import Eingangskanal


class Postfachstand(TenantModel):
    """How far a mailbox was read: numbers of mails hold while `uid_validity` is the same.

    `claim` and `busy_until` say which job reads it just now. `stopped_at`: it waits for a person,
    since trying again would change nothing. `news_at`: its server told of a new mail, or may have while
    nobody listened. `horcher` is the worker that waits on it until `horcht_until`, and holds a connection
    since `hoert_since`.
    """

    kanal = TenantOneToOneField(Eingangskanal, models.PROTECT, related_name="stand")
    uid_validity = models.BigIntegerField(default=0)
    next_uid = models.BigIntegerField(default=1)
    failures = models.PositiveIntegerField(default=0)
    stopped_at = models.DateTimeField(null=True)
    claim = models.UUIDField(null=True)
    busy_until = models.DateTimeField(null=True)
    news_at = models.DateTimeField(null=True)
    horcher = models.UUIDField(null=True)
    horcht_until = models.DateTimeField(null=True)
    hoert_since = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "kanal"], name="postfachstand_kanal")
        ]

    def is_heard(self, at: datetime) -> bool:
        """Tell whether a worker holds a connection now over which the server tells of new mails."""
        return bool(self.hoert_since and self.horcht_until and self.horcht_until > at)


class Annahmehindernis(TenantModel):
    """A mail that could not be taken: it stays in its mailbox, and is tried again now and then."""

    kanal = TenantForeignKey(Eingangskanal, models.PROTECT, related_name="hindernisse")
    uid_validity = models.BigIntegerField()
    uid = models.BigIntegerField()
    size = models.BigIntegerField()
    grund = models.CharField("Grund", max_length=400)
    noted_at = models.DateTimeField()
    tried_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "kanal", "uid_validity", "uid"], name="annahmehindernis_once"
            )
        ]
        indexes = [
            models.Index(
                fields=["tenant", "kanal", "tried_at"],
                condition=Q(done_at=None),
                name="annahmehindernis_open",
            )
        ]
