"""What a person keeps for herself: favourites and what she opened last."""

from django.db import models

from verbundakte.core.models import TenantForeignKey, TenantModel
from verbundakte.organisation.models import Person


class Favorit(TenantModel):
    """An object a person marked with a star."""

    person = TenantForeignKey(Person, models.PROTECT, related_name="favoriten")
    kind = models.CharField(max_length=40)
    object_id = models.UUIDField()
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "person", "kind", "object_id"], name="favorit_once"
            )
        ]


class ZuletztGeoeffnet(TenantModel):
    """An object a person opened; seen by this person only."""

    person = TenantForeignKey(Person, models.PROTECT, related_name="zuletzt_geoeffnet")
    kind = models.CharField(max_length=40)
    object_id = models.UUIDField()
    opened_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "person", "kind", "object_id"], name="zuletzt_once"
            )
        ]
        indexes = [models.Index(fields=["tenant", "person", "-opened_at"], name="zuletzt_order")]


class GemerkteSuche(TenantModel):
    """A search a person keeps; `bekannt` are the ids she knows, `neu` [kind, id] found since."""

    person = TenantForeignKey(Person, models.PROTECT, related_name="gemerkte_suchen")
    text = models.CharField(max_length=400, blank=True)
    filters = models.JSONField(default=dict)
    bekannt = models.JSONField(default=list)
    neu = models.JSONField(default=list)
    created_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["tenant", "person", "-created_at"], name="gemerkte_suche_order")
        ]
