"""The history of an object, as sentences. Reads are never shown on working pages (praxis 5)."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from verbundakte.akten.events import Event
from verbundakte.akten.models import Akte, Dokument, Vorgang
from verbundakte.akten.queries.objects import dokumente, vorgaenge
from verbundakte.core.db.ready import Ready
from verbundakte.core.history import Change, changes_of
from verbundakte.core.models import AuditEvent
from verbundakte.core.registry import registry
from verbundakte.organisation.models import Person

PAGE = 40
MOST_SUBJECTS = 2000
PROCESSING = (
    Event.DATEI_INGESTED,
    Event.DATEI_RENDERED,
    Event.DATEI_RECOGNISED,
    Event.DATEI_STRAIGHTENED,
)
SYSTEM_NAME = "Verbundakte"


@dataclass(frozen=True)
class Entry:
    """One thing somebody did. `about` is the object when it is not the one asked for."""

    who: str
    text: str
    at: datetime
    event: str
    seq: int | None
    is_system: bool
    detail: str = ""
    about: object = None
    changes: list[Change] = field(default_factory=list)


@dataclass(frozen=True)
class Verlauf:
    """A page of the history; `after` is the number before which the next page begins, or ""."""

    entries: list[Entry]
    after: str = ""


def person_names(ids) -> dict[str, str]:
    """Return {id as text: name} of persons, also of those who left."""
    keys = [UUID(str(key)) for key in set(ids) if _is_uuid(key)]
    return {str(person.pk): person.name for person in _PERSONS.all(ids=keys)} if keys else {}


_PERSONS = Ready(lambda actor, ids: Person.objects.filter(pk__any=ids), ids=list)


def _is_uuid(text) -> bool:
    try:
        UUID(str(text))
    except ValueError:
        return False
    return True


def _subjects(actor, subject) -> dict[UUID, object]:
    """The object and what the actor sees below it, by id."""
    found = {subject.pk: subject}
    if isinstance(subject, Vorgang):
        rows = dokumente(actor).filter(vorgang=subject)
    elif isinstance(subject, Akte):
        rows = vorgaenge(actor).filter(akte=subject)
    else:
        return found
    newest = rows.order_by("-created_at")[:MOST_SUBJECTS]
    return found | {row.pk: row for row in newest}


def verlauf(actor, subject: Akte | Vorgang | Dokument, *, before: str = "") -> Verlauf:
    """Return the history of an object and of what lies directly below it, newest first.

    The object was read through the actor's rights. Reads are left out always, the work of jobs
    everywhere but at the Dokument itself. Four queries.
    """
    subjects = _subjects(actor, subject)
    hidden = [Event.DATEI_READ]
    if not isinstance(subject, Dokument):
        hidden += PROCESSING
    events = AuditEvent.objects.filter(subject_id__in=subjects).exclude(name__in=hidden)
    if before.isdigit():
        events = events.filter(seq__lt=int(before))
    rows = list(events.prefetch_related("details").order_by("-seq")[: PAGE + 1])
    shown = rows[:PAGE]
    names = person_names(
        key for event in shown for key in (event.actor_id, event.on_behalf_of) if key
    )
    entries = [_entry(event, subject, subjects, names) for event in shown]
    more = len(rows) > PAGE and shown[-1].seq
    return Verlauf(entries, str(shown[-1].seq) if more else "")


def _entry(event: AuditEvent, subject, subjects: dict, names: dict) -> Entry:
    is_system = event.actor_kind == "system"
    return Entry(
        who=SYSTEM_NAME if is_system else names.get(event.actor_id, "Jemand"),
        text=registry.events.get(event.name, "hat etwas geändert"),
        at=event.at,
        event=event.name,
        seq=event.seq,
        is_system=is_system,
        detail=_detail(event, names),
        about=subjects[event.subject_id] if event.subject_id != subject.pk else None,
        changes=changes_of(event),
    )


def _detail(event: AuditEvent, names: dict) -> str:
    behalf = names.get(event.on_behalf_of, "")
    if event.actor_kind != "system":
        return f"in Vertretung für {behalf}" if behalf else ""
    kind = registry.jobs.get(event.actor_id.removeprefix("job:"))
    label = f"Auftrag „{kind.label}“" if kind else ""
    return f"{label}, ausgelöst von {behalf}" if label and behalf else label


def last_change(subject) -> tuple[str, datetime] | None:
    """Return who changed an object last and when, or None."""
    event = AuditEvent.objects.filter(subject_id=subject.pk).order_by("-at", "-pk").first()
    if event is None:
        return None
    name = person_names([event.actor_id]).get(event.actor_id, SYSTEM_NAME)
    return name, event.at
