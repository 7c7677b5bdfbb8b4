"""What people enter about tokens and Fachverfahren. Nothing here writes."""

from datetime import date

from django import forms

from verbundakte.core.access import scopes
from verbundakte.core.ui.forms import Form
from verbundakte.organisation import queries
from verbundakte.organisation.forms import RevisionForm


class ScopesField(forms.MultipleChoiceField):
    """For which parts of the API a token is good; nothing chosen: for all of them."""

    widget = forms.CheckboxSelectMultiple
    in_columns = True

    def __init__(self, **options):
        super().__init__(
            label="Umfang",
            required=False,
            choices=lambda: list(scopes.choices().items()),
            help_text="Ohne Auswahl gilt der Schlüssel für alles, was die Rechte erlauben. Mehr als"
            " diese erlaubt er nie.",
            **options,
        )


class TokenForm(Form):
    """What a token is for, how long it holds, and for what it is good."""

    name = forms.CharField(label="Wofür", max_length=100)
    days = forms.IntegerField(label="Gilt (Tage)", min_value=1, max_value=366, initial=90)
    scopes = ScopesField()


class FachverfahrenForm(Form):
    """What is connected, where it works and as what."""

    bezeichnung = forms.CharField(label="Bezeichnung", max_length=100)
    zweck = forms.CharField(
        label="Zweck",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Was es hier liest und ablegt, und wer es betreut.",
    )
    einheit = forms.ModelChoiceField(
        None, label="Organisationseinheit", empty_label="Einheit wählen"
    )
    rolle = forms.ModelChoiceField(
        None, label="Rolle", to_field_name="key", empty_label="Rolle wählen"
    )
    scopes = ScopesField()

    def __init__(self, *args, actor, on: date, **options):
        super().__init__(*args, **options)
        self.fields["einheit"].queryset = queries.einheiten(actor, on=on)
        self.fields["rolle"].queryset = queries.rollen(actor, on=on)


class FachverfahrenChangeForm(RevisionForm):
    """What is connected, what for, and for which parts."""

    bezeichnung = forms.CharField(label="Bezeichnung", max_length=100)
    zweck = forms.CharField(
        label="Zweck",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    scopes = ScopesField()


class SecretForm(Form):
    """How long a client secret holds."""

    days = forms.IntegerField(label="Gilt (Tage)", min_value=1, max_value=732, initial=366)
