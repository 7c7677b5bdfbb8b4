"""Forms of the door."""

from django import forms


class LoginForm(forms.Form):
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


class CodeForm(forms.Form):
    """A one-time code or a recovery code."""

    code = forms.CharField(
        label="Code",
        max_length=40,
        help_text="Sechs Ziffern aus Ihrer App, oder einer Ihrer Wiederherstellungscodes.",
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autocapitalize": "none"}),
    )


class ViewForm(forms.Form):
    """How a person wants to see pages; only what was sent is changed."""

    theme = forms.ChoiceField(
        choices=[("", "wie das Gerät"), ("light", "hell"), ("dark", "dunkel")], required=False
    )
    density = forms.ChoiceField(choices=[("", "normal"), ("tight", "dicht")], required=False)
    keys = forms.ChoiceField(choices=[("on", "an"), ("off", "aus")], required=False)
