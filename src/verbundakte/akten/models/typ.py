"""Types of Dokumente and Vorgänge, projected from released Bausteine, and the values of own fields."""

from datetime import date

from django.db import models
from django.db.models import Q

from verbundakte.core.models import TenantModel, TenantQuerySet, tenant_manager


class TypQuerySet(TenantQuerySet):
    """Versions of the types of the open town."""

    def valid_on(self, on: date):
        """Return at most one row per type: the version that holds on this day."""
        begun = self.filter(valid_from__lte=on)
        return begun.filter(Q(valid_to=None) | Q(valid_to__gt=on))


class Typ(TenantModel):
    """One released version of a type. Only `valid_to` is ever set afterwards.

    `kuerzel` names the type in addresses, in the API and as a facet of the search; it lasts.
    `felder` is the JSON form of its FeldSpecs (see `akten.felder`).
    """

    key = models.UUIDField(editable=False)
    version = models.PositiveIntegerField(editable=False)
    kuerzel = models.CharField("Kürzel", max_length=30)
    bezeichnung = models.CharField("Bezeichnung", max_length=80)
    beschreibung = models.TextField("Wofür", blank=True)
    reihenfolge = models.IntegerField(default=100)
    felder = models.JSONField(default=list)
    valid_from = models.DateField("gilt ab")
    valid_to = models.DateField("gilt nicht mehr ab", null=True)

    objects = tenant_manager(TypQuerySet)

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(fields=["tenant", "key", "version"], name="%(class)s_version")
        ]
        indexes = [models.Index(fields=["tenant", "kuerzel"], name="%(class)s_kuerzel")]

    def __str__(self):
        return self.bezeichnung


class Dokumenttyp(Typ):
    """What kind of document it is (xdomea: Dokumenttyp)."""

    symbol = models.CharField(max_length=20, default="doc")


class Vorgangstyp(Typ):
    """What kind of matter it is (xdomea: Vorgangstyp)."""
