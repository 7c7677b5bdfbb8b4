"""Confirmed Fristen of Eingänge, as lines in the lists of Fristen of the room below."""

from datetime import date

from verbundakte.akten.models import Vorgang
from verbundakte.geschaeftsgang.queries import Fristquelle, Zeile
from verbundakte.posteingang.models import Eingangsfrist, FristArt
from verbundakte.posteingang.queries.wartend import fristen_for, fristen_in, running_fristen


def _zeile(actor, row: Eingangsfrist) -> Zeile:
    is_second = row.zweite_id == actor.works_for
    return Zeile(
        art="eingang",
        kind=row.get_art_display(),
        icon="clock",
        title=row.eingang.betreff or row.eingang.number,
        place=("posteingang:eingang", (row.eingang_id,)),
        due_on=row.am,
        wait_on=row.vorfrist_am or row.am,
        number=row.eingang.number,
        who=f"{row.eingang.absender}{', Sie sind zweite Person' if is_second else ''}",
        key=str(row.pk),
        about=row.eingang.betreff,
        is_ausschluss=row.art == FristArt.AUSSCHLUSS,
    )


def waiting(actor, until: date) -> list[Zeile]:
    """Return what the actor answers for whose day or Vorfrist comes until then."""
    return [_zeile(actor, row) for row in fristen_for(actor, until=until)]


def of_vorgang(actor, vorgang: Vorgang) -> list[Zeile]:
    """Return the running Fristen of the Eingänge that lie in a Vorgang that was read."""
    return [_zeile(actor, row) for row in fristen_in(actor, vorgang)]


def running(actor, most: int) -> list[tuple[date, str, str, str]]:
    """Return all running Fristen of the town by day: day, kind, number, nothing of contents."""
    return [
        (row.am, row.get_art_display(), row.eingang.number, str(row.eingang.einheit or ""))
        for row in running_fristen(actor, most)
    ]


QUELLE = Fristquelle(waiting, of_vorgang, running)
