"""A Fachverfahren: a connected program of the town that acts with a role and a Stelle of its own."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from verbundakte.core.models import (
    TenantModel,
    TenantOneToOneField,
    TenantQuerySet,
    tenant_manager,
)
from verbundakte.organisation.models.person import Person


class Fachverfahren(TenantModel):
    """What it is for and for which parts of the API its tokens may be good (empty: all).

    Its `person` is the name in the log and carries Stellen and roles, so that rights are given,
    explained and taken away as for people. Nobody logs in as it.
    """

    person = TenantOneToOneField(Person, models.PROTECT, related_name="fachverfahren")
    bezeichnung = models.CharField("Bezeichnung", max_length=100)
    zweck = models.TextField("Zweck", blank=True)
    scopes = ArrayField(models.CharField(max_length=40), default=list, verbose_name="Umfang")
    created_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True)
    revision = models.PositiveIntegerField(default=1)

    objects = tenant_manager(TenantQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "bezeichnung"],
                condition=models.Q(ended_at=None),
                name="fachverfahren_bezeichnung",
            )
        ]

    def __str__(self):
        return self.bezeichnung
