"""What was handed over to a Gremium, under which number."""

from django.db import models

from verbundakte.core.models import TenantForeignKey
from verbundakte.geschaeftsgang.models.handlung import Handlung
from verbundakte.geschaeftsgang.models.schritt import Schritt


class Sitzungsvorlage(Handlung):
    """A step "Beschluss" was handed over to the office of the Gremium; handed over again is another row.

    `fassungen`: the ids of what was handed over, in that order. The Beschluss comes back under `nummer`.
    """

    schritt = TenantForeignKey(Schritt, models.PROTECT, related_name="sitzungsvorlagen")
    nummer = models.CharField("Vorlagennummer", max_length=40)
    is_oeffentlich = models.BooleanField("Öffentlich", default=True)
    fassungen = models.JSONField(default=list)

    class Meta:
        indexes = [
            models.Index(fields=["tenant", "schritt", "at"], name="sitzungsvorlage_schritt"),
            models.Index(fields=["tenant", "nummer"], name="sitzungsvorlage_nummer"),
        ]

    def __str__(self):
        return f"Vorlage {self.nummer}"
