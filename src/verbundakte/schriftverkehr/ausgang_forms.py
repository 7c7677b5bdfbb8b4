"""What people enter about what leaves the house. Nothing here writes, no secret is shown again."""

from collections.abc import Sequence
from datetime import date

from django import forms

from verbundakte.akten.models import Dokument
from verbundakte.core.ui.forms import REQUIRED, Form
from verbundakte.core.ui.widgets import DateInput
from verbundakte.schriftverkehr.actions.mailkonto import Kontoangaben
from verbundakte.schriftverkehr.mail.smtp import SECURITY
from verbundakte.schriftverkehr.models import Empfaengerart, Ruecklaufgrund, Zustellart
from verbundakte.schriftverkehr.queries.adressaten import Adressat
from verbundakte.schriftverkehr.versandwege import OFFERED

AS_NAMED = ("", "wie beim Empfänger angegeben")
FUTURE = "Dieser Tag liegt in der Zukunft. Vermerken Sie, was geschehen ist."
NOBODY = "Wählen Sie jemanden aus, oder schreiben Sie einen Namen."


def day(label: str, help_text: str = "") -> forms.DateField:
    """Return a field for a day."""
    return forms.DateField(label=label, help_text=help_text, widget=DateInput)


class VersandForm(Form):
    """To whom a Dokument goes, on which way, with what."""

    an = forms.MultipleChoiceField(
        label="An",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Genannt im Schreiben, oder beteiligt am Vorgang. Jeder erhält eine eigene Sendung.",
    )
    name = forms.CharField(label="Jemand anderes: Name", max_length=300, required=False)
    anschrift = forms.CharField(
        label="Anschrift",
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Name, Straße und Ort in eigenen Zeilen, wie sie im Fenster stehen.",
    )
    adresse = forms.CharField(label="E-Mail oder Faxnummer", max_length=254, required=False)
    weg = forms.ChoiceField(label="Weg", choices=(AS_NAMED, *OFFERED), required=False)
    art = forms.ChoiceField(
        label="Erhält", choices=(AS_NAMED, *Empfaengerart.choices), required=False
    )
    zustellart = forms.ChoiceField(
        label="Zustellung", choices=(("", "wie angegeben, sonst keine"), *Zustellart.choices[1:]),
        required=False,
    )  # fmt: skip
    beilagen = forms.MultipleChoiceField(
        label="Anlagen", required=False, widget=forms.CheckboxSelectMultiple
    )
    papier = forms.CharField(
        label="Papier beigefügt",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Was von Hand beigelegt wird, je Zeile ein Stück.",
    )
    text = forms.CharField(
        label="Text der E-Mail",
        max_length=10_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="Nur für E-Mails. Das Dokument und die Anlagen gehen als PDF mit.",
    )
    is_sperre_bestaetigt = forms.BooleanField(
        label="Trotz Auskunftssperre versenden: Die Anschrift ist geprüft", required=False
    )

    def __init__(
        self, *args, adressaten: Sequence[Adressat], beilagen: Sequence[Dokument], **options
    ):
        super().__init__(*args, **options)
        self.known = {one.key: one for one in adressaten}
        self.enclosable = {str(row.pk): row for row in beilagen}
        self.fields["an"].choices = [(one.key, one.label) for one in adressaten]
        self.fields["beilagen"].choices = [
            (key, row.betreff) for key, row in self.enclosable.items()
        ]
        if not adressaten:
            del self.fields["an"]
        if not beilagen:
            del self.fields["beilagen"]
        if not any(one.is_gesperrt for one in adressaten):
            del self.fields["is_sperre_bestaetigt"]

    def clean(self) -> dict:
        """Ask for a recipient."""
        data = super().clean()
        if not data.get("an") and not data.get("name", "").strip() and not self.errors:
            self.add_error("an" if "an" in self.fields else "name", NOBODY)
        if data.get("name", "").strip() and not data.get("weg"):
            self.add_error("weg", REQUIRED)
        return data

    def chosen(self) -> list[Adressat]:
        """Return who was chosen from the offer."""
        return [self.known[key] for key in self.cleaned_data.get("an", ())]

    def enclosed(self) -> tuple[Dokument, ...]:
        """Return the chosen Anlagen."""
        return tuple(self.enclosable[key] for key in self.cleaned_data.get("beilagen", ()))

    def papers(self) -> tuple[str, ...]:
        """Return what is put in by hand."""
        lines = self.cleaned_data["papier"].splitlines()
        return tuple(line.strip() for line in lines if line.strip())


class AufgabeForm(Form):
    """On which day it was given to the post."""

    on = day(
        "Aufgegeben am", "Der Tag der Aufgabe zur Post; von ihm aus wird die Bekanntgabe gerechnet."
    )


class RuecknahmeForm(Form):
    """Why something does not go out."""

    because = forms.CharField(
        label="Grund", max_length=300, widget=forms.Textarea(attrs={"rows": 3})
    )


class RuecklaufForm(Form):
    """Why something came back, and when."""

    grund = forms.ChoiceField(
        label="Grund",
        choices=[one for one in Ruecklaufgrund.choices if one[0] != Ruecklaufgrund.EMAIL],
    )
    am = day("Zurück am")
    bemerkung = forms.CharField(label="Bemerkung", max_length=500, required=False)


class ErledigungForm(Form):
    """What settles a Rücklauf without sending anew."""

    durch = forms.CharField(
        label="Erledigt durch",
        max_length=300,
        help_text="Zum Beispiel: telefonisch geklärt, persönlich übergeben.",
    )


class ZustellungForm(Form):
    """When something arrived, and what proves it."""

    am = day(
        "Zugestellt am", "Der Tag auf der Urkunde, dem Rückschein oder dem Empfangsbekenntnis."
    )
    empfangen_von = forms.CharField(label="Angenommen von", max_length=300, required=False)
    bemerkung = forms.CharField(label="Bemerkung", max_length=500, required=False)
    nachweis = forms.ChoiceField(
        label="Nachweis",
        required=False,
        help_text="Das eingescannte Blatt, wenn es schon im Vorgang liegt.",
    )

    def __init__(self, *args, dokumente: Sequence[Dokument], **options):
        super().__init__(*args, **options)
        self.known = {str(row.pk): row for row in dokumente}
        offered = [(key, row.betreff) for key, row in self.known.items()]
        self.fields["nachweis"].choices = [("", "liegt auf Papier"), *offered]

    def dokument(self) -> Dokument | None:
        """Return the chosen proof."""
        return self.known.get(self.cleaned_data["nachweis"])


class MailkontoForm(Form):
    """The account over which e-mails leave the house."""

    absender_name = forms.CharField(
        label="Name des Absenders", max_length=120, help_text="Zum Beispiel: Stadt Musterstadt."
    )
    absender_email = forms.EmailField(
        label="Absenderadresse",
        max_length=254,
        help_text="Antworten und Meldungen über Unzustellbares kommen dorthin; richten Sie dieses"
        " Postfach auch als Eingangskanal ein.",
    )
    host = forms.CharField(
        label="Mailserver",
        max_length=250,
        help_text="Name des SMTP-Servers. Server im eigenen Netz gibt der Betrieb frei.",
    )
    security = forms.ChoiceField(label="Verschlüsselung", choices=SECURITY)
    port = forms.IntegerField(label="Anschluss", min_value=1, max_value=65535, initial=587)
    login = forms.CharField(label="Anmeldename", max_length=250, required=False)
    kennwort = forms.CharField(
        label="Kennwort",
        max_length=1000,
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="Wird verschlüsselt aufbewahrt und nicht wieder angezeigt.",
    )

    def __init__(self, *args, is_new: bool, **options):
        super().__init__(*args, **options)
        if not is_new:
            self.fields["kennwort"].help_text += " Leer lassen, wenn es bleibt, wie es ist."

    def angaben(self) -> Kontoangaben:
        """Return what was entered; an empty password stays as it is."""
        data = self.cleaned_data
        return Kontoangaben(**data | {"kennwort": data["kennwort"] or None})


def initial_day(today: date) -> dict:
    """Return today as what is offered for a day."""
    return {"on": today, "am": today}
