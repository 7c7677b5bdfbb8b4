"""What of a letter differs from Empfaenger to Empfaenger: address, notes, Anlagen, the mark above it."""

from dataclasses import replace

from verbundakte.akten.models import Dokument
from verbundakte.schriftverkehr.brief import Brief
from verbundakte.schriftverkehr.models import Empfaenger, Empfaengerart, Zustellart

MARKS = {
    Empfaengerart.AUSFERTIGUNG: "Ausfertigung",
    Empfaengerart.DURCHSCHRIFT: "Durchschrift",
    Empfaengerart.NACHRICHTLICH: "Durchschrift zur Kenntnis",
}
Enclosed = list[tuple[Dokument | None, str]]
"""What goes along: a Dokument, or what paper is called."""


def part_of(one: Empfaenger | None, enclosed: Enclosed) -> dict:
    """Return the fields of a Brief that belong to one Empfaenger; none without one."""
    if one is None:
        return {}
    return {
        "anschrift": tuple(line for line in one.anschrift.splitlines() if line.strip()),
        "vermerke": (Zustellart(one.zustellart).label,) if one.zustellart else (),
        "anlagen": tuple(
            dokument.betreff if dokument else f"{papier} (in Papier)"
            for dokument, papier in enclosed
        ),
        "marke": MARKS.get(one.art, ""),
    }


def letter_to(brief: Brief, one: Empfaenger, enclosed: Enclosed) -> Brief:
    """Return the letter as another Empfaenger gets it (`Brief.of(reinschrift.satz)` is the first's)."""
    return replace(brief, **part_of(one, enclosed))
