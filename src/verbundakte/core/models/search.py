"""The outbox of the search index: ids only, read across towns by the indexer."""

from django.db import models


class IndexChange(models.Model):
    """An object whose index document must be made anew. `xid` (transaction id) orders the tail."""

    id = models.BigAutoField(primary_key=True)
    tenant = models.IntegerField()
    kind = models.CharField(max_length=40)
    object_id = models.UUIDField()

    class Meta:
        db_table = "core_indexchange"
