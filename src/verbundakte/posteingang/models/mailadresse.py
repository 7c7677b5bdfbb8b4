"""An address of our own that mails are sent to: nobody guesses it, and it can be ended."""

from django.db import models
from django.db.models import Q

from verbundakte.akten.models import Vorgang
from verbundakte.core.models import TenantForeignKey, TenantModel
from verbundakte.organisation.models import Person
from verbundakte.posteingang.models.kanal import Eingangskanal


class Mailadresse(TenantModel):
    """Mails to `token`@our domain go to a Kanal, to a person, or into a Vorgang."""

    token = models.CharField(max_length=40, editable=False)
    kanal = TenantForeignKey(Eingangskanal, models.PROTECT, null=True, related_name="adressen")
    person = TenantForeignKey(Person, models.PROTECT, null=True, related_name="+")
    vorgang = TenantForeignKey(Vorgang, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()
    created_by = models.UUIDField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "token"], name="mailadresse_token"),
            models.CheckConstraint(
                name="mailadresse_one_aim",
                condition=Q(kanal__isnull=False, person__isnull=True, vorgang__isnull=True)
                | Q(kanal__isnull=True, person__isnull=False, vorgang__isnull=True)
                | Q(kanal__isnull=True, person__isnull=True, vorgang__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                fields=["tenant", "vorgang"],
                name="mailadresse_vorgang",
                condition=Q(ended_at=None) & ~Q(vorgang=None),
            ),
            models.Index(
                fields=["tenant", "person"],
                name="mailadresse_person",
                condition=Q(ended_at=None) & ~Q(person=None),
            ),
            models.Index(
                fields=["tenant", "kanal"],
                name="mailadresse_kanal",
                condition=Q(ended_at=None) & ~Q(kanal=None),
            ),
        ]
