"""The form of what becomes of pages in another order."""

from django import forms

from verbundakte.core.ui.forms import Form

FASSUNG, DOKUMENT = "fassung", "dokument"


class SeitenForm(Form):
    """A new Fassung, or a Dokument of its own with a Betreff."""

    ziel = forms.ChoiceField(
        label="Was daraus wird",
        widget=forms.RadioSelect,
        choices=[(FASSUNG, "Neue Fassung dieses Dokuments"), (DOKUMENT, "Eigenes Dokument")],
        initial=FASSUNG,
    )
    betreff = forms.CharField(
        label="Betreff",
        max_length=500,
        required=False,
        help_text="Nur für ein eigenes Dokument.",
    )

    def __init__(self, *args, may_edit: bool, **kwargs):
        super().__init__(*args, **kwargs)
        if not may_edit:
            self.fields["ziel"].choices = self.fields["ziel"].choices[1:]
            self.fields["ziel"].initial = DOKUMENT

    def clean(self):
        """A Dokument of its own needs a Betreff."""
        given = super().clean()
        if given.get("ziel") == DOKUMENT and not given.get("betreff"):
            self.add_error("betreff", "Das neue Dokument braucht einen Betreff.")
        return given

    def betreff_of_new(self) -> str:
        """Return the Betreff of the new Dokument, "" for a new Fassung."""
        return self.cleaned_data["betreff"] if self.cleaned_data["ziel"] == DOKUMENT else ""
