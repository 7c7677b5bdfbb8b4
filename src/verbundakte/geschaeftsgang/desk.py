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
from verbundakte.geschaeftsgang.queries import KINDS, waiting_counts, waiting_for
from verbundakte.geschaeftsgang.queries.warten import ARTEN, KENNTNIS, ORDER
from verbundakte.geschaeftsgang.views.anzeige import ICONS, subject_of

WEIGHT = 10
LAST = UUID(int=2**128 - 1)


def schritte(actor, asked: DeskRange, limit: int) -> list[Schritt]:
    """Return the next steps of a range of the desk."""
    arten = tuple(art for kind in asked.kinds for art in ARTEN[kind])
    found = waiting_for(
        actor,
        on=today(),
        after=_after(asked.after),
        arten=arten,
        until=asked.until,
        limit=limit,
    )
    return found.schritte


def _after(place: DeskPlace | None) -> str:
    """Return where to go on; what is lighter or heavier than a step stands before or after all."""
    if place is None:
        return ""
    key = place.key if place.weight == WEIGHT else FIRST if place.weight < WEIGHT else LAST
    return cursor_of(place.rang, key, ORDER)


def page(actor, asked: DeskRange, limit: int) -> list[DeskItem]:
    """Return the next lines of the desk."""
    return [item_of(row, actor) for row in schritte(actor, asked, limit)]


def item_of(row: Schritt, actor) -> DeskItem:
    """Return a step as a line of the desk; it opens in the queue, beside its document."""
    kind = next(kind for kind, arten in ARTEN.items() if row.art in arten)
    queue = reverse("geschaeftsgang:schritte")
    return DeskItem(
        kind=row.get_art_display(),
        icon=ICONS[SchrittArt(row.art)],
        title=subject_of(row.verfuegung),
        url=f"{queue}?art={kind}&schritt={row.pk}",
        number=row.verfuegung.vorgang.aktenzeichen,
        who=row.verfuegung.urheber_name,
        due=row.frist_on,
        is_for_other=bool(actor.on_behalf_of),
        rang=row.rang,
        weight=WEIGHT,
        key=row.pk,
        pick=str(row.pk) if row.art == SchrittArt.KENNTNIS else "",
    )


QUEUE = DeskQueue(
    "geschaeftsgang",
    KINDS,
    lambda actor, on: waiting_counts(actor, on=on),
    page,
    DeskBatch(KENNTNIS, "Ausgewählte zur Kenntnis nehmen", "eye", "geschaeftsgang:kenntnisnahmen"),
)
