"""What Office programs leave here while they edit: drafts, locks of their own, files beside the work."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from verbundakte.akten.models.dokument import Dokument
from verbundakte.akten.models.sperre import Bearbeitungssperre
from verbundakte.core.models import (
    Blob,
    TenantForeignKey,
    TenantModel,
    TenantQuerySet,
    tenant_manager,
)
from verbundakte.organisation.models import Person


class Arbeitsstand(TenantModel):
    """What a person last saved from a program, until it becomes a Fassung or is thrown away."""

    dokument = TenantForeignKey(Dokument, models.PROTECT, related_name="arbeitsstaende")
    person = TenantForeignKey(Person, models.PROTECT, related_name="arbeitsstaende")
    blob = TenantForeignKey(Blob, models.PROTECT, related_name="arbeitsstaende")
    file_name = models.TextField()
    size = models.BigIntegerField()
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "dokument", "person"], name="arbeitsstand_once"
            )
        ]
        indexes = [models.Index(fields=["tenant", "person", "-saved_at"], name="arbeitsstand_own")]


class ProgrammsperreQuerySet(TenantQuerySet):
    """Locks of programs."""

    def in_force(self):
        """Those that have not run out and whose Bearbeitungssperre, if they have one, still holds."""
        held = Q(sperre__released_at=None, sperre__expires_at__gt=Now())
        return self.filter(Q(sperre=None) | held, expires_at__gt=Now())


class Programmsperre(TenantModel):
    """A program holds something open: a Dokument (with its Bearbeitungssperre) or an Ablagedatei.

    `token` is what the program shows (WebDAV: opaquelocktoken, WOPI: its own text); `place` what it
    locked. `has_begun`: the Bearbeitungssperre began with it, so it ends with it.
    """

    token = models.CharField(max_length=1100)
    place = models.TextField()
    person = TenantForeignKey(Person, models.PROTECT, related_name="programmsperren")
    sperre = TenantForeignKey(
        Bearbeitungssperre, models.PROTECT, null=True, related_name="programmsperren"
    )
    has_begun = models.BooleanField(default=False)
    is_shared = models.BooleanField(default=False)
    is_deep = models.BooleanField(default=False)
    owner = models.TextField(blank=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    objects = tenant_manager(ProgrammsperreQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "sperre"], condition=~Q(sperre=None), name="programmsperre_once"
            )
        ]
        indexes = [
            models.Index(fields=["tenant", "token"], name="programmsperre_token"),
            models.Index(fields=["tenant", "place"], name="programmsperre_place"),
            models.Index(fields=["tenant", "expires_at"], name="programmsperre_end"),
        ]


class Ablagedatei(TenantModel):
    """A file or folder a person's program put beside its work; nobody else sees it, and it ends.

    `eigenschaften`: what programs note about it (WebDAV: dead properties), as XML by name.
    """

    person = TenantForeignKey(Person, models.PROTECT, related_name="ablagedateien")
    parent = models.TextField()
    name = models.TextField()
    blob = TenantForeignKey(Blob, models.PROTECT, null=True, related_name="ablagedateien")
    is_ordner = models.BooleanField(default=False)
    size = models.BigIntegerField(default=0)
    eigenschaften = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "person", "parent", "name"], name="ablagedatei_once"
            )
        ]
        indexes = [models.Index(fields=["tenant", "changed_at"], name="ablagedatei_old")]
