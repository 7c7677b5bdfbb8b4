"""What tests of this room need in a town, and a Kontakt to write to."""

from django.utils import timezone

from verbundakte.akten.actions import kontakt as kontakte
from verbundakte.akten.models import Beteiligtenrolle
from verbundakte.organisation.tests.cast import install_silently
from verbundakte.schriftverkehr.actions.vorgabe import ROWS
from verbundakte.schriftverkehr.bausteine import BRIEFKOPF
from verbundakte.schriftverkehr.samples import delivered

KOPF = {
    "kommune": "Stadt Musterstadt",
    "strasse": "Rathausplatz 1",
    "plz": "12345",
    "ort": "Musterstadt",
    "telefon": "01234 56-0",
    "email": "poststelle@musterstadt.example",
    "sprechzeiten": "Mo bis Fr 8 bis 12 Uhr\nDo 14 bis 18 Uhr",
    "bankverbindung": "Sparkasse Musterstadt\nDE02 1203 0000 0000 2020 51",
}


def install_vorgaben() -> None:
    """Put everything that is delivered into the open town, the Briefkopf filled in."""
    for kind in ROWS:
        for key, data in delivered(kind).items():
            install_silently(kind, key, data | (KOPF if kind == BRIEFKOPF else {}))


def make_kontakt(actor, vorgang, **values):
    """Return a Kontakt with an address that takes part in a Vorgang."""
    at = timezone.now()
    person = {
        "art": "natuerlich",
        "anrede": "Frau",
        "vorname": "Erika",
        "name": "Beispiel",
        **values,
    }
    kontakt = kontakte.create_kontakt_at(actor, vorgang, values=person, at=at)
    kontakte.add_beteiligung(
        actor, vorgang, kontakt=kontakt, rolle=Beteiligtenrolle.ANTRAGSTELLER, at=at
    )
    place = {"strasse": "Lindenweg 4", "plz": "12345", "ort": "Musterstadt"}
    kontakte.add_anschrift(actor, kontakt, values=place, at=at)
    return kontakt
