"""Templates a person may begin from, and what a Vorgang still lacks."""

from datetime import date

from verbundakte.akten.models import Schriftgutvorlage, Vorgang
from verbundakte.akten.permissions import Permission
from verbundakte.akten.queries.objects import dokumente
from verbundakte.akten.vorlagen import AKTENVORLAGE
from verbundakte.core.search.fold import fold

MOST = 200


def vorlagen_for(actor, kind: str, kennzeichen: str, *, on: date) -> list[Schriftgutvorlage]:
    """Return the templates that hold for a plan unit, by name; none without the right to create."""
    needed = Permission.AKTE_CREATE if kind == AKTENVORLAGE else Permission.VORGANG_CREATE
    if needed not in actor.permissions:
        return []
    rows = Schriftgutvorlage.objects.valid_on(on).filter(kind=kind).order_by("bezeichnung", "pk")
    return [row for row in rows[:MOST] if _fits(row.inhalt.get("kennzeichen", []), kennzeichen)]


def _fits(wanted: list[str], kennzeichen: str) -> bool:
    return not wanted or any(kennzeichen.startswith(begin) for begin in wanted)


def missing_dokumente(actor, vorgang: Vorgang) -> list[str]:
    """Return which expected Dokumente of a Vorgang are not there yet; a Betreff may say more."""
    if not vorgang.erwartet:
        return []
    rows = dokumente(actor).filter(vorgang=vorgang).values_list("betreff_folded", flat=True)
    present = list(rows)
    return [title for title in vorgang.erwartet if not any(fold(title) in row for row in present)]
