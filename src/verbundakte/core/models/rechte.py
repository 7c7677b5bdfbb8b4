"""What a town's rights are known by."""

from uuid import uuid4

from django.db import models

from verbundakte.core.models.tenant import Tenant


class Rechtestand(models.Model):
    """Marks that change whenever anything changes on which a right depends, with the same commit.

    Triggers write them (`NoteRights`). Each transaction takes a row that no other is just writing, so
    there are as many rows as towns are changed at once, and nobody waits. Rights that were read for a
    set of marks hold as long as the marks are the same.
    """

    class Bereich(models.TextChoices):
        """On what the rights depend that have changed."""

        PERSONEN = "personen", "Personen, Stellen, Rollen und Einheiten"
        ZONEN = "zonen", "Zugriff auf Akten"

    bereich = models.CharField(
        max_length=8, choices=Bereich.choices, default=Bereich.PERSONEN, db_default="personen"
    )
    tenant = models.ForeignKey(Tenant, models.CASCADE, related_name="rechtestaende")
    marke = models.UUIDField(default=uuid4)
