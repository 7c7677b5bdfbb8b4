"""How a person wants to see a kind of list, and views saved for herself or for a unit."""

from django.db import models
from django.db.models import Q

from verbundakte.core.models import TenantForeignKey, TenantModel
from verbundakte.organisation.models import Organisationseinheit, Person


class Spaltenwahl(TenantModel):
    """The columns a person has chosen for a kind of list, in their order."""

    person = TenantForeignKey(Person, models.PROTECT, related_name="spaltenwahlen")
    liste = models.CharField(max_length=40)
    spalten = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "person", "liste"], name="spaltenwahl_once")
        ]


class Listenansicht(TenantModel):
    """A saved view: columns, order and filters under a name. It belongs to a person or to a unit."""

    liste = models.CharField(max_length=40)
    name = models.CharField("Name", max_length=80)
    person = TenantForeignKey(Person, models.PROTECT, null=True, related_name="listenansichten")
    einheit = TenantForeignKey(
        Organisationseinheit, models.PROTECT, null=True, related_name="listenansichten"
    )
    abfrage = models.TextField()
    created_at = models.DateTimeField()
    created_by = models.UUIDField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(person=None) ^ Q(einheit=None), name="ansicht_one_owner"
            ),
            models.UniqueConstraint(
                fields=["tenant", "person", "liste", "name"],
                condition=~Q(person=None),
                name="ansicht_person_name",
            ),
            models.UniqueConstraint(
                fields=["tenant", "einheit", "liste", "name"],
                condition=~Q(einheit=None),
                name="ansicht_einheit_name",
            ),
        ]
