"""Forms of the Schwärzung: what to look for; what goes, and why."""

from typing import NamedTuple

from django import forms
from django.http import QueryDict

from verbundakte.akten.actions.schwaerzung import Auswahl
from verbundakte.akten.models import Muster, Schwaerzungsgrund
from verbundakte.core.converters.places import has_letters
from verbundakte.core.ui.forms import Form

MOST_BEGRIFFE, LONGEST, MOST_AREAS = 100, 120, 1_000
TOO_SHORT = "„{}“ ist zu kurz. Ein Begriff hat mindestens zwei Buchstaben oder Ziffern."
NO_AREA = "Ein Bereich reicht von links nach rechts und von oben nach unten, von 0 bis 100 Prozent."
WHO = (
    ("", "Wer das Original sieht"),
    ("weit", "Alle, die den Vorgang sehen"),
)


class SucheForm(Form):
    """What to look for."""

    begriffe = forms.CharField(
        label="Begriffe, einer je Zeile",
        required=False,
        max_length=MOST_BEGRIFFE * LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Groß und klein, Umlaute, Trennungen am Zeilenende und Zeilenumbrüche sind gleich.",
    )
    muster = forms.MultipleChoiceField(
        label="Außerdem",
        required=False,
        choices=Muster.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    namen = forms.MultipleChoiceField(
        label="Namen der Beteiligten", required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, names: list[str], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["namen"].choices = [(name, name) for name in names]
        self.fields["muster"].in_columns = self.fields["namen"].in_columns = True
        if not names:
            del self.fields["namen"]

    def clean_begriffe(self) -> list[str]:
        """Return the words, each once."""
        lines = [" ".join(line.split()) for line in self.cleaned_data["begriffe"].splitlines()]
        begriffe = list(dict.fromkeys(line[:LONGEST] for line in lines if line))
        for begriff in begriffe:
            if not has_letters(begriff):
                raise forms.ValidationError(TOO_SHORT.format(begriff[:40]))
        if len(begriffe) > MOST_BEGRIFFE:
            raise forms.ValidationError(
                f"Mehr als {MOST_BEGRIFFE} Begriffe auf einmal gehen nicht."
            )
        return begriffe

    def wanted(self) -> dict:
        """Return words and patterns; the names of those who take part are words too."""
        chosen = self.cleaned_data
        names = [name for name in chosen.get("namen", []) if has_letters(name)]
        return {
            "begriffe": list(dict.fromkeys([*chosen["begriffe"], *names])),
            "muster": chosen["muster"],
        }


class Marks(NamedTuple):
    """Positions of the places that stay, and areas [page, left, top, right, bottom]."""

    ausgelassen: list[int]
    bereiche: list[list]


class AuswahlForm(Form):
    """What goes, and why. Places and areas come as lists of marks (`stelle`, `bereich`)."""

    betreff = forms.CharField(
        label="Betreff der Kopie",
        max_length=500,
        error_messages={"required": "Die Kopie braucht einen Betreff."},
    )
    grund = forms.ChoiceField(
        label="Rechtsgrundlage",
        choices=[("", "Auswählen"), *Schwaerzungsgrund.choices],
        error_messages={"required": "Nennen Sie, warum geschwärzt wird."},
    )
    begruendung = forms.CharField(label="Begründung", max_length=500, required=False)
    zugriff = forms.ChoiceField(
        label="Wer darf die Kopie sehen?", choices=WHO, required=False, widget=forms.RadioSelect
    )

    def __init__(self, *args, is_narrow: bool, **kwargs):
        super().__init__(*args, **kwargs)
        if not is_narrow:
            del self.fields["zugriff"]

    def clean(self):
        """Refuse a lawful ground that says nothing without words of its own."""
        given = super().clean()
        if given.get("grund") == Schwaerzungsgrund.SONSTIGER and not given.get("begruendung"):
            self.add_error("begruendung", "Nennen Sie den anderen Grund.")
        return given

    def auswahl(self, marks: Marks) -> Auswahl:
        """Return what was decided."""
        chosen = self.cleaned_data
        is_wide = chosen.get("zugriff") == "weit"
        texts = (chosen[name] for name in ("betreff", "grund", "begruendung"))
        return Auswahl(marks.ausgelassen, marks.bereiche, *texts, is_wide)


def read_marks(data: QueryDict, *, count: int, pages: int) -> Marks:
    """Return what is marked in the form: a mark for each place and each area that goes."""
    chosen = set(data.getlist("stelle"))
    left = [number for number in range(count) if str(number) not in chosen]
    areas = [read_area(text, pages) for text in data.getlist("bereich")[:MOST_AREAS]]
    return Marks(left, [area for area in areas if area])


def read_area(text: str, pages: int) -> list | None:
    """Return [page, left, top, right, bottom] of "3:100,200,300,250", None for anything else."""
    page, _, sides = text.partition(":")
    try:
        number, box = int(page), [round(float(side), 1) for side in sides.split(",")]
    except (ValueError, OverflowError):
        return None
    if len(box) != 4 or not 1 <= number <= pages or not all(0 <= side <= 1000 for side in box):
        return None
    return [number, *box] if box[0] < box[2] and box[1] < box[3] else None


class BereichForm(Form):
    """An area by its page and its sides, for whoever does not draw."""

    seite = forms.IntegerField(label="Seite", min_value=1)
    links = forms.FloatField(label="von links (%)", min_value=0, max_value=100, initial=0)
    oben = forms.FloatField(label="von oben (%)", min_value=0, max_value=100, initial=0)
    rechts = forms.FloatField(label="bis rechts (%)", min_value=0, max_value=100, initial=100)
    unten = forms.FloatField(label="bis unten (%)", min_value=0, max_value=100, initial=100)

    def __init__(self, *args, pages: int, **kwargs):
        super().__init__(*args, **kwargs)
        self.pages = pages
        for field in self.fields.values():
            field.error_messages = dict.fromkeys(field.error_messages, NO_AREA)
        self.fields["seite"].error_messages = dict.fromkeys(
            self.fields["seite"].error_messages, f"Nennen Sie eine Seite von 1 bis {pages}."
        )

    def clean(self):
        """Refuse what is no area of a page."""
        given = super().clean()
        if len(given) == 5 and self.area() is None:
            raise forms.ValidationError(NO_AREA)
        return given

    def area(self) -> str | None:
        """Return the area as the form of the choice sends it, or None."""
        given = self.cleaned_data
        sides = ",".join(f"{10 * given[name]:.1f}" for name in ("links", "oben", "rechts", "unten"))
        text = f"{given['seite']}:{sides}"
        return text if read_area(text, self.pages) else None
