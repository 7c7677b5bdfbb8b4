"""Forms of the room: they parse and check, nothing more."""

from datetime import date

from django import forms

from verbundakte.core.ui.forms import Form
from verbundakte.core.ui.widgets import DateInput

MOST_TEXT = 4000
WHY = "Schreiben Sie, warum. Es steht im Nachweis."


class ZeilenForm(Form):
    """Lines of a Verfügung as they are typed."""

    zeilen = forms.CharField(
        label="Zeilen der Verfügung",
        max_length=MOST_TEXT,
        strip=False,
        help_text="Eine Zeile je Schritt, zum Beispiel „/mz kämmerei“ oder „4. Wv. 01.03.“.",
        error_messages={"required": "Schreiben Sie wenigstens eine Zeile, zum Beispiel „/mz kämmerei“."},
        widget=forms.Textarea(
            attrs={
                "rows": 7,
                "spellcheck": "false",
                "class": "va-code",
                "data-key": "e",
                "data-key-label": "Zeilen schreiben",
            }
        ),
    )

    def __init__(self, *args, check_url: str = "", **options):
        super().__init__(*args, **options)
        if check_url:
            self.fields["zeilen"].widget.attrs |= {
                "hx-post": check_url,
                "hx-trigger": "input changed delay:250ms, load",
                "hx-target": "#verstanden",
                "hx-swap": "outerHTML",
            }


class VerfuegungForm(ZeilenForm):
    """A new Verfügung: what it is about, its lines, whether their order holds."""

    dokument = forms.ChoiceField(label="Gilt", required=False)

    field_order = ("dokument", "zeilen")

    def __init__(self, *args, dokumente: list[tuple[str, str]], **options):
        super().__init__(*args, **options)
        self.fields["dokument"].choices = [("", "dem ganzen Vorgang"), *dokumente]
        self.fields["dokument"].is_pflicht = True  # there is always an answer


class GrundForm(Form):
    """Why something is done otherwise than planned."""

    grund = forms.CharField(
        label="Grund",
        max_length=MOST_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": WHY},
    )


class AntwortForm(Form):
    """The answer to a step, with the words that belong to it; some answers need them."""

    antwort = forms.CharField(widget=forms.HiddenInput, max_length=20)
    fassung = forms.UUIDField(widget=forms.HiddenInput, required=False)
    bemerkung = forms.CharField(
        label="Bemerkung",
        max_length=MOST_TEXT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": WHY},
    )

    uebernahme = forms.CharField(
        label="Warum Sie übernehmen",
        max_length=500,
        error_messages={"required": WHY},
        help_text="Der Schritt liegt bei jemand anderem. Name und Grund stehen in der Verfügung.",
    )

    def __init__(self, *args, way, is_taken: bool, **options):
        super().__init__(*args, **options)
        self.fields["bemerkung"].label = way.field or "Bemerkung"
        self.fields["bemerkung"].required = way.needs_text
        if not is_taken:
            del self.fields["uebernahme"]


class TagForm(Form):
    """Something that happened on a day, with what stands beside it."""

    antwort = forms.ChoiceField(label="Ergebnis")
    on = forms.DateField(label="Am", widget=DateInput)
    bemerkung = forms.CharField(
        label="Vermerk",
        max_length=MOST_TEXT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args, today: date, antworten: list[tuple[str, str]], **options):
        super().__init__(*args, initial={"on": today}, **options)
        self.today = today
        self.fields["antwort"].choices = antworten

    def clean_on(self) -> date:
        """Nobody has signed tomorrow."""
        on = self.cleaned_data["on"]
        if on > self.today:
            raise forms.ValidationError("Dieser Tag liegt noch vor uns.")
        return on


class PapierForm(TagForm):
    """That somebody signed in ink: who, how, on which day, and what stands beside it."""

    person = forms.ChoiceField(label="Unterschrieben von")

    field_order = ("person", "antwort", "on", "bemerkung")

    def __init__(self, *args, personen: list[tuple[str, str]], **options):
        super().__init__(*args, **options)
        self.fields["person"].choices = personen
        self.fields["antwort"].label = "Auf dem Blatt steht"
        self.fields["on"].label = "Unterschrieben am"


class AussenForm(TagForm):
    """What another authority answered: in whose name, on which day."""

    wer = forms.CharField(label="Von wem", max_length=200, required=False)

    field_order = ("antwort", "wer", "on", "bemerkung")


class BeschlussForm(AussenForm):
    """What a Gremium decided, with the Auszug of its minutes."""

    auszug = forms.FileField(
        label="Beschlussauszug",
        required=False,
        help_text="Liegt danach als Dokument im Vorgang.",
    )

    field_order = ("antwort", "wer", "on", "bemerkung", "auszug")


class SitzungsvorlageForm(Form):
    """What is handed over to a Gremium: under which number, public or not, which Dokumente."""

    nummer = forms.CharField(
        label="Vorlagennummer",
        max_length=40,
        help_text="Wie im Ratsinformationssystem, zum Beispiel 2026/117. An ihr wird der Beschluss erkannt.",
        error_messages={"required": "Nennen Sie die Nummer der Vorlage."},
    )
    oeffentlich = forms.ChoiceField(
        label="Sitzung",
        choices=[("ja", "Öffentlich"), ("nein", "Nichtöffentlich")],
        initial="ja",
        widget=forms.RadioSelect,
    )
    dokumente = forms.MultipleChoiceField(
        label="Dokumente",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Wählen Sie mindestens ein Dokument."},
    )

    def __init__(self, *args, dokumente: list[tuple[str, str]], **options):
        super().__init__(*args, **options)
        self.fields["dokumente"].choices = dokumente


class SchrittForm(Form):
    """A step that has not ended: to whom, until when, what is said beside it."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    an = forms.CharField(
        label="An",
        max_length=300,
        help_text="Person, Stelle oder Einheit.",
        error_messages={"required": "Nennen Sie eine Person, Stelle oder Einheit."},
        widget=forms.TextInput(attrs={"list": "adressaten", "autocomplete": "off"}),
    )
    frist_on = forms.DateField(label="Frist", required=False, widget=DateInput)
    text = forms.CharField(
        label="Text", max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    is_eilig = forms.BooleanField(label="Eilt", required=False)


class UmverteilungForm(Form):
    """To whom steps go instead."""

    an = forms.CharField(
        label="An",
        max_length=300,
        help_text="Person, Stelle oder Einheit.",
        error_messages={"required": "Nennen Sie eine Person, Stelle oder Einheit."},
        widget=forms.TextInput(attrs={"list": "adressaten", "autocomplete": "off"}),
    )
