"""A reorganisation that is planned: what of a unit goes over into another one, and on which day."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from verbundakte.core.models import TenantForeignKey, TenantModel
from verbundakte.organisation.models.einheit import Organisationseinheit


class Ueberleitung(TenantModel):
    """Until `done_at` nothing has changed. `problem`: why it could not be done on its day.

    `is_whole`: all of the unit, which then ends; else these Stellen and these parts of what it
    leads (keys of `registry.holdings`, for files the branches of the Aktenplan).
    """

    einheit = TenantForeignKey(Organisationseinheit, models.PROTECT, related_name="ueberleitungen")
    into = TenantForeignKey(Organisationseinheit, models.PROTECT, related_name="+")
    from_on = models.DateField("ab")
    is_whole = models.BooleanField("ganz")
    stellen = ArrayField(models.UUIDField(), default=list, editable=False)
    parts = ArrayField(models.CharField(max_length=80), default=list, editable=False)
    created_by = models.UUIDField(null=True)
    done_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=500, blank=True)

    class Meta:
        indexes = [models.Index(fields=["tenant", "einheit"], name="ueberleitung_einheit")]

    def __str__(self):
        return f"{self.einheit} in {self.into}"
