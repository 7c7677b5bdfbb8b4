"""Where the bytes of the installation lie: one choice for all towns."""

from django.db import models


class Speicherwahl(models.Model):
    """From this moment new bytes go into this store; the newest row holds.

    What lies in the other one is moved; its copies there are kept for some days.
    """

    speicher = models.CharField(max_length=10)
    at = models.DateTimeField()
    keep_days = models.PositiveSmallIntegerField(default=7)
