"""Forms of the post: they parse and check, nothing more."""

from datetime import datetime
from uuid import uuid4

from django import forms
from django.utils.timezone import localtime

from verbundakte.core.search.fold import fold
from verbundakte.core.ui.forms import Form
from verbundakte.core.ui.widgets import DateInput, DateTimeInput
from verbundakte.posteingang.models import FristArt, MedienbruchArt, VermerkArt, Verschluss, Weg
from verbundakte.posteingang.queries import Zielwahl

FUTURE = "Dieser Zeitpunkt liegt noch vor uns. Prüfen Sie Tag und Uhrzeit."
NO_DAY = "Kein Tag im Kalender. Schreiben Sie ihn wie 23.11.2026."
NO_MOMENT = "Kein Zeitpunkt im Kalender. Schreiben Sie ihn wie 23.11.2026 08:15."
UNKNOWN = "Diese Einheit oder Person gibt es hier nicht. Wählen Sie aus der Liste."


def moment(label: str, *, required: bool = True, help_text: str = "") -> forms.DateTimeField:
    """Return a field for a day with its time."""
    return forms.DateTimeField(
        label=label,
        required=required,
        help_text=help_text,
        widget=DateTimeInput,
        input_formats=["%Y-%m-%dT%H:%M", "%d.%m.%Y %H:%M"],
        error_messages={"invalid": NO_MOMENT},
    )


def day(label: str, *, required: bool = True, help_text: str = "") -> forms.DateField:
    """Return a field for a day."""
    return forms.DateField(
        label=label,
        required=required,
        help_text=help_text,
        widget=DateInput,
        error_messages={"invalid": NO_DAY},
    )


def find_ziel(ziele: list[Zielwahl], text: str) -> Zielwahl | None:
    """Return the place that is called so: its whole name, its Kennzeichen, or a unique beginning."""
    wanted = fold(text)
    named = [(ziel, fold(ziel.label)) for ziel in ziele]
    for ziel, name in named:
        if name == wanted or (ziel.person is None and name.split(" ")[0] == wanted):
            return ziel
    begun = [ziel for ziel, name in named if name.startswith(wanted) or f" {wanted}" in f" {name}"]
    return begun[0] if len(begun) == 1 else None


class ZielField(forms.CharField):
    """A unit or a person, as the list of places names them; cleans to a `Zielwahl`."""

    def __init__(self, *, ziele: list[Zielwahl] = (), **options):
        super().__init__(max_length=200, **options)
        self.ziele = ziele
        self.widget.attrs |= {"list": "ziele", "autocomplete": "off"}

    def clean(self, value):
        """Return the place that was named, None for nothing."""
        text = super().clean(value)
        if not text:
            return None
        found = find_ziel(self.ziele, text)
        if found is None:
            raise forms.ValidationError(UNKNOWN)
        return found


class WithZiel(Form):
    """A form that asks for a unit or a person in its field `an`."""

    def __init__(self, *args, ziele: list[Zielwahl], **options):
        super().__init__(*args, **options)
        self.fields["an"].ziele = ziele


class PapierForm(WithZiel):
    """What is known of paper or of a parcel without opening it."""

    token = forms.CharField(widget=forms.HiddenInput, max_length=40)
    weg = forms.ChoiceField(
        label="Wie angekommen",
        choices=[choice for choice in Weg.choices if choice[0] != Weg.ELEKTRONISCH],
    )
    eingegangen_at = moment(
        "Eingegangen",
        help_text="Wann es in den Machtbereich der Verwaltung kam, etwa in den Fristenbriefkasten.",
    )
    absender = forms.CharField(label="Absender", max_length=300, required=False)
    betreff = forms.CharField(label="Betreff", max_length=500)
    an = ZielField(
        label="Geht an",
        required=False,
        help_text="Einheit oder Person; leer: bleibt in der Poststelle.",
    )
    standort = forms.CharField(
        label="Wo es liegt",
        max_length=200,
        required=False,
        help_text="Zum Beispiel Pforte, Regal 4.",
    )
    behaelter = forms.CharField(label="Behälter", max_length=100, required=False)
    verschluss = forms.ChoiceField(
        label="Verschluss",
        choices=Verschluss.choices,
        help_text="Verschlossenes sieht nur, für wen es bestimmt ist.",
    )
    oeffnen_ab = moment("Nicht öffnen vor", required=False, help_text="Bei Angeboten der Vergabe.")
    anzahl = forms.IntegerField(
        label="Anzahl", min_value=1, max_value=100_000, required=False, help_text="Bei Wahlbriefen."
    )

    def __init__(self, *args, at: datetime, ziele: list[Zielwahl], **options):
        initial = {
            "token": uuid4().hex,
            "eingegangen_at": localtime(at).replace(tzinfo=None),
            "verschluss": Verschluss.OFFEN,
        }
        super().__init__(
            *args, ziele=ziele, initial=initial | options.pop("initial", {}), **options
        )
        self.at = at
        for name, value in (("anzahl", Verschluss.WAHL), ("oeffnen_ab", Verschluss.VERGABE)):
            attrs = {"data-only-if": "verschluss", "data-only-value": value}
            self.fields[name].widget.attrs |= attrs

    def clean_eingegangen_at(self):
        """Nothing has arrived in the future."""
        value = self.cleaned_data["eingegangen_at"]
        if value > self.at:
            raise forms.ValidationError(FUTURE)
        return value

    def told(self) -> dict:
        """Return what was told, as fields of an Ankunft."""
        data = self.cleaned_data
        ziel, anzahl = data["an"], data["anzahl"]
        names = (
            "weg",
            "eingegangen_at",
            "absender",
            "betreff",
            "standort",
            "behaelter",
            "verschluss",
        )
        told = {name: data[name] for name in names}
        if data["verschluss"] == Verschluss.VERGABE:
            told["oeffnen_ab"] = data["oeffnen_ab"]
        if data["verschluss"] == Verschluss.WAHL and anzahl:
            told["angaben"] = {"anzahl": anzahl}
            told["betreff"] = f"{data['betreff']} ({anzahl} Stück)"
        if ziel is not None:
            told |= {"einheit": ziel.einheit, "person": ziel.person}
        return told


class ZuleitungForm(WithZiel):
    """To whom something goes, and why."""

    an = ZielField(label="An", error_messages={"required": "Nennen Sie eine Einheit oder Person."})
    grund = forms.CharField(label="Grund", max_length=500, required=False)


class GrundForm(Form):
    """Why something goes back."""

    grund = forms.CharField(
        label="Grund",
        max_length=500,
        help_text="Liest, wer das Schreiben zurückbekommt.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class MedienbruchForm(Form):
    """How the way of an Eingang changed its medium."""

    art = forms.ChoiceField(
        label="Was geschah",
        choices=[one for one in MedienbruchArt.choices if one[0] != MedienbruchArt.PAPIER_EIN],
    )
    bemerkung = forms.CharField(
        label="Bemerkung",
        max_length=300,
        required=False,
        help_text="Zum Beispiel: für die Sitzungsmappe, in das Fachverfahren.",
    )


class VerschlussForm(WithZiel):
    """For which circle something is closed (again), to whom it goes, and why."""

    verschluss = forms.ChoiceField(
        label="Verschluss",
        choices=[choice for choice in Verschluss.choices if choice[0] != Verschluss.OFFEN],
    )
    an = ZielField(label="Geht an", help_text="Persönliches geht an eine Person.")
    grund = forms.CharField(label="Vermerk", max_length=500)


class OeffnungForm(WithZiel):
    """Who is there when something sealed is opened."""

    an = ZielField(label="Wer dabei ist", help_text="Geöffnet wird zu zweit.")

    def clean_an(self):
        """A unit opens nothing."""
        ziel = self.cleaned_data["an"]
        if ziel is not None and ziel.person is None:
            raise forms.ValidationError("Nennen Sie eine Person.")
        return ziel


class BerichtigungForm(Form):
    """What was recorded; another moment of arrival needs a reason."""

    FIELDS = ("eingegangen_at", "weg", "absender", "betreff", "standort", "behaelter")

    revision = forms.IntegerField(widget=forms.HiddenInput)
    eingegangen_at = moment("Eingegangen")
    weg = forms.ChoiceField(
        label="Weg", choices=[("", "nicht vermerkt"), *Weg.choices], required=False
    )
    absender = forms.CharField(label="Absender", max_length=300, required=False)
    betreff = forms.CharField(label="Betreff", max_length=500)
    standort = forms.CharField(label="Ort", max_length=200, required=False)
    behaelter = forms.CharField(label="Behälter", max_length=100, required=False)
    grund = forms.CharField(
        label="Grund",
        max_length=500,
        required=False,
        help_text="Nötig, wenn Sie den Zeitpunkt des Eingangs ändern.",
    )

    def values(self) -> dict:
        """Return the corrected fields."""
        return {name: self.cleaned_data[name] for name in self.FIELDS}


class AblageForm(Form):
    """The Vorgang something goes into, by its number."""

    aktenzeichen = forms.CharField(
        label="Aktenzeichen des Vorgangs",
        max_length=120,
        error_messages={"required": "Tragen Sie das Aktenzeichen ein."},
    )


class StapelForm(Form):
    """Nothing is asked; sending it is enough."""


class FristForm(WithZiel):
    """A day that counts from now on, or only a wish of the sender."""

    art = forms.ChoiceField(label="Art", choices=FristArt.choices)
    am = day("Am")
    quelle = forms.CharField(label="Im Schreiben steht", max_length=300, required=False)
    vorfrist_am = day("Vorfrist", required=False, help_text="Nötig bei einer Ausschlussfrist.")
    an = ZielField(
        label="Zweite Person",
        required=False,
        help_text="Nötig bei einer Ausschlussfrist: wer auf sie achtet, wenn Sie fehlen.",
    )

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        for name in ("vorfrist_am", "an"):
            attrs = {"data-only-if": "art", "data-only-value": FristArt.AUSSCHLUSS}
            self.fields[name].widget.attrs |= attrs


class NeuerVorgangForm(Form):
    """In which Akte a Vorgang begins, and what it is about."""

    akte = forms.CharField(
        label="Aktenzeichen der Akte",
        max_length=120,
        widget=forms.TextInput(attrs={"list": "akten", "autocomplete": "off"}),
    )
    betreff = forms.CharField(label="Betreff", max_length=500)


class SichtvermerkForm(Form):
    """What a head notes: one of three marks, and beside it that it is urgent or hers to sign."""

    MAIN = (VermerkArt.GESEHEN, VermerkArt.RUECKSPRACHE, VermerkArt.VERANLASSUNG)

    art = forms.ChoiceField(label="Vermerk", choices=[(one, one.label) for one in MAIN])
    eilt = forms.BooleanField(label=VermerkArt.EILT.label, required=False)
    schlusszeichnung = forms.BooleanField(label=VermerkArt.SCHLUSSZEICHNUNG.label, required=False)
    text = forms.CharField(label="Text", max_length=500, required=False)
    frist_on = day("Bis", required=False)

    def arten(self) -> list[VermerkArt]:
        """Return the marks, the main one first."""
        data = self.cleaned_data
        beside = [one for one in (VermerkArt.EILT, VermerkArt.SCHLUSSZEICHNUNG) if data[one]]
        return [VermerkArt(data["art"]), *beside]


class FreigabeForm(Form):
    """Why a file is let out of the quarantine."""

    grund = forms.CharField(
        label="Grund",
        max_length=500,
        help_text="Zum Beispiel: Fehlalarm, von der IT am 12.11. geprüft.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class RueckfrageForm(Form):
    """The prepared question to a sender; it is sent elsewhere."""

    text = forms.CharField(
        label="Text zum Übernehmen",
        required=False,
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 14}),
    )
