"""What the municipality has laid down about signing, projected from released Bausteine."""

from datetime import date

from django.db import models
from django.db.models import Q

from verbundakte.core.models import TenantModel, TenantQuerySet, tenant_manager
from verbundakte.signaturen.form import Form, Schritt


class VersionQuerySet(TenantQuerySet):
    """Released versions of the open town."""

    def valid_on(self, on: date):
        """Return those that hold on this day."""
        return self.filter(Q(valid_to=None) | Q(valid_to__gt=on), valid_from__lte=on)


class Version(TenantModel):
    """One released version. Only `valid_to` is ever set afterwards."""

    key = models.UUIDField(editable=False)
    version = models.PositiveIntegerField(editable=False)
    bezeichnung = models.CharField("Bezeichnung", max_length=120)
    valid_from = models.DateField("gilt ab")
    valid_to = models.DateField("gilt nicht mehr ab", null=True)

    objects = tenant_manager(VersionQuerySet)

    class Meta:
        abstract = True

    def __str__(self):
        return self.bezeichnung


class Signaturkonzept(Version):
    """Which form a kind of document needs before a step, and by which rule."""

    dokumenttyp = models.CharField("Art", max_length=30)
    form = models.CharField("Form", max_length=30, choices=[(one.value, one.label) for one in Form])
    regel = models.CharField("Vorschrift", max_length=300, blank=True)
    wer = models.CharField("Wer unterschreibt", max_length=200, blank=True)
    anzahl = models.PositiveSmallIntegerField("Wie viele", default=1)
    schritt = models.CharField(
        "Verlangt", max_length=20, choices=[(one.value, one.label) for one in Schritt]
    )
    takes_seal = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "key", "version"], name="signaturkonzept_version"
            )
        ]
        indexes = [models.Index(fields=["tenant", "dokumenttyp"], name="signaturkonzept_typ")]


class Zeitstempeldienst(Version):
    """A time stamp authority that is asked, in the order of `position`."""

    adresse = models.CharField("Adresse", max_length=300)
    position = models.IntegerField("Reihenfolge", default=100)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "key", "version"], name="zeitstempeldienst_version"
            )
        ]
