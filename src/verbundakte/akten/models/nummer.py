"""Number circles and patterns: what Aktenzeichen count on, safe when many people create at once."""

from datetime import date

from django.db import models

from verbundakte.akten.nummern import Block, Gegenstand, Kreis, Muster, Teil
from verbundakte.core.models import TenantModel, TenantQuerySet, tenant_manager
from verbundakte.organisation.models.fields import holds


class Nummernkreis(TenantModel):
    """The last number given in one circle (e.g. plan unit and year). Its row lock orders creators."""

    key = models.CharField(max_length=200)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant", "key"], name="nummernkreis_key")]


class NummernmusterQuerySet(TenantQuerySet):
    """Number patterns of the open town."""

    def valid_on(self, on: date):
        """Return at most one row per pattern: the version that holds on this day."""
        return self.filter(holds(on, first="valid_from", end="valid_to"))


class Nummernmuster(TenantModel):
    """One released version of a number pattern. Only `valid_to` is ever set afterwards.

    `bloecke` is a list of [kind of block, its text, its digits].
    """

    key = models.UUIDField(editable=False)
    version = models.PositiveIntegerField(editable=False)
    bezeichnung = models.CharField("Bezeichnung", max_length=200)
    gegenstand = models.CharField("Für", max_length=12)
    kreis = models.CharField(max_length=12)
    bloecke = models.JSONField()
    start = models.PositiveIntegerField(default=1)
    is_standard = models.BooleanField(default=False)
    is_lueckenlos = models.BooleanField("Lückenlos", default=False)
    valid_from = models.DateField("gilt ab")
    valid_to = models.DateField("gilt nicht mehr ab", null=True)

    objects = tenant_manager(NummernmusterQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "key", "version"], name="nummernmuster_version"
            )
        ]

    def __str__(self):
        return self.bezeichnung

    @property
    def muster(self) -> Muster:
        """Return the pattern as the rules know it."""
        blocks = tuple(Block(Teil(teil), text, digits) for teil, text, digits in self.bloecke)
        return Muster(Gegenstand(self.gegenstand), Kreis(self.kreis), blocks, self.start)
