"""Personalakten: an Aktenart of its own, in parts, of one person who works or worked here."""

from django.db import models
from django.db.models import Q

from verbundakte.akten.models.akte import Akte
from verbundakte.akten.models.kontakt import Kontakt
from verbundakte.core.models import TenantForeignKey, TenantModel
from verbundakte.organisation.models import Person


class Personalteil(models.TextChoices):
    """The parts of a Personalakte; the Grundakte is the whole, the others are its Teilakten."""

    GRUNDAKTE = "grundakte", "Grundakte"
    TEILAKTE = "teilakte", "Teilakte"
    NEBENAKTE = "nebenakte", "Nebenakte"
    BEIHILFE = "beihilfe", "Beihilfeakte"


class Personalakte(TenantModel):
    """Its existence makes an Akte (or a Teilakte) a part of somebody's Personalakte.

    Whose it is stands at every part: a Person with a Stelle here, or a Kontakt.
    """

    akte = TenantForeignKey(Akte, models.PROTECT, related_name="personalakten")
    teil = models.CharField("Teil", max_length=10, choices=Personalteil)
    person = TenantForeignKey(Person, models.PROTECT, null=True, related_name="+")
    kontakt = TenantForeignKey(Kontakt, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "akte"], name="personalakte_once"),
            models.CheckConstraint(
                condition=Q(person=None, kontakt__isnull=False)
                | Q(person__isnull=False, kontakt=None),
                name="personalakte_one_owner",
            ),
            *(
                models.UniqueConstraint(
                    fields=["tenant", owner],
                    condition=Q(teil="grundakte") & ~Q(**{owner: None}),
                    name=f"personalakte_one_of_{owner}",
                )
                for owner in ("person", "kontakt")
            ),
        ]
        indexes = [models.Index(fields=["tenant", "person"], name="personalakte_person")]

    @property
    def owner(self) -> Person | Kontakt:
        """Whose Personalakte it is."""
        return self.person or self.kontakt
