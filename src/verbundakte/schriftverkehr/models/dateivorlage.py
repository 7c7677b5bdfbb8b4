"""Templates of Writer and Word: files with placeholders, kept in versions."""

from django.db import models
from django.db.models import Q

from verbundakte.core.models import Blob, TenantForeignKey, TenantModel
from verbundakte.schriftverkehr.begriffe import LISTE


class Dateivorlage(TenantModel):
    """A file from which letters are begun that are edited in an office program.

    A new file under the same name is the next version; what was begun before keeps its own. `felder`:
    the fields it names.
    """

    bezeichnung = models.CharField("Bezeichnung", max_length=120)
    version = models.PositiveIntegerField(editable=False)
    art = models.CharField(max_length=4, editable=False)
    blob = TenantForeignKey(Blob, models.PROTECT, related_name="+")
    felder = models.JSONField(default=list, editable=False)
    created_at = models.DateTimeField(editable=False)
    created_by = models.UUIDField(null=True, editable=False)
    ended_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "bezeichnung", "version"], name="dateivorlage_version"
            ),
            models.UniqueConstraint(
                fields=["tenant", "bezeichnung"],
                condition=Q(ended_at=None),
                name="dateivorlage_current",
            ),
        ]

    @property
    def spalten(self) -> list[str]:
        """The columns of a list that it names: "betrag" for `liste.betrag`."""
        return [name.removeprefix(LISTE) for name in self.felder if name.startswith(LISTE)]

    def __str__(self):
        return self.bezeichnung
