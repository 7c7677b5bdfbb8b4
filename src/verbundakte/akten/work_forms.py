"""Forms of the daily work on files: Vermerk, Anmerkung, Merkzettel, submitting a draft."""

import json
from datetime import date

from django import forms

from verbundakte.akten import queries
from verbundakte.akten.forms import PastDayForm, PersonField, past_day
from verbundakte.akten.kinds import ObjectKind
from verbundakte.akten.models import Choice, Dokumenttyp, Handlung, Loeschart
from verbundakte.akten.permissions import Permission
from verbundakte.akten.rules import read_areas
from verbundakte.akten.vermerk import Vermerkart
from verbundakte.core.ui.forms import Form
from verbundakte.core.ui.widgets import DateInput
from verbundakte.organisation.models import Organisationseinheit, Person

NOT_MARKED = "Die Markierung ließ sich nicht lesen. Markieren Sie die Stelle noch einmal."


class VermerkForm(PastDayForm):
    """A Vermerk: its kind, the text; everything else is known."""

    art = forms.ChoiceField(
        label="Art",
        widget=forms.RadioSelect,
        choices=Vermerkart.choices,
        initial=Vermerkart.VERMERK,
    )
    text = forms.CharField(
        label="Text",
        max_length=50_000,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text="Die erste Zeile steht auch in der Liste. Eine leere Zeile beginnt einen Absatz.",
        error_messages={"required": "Schreiben Sie, was festzuhalten ist."},
    )
    mit = forms.CharField(
        label="Mit wem", max_length=200, required=False, help_text="Bei Telefonat und Gespräch."
    )
    on = past_day("Tag")


class AnmerkungForm(Form):
    """A remark that belongs to the file; `datei`, `seite` and what is marked there for one on a page."""

    text = forms.CharField(
        label="Neue Anmerkung",
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Gehört zur Akte: Wer sie lesen darf, liest auch die Anmerkung.",
    )
    seite = forms.IntegerField(
        label="Seite",
        required=False,
        min_value=1,
        max_value=1_000_000,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        help_text="Leer: zum ganzen Dokument.",
    )
    datei = forms.UUIDField(required=False, widget=forms.HiddenInput)
    antwort_auf = forms.UUIDField(required=False, widget=forms.HiddenInput)
    bereiche = forms.CharField(required=False, max_length=20_000, widget=forms.HiddenInput)
    zitat = forms.CharField(required=False, max_length=4000, widget=forms.HiddenInput)

    def clean_bereiche(self):
        """Return the areas marked on the page."""
        try:
            return read_areas(json.loads(self.cleaned_data["bereiche"] or "[]"))
        except ValueError:
            raise forms.ValidationError(NOT_MARKED) from None


class AenderungForm(Form):
    """Another text for one's own remark."""

    text = forms.CharField(
        label="Anmerkung",
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class MerkzettelForm(Form):
    """A slip for oneself."""

    text = forms.CharField(
        label="Mein Merkzettel",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Nur für Sie; verschwindet, wenn der Vorgang zu den Akten verfügt wird.",
    )


class BearbeitungForm(Form):
    """Until when somebody keeps a Dokument for herself."""

    days = forms.TypedChoiceField(
        label="Sperren bis",
        coerce=int,
        choices=[(0, "heute Abend"), (3, "in drei Tagen"), (7, "in einer Woche")],
        initial=0,
    )
    ends_with_fassung = forms.BooleanField(
        label="Mit meiner nächsten Fassung freigeben", required=False, initial=True
    )


class UebernahmeForm(Form):
    """Why somebody takes the editing over."""

    reason = forms.CharField(
        label="Grund",
        max_length=300,
        help_text="Steht im Verlauf und auf dem Schreibtisch der bisherigen Person.",
        error_messages={"required": "Nennen Sie den Grund, die andere Person liest ihn."},
    )


class LoeschsperreForm(Form):
    """Why something must be kept, or may go again."""

    reason = forms.CharField(
        label="Grund",
        max_length=300,
        help_text="Zum Beispiel „Klageverfahren, Aktenzeichen des Gerichts“.",
        error_messages={"required": "Nennen Sie den Grund, er gehört in den Verlauf."},
    )


class LoeschungForm(Form):
    """What becomes of a registered Dokument, and on which legal basis."""

    art = forms.ChoiceField(
        label="Was soll geschehen?",
        widget=forms.RadioSelect,
        choices=Loeschart.choices,
        initial=Loeschart.LOESCHUNG,
    )
    rechtsgrundlage = forms.CharField(
        label="Rechtsgrundlage",
        max_length=200,
        help_text="Zum Beispiel „Art. 17 Abs. 1 Buchst. d DSGVO“. Sie bleibt im Löschnachweis"
        " stehen, nennen Sie darum keine Namen.",
        error_messages={"required": "Ohne Rechtsgrundlage wird nichts gelöscht. Nennen Sie sie."},
    )
    offered_on = forms.DateField(
        label="Dem Archiv angeboten am",
        required=False,
        widget=DateInput(),
        help_text="Nötig, wenn die Akte archivwürdig oder noch zu bewerten ist.",
        error_messages={"invalid": "Kein Tag im Kalender."},
    )


class StapelForm(Form):
    """What shall be done to many at once. One value field belongs to each Handlung."""

    umfang = forms.ChoiceField(label="Wofür?", widget=forms.RadioSelect)
    handlung = forms.ChoiceField(label="Was soll geschehen?", widget=forms.RadioSelect)
    sachbearbeitung = PersonField(label="Neue Sachbearbeitung", required=False)
    federfuehrung = forms.ModelChoiceField(queryset=None, label="Neue Federführung", required=False)
    dokumenttyp = forms.ModelChoiceField(queryset=None, label="Neue Art", required=False)
    ziel = forms.CharField(
        label="Verschieben nach",
        max_length=120,
        required=False,
        help_text="Das Aktenzeichen des Ziels.",
    )
    tag = forms.DateField(label="Zu den Akten am", required=False, widget=DateInput())
    planeinheit = forms.CharField(
        label="Unter welche Aktenplaneinheit",
        max_length=40,
        required=False,
        help_text="Ihr Kennzeichen. Die Akten führt dann, wer diese Aktenplaneinheit führt; Zugriff"
        " und Federführung folgen, Aktenzeichen und Aufbewahrung bleiben.",
    )
    zugriff = forms.ChoiceField(
        label="Wer hat Zugriff", widget=forms.RadioSelect, choices=Choice.choices, required=False
    )
    personen = forms.CharField(
        label="Genannte Personen",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Vor- und Familienname, je Zeile eine Person.",
    )

    def __init__(self, *args, kind: str, today: date, **options):
        super().__init__(*args, **options)
        self.kind, self.today = kind, today
        handlungen = HANDLUNGEN[kind]
        self.fields["handlung"].choices = [(h.value, h.label) for h in handlungen]
        self.fields["sachbearbeitung"].offer()
        units = Organisationseinheit.objects.valid_on(today)
        self.fields["federfuehrung"].queryset = units.order_by("sort_key")
        typen = Dokumenttyp.objects.valid_on(today)
        self.fields["dokumenttyp"].queryset = typen.order_by("reihenfolge", "bezeichnung")
        for name in set(VALUE_OF.values()) - {VALUE_OF[handlung] for handlung in handlungen}:
            del self.fields[name]
        for name in {VALUE_OF[handlung] for handlung in handlungen}:
            self.fields[name].is_pflicht = True  # for its Handlung
            self._show_only_for(name, [h for h in handlungen if name in (VALUE_OF[h], ALSO.get(h))])

    def _show_only_for(self, name: str, handlungen: list[Handlung]) -> None:
        values = "\n".join(handlung.value for handlung in handlungen)
        attrs = {"data-only-if": "handlung", "data-only-value": values}
        self.fields[name].widget.attrs.update(attrs)

    def offer(self, *, actor, chosen: int, all_text: str) -> None:
        """Offer the chosen ones (if there are any) and the whole list."""
        self.actor = actor
        if Permission.ZUGRIFF_EDIT not in actor.permissions:
            rest = [h for h in HANDLUNGEN[self.kind] if h not in ZUGRIFF]
            self.fields["handlung"].choices = [(h.value, h.label) for h in rest]
            del self.fields["zugriff"], self.fields["personen"]
        choices = [("auswahl", f"{chosen} angekreuzte")] if chosen else []
        self.fields["umfang"].choices = [*choices, ("alle", all_text)]

    def clean_personen(self) -> list[Person]:
        """Return the named persons, or say who does not work here."""
        names = [line.strip() for line in self.cleaned_data["personen"].splitlines()]
        found = {name: queries.find_person(self.actor, name) for name in names if name}
        for name, person in found.items():
            if person is None:
                raise forms.ValidationError(
                    f"„{name}“ arbeitet hier nicht. Schreiben Sie Vor- und Familiennamen."
                )
        return [person for person in found.values() if person is not None]

    def clean(self):
        """Ask for the value that the Handlung needs."""
        cleaned = super().clean()
        name = VALUE_OF.get(cleaned.get("handlung", ""))
        if name is None or name in self.errors:
            return cleaned
        if not cleaned.get(name):
            self.add_error(name, "Diese Angabe fehlt.")
        elif name == "zugriff":
            self._check_zugriff(cleaned)
        elif name == "tag" and cleaned["tag"] > self.today:
            self.add_error(name, "Der Tag liegt in der Zukunft.")
        elif name == "ziel" and self._target() is None:
            self.add_error(name, "Dieses Ziel gibt es nicht, oder Sie dürfen es nicht sehen.")
        elif name == "planeinheit":
            self._check_planeinheit(cleaned)
        return cleaned

    def _check_planeinheit(self, cleaned: dict) -> None:
        cleaned["planeinheit"] = queries.planeinheit_named(self.actor, cleaned["planeinheit"])
        if cleaned["planeinheit"] is None:
            self.add_error("planeinheit", "Dieses Kennzeichen steht nicht im Aktenplan von heute.")

    def _check_zugriff(self, cleaned: dict) -> None:
        is_named = cleaned["zugriff"] != Choice.SACHGEBIET
        if is_named and "personen" not in self.errors and not cleaned["personen"]:
            self.add_error("personen", "Nennen Sie mindestens eine Person.")

    def _target(self):
        is_dokument = self.kind == ObjectKind.DOKUMENT
        find = queries.find_vorgang_by_number if is_dokument else queries.find_akte_by_number
        return find(self.actor, self.cleaned_data["ziel"])

    def _zugriff_text(self, handlung: Handlung) -> str:
        """Return choice and persons as one text; nobody is named with the Sachgebiet alone."""
        choice = self.cleaned_data["zugriff"] if handlung == Handlung.ZUGRIFF else ""
        named = [] if choice == Choice.SACHGEBIET else self.cleaned_data["personen"]
        return f"{choice}:{','.join(str(person.pk) for person in named)}"

    def order(self, actor) -> tuple[str, str, str]:
        """Return Handlung, value as text, and what the list of orders calls it."""
        handlung = Handlung(self.cleaned_data["handlung"])
        name = VALUE_OF[handlung]
        if handlung in ZUGRIFF:
            return handlung.value, self._zugriff_text(handlung), handlung.label
        value = self._target() if name == "ziel" else self.cleaned_data[name]
        text = value.isoformat() if isinstance(value, date) else str(getattr(value, "pk", value))
        return handlung.value, text, handlung.label


ZUGRIFF = (Handlung.ZUGRIFF, Handlung.PERSON_DAZU, Handlung.PERSON_WEG)
VALUE_OF = {
    Handlung.ZUGRIFF: "zugriff",
    Handlung.PERSON_DAZU: "personen",
    Handlung.PERSON_WEG: "personen",
    Handlung.SACHBEARBEITUNG: "sachbearbeitung",
    Handlung.FEDERFUEHRUNG: "federfuehrung",
    Handlung.DOKUMENTTYP: "dokumenttyp",
    Handlung.VERSCHIEBUNG: "ziel",
    Handlung.ZDA: "tag",
    Handlung.UEBERLEITUNG: "planeinheit",
}
ALSO = {Handlung.ZUGRIFF: "personen"}
HANDLUNGEN = {
    ObjectKind.VORGANG: (
        Handlung.SACHBEARBEITUNG,
        Handlung.FEDERFUEHRUNG,
        Handlung.VERSCHIEBUNG,
        Handlung.ZDA,
        *ZUGRIFF,
    ),
    ObjectKind.DOKUMENT: (Handlung.DOKUMENTTYP, Handlung.VERSCHIEBUNG, *ZUGRIFF),
    ObjectKind.AKTE: (*ZUGRIFF, Handlung.UEBERLEITUNG),
}
