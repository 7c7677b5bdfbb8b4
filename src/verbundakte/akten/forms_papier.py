"""Forms of Akteneinsicht, Verweise and the paper part."""

from django import forms

from verbundakte.akten.forms import PastDayForm, day, past_day
from verbundakte.akten.models.einsicht import Rechtsgrund, Uebergabeart
from verbundakte.akten.models.papier import VerwahrArt
from verbundakte.akten.models.verweis import VerweisArt
from verbundakte.core.ui.forms import Form


class EinsichtForm(Form):
    """For whom and why."""

    empfaenger = forms.CharField(
        label="Wer Einsicht erhält",
        max_length=300,
        error_messages={"required": "Nennen Sie, wer Einsicht erhält."},
    )
    rechtsgrund = forms.ChoiceField(label="Rechtsgrund", choices=Rechtsgrund.choices)
    bemerkung = forms.CharField(label="Bemerkung", max_length=500, required=False)


class UebergabeForm(PastDayForm):
    """When and how it was handed over."""

    on = past_day("Übergeben am")
    how = forms.ChoiceField(label="Wie", choices=Uebergabeart.choices)


class VerweisForm(Form):
    """Where to, and why."""

    art = forms.ChoiceField(label="Art", choices=VerweisArt.choices)
    ziel = forms.CharField(
        label="Ziel",
        max_length=400,
        help_text="Aktenzeichen einer Akte oder eines Vorgangs, oder die Adresse seiner Seite.",
        error_messages={"required": "Nennen Sie das Ziel."},
    )


class PapierteilForm(Form):
    """Where the paper lies."""

    standort = forms.CharField(label="Standort", max_length=200, required=False)
    behaeltnis = forms.CharField(label="Behältnis", max_length=120, required=False)
    papier_until = day("Papier bis")
    elektronisch_from = day("Elektronisch ab")


class AusleiheForm(Form):
    """Who takes the paper, and until when."""

    an = forms.CharField(
        label="Wer hat sie", max_length=200, error_messages={"required": "Nennen Sie, wer sie hat."}
    )
    due_on = past_day("Zurück bis")


class WunschForm(Form):
    """What of the paper is needed."""

    wunsch = forms.CharField(
        label="Was wird gebraucht",
        max_length=300,
        error_messages={"required": "Schreiben Sie, was Sie brauchen."},
    )


class ErgebnisForm(Form):
    """What became of a request."""

    ergebnis = forms.CharField(
        label="Ergebnis",
        max_length=300,
        error_messages={"required": "Schreiben Sie, was daraus wurde."},
    )


class VerwahrForm(Form):
    """What is kept for somebody."""

    art = forms.ChoiceField(label="Art", choices=VerwahrArt.choices)
    bezeichnung = forms.CharField(
        label="Was", max_length=300, error_messages={"required": "Nennen Sie, was es ist."}
    )
    von = forms.CharField(
        label="Von wem", max_length=200, error_messages={"required": "Nennen Sie, von wem es ist."}
    )
    standort = forms.CharField(
        label="Wo es liegt", max_length=200, error_messages={"required": "Nennen Sie den Ort."}
    )
    received_on = past_day("Erhalten am")


class RueckgabeForm(Form):
    """To whom it went back."""

    to = forms.CharField(
        label="Zurück an", max_length=200, error_messages={"required": "Nennen Sie, an wen."}
    )
