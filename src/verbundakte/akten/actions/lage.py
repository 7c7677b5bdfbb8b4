"""The Lesefassung of a scan with its pages made straight; the original stays as it lies."""

from collections.abc import Collection, Mapping
from datetime import datetime

from verbundakte.akten.actions.ableitung import PROBLEM_LENGTH, datei_of, put_lesefassung
from verbundakte.akten.actions.papierkorb import drop_blob
from verbundakte.akten.events import Event
from verbundakte.akten.lage import LAGE, LAGE_PROBLEM, askew, is_straightened, told_lage
from verbundakte.akten.models import Anmerkung, Datei, Dokument, Rendition, RenditionKind
from verbundakte.akten.permissions import Permission
from verbundakte.core import audit
from verbundakte.core.actions import action
from verbundakte.core.converters.slant import Lage

MARKED = "Auf den Seiten liegen Markierungen; sie sollen stehen bleiben, wo sie sind."


@action(Permission.DOKUMENT_PROCESS, Event.DATEI_STRAIGHTENED)
def record_lage(
    actor, dokument: Dokument, *, datei_id, lage: Mapping[int, Lage], made, at: datetime
) -> None:
    """Store how pages lie and the Lesefassung that shows them straight.

    `made`: the PDF and its reading, or the German reason why they are shown as they lie ("": all
    lie straight). Where somebody marked something on a page, nothing moves.
    """
    datei = datei_of(dokument, datei_id)
    if made and is_marked(datei):
        made = MARKED
    reason = made if isinstance(made, str) else ""
    known = datei.properties.get(LAGE, {})
    if reason and is_straightened(datei):  # what is straight stays so; the rest is shown as it lies
        lage, reason = dict.fromkeys(lage, Lage()), ""
    datei.properties[LAGE] = known | {str(page): list(found) for page, found in lage.items()}
    if reason:
        datei.properties[LAGE_PROBLEM] = reason[:PROBLEM_LENGTH]
    if not isinstance(made, str):
        put_lesefassung(datei, *made, actor, at)
        _forget_words(datei, askew(lage), actor)
    datei.save()
    audit.note_change("Begradigt", None, told_lage(datei) or "nicht nötig")


def _forget_words(datei: Datei, pages: Collection[int], actor) -> None:
    """Drop the places of words that were read before a page was straight: they would point beside
    the words, also where something is to be blackened. The page is read anew now."""
    rows = Rendition.objects.filter(datei=datei, kind=RenditionKind.WORDS, page__in=list(pages))
    for row in rows.select_related("blob"):
        row.delete()
        if row.blob is not None:
            drop_blob(row.blob, actor)


def is_marked(datei: Datei) -> bool:
    """Tell whether somebody marked something on a page of a file."""
    return Anmerkung.objects.filter(datei=datei).exclude(areas=[]).exists()
