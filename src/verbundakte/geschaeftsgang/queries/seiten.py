"""What the pages read besides: what somebody may do in a Verfügung, how it was changed, who may sign."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from verbundakte.akten.queries import person_names
from verbundakte.core.history import changes_of
from verbundakte.core.models import AuditEvent
from verbundakte.core.registry import registry
from verbundakte.geschaeftsgang.events import Event
from verbundakte.geschaeftsgang.models import Hinfall, Schritt, Verfuegung
from verbundakte.geschaeftsgang.permissions import Permission
from verbundakte.geschaeftsgang.queries.platz import desks_of, does, may_steer, may_take
from verbundakte.organisation.models import Person, Stellenbesetzung, Vertretung

MOST_SIGNERS = 100
MOST_CHANGES = 50
CHANGES = (
    Event.SCHRITT_ADDED,
    Event.SCHRITT_CHANGED,
    Event.SCHRITT_RETURNED,
    Event.SCHRITT_SKIPPED,
    Event.SCHRITT_RECALLED,
    Event.VERFUEGUNG_RECALLED,
)


def voided_before(schritt: Schritt) -> Hinfall | None:
    """Return what voided the Zeichnung that a step asks for again (one query where it does)."""
    if schritt.vorgaenger_id is None:
        return None
    rows = Hinfall.objects.filter(
        zeichnung__erledigung__schritt=schritt.vorgaenger_id, lifted_at=None
    )
    return rows.select_related("fassung", "zeichnung__fassung").first()


@dataclass(frozen=True)
class Change:
    """One change of a running Verfügung: who did what to which line, when."""

    who: str
    text: str
    at: datetime
    nummer: int | None
    changes: tuple


@dataclass(frozen=True)
class Rights:
    """What somebody may do in a Verfügung: answer or take over which open steps; book what was signed
    on paper; change its lines."""

    answer: frozenset[UUID]
    take: frozenset[UUID]
    book: bool
    edit: bool


def rights_in(actor, verfuegung: Verfuegung, schritte: list[Schritt], *, on: date) -> Rights:
    """Return what the actor may do in a Verfügung that was read, with its lines."""
    running = [row for row in schritte if row.begun_at and not row.ended_at]
    may_do = Permission.SCHRITT_DO in actor.permissions
    desks = desks_of(actor, on=on) if running and may_do else set()
    mine = frozenset(row.pk for row in running if row.platz in desks and does(actor, row))
    others = [row for row in running if row.pk not in mine]
    return Rights(
        answer=mine,
        take=frozenset(row.pk for row in others if may_take(actor, row, on=on)),
        book=Permission.PAPIER_BOOK in actor.permissions,
        edit=verfuegung.ended_at is None and may_steer(actor, verfuegung),
    )


def changes_in(verfuegung: Verfuegung, schritte: list[Schritt]) -> list[Change]:
    """Return how a Verfügung that was read was changed while it ran, newest first (three queries)."""
    keys = [verfuegung.pk, *(row.pk for row in schritte)]
    events = AuditEvent.objects.filter(subject_id__in=keys, name__in=CHANGES)
    rows = list(events.prefetch_related("details").order_by("-seq")[:MOST_CHANGES])
    names = person_names(row.actor_id for row in rows)
    numbers = {row.pk: row.position for row in schritte}
    return [
        Change(
            names.get(row.actor_id, "Verbundakte"),
            registry.events[row.name],
            row.at,
            numbers.get(row.subject_id),
            tuple(changes_of(row)),
        )
        for row in rows
    ]


def signers_of(schritt: Schritt, *, on: date) -> list[Person]:
    """Return who may have signed a step in ink: who works where it lies, and who stands in there."""
    held = Stellenbesetzung.objects.valid_on(on)
    if schritt.person_id:
        there = Q(pk=schritt.person_id)
    elif schritt.stelle_id:
        there = Q(pk__in=held.filter(stelle=schritt.stelle_id).values("person"))
    else:
        there = Q(pk__in=held.filter(stelle__einheit=schritt.einheit_id).values("person"))
    absent = Person.objects.filter(there).values("pk")
    standing_in = Vertretung.objects.valid_on(on).filter(person__in=absent).values("vertreter")
    rows = Person.objects.active(on).filter(there | Q(pk__in=standing_in))
    return list(rows.order_by("sort_key", "pk")[:MOST_SIGNERS])
