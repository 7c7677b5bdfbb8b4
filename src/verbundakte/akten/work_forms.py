"""Forms of the daily work on files: Vermerk, Anmerkung, Merkzettel, submitting a draft."""

from datetime import date

from django import forms

from verbundakte.akten.vermerk import Vermerkart
from verbundakte.core.ui.widgets import DateInput


class VermerkForm(forms.Form):
    """A Vermerk: its kind, the text; everything else is known."""

    art = forms.ChoiceField(
        label="Art",
        widget=forms.RadioSelect,
        choices=Vermerkart.choices,
        initial=Vermerkart.VERMERK,
    )
    text = forms.CharField(
        label="Text",
        max_length=50_000,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text="Die erste Zeile steht auch in der Liste. Eine leere Zeile beginnt einen Absatz.",
        error_messages={"required": "Schreiben Sie, was festzuhalten ist."},
    )
    mit = forms.CharField(
        label="Mit wem", max_length=200, required=False, help_text="Bei Telefonat und Gespräch."
    )
    on = forms.DateField(
        label="Tag",
        widget=DateInput(),
        error_messages={"required": "Nennen Sie den Tag.", "invalid": "Kein Tag im Kalender."},
    )

    def __init__(self, *args, today: date, **options):
        super().__init__(*args, **options)
        self.today = today

    def clean_on(self) -> date:
        """Refuse days to come."""
        if self.cleaned_data["on"] > self.today:
            raise forms.ValidationError("Der Tag liegt in der Zukunft.")
        return self.cleaned_data["on"]


class AnmerkungForm(forms.Form):
    """A remark that belongs to the file."""

    text = forms.CharField(
        label="Neue Anmerkung",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Gehört zur Akte: Wer sie lesen darf, liest auch die Anmerkung.",
        error_messages={"required": "Schreiben Sie zuerst die Anmerkung."},
    )


class MerkzettelForm(forms.Form):
    """A slip for oneself."""

    text = forms.CharField(
        label="Mein Merkzettel",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Nur für Sie; verschwindet, wenn der Vorgang zu den Akten verfügt wird.",
    )
