"""What people enter about messages to other systems. Nothing here writes."""

from uuid import UUID

from django import forms

from verbundakte.anbindung.models import Anlass
from verbundakte.core.ui.forms import Form


class AbonnementForm(Form):
    """Who is told what, and where."""

    bezeichnung = forms.CharField(
        label="Bezeichnung", max_length=100, help_text="Zum Beispiel der Name des Fachverfahrens."
    )
    url = forms.CharField(
        label="Adresse",
        max_length=500,
        help_text="Dorthin wird gemeldet. Sie beginnt mit https:// und liegt im öffentlichen Netz;"
        " Adressen im eigenen Netz gibt der Betrieb frei.",
    )
    anlaesse = forms.MultipleChoiceField(
        label="Anlässe", choices=Anlass, widget=forms.CheckboxSelectMultiple
    )


class NewAbonnementForm(AbonnementForm):
    """As before, and with whose rights."""

    person = forms.ChoiceField(
        label="Rechte von",
        help_text="Gemeldet wird nur, was diese Person zum Zeitpunkt der Meldung sehen darf.",
    )

    def __init__(self, *args, persons: list[tuple[str, str]], **options):
        super().__init__(*args, **options)
        self.fields["person"].choices = [("", "keine Person gewählt"), *persons]

    def values(self) -> dict:
        """Return what `create_abonnement` asks for."""
        values = self.cleaned_data.copy()
        return values | {"person_id": UUID(values.pop("person"))}


class MomentInput(forms.DateTimeInput):
    """A day and a time of day, with the browser's own calendar."""

    input_type = "datetime-local"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%Y-%m-%dT%H:%M")


class WiederholungForm(Form):
    """From when to when what happened is told again."""

    from_at = forms.DateTimeField(label="Von", widget=MomentInput())
    to_at = forms.DateTimeField(label="Bis", widget=MomentInput())
