"""What people hand in to change the whole organisation at once."""

from django import forms

from verbundakte.core.ui.forms import Form

MOST_UPLOADED = 16 * 1024 * 1024


class EinspielungForm(Form):
    """The tables, and what becomes of what they do not name."""

    datei = forms.FileField(
        label="ZIP oder CSV",
        max_length=255,
        error_messages={"required": "Wählen Sie das ZIP oder eine der Tabellen."},
    )
    is_whole = forms.ChoiceField(
        label="Was nicht in den Tabellen steht",
        choices=[("nein", "bleibt, wie es ist"), ("ja", "endet heute")],
        help_text="Gilt nur für die Tabellen, die dabei sind.",
    )

    def clean_is_whole(self) -> bool:
        """Return whether the tables that came are complete."""
        return self.cleaned_data["is_whole"] == "ja"

    def clean_datei(self):
        """Refuse what cannot be an organisation by its size."""
        datei = self.cleaned_data["datei"]
        if datei.size > MOST_UPLOADED:
            raise forms.ValidationError(
                "Die Datei ist größer als 16 MB. Prüfen Sie, ob es die richtige ist."
            )
        return datei
