"""What of a letter differs from Empfaenger to Empfaenger: address, notes, Anlagen, the mark above it."""

from dataclasses import replace

from verbundakte.akten.models import Dokument
from verbundakte.schriftverkehr.brief import Brief
from verbundakte.schriftverkehr.models import Empfaenger, Empfaengerart, Zustellart

MARKS = {
    Empfaengerart.AUSFERTIGUNG: "Ausfertigung für",
    Empfaengerart.DURCHSCHRIFT: "Durchschrift für",
    Empfaengerart.NACHRICHTLICH: "Nachrichtlich an",
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
        "marke": title_for(one) if one.art in MARKS else "",
    }


def title_for(one: Empfaenger) -> str:
    """Return what the letter of one Empfaenger is called: "Ausfertigung für Paula Zaun"."""
    return f"{MARKS.get(one.art, 'Original für')} {one.name}"


def letter_to(brief: Brief, one: Empfaenger, enclosed: Enclosed, *, first: Empfaenger) -> Brief:
    """Return the letter as another Empfaenger gets it; a copy says to whom the original goes."""
    mine = part_of(one, enclosed)
    if mine["marke"] and first.art == Empfaengerart.ORIGINAL:
        mine["marke"] += f" (das Original geht an {first.name})"
    return replace(brief, **mine)
