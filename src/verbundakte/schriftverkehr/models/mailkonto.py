"""The account over which a town sends its e-mails, and what became of each."""

from django.db import models
from django.db.models import Q

from verbundakte.akten.models import Dokument
from verbundakte.core.models import TenantForeignKey, TenantModel, TenantOneToOneField
from verbundakte.schriftverkehr.models.versand import Versand


class Mailkonto(TenantModel):
    """How e-mails are handed in (RFC 6409). `geheimnis` is sealed; one account is in use at a time."""

    absender_name = models.CharField("Name des Absenders", max_length=120)
    absender_email = models.CharField("Absenderadresse", max_length=254)
    host = models.CharField("Mailserver", max_length=250)
    port = models.PositiveIntegerField("Anschluss", default=587)
    security = models.CharField("Verschlüsselung", max_length=10, default="starttls")
    login = models.CharField("Anmeldename", max_length=250, blank=True)
    geheimnis = models.TextField(blank=True, default="", editable=False)
    is_active = models.BooleanField("In Betrieb", default=True)
    last_success_at = models.DateTimeField(null=True, editable=False)
    failing_since = models.DateTimeField(null=True, editable=False)
    failure = models.CharField(max_length=400, blank=True, default="", editable=False)
    revision = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant"], condition=Q(is_active=True), name="mailkonto_active"
            )
        ]


class Mailversand(TenantModel):
    """An e-mail on its way. Its Message-ID is made once, so that a mail that is sent twice after a
    crash is one mail to whoever gets it. `stopped_at`: it waits for a person."""

    versand = TenantOneToOneField(Versand, models.PROTECT, related_name="mail")
    message_id = models.CharField(max_length=200, editable=False)
    text = models.TextField("Text der E-Mail", blank=True)
    versuche = models.PositiveSmallIntegerField(default=0, editable=False)
    next_try_at = models.DateTimeField(null=True, editable=False)
    busy_until = models.DateTimeField(null=True, editable=False)
    stopped_at = models.DateTimeField(null=True, editable=False)
    problem = models.CharField(max_length=400, blank=True, default="", editable=False)
    answer = models.CharField(max_length=300, blank=True, default="", editable=False)
    dokument = TenantForeignKey(Dokument, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "message_id"], name="mailversand_message")
        ]
        indexes = [
            models.Index(
                fields=["tenant", "next_try_at"],
                name="mailversand_waiting",
                condition=~Q(next_try_at=None),
            )
        ]
