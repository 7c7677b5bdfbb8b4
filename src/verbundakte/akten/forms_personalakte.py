"""Forms about Personalakten."""

from datetime import date, timedelta

from django import forms

from verbundakte.akten.forms import PersonField, RowField, check_period, past_day
from verbundakte.akten.models import Akte, Kontakt, Personalteil
from verbundakte.akten.samples.personal import TEILE, USUAL
from verbundakte.core.ui.forms import Form

MOST = timedelta(days=14)


class CircleForm(Form):
    """Who works on a Beihilfe: one person and who stands in for her."""

    beihilfe_person = PersonField(
        label="Beihilfe bearbeitet",
        required=False,
        help_text="Nur diese Personen sehen die Beihilfeakte, auch wer die Personalakte führt nicht.",
    )
    beihilfe_vertretung = PersonField(label="Beihilfe, Vertretung", required=False)

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["beihilfe_person"].offer()
        self.fields["beihilfe_person"].is_pflicht = True  # where there is a Beihilfe
        self.fields["beihilfe_vertretung"].offer()

    def circle(self) -> list:
        """Return the ids of who works on the Beihilfe."""
        names = ("beihilfe_person", "beihilfe_vertretung")
        return [row.pk for row in map(self.cleaned_data.get, names) if row is not None]

    def ask_for_circle(self) -> None:
        """Demand a person where a Beihilfe is begun."""
        if not self.circle():
            self.add_error("beihilfe_person", "Nennen Sie, wer die Beihilfe bearbeitet.")


class NewPersonalakteForm(CircleForm):
    """Whose Personalakte it is, where it stands, and with which parts it begins."""

    person = PersonField(label="Für", error_messages={"required": "Wählen Sie die Person."})
    planeinheit = RowField(
        queryset=None,
        label="Aktenplaneinheit",
        error_messages={"required": "Wählen Sie, wo die Akte steht."},
    )
    teile = forms.MultipleChoiceField(
        label="Teile neben der Grundakte",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        initial=USUAL,
        choices=[(key, f"{teil.label}: {title}") for key, (teil, title) in TEILE.items()],
    )
    field_order = ("person", "planeinheit", "teile", "beihilfe_person", "beihilfe_vertretung")

    def __init__(self, *args, units, kontakt: Kontakt | None, **options):
        super().__init__(*args, **options)
        self.fields["person"].offer()
        self.fields["planeinheit"].queryset = units
        if kontakt is not None:
            del self.fields["person"]

    def clean(self):
        """Ask who works on the Beihilfe."""
        cleaned = super().clean()
        if "beihilfe" in cleaned.get("teile", ()):
            self.ask_for_circle()
        return cleaned


class PersonalteilForm(CircleForm):
    """A further part of a Personalakte."""

    teil = forms.ChoiceField(
        label="Art",
        widget=forms.RadioSelect,
        choices=[row for row in Personalteil.choices if row[0] != Personalteil.GRUNDAKTE],
        initial=Personalteil.TEILAKTE,
    )
    betreff = forms.CharField(
        label="Inhalt",
        max_length=200,
        help_text="Zum Beispiel „Bezüge“ oder „Disziplinarsachen“. Der Name steht von selbst dahinter.",
        error_messages={"required": "Schreiben Sie, was in den Teil gehört."},
    )
    field_order = ("teil", "betreff", "beihilfe_person", "beihilfe_vertretung")

    def clean(self):
        """Ask who works on the Beihilfe."""
        cleaned = super().clean()
        if cleaned.get("teil") == Personalteil.BEIHILFE:
            self.ask_for_circle()
        return cleaned


class EinsichtForm(Form):
    """From when until when somebody reads her own Personalakte, and whether the Beihilfe too."""

    from_on = past_day("Ab")
    last_on = past_day("Bis einschließlich")
    beihilfen = forms.ModelMultipleChoiceField(
        queryset=None,
        label="Auch die Beihilfe",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args, today: date, beihilfen: list[Akte], **options):
        initial = {"from_on": today, "last_on": today + MOST}
        super().__init__(*args, initial=initial, **options)
        self.today = today
        keys = [part.pk for part in beihilfen]
        self.fields["beihilfen"].queryset = Akte.objects.filter(pk__in=keys)
        if not beihilfen:
            del self.fields["beihilfen"]

    def clean(self):
        """Check the days."""
        cleaned = super().clean()
        check_period(self, "from_on", "last_on")
        last_on = cleaned.get("last_on")
        if last_on and last_on < self.today:
            self.add_error("last_on", "Dieser Tag ist schon vorbei.")
        return cleaned
