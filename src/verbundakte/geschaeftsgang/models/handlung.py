"""What all acts on a Schritt tell: who, in which capacity, for whom, when, in words of that moment."""

from django.db import models

from verbundakte.core.models import TenantForeignKey, TenantModel
from verbundakte.organisation.models import Person


class Handlung(TenantModel):
    """Names, Stelle and capacity are copied: evidence tells what held then, not what holds now."""

    person = TenantForeignKey(Person, models.PROTECT, null=True, related_name="+")
    person_name = models.CharField(max_length=300)
    stelle = models.CharField(max_length=300, blank=True)
    eigenschaft = models.CharField(max_length=200, blank=True)
    vertretung_fuer = TenantForeignKey(Person, models.PROTECT, null=True, related_name="+")
    vertretung_name = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()

    class Meta:
        abstract = True
