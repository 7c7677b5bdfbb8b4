"""Released versions of what letters are made from. Only `valid_to` is ever set afterwards."""

from datetime import date

from django.db import models
from django.db.models import Q

from verbundakte.core.models import TenantModel, TenantQuerySet, tenant_manager


class VorgabeQuerySet(TenantQuerySet):
    """Versions of the open town."""

    def valid_on(self, on: date):
        """Return at most one row of each: the version that holds on this day."""
        begun = self.filter(valid_from__lte=on)
        return begun.filter(Q(valid_to=None) | Q(valid_to__gt=on))


class Vorgabe(TenantModel):
    """One released version. `kuerzel` names it for good, `inhalt` is the JSON form of its Spec."""

    key = models.UUIDField(editable=False)
    version = models.PositiveIntegerField(editable=False)
    kuerzel = models.CharField("Kürzel", max_length=40)
    bezeichnung = models.CharField("Bezeichnung", max_length=120)
    inhalt = models.JSONField()
    valid_from = models.DateField("gilt ab")
    valid_to = models.DateField("gilt nicht mehr ab", null=True)

    objects = tenant_manager(VorgabeQuerySet)

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(fields=["tenant", "key", "version"], name="%(class)s_version")
        ]
        indexes = [models.Index(fields=["tenant", "kuerzel"], name="%(class)s_kuerzel")]

    def __str__(self):
        return self.bezeichnung


class Briefvorlage(Vorgabe):
    """From which a letter, a Bescheid or a Vermerk begins; a Schreiben keeps its version."""


class Textbaustein(Vorgabe):
    """A text that many Vorlagen contain, such as a Rechtsbehelfsbelehrung, with its legal basis."""


class Briefkopf(Vorgabe):
    """How the town's letters look: head, return line, colours, info block, foot."""


class Zeichnungsbefugnis(Vorgabe):
    """Who signs in which form: alone, "In Vertretung", "Im Auftrag", up to which amount."""
