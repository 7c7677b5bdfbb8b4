"""Forms of Wiedervorlagen, Aufgaben and Fristen: they read and check; actions write."""

from datetime import date

from django import forms

from verbundakte.akten.pages import PersonField, RowField, day
from verbundakte.core.ui.forms import Form
from verbundakte.core.ui.widgets import DateInput
from verbundakte.geschaeftsgang.actions import Fristeintrag, Fuer
from verbundakte.geschaeftsgang.fristrechnung import AUSLOESER, EREIGNIS, FEST, Fristangaben
from verbundakte.geschaeftsgang.zeitangabe import read_when
from verbundakte.organisation.models import Organisationseinheit
from verbundakte.standards.fristen import GESETZE, Beginn, Einheit

WHEN_HINT = "3w, in 2 Monaten, 14.03. oder Montag"


class WhenField(forms.CharField):
    """A day as clerks write it; cleaned to (day, text as typed)."""

    def __init__(self, **options):
        super().__init__(max_length=60, help_text=WHEN_HINT, **options)
        self.on = date.min

    def clean(self, value):
        """Return the day and the text, or None when it may be left empty."""
        said = super().clean(value)
        if not said:
            return None
        try:
            return read_when(said, self.on), said
        except ValueError as error:
            raise forms.ValidationError(str(error)) from None


class FuerForm(Form):
    """For whom: a person (oneself at first), or a unit."""

    person = PersonField(label="Für", required=False, empty_label="eine Einheit, siehe unten")
    einheit = RowField(
        label="Oder für die Einheit",
        queryset=None,
        required=False,
        empty_label="keine Einheit gewählt",
        help_text="Dann sieht es nach, wer in der Einheit dazu kommt.",
    )

    def __init__(self, *args, actor, today: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].offer()
        self.fields["person"].initial = actor.works_for
        self.fields["einheit"].queryset = Organisationseinheit.objects.exclude(
            valid_to__lte=today
        ).order_by("sort_key")
        if "wann" in self.fields:
            self.fields["wann"].on = today

    def clean(self):
        """Check that it is for exactly one."""
        data = super().clean()
        if not self.errors and bool(data.get("person")) == bool(data.get("einheit")):
            self.add_error("einheit", "Wählen Sie eine Person oder eine Einheit, nicht beides.")
        return data

    def fuer(self) -> Fuer:
        """Return for whom it is."""
        return Fuer(self.cleaned_data.get("person"), self.cleaned_data.get("einheit"))


class WiedervorlageForm(FuerForm):
    """When it is to come up again, what for, for whom."""

    wann = WhenField(label="Wann")
    text = forms.CharField(label="Wozu", max_length=500, required=False)
    field_order = ("wann", "text", "person", "einheit")


class VerschiebungForm(Form):
    """Another day."""

    wann = WhenField(label="Auf wann")

    def __init__(self, *args, today: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["wann"].on = today


class AufgabeForm(FuerForm):
    """Who is to do what by when."""

    text = forms.CharField(label="Was zu tun ist", max_length=500)
    wann = WhenField(label="Bis wann")
    field_order = ("text", "wann", "person", "einheit")


class GrundForm(Form):
    """Why something does not hold."""

    grund = forms.CharField(label="Grund", max_length=500, required=False)


class RechenForm(Form):
    """What a Frist is computed from."""

    ausloeser = forms.ChoiceField(label="Was die Frist auslöst", choices=list(AUSLOESER.items()))
    on = forms.DateField(
        label="Am", widget=DateInput(), help_text="Bei „steht fest“ der letzte Tag."
    )
    zugang_on = day("Später zugegangen am", help_text="Nur, wenn es belegt ist.")
    is_missing = forms.BooleanField(label="Nicht zugegangen", required=False)
    anzahl = forms.IntegerField(label="Dauer", min_value=1, max_value=400, initial=1)
    einheit_der_dauer = forms.ChoiceField(
        label="Einheit der Dauer", choices=[(one.value, one.plural) for one in Einheit], initial="m"
    )
    gesetz = forms.ChoiceField(
        label="Gerechnet nach", choices=[(key, row.name) for key, row in GESETZE.items()]
    )
    beginn = forms.ChoiceField(
        label="Beginn",
        choices=[(one.value, one.label) for one in Beginn],
        required=False,
        help_text="Fast immer zählt der Tag des Ereignisses nicht mit.",
    )
    is_shifted = forms.BooleanField(
        label="Endet sie an Wochenende oder Feiertag, zählt der nächste Werktag",
        required=False,
        initial=True,
    )

    def angaben(self) -> Fristangaben:
        """Return what was said."""
        data = self.cleaned_data
        is_event = data["ausloeser"] in (EREIGNIS, FEST)
        return Fristangaben(
            ausloeser=data["ausloeser"],
            on=data["on"],
            anzahl=data["anzahl"],
            einheit=data["einheit_der_dauer"],
            gesetz=data["gesetz"],
            beginn=data["beginn"] or Beginn.EREIGNIS.value,
            zugang_on=None if is_event else data["zugang_on"],
            is_missing=not is_event and data["is_missing"],
            is_shifted=data["is_shifted"],
        )


class FristForm(FuerForm, RechenForm):
    """A Frist to be entered: what it is computed from, and who answers for it."""

    text = forms.CharField(
        label="Welche Frist", max_length=500, help_text="Zum Beispiel: Widerspruch."
    )
    is_ausschluss = forms.BooleanField(label="Ausschlussfrist", required=False)
    vorfrist_on = day("Vorfrist", help_text="Bei einer Ausschlussfrist nötig.")
    zweite = PersonField(
        label="Zweite Person", required=False, help_text="Bei einer Ausschlussfrist nötig."
    )
    field_order = (
        "text", "ausloeser", "on", "zugang_on", "is_missing", "anzahl", "einheit_der_dauer",
        "gesetz", "beginn", "is_shifted", "is_ausschluss", "vorfrist_on", "zweite", "person",
        "einheit",
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["zweite"].offer()

    def eintrag(self) -> Fristeintrag:
        """Return what is to be entered."""
        data = self.cleaned_data
        return Fristeintrag(
            angaben=self.angaben(),
            fuer=self.fuer(),
            text=data["text"],
            is_ausschluss=data["is_ausschluss"],
            vorfrist_on=data["vorfrist_on"],
            zweite=data["zweite"],
        )
