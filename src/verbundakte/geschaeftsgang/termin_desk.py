"""What of Fristen, Wiedervorlagen and Aufgaben waits for a person, and what keeps a Vorgang open."""

from django.urls import reverse

from verbundakte.akten.models import Vorgang
from verbundakte.core.clock import today
from verbundakte.core.registry import DeskItem, OpenEnd
from verbundakte.geschaeftsgang import queries
from verbundakte.geschaeftsgang.queries import AHEAD, Zeile, may_settle_termin


def together(actor) -> dict[str, list[Zeile]]:
    """Return what is due in the next two weeks, by kind; read once for the three sources."""
    return queries.waiting_termine(actor, until=today() + AHEAD)


def items(art: str):
    """Return how a kind of Termine is loaded for the desk."""

    def load(found: dict[str, list[Zeile]]) -> list[DeskItem]:
        return [_item(zeile) for zeile in found[art]]

    return load


def _item(zeile: Zeile) -> DeskItem:
    on = today()
    due = zeile.wait_on if zeile.wait_on >= on else zeile.due_on
    day = f" bis {zeile.due_on:%d.%m.%Y}" if due != zeile.due_on else ""
    return DeskItem(
        kind=zeile.kind,
        icon=zeile.icon,
        title=f"{zeile.title}{day}",
        url=zeile.url,
        number=zeile.number,
        who=zeile.who,
        due=due,
    )


def open_ends(art: str):
    """Return how open Termine of a kind are named when a Vorgang is to be closed."""

    def load(actor, vorgang: Vorgang) -> list[OpenEnd]:
        zeilen, _ = queries.termine_of(actor, vorgang)
        arten = (art, "eingang") if art == "frist" else (art,)
        return [_end(actor, zeile) for zeile in zeilen if zeile.art in arten]

    return load


def _end(actor, zeile: Zeile) -> OpenEnd:
    text = f"{zeile.kind} {zeile.due_on:%d.%m.%Y}: {zeile.title}"
    if zeile.termin is None or not may_settle_termin(actor, zeile.termin):
        return OpenEnd(text, zeile.url)
    close = reverse("geschaeftsgang:termin-erledigung", args=[zeile.art, zeile.key])
    return OpenEnd(text, zeile.url, "Erledigt", close)
