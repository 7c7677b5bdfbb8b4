"""Forms about restriction and correction (Art. 16, 18 DSGVO)."""

from django import forms

from verbundakte.akten.models import Einschraenkungsgrund
from verbundakte.core.ui.forms import Form


class EinschraenkungForm(Form):
    """Why the processing is restricted."""

    grund = forms.ChoiceField(label="Grund", choices=Einschraenkungsgrund.choices)
    bemerkung = forms.CharField(label="Bemerkung", max_length=300, required=False)


class GrundForm(Form):
    """Why it is worked with nevertheless, or lifted."""

    reason = forms.CharField(label="Grund", max_length=300)


class BerichtigungForm(Form):
    """What is not right, and what is."""

    text = forms.CharField(
        label="Was ist unrichtig, was ist richtig",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
