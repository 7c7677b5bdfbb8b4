"""Rules of a town about Termine, projected from released Bausteine, and who has them sent to her."""

import hashlib
from datetime import date

from django.db import models
from django.db.models import Q

from verbundakte.core.models import TenantForeignKey, TenantModel, TenantQuerySet, tenant_manager
from verbundakte.organisation.models import Person


class TerminregelQuerySet(TenantQuerySet):
    """Rules of the open town."""

    def valid_on(self, on: date, kind: str):
        """Return those of a kind of Baustein that hold on this day."""
        begun = self.filter(kind=kind, valid_from__lte=on)
        return begun.filter(Q(valid_to=None) | Q(valid_to__gt=on)).order_by("pk")


class Terminregel(TenantModel):
    """One released version of a Baustein about Termine; `inhalt` is its content. Only `valid_to` is
    ever set afterwards."""

    kind = models.CharField(max_length=60, editable=False)
    key = models.UUIDField(editable=False)
    version = models.PositiveIntegerField(editable=False)
    inhalt = models.JSONField()
    valid_from = models.DateField("gilt ab")
    valid_to = models.DateField("gilt nicht mehr ab", null=True)

    objects = tenant_manager(TerminregelQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "key", "version"], name="terminregel_version")
        ]


def digest_of(token: str) -> str:
    """Return what is kept of the secret part of an address."""
    return hashlib.sha256(token.encode()).hexdigest()


class AboArt(models.TextChoices):
    """How Termine come to a person outside of the house's pages."""

    KALENDER = "kalender", "Kalender"
    MAIL = "mail", "E-Mail am Morgen"


class Terminabo(TenantModel):
    """A person has her Termine in her calendar (by an address nobody guesses) or mailed in the morning.

    Of the address only a digest is kept. `sent_on`: the day of the last mail.
    """

    person = TenantForeignKey(Person, models.PROTECT, related_name="+")
    art = models.CharField(max_length=8, choices=AboArt)
    digest = models.CharField(max_length=64, blank=True, editable=False)
    created_at = models.DateTimeField(editable=False)
    ended_at = models.DateTimeField(null=True, editable=False)
    sent_on = models.DateField(null=True, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "person", "art"],
                condition=Q(ended_at=None),
                name="terminabo_once",
            )
        ]
        indexes = [
            models.Index(
                fields=["tenant", "digest"], name="terminabo_digest", condition=Q(ended_at=None)
            )
        ]
