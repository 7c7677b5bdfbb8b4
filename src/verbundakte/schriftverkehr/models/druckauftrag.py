"""Letters that are printed together: one PDF, one day on which they were given to the post."""

from django.db import models

from verbundakte.core.models import TenantModel
from verbundakte.schriftverkehr.versand_rules import shown_number


class Druckauftrag(TenantModel):
    """A collected print job. Its PDF is an Ausgabe of whoever asked for it and is kept for some days;
    it can be made anew as long as the letters have not gone."""

    jahr = models.PositiveSmallIntegerField(editable=False)
    nummer = models.PositiveIntegerField(editable=False)
    ausgabe = models.UUIDField(null=True, editable=False)
    job = models.UUIDField(null=True, editable=False)
    created_at = models.DateTimeField(editable=False)
    created_by = models.UUIDField(null=True, editable=False)
    aufgegeben_on = models.DateField("Zur Post gegeben am", null=True)
    aufgegeben_by = models.UUIDField(null=True, editable=False)
    revision = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "jahr", "nummer"], name="druckauftrag_nummer")
        ]
        indexes = [models.Index(fields=["tenant", "-created_at", "-id"], name="druckauftrag_new")]

    def __str__(self):
        return f"Druckauftrag {self.number}"

    @property
    def number(self) -> str:
        """Return its number in the year."""
        return shown_number(self.jahr, self.nummer)
