"""Number circles: the counters behind Aktenzeichen, safe when many people create at once."""

from django.db import models

from verbundakte.core.models import TenantModel


class Nummernkreis(TenantModel):
    """The last number given in one circle (e.g. plan unit and year). Its row lock orders creators."""

    key = models.CharField(max_length=200)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant", "key"], name="nummernkreis_key")]
