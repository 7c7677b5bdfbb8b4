"""What a sender wishes, and what a person has confirmed as a Frist."""

from django.db import models
from django.db.models import F, Q

from verbundakte.core.models import TenantForeignKey, TenantModel, TenantQuerySet, tenant_manager
from verbundakte.organisation.models import Person
from verbundakte.posteingang.models.eingang import Eingang


class FristArt(models.TextChoices):
    """A wish binds nobody; a Frist counts from its confirmation."""

    WUNSCH = "wunsch", "Antwort erbeten bis"
    FRIST = "frist", "Frist"
    AUSSCHLUSS = "ausschluss", "Ausschlussfrist"


class EingangsfristQuerySet(TenantQuerySet):
    """Days that stand in what arrived."""

    def running(self):
        """Return the confirmed ones that are not settled."""
        return self.filter(erledigt_at=None).exclude(bestaetigt_at=None)


class Eingangsfrist(TenantModel):
    """A day named in an Eingang: as the sender wishes, or confirmed by a person.

    An Ausschlussfrist has a Vorfrist and a second person in charge.
    """

    eingang = TenantForeignKey(Eingang, models.PROTECT, related_name="fristen")
    art = models.CharField("Art", max_length=10, choices=FristArt)
    am = models.DateField("Am")
    quelle = models.CharField("Im Schreiben", max_length=300, blank=True)
    vorfrist_am = models.DateField("Vorfrist", null=True, blank=True)
    zweite = TenantForeignKey(
        Person, models.PROTECT, null=True, related_name="+", verbose_name="Zweite Person"
    )
    at = models.DateTimeField(editable=False)
    by = models.UUIDField(null=True, editable=False)
    bestaetigt_at = models.DateTimeField(null=True, editable=False)
    bestaetigt_by = models.UUIDField(null=True, editable=False)
    erledigt_at = models.DateTimeField(null=True, editable=False)
    erledigt_by = models.UUIDField(null=True, editable=False)

    objects = tenant_manager(EingangsfristQuerySet)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(art=FristArt.AUSSCHLUSS)
                | Q(vorfrist_am__lt=F("am"), zweite__isnull=False, bestaetigt_at__isnull=False),
                name="ausschlussfrist_safe",
            ),
            models.CheckConstraint(
                condition=~Q(art=FristArt.WUNSCH) | Q(bestaetigt_at=None), name="wunsch_binds_not"
            ),
        ]
        indexes = [
            models.Index(fields=["tenant", "eingang"], name="eingangsfrist_eingang"),
            models.Index(
                fields=["tenant", "am"],
                name="eingangsfrist_running",
                condition=Q(erledigt_at=None) & ~Q(bestaetigt_at=None),
            ),
        ]
