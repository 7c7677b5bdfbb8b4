"""A person who works in this town. The login belongs to an Account (core), tied by a Membership."""

from datetime import date

from django.db import models

from verbundakte.core.models import TenantForeignKey, TenantModel, TenantQuerySet, tenant_manager
from verbundakte.organisation.models.fields import SortKeyField


class PersonQuerySet(TenantQuerySet):
    """Persons of the open town."""

    def active(self, on: date | None = None):
        """Return those who work here; with `on` without those whose last day was before it."""
        rows = self.filter(is_active=True)
        return rows if on is None else rows.exclude(austritte__leaves_on__lte=on)

    def people(self):
        """Return those who work here, without Fachverfahren."""
        return self.active().filter(fachverfahren=None)


class Person(TenantModel):
    """Names and how to reach somebody; what she may do comes from Stellen and roles.

    `kennung`: her lasting name in another system of the town, where the tables came from there.
    """

    titel = models.CharField("Titel", max_length=40, blank=True)
    vorname = models.CharField("Vorname", max_length=100)
    familienname = models.CharField("Familienname", max_length=100)
    email = models.EmailField("E-Mail", blank=True)
    telefon = models.CharField("Telefon", max_length=40, blank=True)
    kennung = models.CharField("Kennung", max_length=60, null=True, blank=True)
    is_active = models.BooleanField("aktiv", default=True)
    sort_key = SortKeyField(source="sort_name")
    revision = models.PositiveIntegerField(default=1)

    objects = tenant_manager(PersonQuerySet)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant", "kennung"], name="person_kennung")]
        indexes = [models.Index(fields=["tenant", "sort_key"], name="person_sort")]

    def __str__(self):
        return self.name

    @property
    def name(self) -> str:
        """Return the name as on a door plate: "Dr. Ina Probe"."""
        return " ".join(part for part in (self.titel, self.vorname, self.familienname) if part)

    @property
    def sort_name(self) -> str:
        """Return the name as a list is ordered: "Probe, Ina"."""
        return f"{self.familienname}, {self.vorname}"


class Austritt(TenantModel):
    """Somebody will leave: from `leaves_on` on she reaches nothing, whether or not anything ran.

    `targets`: who takes over which kind of work (`registry.handover`) on that day, {kind: person}.
    `problem`: why the rest could not be done then; it is tried again.
    """

    person = TenantForeignKey(Person, models.PROTECT, related_name="austritte")
    leaves_on = models.DateField("scheidet aus am")
    targets = models.JSONField(default=dict, editable=False)
    created_by = models.UUIDField(null=True)
    problem = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant", "person"], name="austritt_once")]
