"""A municipality belongs to a Verbund for a time. A Verbund is a Tenant of its own kind."""

from datetime import date

from django.db import models
from django.db.models import F, Q

from verbundakte.core.ids import uuid7
from verbundakte.core.models import Tenant


class MitgliedschaftQuerySet(models.QuerySet):
    """Who belongs to what, when."""

    def valid_on(self, on: date):
        """Return those that hold on this day."""
        return self.filter(from_on__lte=on).filter(Q(to_on=None) | Q(to_on__gt=on))


class Mitgliedschaft(models.Model):
    """Global, because it stands between tenants; it holds only who and when.

    `to_on` is the first day without it.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    verbund = models.ForeignKey(Tenant, models.PROTECT, related_name="mitgliedschaften")
    member = models.ForeignKey(Tenant, models.PROTECT, related_name="verbund_mitgliedschaften")
    from_on = models.DateField("ab")
    to_on = models.DateField("endet am", null=True, blank=True)

    objects = MitgliedschaftQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["verbund", "member"], condition=Q(to_on=None), name="mitgliedschaft_once"
            ),
            models.CheckConstraint(
                condition=Q(to_on=None) | Q(to_on__gte=F("from_on")), name="mitgliedschaft_period"
            ),
            models.CheckConstraint(
                condition=~Q(verbund=F("member")), name="mitgliedschaft_not_itself"
            ),
        ]
