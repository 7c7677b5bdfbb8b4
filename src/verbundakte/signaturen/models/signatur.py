"""With what the municipality signs, what it ordered to be signed, and what it signed."""

from django.db import models
from django.db.models import Q

from verbundakte.akten.models import Dokument, Fassung
from verbundakte.core.models import TenantForeignKey, TenantModel, TenantOneToOneField
from verbundakte.signaturen.form import Form

QUALIFIED = {
    Form.FORTGESCHRITTENE_SIGNATUR: Form.QUALIFIZIERTE_SIGNATUR,
    Form.FORTGESCHRITTENES_SIEGEL: Form.QUALIFIZIERTES_SIEGEL,
}


class ZertifikatArt(models.TextChoices):
    """What is made with a certificate."""

    SIGNATUR = "signatur", "Signatur"
    SIEGEL = "siegel", "Siegel"

    @property
    def form(self) -> Form:
        """Return the form that comes about with a certificate that is not qualified."""
        is_seal = self == ZertifikatArt.SIEGEL
        return Form.FORTGESCHRITTENES_SIEGEL if is_seal else Form.FORTGESCHRITTENE_SIGNATUR


class Werk(models.TextChoices):
    """Where the key lies."""

    DATEI = "datei", "in dieser Installation"
    GERAET = "geraet", "in einem Gerät"
    DIENST = "dienst", "bei einem Fernsignaturdienst"


class Organisationszertifikat(TenantModel):
    """A certificate with which the municipality signs.

    `geheimnis` is sealed: the key itself, the PIN of the device, or the secret of the access to the
    service; `zugang` says where that is. `person`: who alone may use it (her own certificate).
    `is_qualified`: it says of itself that it makes qualified signatures or seals.
    """

    bezeichnung = models.CharField("Bezeichnung", max_length=120)
    art = models.CharField("Wofür", max_length=10, choices=ZertifikatArt)
    werk = models.CharField("Schlüssel", max_length=10, choices=Werk, default=Werk.DATEI)
    person = models.UUIDField(null=True)
    is_qualified = models.BooleanField(default=False)
    zugang = models.JSONField(default=dict, editable=False)
    inhaber = models.CharField("Ausgestellt auf", max_length=300)
    aussteller = models.CharField("Ausgestellt von", max_length=300)
    seriennummer = models.CharField("Seriennummer", max_length=80)
    sha256 = models.CharField(max_length=64)
    kette = models.TextField(editable=False)
    geheimnis = models.TextField(editable=False)
    gilt_from_at = models.DateTimeField("Gilt ab")
    gilt_to_at = models.DateTimeField("Gilt bis")
    ended_at = models.DateTimeField(null=True, editable=False)
    revision = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(editable=False)
    created_by = models.UUIDField(null=True, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "sha256"], condition=Q(ended_at=None), name="zertifikat_once"
            )
        ]

    def __str__(self):
        return self.bezeichnung

    @property
    def form(self) -> Form:
        """Return the form that is to come about; a key that lies here is never a qualified one."""
        form = ZertifikatArt(self.art).form
        return QUALIFIED[form] if self.is_qualified and self.werk != Werk.DATEI else form


class Signaturauftrag(TenantModel):
    """Somebody wants this very Fassung signed; done when there is a Signatur, or refused.

    `sha256` are the bytes she saw. `person` and `name` say who signs, as it stood at that moment.
    """

    dokument = TenantForeignKey(Dokument, models.PROTECT, related_name="signaturauftraege")
    fassung = TenantForeignKey(Fassung, models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)
    zertifikat = TenantForeignKey(Organisationszertifikat, models.PROTECT, related_name="auftraege")
    grund = models.CharField("Grund", max_length=200, blank=True)
    has_stamp = models.BooleanField("Sichtbarer Vermerk", default=False)
    person = models.UUIDField()
    name = models.CharField(max_length=200)
    on_behalf_of = models.UUIDField(null=True)
    created_at = models.DateTimeField()
    tried_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=400, blank=True)
    done_at = models.DateTimeField(null=True)
    refused = models.CharField(max_length=400, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "fassung", "zertifikat"],
                condition=Q(done_at=None),
                name="signaturauftrag_once",
            )
        ]
        indexes = [
            models.Index(
                fields=["tenant", "created_at"],
                name="signaturauftrag_open",
                condition=Q(done_at=None),
            ),
            models.Index(fields=["tenant", "dokument"], name="signaturauftrag_dokument"),
        ]


class Signatur(TenantModel):
    """A signature or seal the municipality made: from `quelle` came the signed `fassung`."""

    dokument = TenantForeignKey(Dokument, models.PROTECT, related_name="signaturen")
    auftrag = TenantOneToOneField(Signaturauftrag, models.PROTECT, related_name="signatur")
    quelle = TenantForeignKey(Fassung, models.PROTECT, related_name="+")
    fassung = TenantForeignKey(Fassung, models.PROTECT, related_name="signaturen")
    zertifikat = TenantForeignKey(
        Organisationszertifikat, models.PROTECT, related_name="signaturen"
    )
    form = models.CharField("Form", max_length=30, choices=[(one.value, one.label) for one in Form])
    stufe = models.CharField("Stufe", max_length=10)
    inhaber = models.CharField("Ausgestellt auf", max_length=300)
    sha256_before = models.CharField(max_length=64)
    sha256 = models.CharField(max_length=64)
    zeitstempel_at = models.DateTimeField(null=True)
    zeitstempeldienst = models.CharField(max_length=120, blank=True)
    person = models.UUIDField()
    name = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["tenant", "dokument"], name="signatur_dokument"),
            models.Index(fields=["tenant", "fassung"], name="signatur_fassung"),
        ]
