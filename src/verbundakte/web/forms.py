"""Forms of the door."""

from django import forms

from verbundakte.core.ui.forms import Form


class LoginForm(Form):
    """Login and password."""

    login = forms.CharField(
        label="Anmeldename",
        max_length=150,
        widget=forms.TextInput(
            attrs={"autocomplete": "username webauthn", "autocapitalize": "none"}
        ),
    )
    password = forms.CharField(
        label="Kennwort",
        max_length=1000,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class CodeForm(Form):
    """A one-time code or a recovery code."""

    code = forms.CharField(
        label="Code",
        max_length=40,
        help_text="Sechs Ziffern aus Ihrer App, oder einer Ihrer Wiederherstellungscodes.",
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autocapitalize": "none"}),
    )


class ForgottenForm(Form):
    """Whose password is forgotten."""

    login = forms.CharField(
        label="Anmeldename",
        max_length=150,
        help_text="Der Link geht an die E-Mail-Adresse, die zu dieser Anmeldung gehört.",
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
    )


class NewPasswordForm(Form):
    """A new password by the link."""

    new = forms.CharField(
        label="Neues Kennwort",
        help_text="Mindestens 12 Zeichen. Drei zufällige Wörter sind besser als Sonderzeichen.",
        max_length=1000,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )


class ViewForm(Form):
    """How a person wants to see pages; only what was sent is changed."""

    theme = forms.ChoiceField(
        choices=[("", "wie das Gerät"), ("light", "hell"), ("dark", "dunkel")], required=False
    )
    density = forms.ChoiceField(choices=[("", "normal"), ("tight", "dicht")], required=False)
    keys = forms.ChoiceField(choices=[("on", "an"), ("off", "aus")], required=False)


class PruefungForm(Form):
    """How thoroughly the holdings are checked."""

    gruendlich = forms.BooleanField(
        label="Auch den Inhalt jeder Datei lesen (dauert länger)", required=False
    )
