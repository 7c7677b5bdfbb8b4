"""Forms about rights: they read and check input."""

from django import forms

from verbundakte.akten.forms import RowField
from verbundakte.core.clock import today
from verbundakte.organisation import queries as organisation
from verbundakte.organisation.models import Stelle

NOT_OFFERED = {"invalid_choice": "Das steht nicht zur Wahl. Wählen Sie aus der Liste."}


class WechselForm(forms.Form):
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
