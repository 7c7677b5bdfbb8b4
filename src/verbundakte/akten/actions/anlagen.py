"""What lies inside of a file becomes Anlagen: attachments of a mail, the files of an archive."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from verbundakte.akten import rules
from verbundakte.akten.actions.filing import Arrived, file_new, place_below
from verbundakte.akten.events import Event
from verbundakte.akten.models import Anlagenquelle, Datei, Dokument
from verbundakte.akten.permissions import Permission
from verbundakte.akten.rules import MOST_LEVELS
from verbundakte.core import audit
from verbundakte.core.actions import Gone, Refusal, action
from verbundakte.core.search.outbox import touch

TOLD = "told_inside"


class LiesInside(Refusal):
    """What holds for the whole is decided for the whole."""

    message = (
        "Diese Anlage steckt in der E-Mail oder dem Archiv, mit dem sie gekommen ist. Was für sie"
        " gelten soll, legen Sie beim ganzen Dokument fest."
    )


@dataclass(frozen=True)
class Found:
    """A file found inside of another: its place there, and its bytes, which lie in the store."""

    stelle: str
    arrived: Arrived


def check_not_inside(subject) -> None:
    """Refuse to decide about an Anlage alone whose bytes its Dokument holds as well.

    Raises LiesInside.
    """
    if isinstance(subject, Dokument) and subject.parent_id and subject.quellen.exists():
        raise LiesInside


def places_taken(datei_id: UUID) -> set[str]:
    """Return the places of a file from which something was taken out already."""
    return set(Anlagenquelle.objects.filter(datei=datei_id).values_list("stelle", flat=True))


def bring_back(datei_id: UUID) -> int:
    """Take what was unpacked and put back out of the trash; what is gone may be unpacked anew.

    Returns how many came back.
    """
    rows = Anlagenquelle.objects.filter(datei=datei_id)
    rows.exclude(dokument__erased_at=None).delete()
    back = Dokument.objects.filter(quellen__datei=datei_id).exclude(trashed_at=None)
    found = list(back)
    Dokument.objects.filter(pk__in=[row.pk for row in found]).update(
        trashed_at=None, trashed_by=None
    )
    touch(*found)
    return len(found)


def level_of(dokument: Dokument) -> int:
    """Return how many files lie around a Dokument: 0 for one that was taken out of none."""
    level, key = 0, dokument.pk
    while level < MOST_LEVELS:
        rows = Anlagenquelle.objects.filter(dokument=key)
        around = rows.values_list("datei__fassung__dokument", flat=True).first()
        if around is None:
            break
        level, key = level + 1, around
    return level


def taken_out_of(dokumente: Iterable[UUID]) -> list[UUID]:
    """Return the Anlagen whose bytes some Dokumente hold, however deep."""
    found: list[UUID] = []
    level = list(dokumente)
    while level:
        rows = Anlagenquelle.objects.filter(datei__fassung__dokument__in=level)
        level = [key for key in rows.values_list("dokument", flat=True) if key not in found]
        found += level
    return found


@action(Permission.DOKUMENT_PROCESS, Event.ANLAGEN_TAKEN_OUT)
def file_taken_out(
    actor, dokument: Dokument, *, datei_id: UUID, found: Sequence[Found], at: datetime, **more
) -> list[Dokument]:
    """File what was found inside of a file of `dokument` or of one of its Anlagen, each once.

    `hinweise` in `more`: what is to be known about the file and what was left out. An Anlage has
    the access of the whole Dokument and lies in the trash while that does. Raises Gone (moved).
    """
    datei = Datei.objects.select_related("fassung__dokument").get(pk=datei_id)
    holder = datei.fassung.dokument
    if dokument.pk not in (holder.pk, holder.parent_id):
        raise Gone
    _note_hinweise(datei, more.get("hinweise", ()))
    taken = places_taken(datei_id)
    audit.note_change("Anlagen", None, sum(one.stelle not in taken for one in found))
    made = []
    for one in found:
        if one.stelle in taken:
            continue
        place = place_below(dokument) | {
            "trashed_at": dokument.trashed_at,
            "trashed_by": dokument.trashed_by,
        }
        with audit.collecting():  # one event for all: a name and a digest each
            anlage = file_new(place, one.arrived, actor=actor, at=at)
        audit.note_change("Datei", None, rules.shown_name(one.arrived.name))
        audit.note_change("SHA-256", None, one.arrived.stored.sha256)
        Anlagenquelle.objects.create(datei=datei, stelle=one.stelle, dokument=anlage)
        made.append(anlage)
    if holder.pk != dokument.pk:
        audit.note_change("Enthalten in", None, holder.betreff)
    touch(dokument)
    return made


def _note_hinweise(datei: Datei, hinweise: Sequence[str]) -> None:
    """Keep them with the file; whoever reads it anew tells them again (`ableitung.put_reading`)."""
    told = [text for text in hinweise if text not in datei.properties.get(TOLD, ())]
    datei.properties[TOLD] = [*datei.properties.get(TOLD, ()), *told]
    datei.hinweise = list(dict.fromkeys([*datei.hinweise, *hinweise]))
    datei.save(update_fields=["hinweise", "properties"])
