"""Forms of the room: they read and check input; what is written goes through the actions."""

from datetime import date

from django import forms

from verbundakte.akten.actions import Choice
from verbundakte.akten.models import Medium, Vertraulichkeit
from verbundakte.core.ui.forms import Form
from verbundakte.core.ui.widgets import DateInput
from verbundakte.organisation.models import Organisationseinheit, Person

NO_BETREFF = "Ein kurzer Betreff, an dem andere den Inhalt erkennen."
SHORT = forms.Textarea(attrs={"rows": 3})


class EditForm(Form):
    """A form over fields of one object; `revision` is what the person saw when she began."""

    names: tuple[str, ...] = ()
    revision = forms.IntegerField(widget=forms.HiddenInput)

    @classmethod
    def initial_of(cls, subject) -> dict:
        """Return the values of the object as the form shows them."""
        values = {name: getattr(subject, name) for name in cls.names}
        return values | {"revision": subject.revision}

    def values(self) -> dict:
        """Return the checked values of the object's fields."""
        return {name: self.cleaned_data[name] for name in self.names}


def check_period(form: forms.Form, first: str, last: str) -> None:
    """Add an error when the last day lies before the first."""
    begin, end = form.cleaned_data.get(first), form.cleaned_data.get(last)
    if begin and end and end < begin:
        form.add_error(last, "Das Ende liegt vor dem Beginn. Prüfen Sie beide Tage.")


def day(label: str, **options) -> forms.DateField:
    """Return a field for a day that may be left empty."""
    message = {"invalid": "Kein Tag im Kalender. Schreiben Sie ihn wie 23.11.2026."}
    return forms.DateField(
        label=label, required=False, widget=DateInput(), error_messages=message, **options
    )


class KeptChoiceField(forms.ChoiceField):
    """A choice that a form may leave out: then the first one holds."""

    def clean(self, value):
        """Return the chosen value, or the first one."""
        return super().clean(value or self.choices[0][0])


def medium() -> forms.ChoiceField:
    """Return the field for a Medium."""
    return KeptChoiceField(label="Medium", choices=Medium.choices)


def vertraulichkeit() -> forms.ChoiceField:
    """Return the field for a Vertraulichkeit."""
    return KeptChoiceField(label="Vertraulichkeit", choices=Vertraulichkeit.choices)


class RowField(forms.ModelChoiceField):
    """One of some rows; whatever is not among them is refused with the same sentence."""

    def to_python(self, value):
        """Return the chosen row. An id that is none is like one of another town."""
        try:
            return super().to_python(value)
        except forms.ValidationError:
            message = self.error_messages["invalid_choice"]
            raise forms.ValidationError(message, code="invalid_choice") from None


class PersonField(RowField):
    """One of the persons who work here (or the one who is named already)."""

    def __init__(self, **options):
        super().__init__(queryset=None, **{"empty_label": "keine Person gewählt", **options})

    def offer(self, kept: Person | None = None) -> None:
        """Offer everybody who works here now, and `kept`."""
        rows = Person.objects.people()
        if kept is not None:
            rows = rows | Person.objects.filter(pk=kept.pk)
        self.queryset = rows.order_by("sort_key")

    def label_from_instance(self, obj: Person) -> str:
        """Return the name as lists are ordered."""
        return obj.sort_name


class AkteForm(EditForm):
    """What can be changed about an Akte."""

    names = (
        "betreff", "medium", "vertraulichkeit", "laufzeit_from", "laufzeit_to", "bemerkung",
    )  # fmt: skip
    betreff = forms.CharField(label="Betreff", max_length=500, help_text=NO_BETREFF)
    medium = medium()
    vertraulichkeit = vertraulichkeit()
    laufzeit_from = day("Laufzeit von")
    laufzeit_to = day("Laufzeit bis")
    bemerkung = forms.CharField(label="Bemerkung", required=False, widget=SHORT)

    def clean(self):
        """Check the period."""
        super().clean()
        check_period(self, "laufzeit_from", "laufzeit_to")


class NewAkteForm(Form):
    """A new Akte under a plan unit that was chosen before."""

    betreff = forms.CharField(
        label="Betreff",
        max_length=500,
        help_text=NO_BETREFF,
        error_messages={"required": "Schreiben Sie, worum es in der Akte geht."},
    )
    federfuehrung = forms.ModelChoiceField(queryset=None, label="Federführung")
    medium = medium()
    vertraulichkeit = vertraulichkeit()
    bemerkung = forms.CharField(label="Bemerkung", required=False, widget=SHORT)
    hinweis = forms.CharField(
        label="Hinweis an die Registratur",
        max_length=500,
        required=False,
        help_text="Nur beim Beantragen: etwa, warum Sie bei dieser Einheit nicht sicher sind.",
    )

    def __init__(self, *args, today: date, **options):
        super().__init__(*args, **options)
        units = Organisationseinheit.objects.valid_on(today)
        self.fields["federfuehrung"].queryset = units.order_by("sort_key")


class TeilakteForm(Form):
    """A part of an Akte; all else it has from the whole."""

    betreff = forms.CharField(
        label="Betreff",
        max_length=500,
        help_text=NO_BETREFF,
        error_messages={"required": "Schreiben Sie, worum es in der Teilakte geht."},
    )
    medium = medium()
    vertraulichkeit = vertraulichkeit()
    bemerkung = forms.CharField(label="Bemerkung", required=False, widget=SHORT)


NO_DAY = {"required": "Nennen Sie den Tag.", "invalid": "Kein Tag im Kalender."}


def past_day(label: str) -> forms.DateField:
    """Return a required field for a day that has come."""
    return forms.DateField(label=label, widget=DateInput(), error_messages=NO_DAY)


class PastDayForm(Form):
    """A form about something that was done; `past` names the field of its day."""

    past = "on"

    def __init__(self, *args, today: date, **options):
        super().__init__(*args, **options)
        self.today = today

    def clean(self) -> None:
        """Refuse days to come."""
        super().clean()
        on = self.cleaned_data.get(self.past)
        if on and on > self.today:
            self.add_error(self.past, "Der Tag liegt in der Zukunft.")


class ZdaVerfuegungForm(PastDayForm):
    """The day of closing."""

    past = "closed_on"

    closed_on = past_day("Zu den Akten am")


class WiederaufnahmeForm(Form):
    """Why something closed is taken up again."""

    reason = forms.CharField(
        label="Grund",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Steht danach im Verlauf, zum Beispiel „Nachtrag des Bauherrn“.",
        error_messages={"required": "Nennen Sie den Grund, er gehört in den Verlauf."},
    )


class ZuordnungForm(Form):
    """The Vorgang a Dokument shall lie in."""

    aktenzeichen = forms.CharField(
        label="Aktenzeichen des Vorgangs",
        help_text="Zum Beispiel 632.20-2026/0147-03. Es steht oben auf der Seite des Vorgangs.",
        max_length=120,
    )


class ZugriffForm(Form):
    """The three choices of a clerk, and the persons named."""

    choice = forms.ChoiceField(
        label="Wer hat Zugriff",
        widget=forms.RadioSelect,
        choices=[
            (Choice.SACHGEBIET.value, "Sachgebiet (wie geerbt)"),
            (Choice.PLUS.value, "Sachgebiet und genannte Personen"),
            (Choice.NUR.value, "Nur genannte Personen"),
        ],
    )
    persons = forms.ModelMultipleChoiceField(queryset=None, label="Genannte", required=False)

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["persons"].queryset = Person.objects.active()


class ViewForm(Form):
    """A name for what a list shows now, and for whom it is kept (empty: for oneself)."""

    name = forms.CharField(
        max_length=80,
        error_messages={
            "required": "Die Ansicht braucht einen Namen.",
            "max_length": "Der Name der Ansicht ist zu lang (höchstens 80 Zeichen).",
        },
    )
    einheit = forms.ChoiceField(
        required=False, error_messages={"invalid_choice": "Diese Einheit gibt es hier nicht."}
    )
    abfrage = forms.CharField(required=False, max_length=4000)

    def __init__(self, *args, einheiten: list[Organisationseinheit], **options):
        super().__init__(*args, **options)
        offered = [(str(row.pk), str(row)) for row in einheiten]
        self.fields["einheit"].choices = [("", "nur für mich"), *offered]


class AusschlussForm(Form):
    """Whom to shut out, and why."""

    person = forms.ModelChoiceField(queryset=None, label="Person")
    reason = forms.CharField(
        label="Grund",
        help_text="Zum Beispiel: Angehörige des Antragstellers (§ 20 VwVfG).",
        max_length=300,
    )

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["person"].queryset = Person.objects.people().order_by("sort_key", "pk")
