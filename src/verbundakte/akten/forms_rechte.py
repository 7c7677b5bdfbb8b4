"""Forms about rights: they read and check input."""

from datetime import date

from django import forms

from verbundakte.akten.forms import PersonField, RowField, check_period
from verbundakte.akten.models import Geheimnisklasse
from verbundakte.akten.queries import pruefung
from verbundakte.core.clock import today
from verbundakte.core.ui.forms import Form
from verbundakte.core.ui.widgets import DateInput
from verbundakte.organisation import queries as organisation
from verbundakte.organisation.models import Stelle

MOST_AKTEN = 200
NO_DAY = {
    "required": "Ein Prüfauftrag hat einen Anfang und ein Ende. Nennen Sie beide Tage.",
    "invalid": "Kein Tag im Kalender. Schreiben Sie ihn wie 23.11.2026.",
}
NOT_OFFERED = {"invalid_choice": "Das steht nicht zur Wahl. Wählen Sie aus der Liste."}


class WechselForm(Form):
    """Where a person would go and which roles she would have."""

    einheit = RowField(
        None,
        label="Neue Einheit",
        error_messages=NOT_OFFERED,
        empty_label="Einheit wählen",
    )
    stelle = RowField(
        None,
        label="Stelle dort",
        required=False,
        error_messages=NOT_OFFERED,
        empty_label="eine neue Stelle",
        help_text="Die Stellen der gewählten Einheit stehen nach dem ersten Zeigen hier.",
    )
    leitet = forms.BooleanField(label="Die neue Stelle leitet die Einheit", required=False)
    bleibt = forms.BooleanField(label="Die bisherigen Stellen bleiben", required=False)
    rollen = forms.ModelMultipleChoiceField(
        None,
        label="Rollen danach",
        required=False,
        to_field_name="key",
        widget=forms.CheckboxSelectMultiple,
        error_messages=NOT_OFFERED,
    )

    def __init__(self, data, *, actor, einheit, **options):
        super().__init__(data, **options)
        self.fields["einheit"].queryset = organisation.einheiten(actor, on=today())
        self.fields["rollen"].queryset = organisation.rollen(actor, on=today())
        stellen = Stelle.objects.filter(einheit=einheit, ended_on=None)
        self.fields["stelle"].queryset = stellen.order_by("-is_leitung", "bezeichnung")

    def planned(self) -> Stelle:
        """Return the chosen Stelle, or a new one of the unit that is not saved."""
        return self.cleaned_data["stelle"] or Stelle(
            einheit=self.cleaned_data["einheit"],
            bezeichnung="neue Stelle",
            is_leitung=self.cleaned_data["leitet"],
        )


class PruefauftragForm(Form):
    """Who checks what, why and until when."""

    pruefer = PersonField(
        label="Wer prüft", error_messages={"required": "Wählen Sie, wer prüft.", **NOT_OFFERED}
    )
    anlass = forms.CharField(
        label="Anlass",
        max_length=200,
        help_text="Zum Beispiel „Kassenprüfung 2026“. Steht bei jeder Erklärung des Zugriffs.",
        error_messages={"required": "Nennen Sie den Anlass der Prüfung."},
    )
    from_on = forms.DateField(label="Ab", widget=DateInput(), error_messages=NO_DAY)
    last_on = forms.DateField(label="Letzter Tag", widget=DateInput(), error_messages=NO_DAY)
    einheiten = forms.MultipleChoiceField(
        label="Einheiten mit allem darunter",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages=NOT_OFFERED,
    )
    akten = forms.CharField(
        label="Einzelne Akten",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Ein Aktenzeichen je Zeile. Nur Akten, deren Zugriff Sie ändern dürfen.",
    )
    geheimnisklassen = forms.MultipleChoiceField(
        label="Auch Akten dieser Geheimnisklassen",
        required=False,
        choices=Geheimnisklasse.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text="Ohne Nennung bleiben Akten einer Geheimnisklasse geschlossen.",
        error_messages=NOT_OFFERED,
    )

    def __init__(self, *args, actor, today: date, **options):
        super().__init__(*args, **options)
        self.actor, self.today = actor, today
        self.fields["pruefer"].offer()
        self.units = {str(unit.pk): unit for unit in pruefung.einheiten_to_check(actor)}
        self.fields["einheiten"].choices = [(key, str(unit)) for key, unit in self.units.items()]
        self.fields["einheiten"].in_columns = self.fields["geheimnisklassen"].in_columns = True
        if not pruefung.may_name_klassen(actor):
            del self.fields["geheimnisklassen"]

    def clean_einheiten(self) -> list:
        """Return the chosen units."""
        return [self.units[key] for key in self.cleaned_data["einheiten"]]

    def clean_akten(self) -> list:
        """Return the named Akten, or say which number is none."""
        lines = self.cleaned_data["akten"].splitlines()
        numbers = list(dict.fromkeys(line.strip() for line in lines if line.strip()))
        if len(numbers) > MOST_AKTEN:
            raise forms.ValidationError("Mehr als 200 Akten gehen nicht. Nennen Sie die Einheit.")
        found, missing = pruefung.akten_to_check(self.actor, numbers)
        if missing:
            raise forms.ValidationError(
                f"„{missing[0]}“ gibt es nicht, oder Sie dürfen den Zugriff darauf nicht ändern."
            )
        return found

    def clean(self) -> None:
        """Refuse a period that is over."""
        super().clean()
        check_period(self, "from_on", "last_on")
        last = self.cleaned_data.get("last_on")
        if last and last < self.today:
            self.add_error("last_on", "Dieser Tag ist vorbei.")
