"""What is noted beside a file: Anmerkungen belong to it, Merkzettel to the person who wrote them."""

from django.db import models
from django.db.models import Q

from verbundakte.akten.models.akte import Akte
from verbundakte.akten.models.dokument import Datei, Dokument
from verbundakte.akten.models.vorgang import Vorgang
from verbundakte.core.models import TenantForeignKey, TenantModel
from verbundakte.organisation.models import Person


class Anmerkung(TenantModel):
    """A remark that belongs to the file (praxis: export, history).

    Who wrote it changes or withdraws it; the history keeps both. At a Dokument it may stand on a page
    of one file, which never changes; without a text it only marks. `areas` are [left, top, width,
    height] in parts of a thousand of the page as it is shown.
    """

    akte = TenantForeignKey(Akte, models.PROTECT, null=True, related_name="anmerkungen")
    vorgang = TenantForeignKey(Vorgang, models.PROTECT, null=True, related_name="anmerkungen")
    dokument = TenantForeignKey(Dokument, models.PROTECT, null=True, related_name="anmerkungen")
    datei = TenantForeignKey(Datei, models.PROTECT, null=True, related_name="anmerkungen")
    page = models.PositiveIntegerField("Seite", null=True)
    areas = models.JSONField(default=list)
    quote = models.TextField("Stelle", blank=True, db_default="")
    answer_to = TenantForeignKey("self", models.CASCADE, null=True, related_name="antworten")
    text = models.TextField("Anmerkung", blank=True)
    created_at = models.DateTimeField()
    created_by = models.UUIDField()
    changed_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.UUIDField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(akte=None, vorgang=None, dokument__isnull=False)
                | Q(akte=None, vorgang__isnull=False, dokument=None)
                | Q(akte__isnull=False, vorgang=None, dokument=None),
                name="anmerkung_one_subject",
            ),
            models.CheckConstraint(
                condition=Q(page=None, datei=None)
                | Q(page__isnull=False, datei__isnull=False, dokument__isnull=False),
                name="anmerkung_page",
            ),
        ]
        indexes = [
            models.Index(
                fields=["tenant", name], name=f"anmerkung_{name}", condition=~Q(**{name: None})
            )
            for name in ("akte", "vorgang", "dokument", "datei", "answer_to")
        ]

    @property
    def subject(self) -> Akte | Vorgang | Dokument:
        """The object it stands at."""
        return self.akte or self.vorgang or self.dokument


class Merkzettel(TenantModel):
    """A person's own slip at an object; only she reads it, and it is gone at z. d. A."""

    person = TenantForeignKey(Person, models.PROTECT, related_name="merkzettel")
    kind = models.CharField(max_length=40)
    object_id = models.UUIDField()
    text = models.TextField("Merkzettel")
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "person", "kind", "object_id"], name="merkzettel_once"
            )
        ]
        indexes = [models.Index(fields=["tenant", "object_id"], name="merkzettel_object")]
