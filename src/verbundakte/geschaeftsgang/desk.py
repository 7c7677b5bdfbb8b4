"""What of the Geschäftsgang lies on a person's desk."""

from uuid import UUID

from verbundakte.core.clock import today
from verbundakte.core.desk import (
    FIRST,
    DeskBatch,
    DeskItem,
    DeskPlace,
    DeskQueue,
    DeskRange,
)
from verbundakte.core.lists.paging import cursor_of
from verbundakte.core.ui.addresses import reverse
from verbundakte.geschaeftsgang.models import Schritt, SchrittArt
from verbundakte.geschaeftsgang.queries import KINDS
from verbundakte.geschaeftsgang.queries.warten import (
    ARTEN,
    KENNTNIS,
    ORDER,
    Ausschnitt,
    Plaetze,
    Wartezeile,
    plaetze,
)
from verbundakte.geschaeftsgang.views.anzeige import ICONS

WEIGHT = 10
LAST = UUID(int=2**128 - 1)
KIND_OF = {str(art): kind for kind, arten in ARTEN.items() for art in arten}
LABELS = {str(art.value): str(art.label) for art in SchrittArt}


def schritte(actor, asked: DeskRange, limit: int) -> list[Schritt]:
    """Return the next steps of a range of the desk."""
    return plaetze(actor, on=today()).schritte(_part(asked, limit)).schritte


def _part(asked: DeskRange, limit: int) -> Ausschnitt:
    """Return which steps a range of the desk means."""
    arten = tuple(art for kind in asked.kinds for art in ARTEN[kind])
    return Ausschnitt(_after(asked.after), arten, asked.until, limit)


def _after(place: DeskPlace | None) -> str:
    """Return where to go on; what is lighter or heavier than a step stands before or after all."""
    if place is None:
        return ""
    key = place.key if place.weight == WEIGHT else FIRST if place.weight < WEIGHT else LAST
    return cursor_of(place.rang, key, ORDER)


def page(at: Plaetze, asked: DeskRange, limit: int) -> list[DeskItem]:
    """Return the next lines of the desk; a step opens in the queue, beside its document."""
    queue, is_for_other = reverse("geschaeftsgang:schritte"), bool(at.actor.on_behalf_of)
    return [_item(row, queue, is_for_other) for row in at.lines(_part(asked, limit))]


def _item(row: Wartezeile, queue: str, is_for_other: bool) -> DeskItem:
    return DeskItem(
        kind=LABELS[row.art],
        icon=ICONS[SchrittArt(row.art)],
        title=row.betreff or row.of_dokument or row.of_vorgang,
        url=f"{queue}?art={KIND_OF[row.art]}&schritt={row.key}",
        number=row.aktenzeichen,
        who=row.urheber,
        due=row.frist_on,
        is_for_other=is_for_other,
        rang=row.rang,
        weight=WEIGHT,
        key=row.key,
        pick=str(row.key) if row.art == SchrittArt.KENNTNIS else "",
    )


QUEUE = DeskQueue(
    "geschaeftsgang",
    KINDS,
    lambda at, on: at.counts(),
    page,
    DeskBatch(KENNTNIS, "Ausgewählte zur Kenntnis nehmen", "eye", "geschaeftsgang:kenntnisnahmen"),
    together=lambda actor, on: plaetze(actor, on=on),
)
