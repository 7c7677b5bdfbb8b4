"""The town's own directory service (OpenID Connect or SAML), and whom its identities stand for."""

from django.db import models

from verbundakte.core.models import TenantForeignKey, TenantModel
from verbundakte.organisation.models.person import Person


class DienstArt(models.TextChoices):
    """How a service and we speak with each other."""

    OIDC = "oidc", "OpenID Connect"
    SAML = "saml", "SAML 2.0"


class Anmeldedienst(TenantModel):
    """A service at which people of this town log in; its secret is sealed. At most one per town.

    `issuer` is its name (OpenID Connect: issuer, SAML: entityID). client_id and secret belong to
    OpenID Connect; login_url, certificates, own_address and attribute to SAML.
    """

    kind = models.CharField("Art", max_length=4, choices=DienstArt, default=DienstArt.OIDC)
    label = models.CharField("Aufschrift", max_length=60)
    issuer = models.CharField("Name des Dienstes", max_length=200)
    client_id = models.CharField("Kennung der Anwendung", max_length=200, blank=True)
    secret = models.TextField(editable=False, blank=True)
    login_url = models.URLField("Anmeldeadresse des Dienstes", max_length=500, blank=True)
    certificates = models.TextField("Zertifikate des Dienstes", blank=True)
    own_address = models.URLField("Adresse von Verbundakte", blank=True)
    attribute = models.CharField("Merkmal mit der Kennung", max_length=200, blank=True)
    proves_second_factor = models.BooleanField(
        "verlangt selbst einen zweiten Faktor", default=False
    )
    is_active = models.BooleanField("eingeschaltet", default=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant"], name="anmeldedienst_one")]


class AeussereKennung(TenantModel):
    """Who a person of this town is at its service: (issuer, subject), never an e-mail address."""

    issuer = models.CharField(max_length=200)
    subject = models.CharField(max_length=255)
    person = TenantForeignKey(Person, models.PROTECT, related_name="aeussere_kennungen")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "issuer", "subject"], name="kennung_once"),
            models.UniqueConstraint(fields=["tenant", "person"], name="kennung_person"),
        ]


class Anmeldeantwort(TenantModel):
    """A SAML response that held: it counts once, for the request it answers, until `until_at`.

    Kept between its arrival (a foreign POST, which brings no session) and the browser's next step,
    and afterwards against a second arrival.
    """

    issuer = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    request = models.CharField(max_length=64)
    subject = models.CharField(max_length=255)
    until_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "digest"], name="anmeldeantwort_once"),
            models.UniqueConstraint(fields=["tenant", "request"], name="anmeldeantwort_request"),
        ]
        indexes = [models.Index(fields=["tenant", "until_at"], name="anmeldeantwort_until")]
