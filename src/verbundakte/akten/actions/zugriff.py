"""Who may see an object: inherit, add persons, or only those named; and exclude single persons."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from verbundakte.akten.actions.anlagen import check_not_inside
from verbundakte.akten.actions.zonen import (
    Move,
    Subject,
    above,
    apply,
    in_batches,
    moves_below,
    zone_of,
)
from verbundakte.akten.events import Event
from verbundakte.akten.kinds import JobKind
from verbundakte.akten.models import Akte, Ausschluss, Choice, Dokument, Vorgang, Zugriffsregel
from verbundakte.akten.permissions import Permission
from verbundakte.core import audit, jobs
from verbundakte.core.access.zones import settled_zone
from verbundakte.core.actions import Refusal, action
from verbundakte.core.models import Level
from verbundakte.core.search.outbox import touch
from verbundakte.organisation.access import who_may
from verbundakte.organisation.models import Person

AT_ONCE = 20_000
PLURAL = {Akte: "Akten", Vorgang: "Vorgänge", Dokument: "Dokumente"}


class NobodyLeft(Refusal):
    """A file that nobody may edit would be lost."""

    message = "So könnte niemand mehr daran arbeiten. Nennen Sie mindestens eine Person."


class OneselfLeftOut(Refusal):
    """Locking oneself out by mistake."""

    message = "Sie nehmen sich damit selbst den Zugriff. Nennen Sie auch sich."


class NotInVorgang(Refusal):
    """What lies nowhere inherits from nothing."""

    message = "Das Dokument liegt in keinem Vorgang. Legen Sie es zuerst in einen."


class AlreadyExcluded(Refusal):
    """Excluding the same person twice."""

    message = "Diese Person ist hier schon ausgeschlossen."


class NotExcluded(Refusal):
    """Ending what has ended."""

    message = "Dieser Ausschluss ist schon aufgehoben. Laden Sie die Seite neu."


def subject_field(subject: Akte | Vorgang | Dokument) -> str:
    """Return the field that names this kind of object in rules and exclusions."""
    return subject._meta.model_name


def rule_of(subject) -> Zugriffsregel | None:
    """Return the rule an object has of its own."""
    return Zugriffsregel.objects.filter(**{subject_field(subject): subject}).first()


def _described(choice: str, persons: Iterable[UUID]) -> str:
    names = ", ".join(
        person.name for person in Person.objects.filter(pk__in=persons).order_by("sort_key")
    )
    label = Choice(choice).label
    return f"{label}: {names}" if choice != Choice.SACHGEBIET else label


def _decide(subject, choice: Choice, persons: list[UUID]) -> None:
    rule = rule_of(subject)
    before = (rule.choice, rule.persons) if rule else (Choice.SACHGEBIET, [])
    audit.note_change("Zugriff", _described(*before), _described(choice, persons))
    if choice == Choice.SACHGEBIET:
        if rule:
            rule.delete()
        return
    Zugriffsregel.objects.update_or_create(
        **{subject_field(subject): subject}, defaults={"choice": choice, "persons": persons}
    )


def settle(subject: Akte | Vorgang | Dokument, *, by) -> None:
    """Give an object the zone that its decisions and its place demand, and all below.

    What is more than 20,000 objects is done by a job started by `by`, withdrawals first.
    Raises NobodyLeft, NotInVorgang.
    """
    upper = above(subject)
    if upper is None:
        raise NotInVorgang
    zone = zone_of(subject, settled_zone(upper))
    if zone == subject.zone_id:
        return
    if not any(reader.level == Level.WRITE for reader in who_may(zone)):
        raise NobodyLeft
    subject.zone_id = zone
    subject.revision += 1
    subject.save(update_fields=["zone", "revision"])
    touch(subject, is_moved=True)
    settle_below(subject, by=by)


def settle_below(subject: Subject, *, by) -> None:
    """Bring everything below an object (also a plan unit) in line with its zone."""
    while moves := moves_below(subject):
        if sum(len(move.ids) for move in moves) > AT_ONCE:
            label = f"Zugriff übertragen: {subject}"[:200]
            args = {"model": subject._meta.model_name, "key": subject.pk}
            jobs.start(by, JobKind.SPREAD, subject=subject, label=label, **args)
            return
        for move in moves:
            apply(move)


def narrow_to(subject: Akte | Dokument, persons: list[UUID], *, by) -> None:
    """Open a new object to these persons alone, for the action that makes it. Raises NobodyLeft.

    Whoever makes it need not be one of them (the Beihilfe of a Personalakte).
    """
    _decide(subject, Choice.NUR, persons)
    settle(subject, by=by)


@action(Permission.ZUGRIFF_EDIT, Event.ZUGRIFF_CHANGED)
def change_zugriff(
    actor, subject: Akte | Vorgang | Dokument, *, choice: Choice, persons: list[UUID]
):
    """Set who may see an object and all below that has no rule of its own.

    Raises NobodyLeft, OneselfLeftOut, LiesInside.
    """
    check_not_inside(subject)
    if choice == Choice.NUR and not persons:
        raise NobodyLeft
    if choice == Choice.PLUS and not persons:
        choice = Choice.SACHGEBIET
    if choice == Choice.NUR and actor.kind == "person" and actor.person_id not in persons:
        raise OneselfLeftOut
    _decide(subject, choice, persons)
    settle(subject, by=actor)
    return subject


@action(Permission.ZUGRIFF_EDIT, Event.AUSSCHLUSS_MADE, about="result")
def exclude_person(
    actor, subject: Akte | Vorgang, *, person: Person, reason: str, at: datetime
) -> Ausschluss:
    """Shut a person out of an Akte or a Vorgang and all below, whatever else gives her access.

    Raises AlreadyExcluded, NobodyLeft.
    """
    about = {subject_field(subject): subject, "person": person}
    if Ausschluss.objects.filter(ended_at=None, **about).exists():
        raise AlreadyExcluded
    made = Ausschluss.objects.create(
        **about, reason=reason, created_at=at, created_by=getattr(actor, "person_id", None)
    )
    audit.note_change("Ausgeschlossen", None, person.name)
    settle(subject, by=actor)
    return made


@action(Permission.ZUGRIFF_EDIT, Event.AUSSCHLUSS_ENDED, about="result")
def end_exclusion(
    actor, subject: Akte | Vorgang, *, ausschluss: Ausschluss, at: datetime
) -> Ausschluss:
    """End an exclusion of this object. Raises NotExcluded."""
    about = {subject_field(subject): subject}
    row = Ausschluss.objects.filter(pk=ausschluss.pk, ended_at=None, **about).first()
    if row is None:
        raise NotExcluded
    row.ended_at, row.ended_by = at, getattr(actor, "person_id", None)
    row.save(update_fields=["ended_at", "ended_by"])
    audit.note_change("Ausgeschlossen", row.person.name, None)
    settle(subject, by=actor)
    return row


@action(Permission.ZUGRIFF_EDIT, Event.ZUGRIFF_SPREAD, locks=False)
def spread_zugriff(actor, subject: Subject, *, move: Move) -> None:
    """Give some objects below `subject` their zone (one batch of a large change)."""
    apply(move)
    audit.note_change(PLURAL[move.model], None, len(move.ids))


def next_batches(subject: Subject, *, only_withdraw: bool) -> list[Move]:
    """Return what is left to do of a large change, cut into batches."""
    return list(in_batches(moves_below(subject, only_withdraw=only_withdraw)))
