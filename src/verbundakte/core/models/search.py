"""The outbox of the search index (ids only, read across towns), who reads it, and a town's words."""

from datetime import date

from django.db import models
from django.db.models import Q

from verbundakte.core.models.base import TenantModel, TenantQuerySet, tenant_manager


class IndexChange(models.Model):
    """An object whose index document must be made anew. `xid` (transaction id) orders the tail.

    `is_moved`: it lies in another zone now; until the index knows, searches leave it out.
    """

    id = models.BigAutoField(primary_key=True)
    tenant = models.IntegerField()
    kind = models.CharField(max_length=40)
    object_id = models.UUIDField()
    is_moved = models.BooleanField(default=False, db_default=False)

    class Meta:
        db_table = "core_indexchange"


class IndexReader(models.Model):
    """A machine that keeps indexes of its own, and the transaction up to which it has read."""

    name = models.CharField(max_length=60, primary_key=True)
    xid = models.BigIntegerField()
    seen_at = models.DateTimeField()

    class Meta:
        db_table = "core_indexreader"


class GelerntesWortQuerySet(TenantQuerySet):
    """Learned words of the open town."""

    def used(self):
        """Return those that nobody has taken out."""
        return self.filter(excluded_at=None)


class GelerntesWort(TenantModel):
    """A word of the town's own language that the search knows as part of longer words.

    `wort` is folded, `schreibweise` how titles write it. Taken out by a person it stays as a row,
    so that it is not learned again.
    """

    wort = models.CharField(max_length=40)
    schreibweise = models.CharField(max_length=40, default="")
    learned_at = models.DateTimeField()
    excluded_at = models.DateTimeField(null=True)
    excluded_by = models.UUIDField(null=True)

    objects = tenant_manager(GelerntesWortQuerySet)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant", "wort"], name="gelerntes_wort")]

    def __str__(self):
        return self.schreibweise or self.wort


class SynonymlisteQuerySet(TenantQuerySet):
    """Lists of the open town."""

    def valid_on(self, on: date):
        """Return those that hold on this day."""
        return self.filter(valid_from__lte=on).filter(Q(valid_to=None) | Q(valid_to__gt=on))


class Synonymliste(TenantModel):
    """One released version of a list of synonyms. Only `valid_to` is ever set afterwards.

    `gruppen` holds [[words that find each other], [words they find in addition]].
    """

    key = models.UUIDField(editable=False)
    version = models.PositiveIntegerField(editable=False)
    gruppen = models.JSONField()
    valid_from = models.DateField("gilt ab")
    valid_to = models.DateField("gilt nicht mehr ab", null=True)

    objects = tenant_manager(SynonymlisteQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "key", "version"], name="synonymliste_version"
            )
        ]
