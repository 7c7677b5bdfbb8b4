"""Forms of the door."""

from django import forms
from django.contrib.auth.password_validation import validate_password


class LoginForm(forms.Form):
    """Login and password."""

    login = forms.CharField(
        label="Anmeldename",
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
    )
    password = forms.CharField(
        label="Kennwort",
        max_length=1000,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class PasswordForm(forms.Form):
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


class ViewForm(forms.Form):
    """How a person wants to see pages; only what was sent is changed."""

    theme = forms.ChoiceField(
        choices=[("", "wie das Gerät"), ("light", "hell"), ("dark", "dunkel")], required=False
    )
    density = forms.ChoiceField(choices=[("", "normal"), ("tight", "dicht")], required=False)
    keys = forms.ChoiceField(choices=[("on", "an"), ("off", "aus")], required=False)
