"""Forms about requested Akten."""

from django import forms

from verbundakte.akten import queries
from verbundakte.akten.models import Handlung
from verbundakte.core.ui.forms import Form

CHOICES = (
    (Handlung.BESTAETIGUNG.value, "Bestätigen: Die Akte gilt, ihr Inhalt bleibt, wo er ist"),
    (Handlung.UMLEGUNG.value, "Umlegen: Die Vorgänge gehören in eine andere Akte"),
    (Handlung.ABLEHNUNG.value, "Ablehnen: Wer gefragt hat, muss den Inhalt verschieben"),
)


class EntscheidungForm(Form):
    """What becomes of requested Akten; where to, or why not."""

    entscheidung = forms.ChoiceField(
        label="Was soll geschehen?",
        widget=forms.RadioSelect,
        choices=CHOICES,
        initial=Handlung.BESTAETIGUNG.value,
        error_messages={"required": "Wählen Sie, was geschehen soll."},
    )
    ziel = forms.CharField(
        label="Andere Akte",
        max_length=120,
        required=False,
        help_text="Beim Umlegen: ihr Aktenzeichen. Die bisherigen Nummern bleiben auffindbar.",
    )
    grund = forms.CharField(
        label="Grund",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Beim Ablehnen: Wer die Akte beantragt hat, liest ihn.",
    )

    def __init__(self, *args, actor, **options):
        super().__init__(*args, **options)
        self.actor, self.target = actor, None
        for name in ("ziel", "grund"):
            self.fields[name].is_pflicht = True  # for its decision

    def clean(self):
        """Ask for what the decision needs."""
        cleaned = super().clean()
        what = cleaned.get("entscheidung")
        if what == Handlung.ABLEHNUNG and not cleaned.get("grund"):
            self.add_error("grund", "Nennen Sie den Grund, wer gefragt hat, liest ihn.")
        if what == Handlung.UMLEGUNG:
            number = cleaned.get("ziel", "").strip()
            self.target = queries.find_akte_by_number(self.actor, number) if number else None
            if self.target is None:
                self.add_error(
                    "ziel",
                    "Nennen Sie das Aktenzeichen einer Akte, die es gibt und die Sie sehen dürfen.",
                )
        return cleaned

    def order(self) -> tuple[Handlung, str]:
        """Return the Handlung and its value as text."""
        handlung = Handlung(self.cleaned_data["entscheidung"])
        if handlung is Handlung.UMLEGUNG:
            return handlung, str(self.target.pk)
        return handlung, self.cleaned_data["grund"] if handlung is Handlung.ABLEHNUNG else ""
