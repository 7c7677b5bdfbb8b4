"""To whom a series is written: what its forms ask, and whom that means."""

from django import forms

from verbundakte.akten.models import Vorgang
from verbundakte.akten.queries import kontakt as kontakte
from verbundakte.core.ui.forms import Form
from verbundakte.schriftverkehr import queries
from verbundakte.schriftverkehr.actions import Auftrag
from verbundakte.schriftverkehr.felder import Brieffeld
from verbundakte.schriftverkehr.liste import read
from verbundakte.schriftverkehr.queries.kreis import ROLLEN

MOST_BYTES = 5_000_000
LISTE, BETEILIGTE, KREIS = "liste", "beteiligte", "kreis"
NO_KREISE = (
    "Haben Sie Suchen gemerkt oder Ansichten der Listen „Kontakte“ und „Vorgänge“ gespeichert, lassen sich"
    " hier auch diese wählen."
)
NO_KREIS = "Wählen Sie die Suche oder die Ansicht."
NO_FILE = "Wählen Sie die Liste als CSV-Datei."
TOO_LARGE = "Die Datei ist größer als 5 MB. Teilen Sie die Liste."


class AdressatenForm(Form):
    """To whom the letters of a series go."""

    an = forms.ChoiceField(
        label="An wen",
        choices=[
            (LISTE, "Liste (CSV)"),
            (BETEILIGTE, "alle Beteiligten des Vorgangs"),
            (KREIS, "gemerkte Suche oder gespeicherte Ansicht"),
        ],
        widget=forms.RadioSelect,
    )
    datei = forms.FileField(label="Liste", required=False)
    kreis = forms.ChoiceField(
        label="Suche oder Ansicht",
        required=False,
        help_text="Ihre gemerkten Suchen, und gespeicherte Ansichten der Listen „Kontakte“ und „Vorgänge“."
        " Jeder Kontakt erhält einen Brief.",
    )
    rolle = forms.ChoiceField(label="Beteiligt als", choices=ROLLEN, required=False)

    def __init__(self, *args, kreise: list[tuple[str, str]], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kreis"].choices = [("", "Auswählen"), *kreise]
        self.fields["datei"].is_pflicht = True
        if not kreise:
            self.fields["an"].choices = self.fields["an"].choices[:2]
            self.fields["an"].help_text = NO_KREISE

    def clean(self):
        """Ask for the file or the search to be written to."""
        found = super().clean()
        if found.get("an") == KREIS and not found.get("kreis") and "kreis" not in self.errors:
            self.add_error("kreis", NO_KREIS)
        file = found.get("datei")
        if found.get("an") == LISTE and file is None and "datei" not in self.errors:
            self.add_error("datei", NO_FILE)
        if file is not None and file.size > MOST_BYTES:
            self.add_error("datei", TOO_LARGE)
        return found


def address(
    actor, vorgang: Vorgang, auftrag: Auftrag, form: AdressatenForm, felder: list[Brieffeld]
) -> None:
    """Tell an order to whom it goes; `felder` may be columns of the list. Raises Unreadable."""
    data = form.cleaned_data
    if data["an"] == LISTE:
        auftrag.zeilen = read(data["datei"].read(), felder)
        auftrag.quelle = data["datei"].name
    elif data["an"] == KREIS:
        kreis = queries.get_kreis(actor, data["kreis"], rolle=data["rolle"])
        auftrag.kontakte, auftrag.quelle = kreis.kontakte, kreis.quelle
    else:
        rows = kontakte.beteiligte_of(actor, vorgang)
        auftrag.kontakte = list({row.kontakt_id: row.kontakt for row in rows}.values())
        auftrag.quelle = "Beteiligte des Vorgangs"
