"""What people enter about certificates and signatures. Nothing here writes; no secret is shown again."""

from django import forms

from verbundakte.core.ui.forms import Form
from verbundakte.signaturen.models import Organisationszertifikat, Werk, ZertifikatArt

EVERYBODY = "alle, die das Recht dazu haben"


class OwnedForm(Form):
    """What every certificate has: its name, what for, and who alone may use it."""

    bezeichnung = forms.CharField(
        label="Bezeichnung", max_length=120, help_text="Zum Beispiel: Dienstsiegel der Stadt"
    )
    art = forms.ChoiceField(label="Wofür", choices=ZertifikatArt)
    person = forms.ChoiceField(
        label="Wer damit signiert",
        required=False,
        help_text="Ein persönliches Zertifikat benutzt nur diese Person. Ein Siegel gehört der Kommune.",
    )

    def __init__(self, *args, persons: list[tuple], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = [("", EVERYBODY), *persons]

    def clean(self):
        """A seal belongs to nobody alone."""
        values = super().clean()
        if values.get("art") == ZertifikatArt.SIEGEL and values.get("person"):
            self.add_error("person", f"Ein Siegel gehört der Kommune. Wählen Sie „{EVERYBODY}“.")
        return values


class ZertifikatForm(OwnedForm):
    """A certificate with its key, as the provider gave it."""

    datei = forms.FileField(label="Datei (.p12 oder .pfx)")
    kennwort = forms.CharField(
        label="Kennwort der Datei",
        max_length=500,
        required=False,
        strip=False,
        help_text="Wird nur zum Öffnen gebraucht und nicht aufbewahrt.",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )


def secret(label: str, text: str, *, is_needed: bool = True) -> forms.CharField:
    """Return a field for a secret; browsers neither fill in nor keep it."""
    return forms.CharField(
        label=label,
        max_length=500,
        required=is_needed,
        strip=False,
        help_text=text,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )


class FernsignaturForm(OwnedForm):
    """Where a trust service is, and which of its keys is used here."""

    adresse = forms.CharField(
        label="Adresse des Dienstes",
        max_length=300,
        help_text="Bis zur Version, zum Beispiel: https://beispiel.de/csc/v1",
    )
    kennung = forms.CharField(
        label="Kennung der Kommune beim Dienst",
        max_length=200,
        required=False,
        help_text="Leer, wenn der Dienst ein festes Zugangsgeheimnis vergibt.",
    )
    geheimnis = secret(
        "Zugangsgeheimnis", "Wird verschlüsselt aufbewahrt und nicht mehr angezeigt."
    )
    credential = forms.CharField(
        label="Name des Schlüssels beim Dienst",
        max_length=300,
        required=False,
        help_text="Leer, wenn der Dienst nur einen Schlüssel nennt.",
    )

    def clean(self):
        """A signature that somebody authorises belongs to her."""
        values = super().clean()
        if values.get("art") == ZertifikatArt.SIGNATUR and not values.get("person"):
            self.add_error("person", "Wählen Sie, wer damit signiert.")
        return values


class GeraetForm(Form):
    """Which key of a device (HSM, card) is the town's seal."""

    bezeichnung = forms.CharField(
        label="Bezeichnung", max_length=120, help_text="Zum Beispiel: Dienstsiegel der Stadt"
    )
    art = forms.ChoiceField(label="Wofür", choices=ZertifikatArt, initial=ZertifikatArt.SIEGEL)
    token = forms.CharField(
        label="Name des Geräts", max_length=32, help_text="Wie es beim Einrichten hieß."
    )
    name = forms.CharField(label="Name des Schlüssels", max_length=200)
    pin = secret("PIN", "Wird verschlüsselt aufbewahrt; ohne sie kann nicht gesiegelt werden.")


class SignaturForm(Form):
    """With what a Fassung is signed. `gesehen` is the digest of what the page showed."""

    zertifikat = forms.ChoiceField(label="Zertifikat")
    grund = forms.CharField(
        label="Anlass",
        max_length=200,
        required=False,
        help_text="Steht in der Signatur, zum Beispiel: Bescheid. Darf leer bleiben.",
    )
    has_stamp = forms.BooleanField(
        label="Sichtbarer Vermerk auf der letzten Seite",
        required=False,
        help_text="Ein PDF/A verliert dadurch diese Eigenschaft.",
    )
    pin = secret(
        "PIN der Fernsignatur",
        "Nur für Zertifikate bei einem Fernsignaturdienst. Wird nicht aufbewahrt.",
        is_needed=False,
    )
    otp = forms.CharField(
        label="Einmalcode",
        max_length=40,
        required=False,
        help_text="Falls der Dienst einen verlangt. Leer gelassen, schickt der Dienst einen, wenn er das kann.",
        widget=forms.PasswordInput(attrs={"autocomplete": "one-time-code"}),
    )
    gesehen = forms.CharField(max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args, zertifikate: list, **kwargs):
        super().__init__(*args, **kwargs)
        self.by_key = {str(row.pk): row for row in zertifikate}
        self.fields["zertifikat"].choices = [
            (key, f"{row} ({row.form.label}, {row.inhaber})") for key, row in self.by_key.items()
        ]
        self._ask("pin", zertifikate, lambda told: told["needs_pin"])
        self._ask("otp", zertifikate, lambda told: told["needs_otp"])

    def _ask(self, name: str, zertifikate: list, is_needed) -> None:
        """Leave a field out that no certificate needs; where all do, it is no choice."""
        needed = [is_remote(row) and is_needed(row.zugang) for row in zertifikate]
        if not any(needed):
            del self.fields[name]
        elif name == "pin":
            self.fields[name].required = all(needed)

    def clean(self):
        """Ask for what the service needs to know that it is her."""
        values = super().clean()
        row = self.by_key.get(values.get("zertifikat", ""))
        if row is None or not is_remote(row):
            return values
        if row.zugang["needs_pin"] and not values.get("pin"):
            self.add_error("pin", "Geben Sie die PIN ein, mit der Sie die Signatur freigeben.")
        waits = row.zugang["needs_otp"] and not row.zugang["sends_otp"]
        if waits and not values.get("otp"):
            self.add_error("otp", "Geben Sie den Einmalcode ein, den Ihr Gerät zeigt.")
        return values


def is_remote(row: Organisationszertifikat) -> bool:
    """Tell whether a person has to authorise each signature with this certificate."""
    return row.werk == Werk.DIENST
