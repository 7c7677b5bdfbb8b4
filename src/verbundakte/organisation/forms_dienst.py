"""Forms of the directory service of a town."""

from django import forms

from verbundakte.core.ui.forms import Form
from verbundakte.standards.saml_metadata import MOST_BYTES


class _DienstForm(Form):
    """What every service has."""

    label = forms.CharField(
        label="Aufschrift", max_length=60, initial="Mit dem Dienstkonto anmelden"
    )
    proves_second_factor = forms.BooleanField(
        label="Der Dienst verlangt selbst einen zweiten Faktor", required=False
    )
    is_active = forms.BooleanField(label="Eingeschaltet", required=False, initial=True)


class DienstForm(_DienstForm):
    """Where the people of this town log in otherwise: OpenID Connect."""

    issuer = forms.URLField(
        label="Adresse des Dienstes",
        assume_scheme="https",
        help_text="Genau wie der Dienst sich nennt (Issuer), mit https.",
    )
    client_id = forms.CharField(label="Kennung der Anwendung", max_length=200)
    secret = forms.CharField(
        label="Geheimnis der Anwendung",
        required=False,
        strip=False,
        help_text="Wird verschlüsselt gespeichert und nie gezeigt. Leer: das bisherige bleibt.",
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )

    field_order = ("label", "issuer", "client_id", "secret")


class SamlDienstForm(_DienstForm):
    """Where the people of this town log in otherwise: SAML."""

    datei = forms.FileField(
        label="Metadaten des Dienstes",
        required=False,
        help_text="XML-Datei (EntityDescriptor). Leer: die bisherigen bleiben.",
    )
    text = forms.CharField(
        label="oder das XML eingefügt",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false"}),
    )
    own_address = forms.URLField(
        label="Adresse von Verbundakte",
        assume_scheme="https",
        help_text="Unter der Ihre Beschäftigten arbeiten, mit dem Kürzel Ihrer Kommune.",
    )
    attribute = forms.CharField(
        label="Merkmal mit der Kennung",
        max_length=200,
        required=False,
        help_text="Name des Attributs, das eine Person dauerhaft bezeichnet. Leer: die NameID.",
    )
    field_order = ("label", "datei", "text", "own_address", "attribute")

    def clean(self) -> dict:
        """Put file or text together as `metadata`; nothing when neither came."""
        values = super().clean()
        datei, text = values.pop("datei", None), values.pop("text", "")
        if datei and datei.size > MOST_BYTES:
            self.add_error("datei", "Die Datei ist größer als 512 KB. Metadaten sind viel kleiner.")
        elif datei or text:
            values["metadata"] = datei.read() if datei else text.strip().encode()
        return values


class KennungForm(Form):
    """Who a person is at the service."""

    subject = forms.CharField(
        label="Kennung beim Anmeldedienst",
        max_length=255,
        required=False,
        help_text="Steht auf der Anmeldeseite, wenn jemand ohne Verknüpfung sich anmeldet. Leer:"
        " keine Verknüpfung.",
    )
