"""Forms of Kontakte: they read and check input; what is written goes through the actions."""

from django import forms

from verbundakte.akten.forms import SHORT, day
from verbundakte.akten.models import Beteiligtenrolle, KanalArt, KontaktArt
from verbundakte.core.ui.forms import Form
from verbundakte.organisation.models import Organisationseinheit

PERSON_FIELDS = (
    "art",
    "anrede",
    "vorname",
    "name",
    "geboren_on",
    "bemerkung",
    "is_allgemein",
    "is_gesperrt",
    "gesperrt_until",
)


NUMBERS = (KanalArt.TELEFON, KanalArt.MOBIL, KanalArt.FAX)


class KontaktForm(Form):
    """Who a Kontakt is."""

    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)
    art = forms.ChoiceField(label="Art", choices=KontaktArt.choices, initial=KontaktArt.NATUERLICH)
    anrede = forms.CharField(label="Anrede", max_length=40, required=False)
    vorname = forms.CharField(label="Vorname", max_length=120, required=False)
    name = forms.CharField(
        label="Name",
        max_length=200,
        help_text="Familienname, oder der Name der Organisation.",
        error_messages={
            "required": "Nennen Sie den Familiennamen oder den Namen der Organisation."
        },
    )
    geboren_on = day("Geburtsdatum")
    bemerkung = forms.CharField(label="Bemerkung", required=False, widget=SHORT)
    is_allgemein = forms.BooleanField(
        label="Für alle Beschäftigten sichtbar",
        required=False,
        help_text="Zum Beispiel Behörden und Versorger. Sonst sehen ihn nur, wer seine Akten sieht.",
    )
    is_gesperrt = forms.BooleanField(
        label="Auskunftssperre (§ 51 BMG)",
        required=False,
        help_text="Die Anschrift sieht dann nur noch, wer sie für die Bearbeitung braucht.",
    )
    gesperrt_until = day("Auskunftssperre bis")

    def clean(self):
        """A day without a Sperre is a slip."""
        super().clean()
        if self.cleaned_data.get("gesperrt_until") and not self.cleaned_data.get("is_gesperrt"):
            self.add_error("is_gesperrt", "Setzen Sie die Sperre, oder lassen Sie den Tag weg.")

    def values(self) -> dict:
        """Return the fields of the Kontakt."""
        return {name: self.cleaned_data[name] for name in PERSON_FIELDS}


class AnschriftForm(Form):
    """A place where somebody can be written to."""

    zusatz = forms.CharField(label="Zusatz", max_length=200, required=False)
    strasse = forms.CharField(label="Straße und Hausnummer", max_length=200, required=False)
    plz = forms.CharField(label="PLZ", max_length=12, required=False)
    ort = forms.CharField(label="Ort", max_length=120, required=False)
    land = forms.CharField(label="Land", max_length=80, required=False)

    @property
    def has_content(self) -> bool:
        """Tell whether anything was written."""
        return any(self.cleaned_data.values())


class KanalForm(Form):
    """A number or an electronic address."""

    art = forms.ChoiceField(label="Art", choices=KanalArt.choices)
    wert = forms.CharField(
        label="Nummer oder Adresse",
        max_length=200,
        error_messages={"required": "Schreiben Sie die Nummer oder Adresse."},
    )

    def clean(self):
        """An e-mail address has its form; a number has a digit."""
        super().clean()
        wert = self.cleaned_data.get("wert", "")
        art = self.cleaned_data.get("art")
        if wert and art == KanalArt.EMAIL:
            try:
                forms.EmailField().clean(wert)
            except forms.ValidationError:
                self.add_error("wert", "Das ist keine E-Mail-Adresse. Prüfen Sie die Schreibweise.")
        elif wert and art in NUMBERS and not any(map(str.isdigit, wert)):
            self.add_error("wert", "Eine Nummer enthält Ziffern. Prüfen Sie die Schreibweise.")


class NewKontaktForm(KontaktForm):
    """A new Kontakt of a unit."""

    einheit = forms.ModelChoiceField(queryset=None, label="Für die Einheit")

    def __init__(self, *args, einheiten, **options):
        super().__init__(*args, **options)
        self.fields["einheit"].queryset = Organisationseinheit.objects.filter(
            pk__in=einheiten
        ).order_by("sort_key")


class RolleForm(Form):
    """As what somebody takes part."""

    rolle = forms.ChoiceField(label="Rolle", choices=Beteiligtenrolle.choices)
