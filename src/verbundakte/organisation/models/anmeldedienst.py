"""The town's own directory service (OpenID Connect), and whom its outside identities stand for."""

from django.db import models

from verbundakte.core.models import TenantForeignKey, TenantModel
from verbundakte.organisation.models.person import Person


class Anmeldedienst(TenantModel):
    """A service at which people of this town log in; its secret is sealed. At most one per town."""

    label = models.CharField("Aufschrift", max_length=60)
    issuer = models.URLField("Adresse des Dienstes")
    client_id = models.CharField("Kennung der Anwendung", max_length=200)
    secret = models.TextField(editable=False)
    proves_second_factor = models.BooleanField(
        "verlangt selbst einen zweiten Faktor", default=False
    )
    is_active = models.BooleanField("eingeschaltet", default=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant"], name="anmeldedienst_one")]


class AeussereKennung(TenantModel):
    """Who a person of this town is at its service: (issuer, subject), never an e-mail address."""

    issuer = models.URLField()
    subject = models.CharField(max_length=255)
    person = TenantForeignKey(Person, models.PROTECT, related_name="aeussere_kennungen")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "issuer", "subject"], name="kennung_once"),
            models.UniqueConstraint(fields=["tenant", "person"], name="kennung_person"),
        ]
