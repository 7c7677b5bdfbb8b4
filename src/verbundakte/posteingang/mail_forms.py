"""What people enter about mailboxes. Nothing here writes, and no secret is shown again."""

from datetime import datetime
from uuid import UUID

from django import forms

from verbundakte.core.ui.forms import REQUIRED, Form
from verbundakte.posteingang.mail.rules import ANMELDUNG, DANACH, SECURITY, Danach, Postfach
from verbundakte.posteingang.models import Verschluss

CLOSED = (Verschluss.OFFEN, Verschluss.VERTRAULICH, Verschluss.PERSONALRAT, Verschluss.VERGABE)
SECRETS = {
    "kennwort": "password",
    "client_secret": "client_secret",
    "refresh_token": "refresh_token",
}
MOST_MINUTES = 24 * 60


def secret_field(label: str, help_text: str) -> forms.CharField:
    """Return a field whose content never comes back to the page."""
    widget = forms.PasswordInput(attrs={"autocomplete": "new-password"})
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=8000,
        required=False,
        widget=widget,
        strip=False,
    )


class PostfachForm(Form):
    """A mailbox: where it is, how it is opened, what is done with its mails."""

    bezeichnung = forms.CharField(
        label="Bezeichnung", max_length=100, help_text="Zum Beispiel die Adresse des Postfachs."
    )
    einheit = forms.ChoiceField(label="Geht an", help_text="In den Eingang dieser Einheit.")
    host = forms.CharField(
        label="Mailserver",
        max_length=250,
        help_text="Name des IMAP-Servers. Server im eigenen Netz gibt der Betrieb frei.",
    )
    security = forms.ChoiceField(label="Verschlüsselung", choices=SECURITY)
    port = forms.IntegerField(label="Anschluss", min_value=1, max_value=65535, initial=993)
    login = forms.CharField(label="Anmeldename", max_length=250)
    anmeldung = forms.ChoiceField(label="Anmeldung mit", choices=ANMELDUNG)
    kennwort = secret_field("Kennwort", "Wird verschlüsselt aufbewahrt und nicht wieder angezeigt.")
    token_url = forms.CharField(
        label="Adresse für Zugangsschlüssel",
        max_length=500,
        required=False,
        help_text="Nur bei OAuth 2.0.",
    )
    client_id = forms.CharField(
        label="Kennung der Anwendung",
        max_length=250,
        required=False,
        help_text="Nur bei OAuth 2.0.",
    )
    scope = forms.CharField(
        label="Umfang", max_length=500, required=False, help_text="Nur bei OAuth 2.0."
    )
    client_secret = secret_field(
        "Geheimnis der Anwendung", "Nur bei OAuth 2.0, wenn der Anbieter es verlangt."
    )
    refresh_token = secret_field("Erneuerungsschlüssel", "Nur bei OAuth 2.0.")
    folder = forms.CharField(label="Ordner", max_length=200, initial="INBOX")
    danach = forms.ChoiceField(label="Übernommene E-Mails", choices=DANACH)
    zielordner = forms.CharField(
        label="Zielordner",
        max_length=200,
        required=False,
        help_text="Wird angelegt, wenn es ihn nicht gibt.",
    )
    minuten = forms.IntegerField(
        label="Abstand in Minuten", min_value=1, max_value=MOST_MINUTES, initial=2,
        help_text="So oft wird nachgesehen.",
    )  # fmt: skip
    verschluss = forms.ChoiceField(
        label="Verschluss", choices=[(one.value, one.label) for one in CLOSED],
        help_text="Wer die Eingänge dieses Postfachs allein sehen darf, zum Beispiel beim Personalrat.",
    )  # fmt: skip
    is_old_too = forms.BooleanField(
        label="Auch E-Mails übernehmen, die schon im Postfach liegen", required=False
    )

    def __init__(self, *args, units: list[tuple[str, str]], is_new: bool, **options):
        super().__init__(*args, **options)
        self.is_new = is_new
        self.fields["einheit"].choices = [("", "keine Einheit gewählt"), *units]
        if not is_new:
            for name in SECRETS:
                self.fields[name].help_text += " Leer lassen, wenn es bleibt, wie es ist."

    def clean(self) -> dict:
        """Ask for what the chosen ways need."""
        data = super().clean()
        needed = ["zielordner"] if data.get("danach") == Danach.VERSCHIEBEN else []
        is_oauth = data.get("anmeldung") == "oauth2"
        needed += ["token_url", "client_id"] if is_oauth else []
        if self.is_new:
            needed.append("refresh_token" if is_oauth else "kennwort")
        for name in needed:
            if not data.get(name) and name not in self.errors:
                self.add_error(name, REQUIRED)
        return data

    def postfach(self, at: datetime, before: Postfach | None = None) -> Postfach:
        """Return the settings as entered; what lies there already is taken from `at` on only."""
        data = self.cleaned_data
        own = {name: data[name] for name in Postfach.__annotations__ if name in data}
        since = before.ab if before and before.ab else at.isoformat()
        return Postfach(**own | {"ab": "" if data["is_old_too"] else since})

    def geheimnis(self) -> dict[str, str]:
        """Return the secrets that were entered."""
        found = {key: self.cleaned_data[name] for name, key in SECRETS.items()}
        return {key: value for key, value in found.items() if value}

    def einheit_id(self) -> UUID:
        """Return the chosen unit."""
        return UUID(self.cleaned_data["einheit"])
