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


class AuskunftForm(Form):
    """Whose data is looked for: somebody who takes part in the Vorgang, or a name."""

    kontakt = forms.ChoiceField(label="Beteiligter dieses Vorgangs", required=False)
    name = forms.CharField(
        label="Name",
        max_length=200,
        min_length=3,
        required=False,
        help_text="Familienname oder Name der Organisation, wenn oben niemand gewählt ist.",
    )
    vorname = forms.CharField(label="Vorname", max_length=120, required=False)
    geboren_on = forms.DateField(label="Geburtsdatum", required=False, widget=DateInput())
    anschrift = forms.CharField(
        label="Anschrift",
        max_length=300,
        required=False,
        help_text="Hilft den Einheiten zu erkennen, ob eine Fundstelle diese Person meint.",
    )

    def __init__(self, *args, kontakte: list, **options):
        super().__init__(*args, **options)
        self.kontakte = {str(row.pk): row for row in kontakte}
        choices = [(key, str(row)) for key, row in self.kontakte.items()]
        self.fields["kontakt"].choices = [("", "niemand gewählt"), *choices]

    def clean(self) -> dict:
        """Ask for a Kontakt or a name."""
        values = super().clean()
        if not values.get("kontakt") and not values.get("name") and "name" not in self.errors:
            self.add_error("name", "Wählen Sie einen Beteiligten, oder schreiben Sie den Namen.")
        return values

    def values(self) -> dict:
        """Return what `start_auskunft` asks for."""
        values = self.cleaned_data
        kontakt = self.kontakte.get(values["kontakt"])
        if kontakt is None:
            return values | {"kontakt": None}
        known = {name: getattr(kontakt, name) for name in ("name", "vorname", "geboren_on")}
        return {**values, **known, "kontakt": kontakt}


class AbschlussForm(Form):
    """Why an Auskunft goes out without some parts."""

    reason = forms.CharField(label="Grund, wenn Teile fehlen", max_length=300, required=False)
