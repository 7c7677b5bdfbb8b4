"""Forms of keeping the Aktenplan."""

from datetime import date

from django import forms

from verbundakte.akten.actions.aktenplan import Consent
from verbundakte.akten.aktenplan import EINHEIT, MOST_YEARS, Zugriffsvorgabe
from verbundakte.akten.models import Aussonderungsart, Geheimnisklasse
from verbundakte.akten.nummernmuster import NUMMERNMUSTER
from verbundakte.core.ui.forms import Form
from verbundakte.core.ui.widgets import DateInput

MOST_BYTES = 8 * 1024 * 1024
MISSING = [
    ("behalten", "bleiben, wie sie sind"),
    ("stilllegen", "werden stillgelegt"),
    ("entfernen", "entfallen"),
]


class PlaneinheitForm(Form):
    """One unit of the draft."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    kennzeichen = forms.CharField(label="Kennzeichen", max_length=40)
    titel = forms.CharField(label="Titel", max_length=300)
    stichwoerter = forms.CharField(
        label="Stichwörter",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Durch Komma getrennt. Über sie findet „Wohin gehört …?“ die Einheit.",
    )
    aufbewahrungsdauer = forms.IntegerField(
        label="Aufbewahrung in Jahren",
        required=False,
        min_value=1,
        max_value=MOST_YEARS,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        help_text="Leer: ohne Ende.",
        error_messages={"invalid": "Schreiben Sie eine ganze Zahl von Jahren."},
    )
    aussonderungsart = forms.ChoiceField(label="Aussonderung", choices=Aussonderungsart.choices)
    begruendung = forms.CharField(label="Rechtsgrund", max_length=300, required=False)
    geheimnisklasse = forms.ChoiceField(
        label="Geheimnisklasse", required=False, choices=[("", "keine"), *Geheimnisklasse.choices]
    )
    zugriff = forms.ChoiceField(label="Zugriff neuer Akten", choices=Zugriffsvorgabe.choices)
    federfuehrung = forms.ChoiceField(label="Federführung")
    nummernmuster = forms.ChoiceField(
        label="Muster des Aktenzeichens",
        required=False,
        help_text="Nur für neue Akten unter dieser Einheit. Muster legt die Fachadministration unter"
        " „Vorlagen und Regeln“ fest.",
        error_messages={"invalid_choice": "Dieses Muster gilt nicht. Wählen Sie aus der Liste."},
    )
    for_all_below = forms.BooleanField(
        label="Federführung auch für alle Einheiten darunter", required=False
    )

    def __init__(self, *args, einheiten: dict[str, str], muster: list[tuple[str, str]], **options):
        super().__init__(*args, **options)
        self.fields["nummernmuster"].choices = [("", "wie überall in der Kommune"), *muster]
        choices = [("", "noch offen"), *einheiten.items()]
        self.fields["federfuehrung"].choices = choices
        self.fields["federfuehrung"].required = False

    @classmethod
    def initial_of(cls, unit: dict, seen: str) -> dict:
        """Return a unit as the form shows it."""
        return unit | {
            "seen": seen,
            "stichwoerter": ", ".join(unit["stichwoerter"]),
            "geheimnisklasse": unit["geheimnisklasse"] or "",
            "federfuehrung": unit["federfuehrung"]["key"] if unit["federfuehrung"] else "",
            "nummernmuster": unit["nummernmuster"]["key"] if unit["nummernmuster"] else "",
        }

    def unit(self, base: dict) -> dict:
        """Return `base` with what the form says, as the specification has it."""
        given = self.cleaned_data
        words = {word.strip() for word in given["stichwoerter"].split(",")}
        led_by, muster = given["federfuehrung"], given["nummernmuster"]
        plain = ("kennzeichen", "titel", "aufbewahrungsdauer", "aussonderungsart", "begruendung")
        return (
            base
            | {name: given[name] for name in plain}
            | {
                "stichwoerter": sorted(words - {""}),
                "geheimnisklasse": given["geheimnisklasse"] or None,
                "zugriff": given["zugriff"],
                "federfuehrung": {"kind": EINHEIT, "key": led_by, "item": None} if led_by else None,
                "nummernmuster": {"kind": NUMMERNMUSTER, "key": muster, "item": None}
                if muster
                else None,
            }
        )


class UmzugForm(Form):
    """Where a branch goes, and the Kennzeichen it gets there."""

    ziel = forms.CharField(
        label="Neue übergeordnete Einheit",
        required=False,
        max_length=40,
        help_text="Ihr Kennzeichen, zum Beispiel 632. Leer: oberste Ebene.",
    )
    kennzeichen = forms.CharField(
        label="Kennzeichen am neuen Platz",
        max_length=40,
        help_text="Die Kennzeichen darunter folgen.",
    )


class MindestfristForm(Form):
    """A minimum of retention that the Land or a law demands."""

    bereich = forms.CharField(
        label="Kennzeichen beginnt mit",
        max_length=40,
        help_text="Zum Beispiel 9 für alle Finanzen oder 922 für kommunale Steuern.",
    )
    jahre = forms.IntegerField(label="Mindestens Jahre", min_value=1, max_value=MOST_YEARS)
    quelle = forms.CharField(label="Rechtsgrund", max_length=300)


class FreigabeForm(Form):
    """From when the draft holds, and what the Kommunalarchiv agreed to."""

    valid_from = forms.DateField(
        label="Gilt ab",
        widget=DateInput(),
        error_messages={"required": "Nennen Sie den Tag.", "invalid": "Kein Tag im Kalender."},
    )
    consented_by = forms.CharField(label="Zugestimmt hat", max_length=200, required=False)
    reference = forms.CharField(
        label="Fundstelle der Zustimmung",
        max_length=300,
        required=False,
        help_text="Zum Beispiel Schreiben des Kommunalarchivs und Aktenzeichen.",
    )
    bewertungsentscheidung = forms.CharField(
        label="Bewertungsentscheidung",
        max_length=300,
        required=False,
        help_text="Nötig, wenn etwas neu vernichtet werden soll.",
    )

    def __init__(self, *args, today: date, **options):
        super().__init__(*args, **options)
        self.today = today

    def consent(self) -> Consent | None:
        """Return to what the Kommunalarchiv agreed, None for nothing."""
        given = self.cleaned_data
        names = ("consented_by", "reference", "bewertungsentscheidung")
        return Consent(*(given[name] for name in names)) if given["consented_by"] else None

    def clean_valid_from(self) -> date:
        """Refuse days that have passed: files began under what held then."""
        if self.cleaned_data["valid_from"] < self.today:
            raise forms.ValidationError("Der Tag ist vorbei. Der Plan gilt frühestens ab heute.")
        return self.cleaned_data["valid_from"]

    def clean(self):
        """Who agreed and where that stands belong together."""
        super().clean()
        given = self.cleaned_data
        both = bool(given.get("consented_by")), bool(given.get("reference"))
        if any(both) and not all(both):
            self.add_error(
                "consented_by" if both[1] else "reference",
                "Beides gehört zusammen: wer zugestimmt hat und wo das steht.",
            )
        if given.get("bewertungsentscheidung") and not any(both):
            self.add_error("consented_by", "Nennen Sie, wer im Kommunalarchiv zugestimmt hat.")


class EinspielungForm(Form):
    """A CSV file, or its text again when the preview is applied."""

    datei = forms.FileField(
        label="CSV-Datei", error_messages={"required": "Wählen Sie die Datei mit dem Aktenplan."}
    )
    text = forms.CharField(widget=forms.HiddenInput, required=False, strip=False)
    missing = forms.ChoiceField(
        label="Einheiten, die nicht in der Datei stehen", choices=MISSING, initial="behalten"
    )

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["datei"].required = not self.data.get("text")

    def content(self) -> bytes:
        """Return what was uploaded, or what the preview kept."""
        uploaded = self.cleaned_data.get("datei")
        return uploaded.read() if uploaded else self.cleaned_data["text"].encode()

    def clean(self):
        """Refuse what cannot be a plan by its size."""
        super().clean()
        uploaded = self.cleaned_data.get("datei")
        if uploaded and uploaded.size > MOST_BYTES:
            self.add_error(
                "datei", "Die Datei ist größer als 8 MB. Prüfen Sie, ob es die richtige ist."
            )
