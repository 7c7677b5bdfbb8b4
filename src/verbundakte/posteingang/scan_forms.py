"""What people enter about scans. Nothing here writes."""

from django import forms

from verbundakte.core.clock import today
from verbundakte.core.ui.forms import Form
from verbundakte.core.ui.widgets import DateInput
from verbundakte.posteingang.models import KanalArt, Mangel, TrennblattArt
from verbundakte.posteingang.scan.ordner import OrdnerProblem, parts_of

MOST_SHEETS = 50
NO_KLASSE = ("", "keine: Das Papier bleibt")


class OrdnerForm(Form):
    """A watched folder: where, for whom, which class its scans get."""

    bezeichnung = forms.CharField(
        label="Name", max_length=100, help_text="Zum Beispiel: Scanner Poststelle"
    )
    art = forms.ChoiceField(
        label="Was dort ankommt",
        choices=[
            (KanalArt.SCAN, "Scans von Papier"),
            (KanalArt.ORDNER, "Dateien (Übergabeordner, Drucker)"),
            (KanalArt.BEHOERDENPOST, "Nachrichten aus EGVP oder beBPo"),
            (KanalArt.ANTRAG, "Anträge aus FIT-Connect"),
        ],
    )
    ordner = forms.CharField(
        label="Ordner",
        max_length=200,
        help_text="Unterhalb des Ordners, den der Betrieb freigegeben hat, zum Beispiel: poststelle/scanner-1",
    )
    einheit = forms.ChoiceField(label="Geht an")
    scanklasse = forms.ChoiceField(label="Scanklasse", required=False)
    ruhe = forms.IntegerField(
        label="Sekunden ohne Änderung, bis eine Datei als fertig gilt", min_value=3, max_value=600, initial=5
    )  # fmt: skip
    is_active = forms.BooleanField(label="In Betrieb", required=False, initial=True)

    def __init__(self, *args, units, klassen, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["einheit"].choices = [("", "Auswählen"), *units]
        self.fields["scanklasse"].choices = [NO_KLASSE, *klassen]

    def clean_ordner(self) -> str:
        """Return the folder in one spelling."""
        try:
            return "/".join(parts_of(self.cleaned_data["ordner"]))
        except OrdnerProblem as problem:
            raise forms.ValidationError(problem.message) from problem


class ZaehlungForm(Form):
    """How many pages of paper there are."""

    gezaehlt = forms.IntegerField(
        label="Seiten auf dem Papier", min_value=1, max_value=100_000,
        help_text="Vorder- und Rückseiten, wie sie gescannt wurden, mit Trennblättern.",
    )  # fmt: skip
    auffaellig = forms.CharField(
        label="Auffälligkeiten",
        max_length=500,
        required=False,
        help_text="Zum Beispiel: Seite 3 war abgerissen; das Original war eine Kopie.",
    )


class ScanUploadForm(Form):
    """A scan from a device that reaches no folder, e.g. a telephone."""

    datei = forms.FileField(label="Scan (PDF oder Bild)")
    einheit = forms.ChoiceField(label="Geht an")
    scanklasse = forms.ChoiceField(label="Scanklasse", required=False)

    def __init__(self, *args, units, klassen, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["einheit"].choices = [("", "Auswählen"), *units]
        self.fields["scanklasse"].choices = [NO_KLASSE, *klassen]


class TrennblattForm(Form):
    """Which sheets, and how many."""

    art = forms.ChoiceField(
        label="Was das Blatt sagt",
        choices=[(art.value, art.label) for art in TrennblattArt if art != TrennblattArt.VORGANG],
    )
    einheit = forms.ChoiceField(
        label="Einheit", required=False, help_text="Nur bei „Neuer Eingang an eine Einheit“."
    )
    anzahl = forms.IntegerField(label="Blätter", min_value=1, max_value=MOST_SHEETS, initial=5)

    def __init__(self, *args, units, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["einheit"].choices = [("", "keine"), *units]

    def clean(self):
        """Ask for the unit where the sheet names one."""
        values = super().clean()
        if values.get("art") == TrennblattArt.EINHEIT and not values.get("einheit"):
            self.add_error("einheit", "Wählen Sie, an welche Einheit die Eingänge gehen.")
        return values


class MangelForm(Form):
    """What is wrong with a scan."""

    mangel = forms.ChoiceField(label="Was ist falsch", choices=[("", "Auswählen"), *Mangel.choices])
    bemerkung = forms.CharField(label="Bemerkung", max_length=500, required=False)


class ErsatzForm(Form):
    """Which scan takes the place of one that was objected to."""

    neu = forms.ChoiceField(label="Neuer Scan")

    def __init__(self, *args, scans, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["neu"].choices = [("", "Auswählen"), *scans]


class KlasseForm(Form):
    """Another class for a scan."""

    klasse = forms.ChoiceField(label="Scanklasse")

    def __init__(self, *args, klassen, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["klasse"].choices = klassen


class VernichtungForm(Form):
    """How, when and by whom paper was destroyed."""

    on = forms.DateField(label="Vernichtet am", widget=DateInput, initial=today)
    verfahren = forms.CharField(
        label="Verfahren",
        max_length=200,
        help_text="Zum Beispiel: Aktenvernichter P-4 nach DIN 66399",
    )
    durch = forms.CharField(label="Durchgeführt von", max_length=200)


class ZeitraumForm(Form):
    """A time for the report."""

    von = forms.DateField(label="Von", widget=DateInput)
    bis = forms.DateField(label="Bis", widget=DateInput)
