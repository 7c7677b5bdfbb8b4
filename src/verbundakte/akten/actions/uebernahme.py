"""Taking over objects of an old system: where they came from, and what happened to them there."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from verbundakte.akten.events import Event
from verbundakte.akten.models import Akte, Altverlauf, Dokument, FremdeKennung, Vorgang
from verbundakte.akten.permissions import Permission
from verbundakte.core import audit
from verbundakte.core.actions import action


@dataclass(frozen=True)
class AltEintrag:
    """An entry of the old history: when, who, what; the field with its old and new value."""

    at: datetime
    who: str
    action: str
    field: str = ""
    old: str = ""
    new: str = ""


@action(Permission.UEBERNAHME_RUN, Event.OBJEKT_UEBERNOMMEN)
def note_herkunft(
    actor, subject: Akte | Vorgang | Dokument, *, source: str, key: str, at: datetime
) -> FremdeKennung:
    """Write down under which key the old system knew an object that was just taken over."""
    audit.note_change("Herkunft", None, source)
    audit.note_change("Schlüssel dort", None, key)
    return FremdeKennung.objects.create(
        source=source,
        kind=subject._meta.model_name,
        key=key,
        object_id=subject.pk,
        created_at=at,
    )


@action(Permission.UEBERNAHME_RUN, Event.ALTVERLAUF_UEBERNOMMEN)
def take_altverlauf(
    actor, subject: Akte | Vorgang | Dokument, *, source: str, entries: Iterable[AltEintrag]
) -> int:
    """Add the history an object brought along; return how many entries it has.

    `entries`: those that `queries.missing_in_altverlauf` says are not here from this system yet.
    """
    rows = [Altverlauf(object_id=subject.pk, source=source, **vars(entry)) for entry in entries]
    Altverlauf.objects.bulk_create(rows)
    audit.note_change("Einträge", None, len(rows))
    return len(rows)
