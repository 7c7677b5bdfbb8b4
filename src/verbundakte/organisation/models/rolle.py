"""A Rolle is a named set of permissions, projected from released Bausteine `organisation.rolle`."""

from datetime import date

from django.db import models
from django.db.models import F, Q

from verbundakte.core.models import (
    TenantForeignKey,
    TenantModel,
    TenantQuerySet,
    tenant_manager,
)
from verbundakte.organisation.models.fields import holds
from verbundakte.organisation.models.person import Person


class RolleQuerySet(TenantQuerySet):
    """Versions of the roles of the open town."""

    def valid_on(self, on: date):
        """Return at most one row per role: the version that holds on this day."""
        return self.filter(holds(on, first="valid_from", end="valid_to"))


class Rolle(TenantModel):
    """One released version of a role. Only `valid_to` is ever set afterwards.

    `key` is the global key of its Baustein; `permissions` is a list of permission names.
    """

    key = models.UUIDField(editable=False)
    version = models.PositiveIntegerField(editable=False)
    bezeichnung = models.CharField("Bezeichnung", max_length=200)
    beschreibung = models.TextField("Beschreibung", blank=True)
    permissions = models.JSONField("Rechte", default=list)
    needs_second_factor = models.BooleanField("verlangt einen zweiten Faktor", default=False)
    valid_from = models.DateField("gilt ab")
    valid_to = models.DateField("gilt nicht mehr ab", null=True)

    objects = tenant_manager(RolleQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "key", "version"], name="rolle_version")
        ]

    def __str__(self):
        return self.bezeichnung


class RollenzuweisungQuerySet(TenantQuerySet):
    """Who has which role, when."""

    def valid_on(self, on: date):
        """Return those that hold on this day."""
        return self.filter(holds(on))


class Rollenzuweisung(TenantModel):
    """A person has a role, whatever its present version is; `to_on` is the first day without it."""

    person = TenantForeignKey(Person, models.PROTECT, related_name="rollenzuweisungen")
    rolle_key = models.UUIDField("Rolle")
    from_on = models.DateField("ab")
    to_on = models.DateField("endet am", null=True, blank=True)

    objects = tenant_manager(RollenzuweisungQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "person", "rolle_key"],
                condition=Q(to_on=None),
                name="rollenzuweisung_once",
            ),
            models.CheckConstraint(
                condition=Q(to_on=None) | Q(to_on__gte=F("from_on")),
                name="rollenzuweisung_period",
            ),
        ]
        indexes = [models.Index(fields=["tenant", "rolle_key"], name="rollenzuweisung_rolle")]
