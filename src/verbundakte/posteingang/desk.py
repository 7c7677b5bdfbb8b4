"""What of the post waits for a person."""

from django.urls import reverse
from django.utils.timezone import localdate

from verbundakte.core.clock import now
from verbundakte.core.registry import DeskItem
from verbundakte.core.ui.formats import counted
from verbundakte.posteingang import queries
from verbundakte.posteingang.models import Eingang
from verbundakte.posteingang.permissions import Permission
from verbundakte.posteingang.queries.quarantaene import quarantaene
from verbundakte.posteingang.queries.rueckstand import MOST as MOST_LATE
from verbundakte.posteingang.queries.wartend import MOST, waiting_for


def waiting_post(actor) -> list[DeskItem]:
    """Return the Eingänge given to the person, and how many wait in her units."""
    found = waiting_for(actor)
    own = [row for row in found if row.person_id == actor.works_for]
    loose = len(found) - len(own)
    items = [_item(row) for row in own]
    if loose:
        count = f"mehr als {MOST}" if len(found) > MOST else str(loose)
        title = "Ein Eingang wartet" if loose == 1 else f"{count} Eingänge warten"
        oldest = next(row for row in found if row.person_id != actor.works_for)
        items.append(
            DeskItem(
                kind="Posteingang",
                icon="inbox",
                title=f"{title} in Ihrer Einheit",
                url=reverse("posteingang:eingaenge"),
                who=f"der älteste vom {localdate(oldest.eingegangen_at):%d.%m.%Y}",
            )
        )
    return items


def held_back(actor) -> list[DeskItem]:
    """Return how many files wait in quarantine, for whoever leads the post room."""
    if Permission.POSTSTELLE_LEAD not in actor.permissions:
        return []
    rows = quarantaene(actor)
    if not rows:
        return []
    label = counted(len(rows), "Datei", "Dateien")
    return [
        DeskItem(
            kind="Quarantäne",
            icon="lock",
            title=f"{label} mit Virenfund",
            url=reverse("posteingang:quarantaene"),
            who=f"zuletzt in Eingang {rows[0].eingang.number}",
        )
    ]


def lying_too_long(actor) -> list[DeskItem]:
    """Return how much lies too long and since when, for whoever leads the post room."""
    if Permission.POSTSTELLE_LEAD not in actor.permissions:
        return []
    rows = queries.lying_too_long(actor, at=now())
    if not rows:
        return []
    many = f"Mehr als {MOST_LATE} Eingänge liegen"
    one = "Ein Eingang liegt" if len(rows) == 1 else f"{len(rows)} Eingänge liegen"
    return [
        DeskItem(
            kind="Rückstand",
            icon="clock",
            title=f"{many if len(rows) > MOST_LATE else one} zu lange",
            url=reverse("posteingang:rueckstand"),
            who=f"der älteste vom {localdate(rows[0].eingegangen_at):%d.%m.%Y}",
        )
    ]


def _item(row: Eingang) -> DeskItem:
    return DeskItem(
        kind="Eingang",
        icon="inbox",
        title=row.betreff or row.get_verschluss_display(),
        url=address_of(row),
        number=row.number,
        who=row.absender,
        is_new=row.accepted_at is None,
    )


def address_of(row: Eingang) -> str:
    """Return where an Eingang is shown."""
    return reverse("posteingang:eingang", args=[row.pk])
