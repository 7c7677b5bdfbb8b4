"""The form of a take-over: for each folder what becomes of it, a Betreff, an Aktenzeichen."""

from django import forms

from verbundakte.akten import queries
from verbundakte.akten.actions import Target
from verbundakte.akten.models import Akte, Ordneruebernahme, Ordnerziel, Vorgang, Zielart
from verbundakte.akten.permissions import Permission
from verbundakte.core.ui.forms import Form

NO_AKTE = "Nennen Sie das Aktenzeichen der Akte, hier oder oben für alle."
NO_RIGHT = "Dort dürfen Sie nichts ablegen. Wählen Sie ein anderes Ziel."
UNKNOWN_AKTE = "Diese Akte gibt es nicht, oder Sie dürfen sie nicht sehen."
UNKNOWN_VORGANG = "Diesen Vorgang gibt es nicht, oder Sie dürfen ihn nicht sehen."
FIND = {
    Zielart.NEU: queries.find_akte_by_number,
    Zielart.VORHANDEN: queries.find_vorgang_by_number,
}
RIGHT = {
    Zielart.NEU: Permission.VORGANG_CREATE,
    Zielart.VORHANDEN: Permission.DOKUMENT_CREATE,
}
ON_TOP = [choice for choice in Zielart.choices if choice[0] != Zielart.OBEN]


class OrdnerForm(Form):
    """Where each folder goes. An empty number means the Akte named above for all."""

    akte = forms.CharField(
        label="Akte für neue Vorgänge",
        max_length=120,
        required=False,
        help_text="Ihr Aktenzeichen; gilt für alle Ordner, bei denen kein anderes steht.",
    )

    def __init__(self, *args, uebernahme: Ordneruebernahme, ziele: list[Ordnerziel], **options):
        super().__init__(*args, **options)
        self.ziele = ziele
        self.fields["akte"].initial = uebernahme.akte.aktenzeichen if uebernahme.akte else ""
        for ziel in ziele:
            self._add(ziel)

    def _add(self, ziel: Ordnerziel) -> None:
        place, subject = ziel.position, ziel.vorgang or ziel.akte
        self.fields[f"art_{place}"] = forms.ChoiceField(
            label=f"Ziel von {ziel.path}",
            choices=Zielart.choices if ziel.parent_id else ON_TOP,
            initial=ziel.art,
        )
        self.fields[f"betreff_{place}"] = forms.CharField(
            label=f"Betreff für {ziel.path}",
            max_length=500,
            initial=ziel.betreff,
            error_messages={"required": "Nennen Sie einen Betreff."},
        )
        self.fields[f"nummer_{place}"] = forms.CharField(
            label=f"Aktenzeichen für {ziel.path}",
            max_length=120,
            required=False,
            initial=subject.aktenzeichen if subject else "",
        )

    def rows(self) -> list[dict]:
        """Return for each folder its fields, for the table."""
        names = ("art", "betreff", "nummer")
        return [
            {"ziel": ziel, **{name: self[f"{name}_{ziel.position}"] for name in names}}
            for ziel in self.ziele
        ]

    def targets(self, actor) -> list[Target]:
        """Return what was decided; what cannot be found is an error at its field."""
        found: dict[tuple[str, str], Akte | Vorgang | None] = {}
        made = []
        for ziel in self.ziele:
            art, betreff, number = (
                self.cleaned_data[f"{name}_{ziel.position}"]
                for name in ("art", "betreff", "nummer")
            )
            number = number or (self.cleaned_data["akte"] if art == Zielart.NEU else "")
            subject = None
            if art in FIND:
                key = (art, number)
                if key not in found:
                    found[key] = FIND[art](actor, number)
                subject = found[key]
                if subject is None:
                    self.add_error(f"nummer_{ziel.position}", _missing(art, number))
                elif not actor.may(RIGHT[art], subject):
                    self.add_error(f"nummer_{ziel.position}", NO_RIGHT)
            kind = "akte" if art == Zielart.NEU else "vorgang"
            made.append(Target(ziel, art, betreff, **{kind: subject}))
        return made


def _missing(art: str, number: str) -> str:
    if art == Zielart.VORHANDEN:
        return UNKNOWN_VORGANG
    return UNKNOWN_AKTE if number else NO_AKTE
