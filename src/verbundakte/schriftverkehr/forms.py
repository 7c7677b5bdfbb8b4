"""Forms of letters; they parse and leave the checking of contents to the language and the actions."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django import forms

from verbundakte.core.ui.forms import Form
from verbundakte.core.ui.widgets import DateInput
from verbundakte.schriftverkehr.felder import Brieffeld
from verbundakte.schriftverkehr.gattung import Blockart, Feldart
from verbundakte.schriftverkehr.models import Empfaengerart, Weg, Zustellart
from verbundakte.schriftverkehr.rules import name_in
from verbundakte.schriftverkehr.verfassen import Zeile, seen_mark

MOST_BLOECKE, MOST_EMPFAENGER = 80, 20
OWN_ARTEN = [
    (one.value, one.label)
    for one in (Blockart.ABSATZ, Blockart.UEBERSCHRIFT, Blockart.LISTE, Blockart.NUMMERN)
]


class AnfangForm(Form):
    """From which Vorlage, to whom."""

    vorlage = forms.ChoiceField(label="Vorlage", widget=forms.RadioSelect)
    empfaenger = forms.ChoiceField(label="Empfänger", required=False)

    def __init__(self, *args, vorlagen, kontakte, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["vorlage"].choices = [
            (row.kuerzel, _named(row.bezeichnung, row.inhalt["beschreibung"])) for row in vorlagen
        ]
        self.fields["empfaenger"].choices = [
            *(
                (str(row.kontakt_id), f"{row.kontakt} ({row.get_rolle_display()})")
                for row in kontakte
            ),
            ("", "Noch keiner"),
        ]
        self.initial.setdefault("vorlage", vorlagen[0].kuerzel if vorlagen else "")
        self.initial.setdefault("empfaenger", str(kontakte[0].kontakt_id) if kontakte else "")


def _named(name: str, purpose: str) -> str:
    return f"{name}: {purpose}" if purpose else name


class EmpfaengerForm(Form):
    """One Empfaenger: as what, where, on which way, what goes along."""

    art = forms.ChoiceField(label="Bekommt", choices=Empfaengerart)
    kontakt = forms.UUIDField(widget=forms.HiddenInput, required=False)
    name = forms.CharField(label="Name", max_length=300, required=False)
    anschrift = forms.CharField(
        label="Anschrift, wie sie im Fenster steht",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    anrede = forms.CharField(label="Anrede", max_length=200, required=False)
    weg = forms.ChoiceField(label="Weg", choices=Weg)
    zustellart = forms.ChoiceField(label="Zustellung", choices=Zustellart, required=False)
    adresse = forms.CharField(label="Elektronische Adresse", max_length=200, required=False)
    beilagen = forms.MultipleChoiceField(
        label="Anlagen aus dem Vorgang", required=False, widget=forms.CheckboxSelectMultiple
    )
    papier = forms.CharField(
        label="In Papier beigefügt",
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Je Zeile eine Anlage.",
    )

    def __init__(self, *args, dokumente, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["anschrift"].is_pflicht = True
        self.fields["beilagen"].choices = [(str(row.pk), row.betreff) for row in dokumente]

    def clean_name(self):
        """Return the name; without one the first line of the address that names somebody stands for it."""
        lines = (self.data.get(self.add_prefix("anschrift")) or "").split("\n")
        return self.cleaned_data["name"] or name_in(lines)[:300]

    def clean_anrede(self):
        """Return the Anrede without its comma: the Vorlage has one."""
        return self.cleaned_data["anrede"].rstrip(" ,")

    @property
    def is_blank(self) -> bool:
        """Tell whether nobody is named."""
        return not (self.cleaned_data.get("name") or self.cleaned_data.get("anschrift"))


class SchreibenForm(Form):
    """Betreff, date, who signs, and the fields of the Vorlage (named `feld-<name>`)."""

    betreff = forms.CharField(
        label="Betreff",
        max_length=300,
        required=False,
        help_text="Bleibt er leer, gilt der Betreff der Vorlage.",
    )
    datum = forms.DateField(label="Datum des Schreibens", widget=DateInput())
    besetzung = forms.ChoiceField(label="Unterzeichnet von", required=False)
    is_sperre_bestaetigt = forms.BooleanField(
        label="Die Anschrift ist geprüft; das Schreiben soll trotz Auskunftssperre dorthin gehen",
        required=False,
    )

    def __init__(self, *args, felder: list[Brieffeld], signers, **kwargs):
        super().__init__(*args, **kwargs)
        self.felder = felder
        self.fields["besetzung"].choices = [
            *((str(row.pk), f"{row.person.name}, {row.stelle.bezeichnung}") for row in signers),
            ("", "Niemand"),
        ]
        for feld in felder:
            self.fields[f"feld-{feld.name}"] = _control(feld)

    def own(self) -> list[forms.BoundField]:
        """Return the fields of the Vorlage."""
        return [self[f"feld-{feld.name}"] for feld in self.felder]

    def angaben(self) -> dict[str, str]:
        """Return the answers as they were typed."""
        found = {feld.name: self.cleaned_data.get(f"feld-{feld.name}") for feld in self.felder}
        return {
            name: ("ja" if value else "") if isinstance(value, bool) else str(value or "")
            for name, value in found.items()
        }


def _control(feld: Brieffeld) -> forms.Field:
    """Return the control for a field of a Vorlage; whether its answer fits is said with the letter."""
    more = {"label": feld.bezeichnung, "help_text": feld.hinweis, "required": False}
    if feld.art == Feldart.JA_NEIN:
        control = forms.BooleanField(**more)
    elif feld.art == Feldart.AUSWAHL:
        control = forms.ChoiceField(
            choices=[("", "Auswählen"), *((one, one) for one in feld.optionen)], **more
        )
    elif feld.art in (Feldart.LANG, Feldart.LISTE):
        rows = 4 if feld.art == Feldart.LANG else 3
        control = forms.CharField(widget=forms.Textarea(attrs={"rows": rows}), **more)
        if feld.spalten and not feld.hinweis:
            control.help_text = f"Je Zeile: {'; '.join(feld.spalten)}"
    else:
        control = forms.CharField(**more)
    control.is_pflicht = feld.is_pflicht
    return control


@dataclass
class Blockfeld:
    """A block as the editor shows it: number, what it is, its text, whether it stands there."""

    no: int
    zeile: Zeile
    rows: int = 3
    arten: list = field(default_factory=lambda: OWN_ARTEN)

    @property
    def mark(self) -> str:
        """What is posted back to tell whether the text was changed."""
        return seen_mark(self.zeile.text)


def posted_blocks(data) -> list[dict]:
    """Return the blocks of a posted editor in their order."""
    count = min(_count(data.get("bloecke")), MOST_BLOECKE)
    arten = {one.value for one in Blockart}
    found = []
    for no in range(1, count + 1):
        if f"text-{no}" not in data:
            continue
        art = data.get(f"art-{no}", "")
        found.append(
            {
                "teil": data.get(f"teil-{no}", "")[:40],
                "art": art if art in arten else Blockart.ABSATZ.value,
                "text": data[f"text-{no}"],
                "an": f"an-{no}" in data,
                "gesehen": data.get(f"gesehen-{no}", ""),
                "eigen": f"eigen-{no}" in data,
                "zurueck": f"zurueck-{no}" in data,
            }
        )
    return found


def _count(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 4 else 0


def count_of(data, name: str) -> int:
    """Return how many Empfaenger a posted editor has."""
    return min(_count(data.get(name)), MOST_EMPFAENGER)


def block_fields(zeilen: list[Zeile], extra: int = 0) -> list[Blockfeld]:
    """Return the blocks to show: those whose condition holds, then empty ones to be filled."""
    shown = [one for one in zeilen if one.is_meant and not (one.art == "gruss" and one.is_fest)]
    shown += [Zeile("", "Eigener Absatz", "absatz", "", is_own=True) for _ in range(extra)]
    return [
        Blockfeld(no, one, max(2, min(14, len(one.text) // 85 + one.text.count("\n") + 1)))
        for no, one in enumerate(shown, 1)
    ]


def initial_of(*, betreff: str, datum: date, besetzung: UUID | None, angaben: dict) -> dict:
    """Return what the form of a letter begins with."""
    return {
        "betreff": betreff,
        "datum": datum,
        "besetzung": str(besetzung or ""),
        **{f"feld-{name}": value for name, value in angaben.items()},
    }
