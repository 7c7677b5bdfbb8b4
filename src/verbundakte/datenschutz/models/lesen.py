"""How long it is kept who read what, and the occasions on which it is evaluated."""

from datetime import datetime

from django.db import models
from django.db.models import Q

from verbundakte.core.models import TenantModel

SHORTEST, USUAL, LONGEST = 30, 90, 365


class Speicherdauer(TenantModel):
    """For how many days Lesevermerke are kept; the newest row holds, none means 90 days."""

    days = models.PositiveSmallIntegerField("Tage")
    reason = models.CharField("Dienstvereinbarung oder Grund", max_length=300)
    set_at = models.DateTimeField()
    set_by = models.UUIDField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(days__gte=SHORTEST, days__lte=LONGEST), name="speicherdauer_days"
            )
        ]
        indexes = [models.Index(fields=["tenant", "-set_at"], name="speicherdauer_newest")]


class Leseauswertung(TenantModel):
    """Who read a file, or what a person read: asked on an occasion by one, released by another.

    The result is not stored; those two see it until `visible_until`.
    """

    anlass = models.TextField("Anlass")
    person_id = models.UUIDField(null=True)
    aktenzeichen = models.CharField("Aktenzeichen", max_length=120, blank=True)
    from_on = models.DateField("von")
    to_on = models.DateField("bis")
    requested_at = models.DateTimeField()
    requested_by = models.UUIDField()
    released_at = models.DateTimeField(null=True)
    released_by = models.UUIDField(null=True)
    visible_until = models.DateTimeField(null=True)
    declined_at = models.DateTimeField(null=True)
    declined_by = models.UUIDField(null=True)
    decline_reason = models.CharField("Grund der Ablehnung", max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(released_by=None) | ~Q(released_by=models.F("requested_by")),
                name="leseauswertung_two_persons",
            ),
            models.CheckConstraint(
                condition=Q(person_id=None) ^ Q(aktenzeichen=""), name="leseauswertung_one_scope"
            ),
        ]
        indexes = [models.Index(fields=["tenant", "-requested_at"], name="leseauswertung_newest")]

    @property
    def is_decided(self) -> bool:
        """Tell whether it was released or declined."""
        return self.released_at is not None or self.declined_at is not None

    def is_visible(self, at: datetime) -> bool:
        """Tell whether the result may be looked at now."""
        return self.visible_until is not None and at < self.visible_until
