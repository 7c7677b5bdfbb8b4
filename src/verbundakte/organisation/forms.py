"""What people enter about units, Stellen, persons, roles and logins. Nothing here writes."""

from datetime import date, timedelta

from django import forms
from django.contrib.auth.password_validation import validate_password

from verbundakte.core.registry import registry
from verbundakte.core.ui.forms import Form
from verbundakte.core.ui.widgets import DateInput
from verbundakte.organisation import queries
from verbundakte.organisation.accounts import generate_password
from verbundakte.organisation.models import VertretungArt


class RevisionForm(Form):
    """A form about something that exists; `revision` is what the person saw."""

    revision = forms.IntegerField(widget=forms.HiddenInput)

    def meet(self, current) -> None:
        """Say what somebody else changed meanwhile; saving again then decides."""
        self.data = self.data.copy()
        self.data["revision"] = current.revision
        for name, field in self.fields.items():
            there = getattr(current, name, None)
            if name not in ("revision", "on") and there != self.cleaned_data.get(name):
                self.add_error(name, f"Inzwischen steht hier „{there or 'nichts'}“.")
            field.initial = there
        self.add_error(
            None,
            "Das wurde inzwischen von jemand anderem geändert. Vergleichen Sie; wenn Sie noch"
            " einmal speichern, gilt Ihre Fassung.",
        )


def _end_field(label: str) -> forms.DateField:
    return forms.DateField(
        label=label, widget=DateInput(), help_text="Der erste Tag, an dem es nicht mehr gilt."
    )


class EinheitForm(Form):
    """Kennzeichen, name and the unit above."""

    kennzeichen = forms.CharField(label="Kennzeichen", max_length=20)
    name = forms.CharField(label="Name", max_length=200)
    parent = forms.ModelChoiceField(
        None, label="Übergeordnet", required=False, empty_label="keine (oberste Ebene)"
    )
    on = forms.DateField(
        label="Gilt ab", required=False, widget=DateInput(), help_text="Ohne Angabe ab heute."
    )
    is_geschuetzt = forms.BooleanField(
        label="Geschützter Bereich",
        required=False,
        help_text="Personalrat, Schwerbehindertenvertretung, Gleichstellung: keine Leitung darüber,"
        " keine Registratur und keine Vertretung arbeitet in neuen Akten dieser Einheit.",
    )

    def __init__(self, *args, actor, on: date, **options):
        super().__init__(*args, **options)
        self.fields["parent"].queryset = queries.einheiten(actor, on=on)
        self._today = on

    def clean_on(self):
        """Return the first day; without one it is today."""
        return self.cleaned_data["on"] or self._today


class EinheitChangeForm(EinheitForm, RevisionForm):
    """The same about a unit that exists; a day to come plans the change."""

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["on"].help_text = "Ohne Angabe ab heute. Ein späterer Tag plant die Änderung."

    def clean_on(self):
        """A change does not begin in the past: what was, was called as it was called."""
        day = super().clean_on()
        if day < self._today:
            raise forms.ValidationError("Änderungen gelten frühestens ab heute.")
        return day


class UeberleitungForm(Form):
    """Into which unit another one goes over, wholly or with some Stellen and files, and when."""

    into = forms.ModelChoiceField(None, label="Geht über in", empty_label="Einheit wählen")
    on = forms.DateField(label="Ab", widget=DateInput())
    is_whole = forms.ChoiceField(
        label="Was geht über",
        choices=[
            ("ganz", "Die ganze Einheit; sie wird geschlossen"),
            ("teil", "Nur die gewählten Stellen und Akten"),
        ],
        initial="ganz",
        widget=forms.RadioSelect,
    )
    stellen = forms.ModelMultipleChoiceField(
        None, label="Stellen", required=False, widget=forms.CheckboxSelectMultiple
    )
    parts = forms.MultipleChoiceField(
        label="Akten unter diesen Aktenplaneinheiten, mit allem darunter",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args, umfang, today, **options):
        super().__init__(*args, **options)
        self.today = today
        self.fields["on"].initial = today
        self.fields["into"].queryset = umfang.targets
        self.fields["stellen"].queryset = umfang.stellen
        self.fields["parts"].choices = [
            (part.key, f"{part.label} ({part.count})") for part in umfang.parts
        ]
        self.fields["parts"].in_columns = True
        if not umfang.parts:
            del self.fields["parts"]

    def clean_on(self):
        """What has happened already cannot be planned."""
        if self.cleaned_data["on"] < self.today:
            raise forms.ValidationError("Wählen Sie heute oder einen Tag, der noch kommt.")
        return self.cleaned_data["on"]


class DayForm(Form):
    """Which day is shown."""

    am = forms.DateField(label="Stand am", widget=DateInput())


class StelleForm(Form):
    """What the Stelle is called and whether it leads."""

    bezeichnung = forms.CharField(label="Bezeichnung", max_length=200)
    is_leitung = forms.BooleanField(
        label="Leitet die Einheit",
        required=False,
        help_text="Wer sie besetzt, arbeitet auch in allen Einheiten darunter.",
    )


class StelleChangeForm(StelleForm, RevisionForm):
    """The same about a Stelle that exists."""


class PersonForm(Form):
    """Names and how to reach somebody."""

    titel = forms.CharField(label="Titel", max_length=40, required=False)
    vorname = forms.CharField(label="Vorname", max_length=100)
    familienname = forms.CharField(label="Familienname", max_length=100)
    email = forms.EmailField(label="E-Mail", required=False)
    telefon = forms.CharField(label="Telefon", max_length=40, required=False)


class PersonChangeForm(PersonForm, RevisionForm):
    """The same about a person who exists."""


class VertretungForm(Form):
    """Who stands in, why, from when until when."""

    vertreter = forms.ModelChoiceField(None, label="Vertretung durch")
    art = forms.ChoiceField(
        label="Anlass", choices=VertretungArt.choices, initial=VertretungArt.ABWESENHEIT
    )
    from_on = forms.DateField(label="Erster Tag", widget=DateInput())
    last_on = forms.DateField(
        label="Letzter Tag",
        required=False,
        widget=DateInput(),
        help_text="Am Tag danach endet die Vertretung von selbst.",
    )
    is_persoenlich = forms.BooleanField(
        label="Auch Akten, in denen ich persönlich genannt bin",
        required=False,
        help_text="Akten mit Geheimnisklasse öffnet eine Vertretung nie.",
    )
    arten = forms.MultipleChoiceField(
        label="Nur für",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Nichts gewählt: alles. Für das Übrige lässt sich eine zweite Vertretung planen.",
    )

    def __init__(self, *args, actor, person, **options):
        super().__init__(*args, **options)
        self.fields["vertreter"].queryset = queries.vertreter_for(actor, person)
        self.fields["arten"].choices = [
            (key, one.label) for key, one in registry.vertretbar.items()
        ]
        if str(actor.id) != str(person.pk):
            del self.fields["is_persoenlich"]

    def values(self) -> dict:
        """Return what `plan_vertretung` takes; the last day becomes the first day without."""
        data = dict(self.cleaned_data)
        last = data.pop("last_on")
        return {**data, "to_on": last and last + timedelta(days=1)}


class AbwesenheitForm(Form):
    """Who is away from today on, who does the work, until when."""

    person = forms.ModelChoiceField(None, label="Wer ist abwesend")
    vertreter = forms.ModelChoiceField(None, label="Vertretung durch")
    last_on = forms.DateField(
        label="Voraussichtlich bis",
        widget=DateInput(),
        help_text="Einschließlich. Die Vertretung lässt sich früher beenden.",
    )

    def __init__(self, *args, actor, on: date, **options):
        super().__init__(*args, **options)
        self.fields["person"].queryset = queries.persons_led(actor, on=on)
        self.fields["vertreter"].queryset = queries.persons(actor)

    def values(self, on: date) -> dict:
        """Return what `plan_vertretung` takes for an absence that begins on this day."""
        data = self.cleaned_data
        return {
            "vertreter": data["vertreter"],
            "art": VertretungArt.ABWESENHEIT,
            "from_on": on,
            "to_on": data["last_on"] + timedelta(days=1),
            "is_persoenlich": False,
        }


class EndForm(Form):
    """From which day something no longer holds."""

    on = _end_field("Endet am")


class LastDayForm(Form):
    """Until which day, that day included, something still holds."""

    last_on = forms.DateField(label="Letzter Tag", widget=DateInput())


class HandoverForm(Form):
    """To whom each kind of a person's work goes."""

    def __init__(self, *args, work, receivers, **options):
        super().__init__(*args, **options)
        self._work = work
        for kind in work:
            self.fields[self.field_of(kind.key)] = forms.ChoiceField(
                label=f"{kind.label} ({kind.count}) an",
                choices=[("", "Person oder Stelle wählen"), *receivers],
            )

    @staticmethod
    def field_of(key: str) -> str:
        """Return the name of the field for a kind of work."""
        return f"an-{key}".replace(".", "-")

    def chosen(self) -> dict[str, str]:
        """Return {kind of work: id of the person}; a Stelle means whoever occupies it."""
        return {
            kind.key: self.cleaned_data[self.field_of(kind.key)].partition(":")[0]
            for kind in self._work
        }


class LeaveForm(HandoverForm, EndForm):
    """From which day a person no longer works here, and to whom her work goes."""


class ConfirmForm(Form):
    """Only asks; there is nothing to enter."""


class BesetzungForm(Form):
    """Who occupies a Stelle from when on."""

    person = forms.ModelChoiceField(None, label="Person")
    from_on = forms.DateField(label="Ab", widget=DateInput())

    def __init__(self, *args, actor, **options):
        super().__init__(*args, **options)
        self.fields["person"].queryset = queries.persons(actor)


class RolleForm(Form):
    """Which role from when on."""

    rolle = forms.ModelChoiceField(None, label="Rolle", to_field_name="key")
    from_on = forms.DateField(label="Ab", widget=DateInput())

    def __init__(self, *args, actor, on: date, **options):
        super().__init__(*args, **options)
        self.fields["rolle"].queryset = queries.rollen(actor, on=on)


class LoginForm(Form):
    """A new login with its first password."""

    login = forms.CharField(label="Anmeldename", max_length=150)
    password = forms.CharField(
        label="Erstes Kennwort",
        max_length=200,
        initial=generate_password,
        help_text="Mindestens 12 Zeichen. Geben Sie es der Person persönlich.",
    )


class PasswordForm(Form):
    """Another password."""

    password = forms.CharField(
        label="Neues Kennwort",
        max_length=200,
        initial=generate_password,
        help_text="Mindestens 12 Zeichen. Alle Sitzungen der Person enden.",
    )


class OwnPasswordForm(Form):
    """Change of one's own password."""

    old = forms.CharField(
        label="Bisheriges Kennwort",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    new = forms.CharField(
        label="Neues Kennwort",
        help_text="Mindestens 12 Zeichen. Drei zufällige Wörter sind besser als Sonderzeichen.",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *arguments, account, **options):
        super().__init__(*arguments, **options)
        self.account = account

    def clean_old(self):
        """The old password must be right."""
        if not self.account.check_password(self.cleaned_data["old"]):
            raise forms.ValidationError("Das bisherige Kennwort stimmt nicht.")
        return self.cleaned_data["old"]

    def clean_new(self):
        """The new password must be good enough."""
        validate_password(self.cleaned_data["new"], self.account)
        return self.cleaned_data["new"]


class OwnEmailForm(Form):
    """Where a link for a new password goes; the password shows that it is oneself."""

    email = forms.EmailField(
        label="E-Mail", required=False, help_text="Leer: kein neues Kennwort über E-Mail."
    )
    password = forms.CharField(
        label="Kennwort",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, *arguments, account, **options):
        super().__init__(*arguments, initial={"email": account.email}, **options)
        self.account = account

    def clean_password(self):
        """The password must be right."""
        if not self.account.check_password(self.cleaned_data["password"]):
            raise forms.ValidationError("Das Kennwort stimmt nicht.")
        return self.cleaned_data["password"]


class NameForm(Form):
    """What a person calls a passkey."""

    name = forms.CharField(
        label="Name", max_length=60, help_text="Woran Sie ihn erkennen, zum Beispiel „Diensthandy“."
    )


class TotpForm(Form):
    """The code an app shows right after it got its secret."""

    code = forms.CharField(
        label="Code aus der App",
        max_length=12,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )
