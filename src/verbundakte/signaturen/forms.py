"""What people enter about certificates and signatures. Nothing here writes; no secret is shown again."""

from django import forms

from verbundakte.core.ui.forms import Form
from verbundakte.signaturen.models import ZertifikatArt


class ZertifikatForm(Form):
    """A certificate with its key, as the provider gave it."""

    bezeichnung = forms.CharField(
        label="Bezeichnung", max_length=120, help_text="Zum Beispiel: Dienstsiegel der Stadt"
    )
    art = forms.ChoiceField(label="Wofür", choices=ZertifikatArt)
    datei = forms.FileField(label="Datei (.p12 oder .pfx)")
    kennwort = forms.CharField(
        label="Kennwort der Datei",
        max_length=500,
        required=False,
        strip=False,
        help_text="Wird nur zum Öffnen gebraucht und nicht aufbewahrt.",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )


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
    gesehen = forms.CharField(max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args, zertifikate: list, **kwargs):
        super().__init__(*args, **kwargs)
        self.by_key = {str(row.pk): row for row in zertifikate}
        self.fields["zertifikat"].choices = [
            (key, f"{row} ({row.get_art_display()}, {row.inhaber})")
            for key, row in self.by_key.items()
        ]
