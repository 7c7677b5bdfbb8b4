"""Who read what of a Geheimnisklasse: a chain of its own, so that it can be emptied after its time."""

from uuid import uuid4

from django.db import models

from verbundakte.core.models.base import TenantModel


class LeseArt(models.TextChoices):
    """How somebody came to know a content."""

    LESEN = "lesen", "gelesen"
    AUSGABE = "ausgabe", "heruntergeladen oder ausgegeben"


class Lesevermerk(TenantModel):
    """A person read an object on a day, once per day and way. After its time all but the link
    (`seq`, `digest`, `hash`) becomes NULL; its id is random, so that it does not tell the moment."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    seq = models.BigIntegerField(null=True, editable=False)
    person_id = models.UUIDField(null=True)
    on_behalf_of = models.CharField(max_length=60, null=True)
    subject_kind = models.CharField(max_length=60, null=True)
    subject_id = models.UUIDField(null=True)
    art = models.CharField(max_length=10, choices=LeseArt, null=True)
    read_on = models.DateField(null=True)
    read_at = models.DateTimeField(null=True)
    salt = models.BinaryField(max_length=16, null=True)
    digest = models.BinaryField(max_length=32)
    hash = models.BinaryField(max_length=32, null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "person_id", "subject_id", "art", "read_on"],
                name="lesevermerk_once",
            )
        ]
        indexes = [
            models.Index(fields=["tenant", "subject_id", "read_on"], name="lesevermerk_subject"),
            models.Index(fields=["tenant", "read_on"], name="lesevermerk_day"),
            models.Index(fields=["tenant", "seq"], name="lesevermerk_seq"),
        ]


class ReadChainHead(models.Model):
    """The last link of a town's chain of Lesevermerke; written by the chain trigger only."""

    tenant = models.IntegerField(primary_key=True)
    seq = models.BigIntegerField()
    hash = models.BinaryField(max_length=32)
