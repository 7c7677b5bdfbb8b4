"""The marks of a head in the Postmappe. Nothing waits for them; each is a row that stays."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from verbundakte.core import audit
from verbundakte.core.actions import Refusal, action
from verbundakte.posteingang.actions.zuleitung import IsDone
from verbundakte.posteingang.events import Event
from verbundakte.posteingang.hooks import sichtvermerk_written
from verbundakte.posteingang.models import Eingang, Sichtvermerk, VermerkArt
from verbundakte.posteingang.permissions import Permission
from verbundakte.posteingang.queries.postmappe import led_by


class NotLeading(Refusal):
    """Somebody else leads the unit."""

    message = "Einen Sichtvermerk bringt an, wer die Einheit leitet, bei der der Eingang liegt."


class NothingNoted(Refusal):
    """A mark that says nothing."""

    message = "Wählen Sie einen Vermerk."


@dataclass(frozen=True)
class Vermerk:
    """What a head notes: one or several marks, a text, until when."""

    arten: Sequence[VermerkArt]
    text: str = ""
    frist_on: date | None = None


@action(Permission.EINGANG_READ, Event.VERMERK_WRITTEN)
def write_vermerk(actor, eingang: Eingang, *, vermerk: Vermerk, at: datetime) -> list[Sichtvermerk]:
    """Put the marks of a head on an Eingang; the hook `sichtvermerk_written` hears of each.

    Raises NotLeading, NothingNoted, IsDone.
    """
    if eingang.einheit_id not in led_by(actor):
        raise NotLeading
    if eingang.done_at is not None:
        raise IsDone
    if not vermerk.arten:
        raise NothingNoted
    rows = [_row(actor, eingang, art, vermerk, at) for art in dict.fromkeys(vermerk.arten)]
    audit.note_change("Vermerk", None, ", ".join(row.get_art_display() for row in rows))
    audit.note_change("Text", None, vermerk.text)
    audit.note_change("Bis", None, vermerk.frist_on)
    for row in Sichtvermerk.objects.bulk_create(rows):
        sichtvermerk_written.run(actor, row)
    return rows


def _row(actor, eingang: Eingang, art: VermerkArt, vermerk: Vermerk, at: datetime) -> Sichtvermerk:
    for_person = actor.works_for if actor.works_for != actor.person_id else None
    return Sichtvermerk(
        eingang=eingang,
        einheit=eingang.einheit,
        art=art,
        text=vermerk.text.strip()[:500],
        frist_on=vermerk.frist_on,
        at=at,
        by=actor.person_id,
        for_person=for_person,
    )
