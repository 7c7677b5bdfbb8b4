"""The outbox of the search index: ids only, read across towns by the indexer."""

from django.db import models


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
