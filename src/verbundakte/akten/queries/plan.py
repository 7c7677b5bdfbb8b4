"""Finding a unit of the Aktenplan by a word ("Wohin gehört ...?") and the plan as a tree."""

from uuid import UUID

from verbundakte.akten.models import Akte, Aktenplaneinheit, Dokument, Vorgang, ZdaVerfuegung
from verbundakte.akten.queries.objects import akten, dokumente, vorgaenge
from verbundakte.core.search.fold import fold

MOST_TEILAKTEN = 200
MOST_OPEN = 20


def units_for(words: str, units: list[Aktenplaneinheit]) -> list[Aktenplaneinheit]:
    """Return those of `units` that fit the words, the best first.

    A Kennzeichen fits by its beginning; otherwise every word must occur in title or Stichwörter.
    A title that begins with the first word goes before.
    """
    folded = fold(words).split()
    if not folded:
        return []
    by_number = [unit for unit in units if unit.kennzeichen.startswith(words.strip())]
    by_word = [
        unit
        for unit in units
        if unit not in by_number and all(word in unit.titel_folded for word in folded)
    ]
    by_word.sort(key=lambda unit: not fold(unit.titel).startswith(folded[0]))
    return by_number + by_word


def teilakten_of(actor, akte: Akte) -> list[Akte]:
    """Return the visible Teilakten of an Akte in the order of their numbers."""
    rows = akten(actor).filter(parent=akte).order_by("aktenzeichen")
    return list(rows[:MOST_TEILAKTEN])


def is_vorgang_closed(actor, vorgang_id: UUID) -> bool:
    """Tell whether the Vorgang of a Dokument that was read is zu den Akten verfügt."""
    return ZdaVerfuegung.objects.filter(vorgang=vorgang_id, reopened_at=None).exists()


def entwuerfe_of(actor, vorgang: Vorgang) -> list[Dokument]:
    """Return the visible drafts of a Vorgang, which keep it open."""
    rows = dokumente(actor).filter(vorgang=vorgang, is_entwurf=True)
    return list(rows.order_by("position")[:MOST_OPEN])


def vorgaenge_in_progress(actor, akte: Akte) -> list[Vorgang]:
    """Return the visible Vorgänge that keep an Akte open."""
    rows = vorgaenge(actor).filter(akte=akte).in_progress()
    return list(rows.order_by("aktenzeichen")[:MOST_OPEN])
