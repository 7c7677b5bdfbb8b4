"""The form of a rule that is made from an Eingang."""

from django import forms

from verbundakte.core.ui.forms import Form
from verbundakte.posteingang.eingangsregel import Befund, Selbsttaetig

MOST_WORDS = 8


class RegelForm(Form):
    """Conditions and consequences of a new rule; the units and kinds are given."""

    bezeichnung = forms.CharField(label="Bezeichnung", max_length=120)
    absender = forms.CharField(
        label="Absender enthält",
        max_length=200,
        required=False,
        help_text="Name oder E-Mail-Adresse, auch ein Teil.",
    )
    kanal = forms.CharField(label="Eingangskanal heißt", max_length=100, required=False)
    woerter = forms.CharField(
        label="Diese Wörter kommen vor",
        max_length=500,
        required=False,
        help_text="Mit Komma getrennt. Alle müssen vorkommen.",
    )
    befunde = forms.MultipleChoiceField(
        label="Erkannt wurde",
        choices=[(one.value, one.label) for one in Befund],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    einheit = forms.ChoiceField(label="Dann: Einheit", required=False)
    dokumenttyp = forms.ChoiceField(label="Dann: Art", required=False)
    planeinheit = forms.CharField(label="Dann: Aktenplankennzeichen", max_length=40, required=False)
    selbsttaetig = forms.ChoiceField(
        label="Selbsttätig",
        choices=[(one.value, one.label) for one in Selbsttaetig],
        initial=Selbsttaetig.NICHTS,
    )

    def __init__(self, *args, einheiten, typen, **more):
        super().__init__(*args, **more)
        self.fields["einheit"].choices = [("", "keine"), *einheiten]
        self.fields["dokumenttyp"].choices = [("", "keine"), *typen]

    def clean_woerter(self) -> list[str]:
        """Return the words, each once."""
        words = [word.strip() for word in self.cleaned_data["woerter"].split(",")]
        return sorted({word for word in words if word})[:MOST_WORDS]

    def content(self) -> dict:
        """Return the content of the Baustein."""
        values = dict(self.cleaned_data)
        einheit = values.pop("einheit")
        return {
            **values,
            "einheit": {"kind": "organisation.einheit", "key": einheit} if einheit else None,
        }
