"""What people enter about data protection. Nothing here writes."""

from uuid import UUID

from django import forms

from verbundakte.core.ui.forms import Form
from verbundakte.core.ui.widgets import DateInput
from verbundakte.datenschutz.models import LONGEST, SHORTEST


class AuswertungForm(Form):
    """On what occasion, about whom or what, and which days."""

    anlass = forms.CharField(
        label="Anlass",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Zum Beispiel eine Beschwerde oder ein Verdacht. Der Personalrat entscheidet danach.",
    )
    person = forms.ChoiceField(
        label="Was hat diese Person gelesen", required=False, help_text="Entweder eine Person ..."
    )
    aktenzeichen = forms.CharField(
        label="Wer hat diese Akte oder diesen Vorgang gelesen",
        required=False,
        max_length=120,
        help_text="... oder ein Aktenzeichen, mit allem, was darin liegt.",
    )
    from_on = forms.DateField(label="Von", widget=DateInput())
    to_on = forms.DateField(label="Bis", widget=DateInput())

    def __init__(self, *args, persons: list[tuple[str, str]], **options):
        super().__init__(*args, **options)
        self.fields["person"].choices = [("", "keine Person gewählt"), *persons]

    def clean(self) -> dict:
        """Ask for a person or a number, not both."""
        values = super().clean()
        if bool(values.get("person")) == bool(values.get("aktenzeichen")):
            self.add_error("person", "Wählen Sie entweder eine Person oder ein Aktenzeichen.")
        return values

    def values(self) -> dict:
        """Return what `request_auswertung` asks for."""
        values = self.cleaned_data.copy()
        person = values.pop("person")
        return values | {"person_id": UUID(person) if person else None}


class AblehnungForm(Form):
    """Why something is not released."""

    reason = forms.CharField(label="Grund", max_length=300)


class SpeicherdauerForm(Form):
    """For how long, and on what ground."""

    days = forms.IntegerField(
        label="Tage",
        min_value=SHORTEST,
        max_value=LONGEST,
        error_messages={
            "min_value": f"Mindestens {SHORTEST} Tage.",
            "max_value": f"Höchstens {LONGEST} Tage.",
        },
    )
    reason = forms.CharField(
        label="Dienstvereinbarung oder Grund",
        max_length=300,
        help_text="Zum Beispiel „Dienstvereinbarung Protokolldaten vom 12.03.2026, § 4“.",
    )
