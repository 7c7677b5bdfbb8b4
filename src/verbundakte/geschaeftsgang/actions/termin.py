"""Wiedervorlagen, Aufgaben and Fristen: enter, move, settle, withdraw, take over."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import PermissionDenied

from verbundakte.akten.actions import check_open
from verbundakte.akten.models import Akte, Dokument, Vorgang
from verbundakte.core import audit
from verbundakte.core.actions import Refusal, action
from verbundakte.core.kalender import Arbeitskalender
from verbundakte.geschaeftsgang.events import Event
from verbundakte.geschaeftsgang.fristrechnung import Fristangaben, compute
from verbundakte.geschaeftsgang.models import Aufgabe, Frist, Termin, Wiedervorlage
from verbundakte.geschaeftsgang.permissions import Permission
from verbundakte.geschaeftsgang.queries import led_by, may_settle_termin, may_take_termin
from verbundakte.organisation.actor import load_actor
from verbundakte.organisation.models import Organisationseinheit, Person
from verbundakte.standards.fristen import Bekanntgaberegel

Gegenstand = Akte | Vorgang | Dokument


class NotFiled(Refusal):
    message = "Das Dokument liegt in keinem Vorgang. Ordnen Sie es zuerst zu."


class TerminOver(Refusal):
    message = "Das ist schon erledigt oder zurückgenommen. Laden Sie die Seite neu."


class AddresseeLeft(Refusal):
    message = "Diese Person arbeitet nicht mehr hier. Wählen Sie jemand anderen."


class AddresseeSeesNothing(Refusal):
    message = (
        "Diese Person darf das nicht lesen und sähe es nie. Wählen Sie jemand anderen, oder geben Sie"
        " ihr zuerst Zugriff."
    )


class UnitClosed(Refusal):
    message = "Diese Einheit gibt es nicht mehr. Wählen Sie eine, die besteht."


class VorfristMissing(Refusal):
    """An Ausschlussfrist is not left to its last day."""

    message = "Eine Ausschlussfrist braucht eine Vorfrist, die vor ihr liegt."


class ZweiteMissing(Refusal):
    """An Ausschlussfrist is not left to one person."""

    message = "Eine Ausschlussfrist braucht eine zweite Person. Nennen Sie jemand anderen als sich."


class NotComputable(Refusal):
    """What was said makes no Frist; the message is the sentence of the computation."""


class GrundMissing(Refusal):
    message = "Eine Frist verschwindet nicht ohne Grund. Schreiben Sie, warum sie nicht gilt."


@dataclass(frozen=True)
class Fuer:
    """For whom something is due: a person, or whoever of a unit sees to it."""

    person: Person | None = None
    einheit: Organisationseinheit | None = None

    def __str__(self):
        return str(self.person or self.einheit)


@dataclass(frozen=True)
class Eintrag:
    """What comes up again: the day, for whom, what for; `angabe`: the day as it was typed."""

    due_on: date
    fuer: Fuer
    text: str = ""
    angabe: str = ""


@dataclass(frozen=True)
class Fristeintrag:
    """A Frist to be entered: what it is computed from, who answers for it."""

    angaben: Fristangaben
    fuer: Fuer
    text: str = ""
    is_ausschluss: bool = False
    vorfrist_on: date | None = None
    zweite: Person | None = None


@dataclass(frozen=True)
class Rechenweg:
    """With which calendar and rules of the town a Frist is computed."""

    kalender: Arbeitskalender
    regeln: list[Bekanntgaberegel]


def check_ausschluss(
    am: date, vorfrist_on: date | None, zweite: Person | None, others: Iterable
) -> None:
    """Refuse an Ausschlussfrist without Vorfrist before it, or with a second person among `others`
    (ids of whoever answers for it already). Raises VorfristMissing, ZweiteMissing."""
    if vorfrist_on is None or vorfrist_on >= am:
        raise VorfristMissing
    if zweite is None or zweite.pk in others:
        raise ZweiteMissing


def _about(subject: Gegenstand) -> dict:
    """Return the references of a Termin about this. Raises AkteClosed, VorgangClosed."""
    if isinstance(subject, Dokument):
        if subject.vorgang is None:
            raise NotFiled
        return {"vorgang": subject.vorgang, "dokument": subject}
    return {subject._meta.model_name: subject}


def _check_person(actor, person: Person | None, subject: Gegenstand) -> None:
    if person is None or person.pk == getattr(actor, "person_id", None):
        return
    seen = load_actor(person.pk)
    if seen is None:
        raise AddresseeLeft
    if subject.zone_id not in seen.zones_read:
        raise AddresseeSeesNothing


def _check_fuer(actor, fuer: Fuer, subject: Gegenstand, at: datetime) -> None:
    _check_person(actor, fuer.person, subject)
    if fuer.einheit is not None and fuer.einheit.valid_to and fuer.einheit.valid_to <= at.date():
        raise UnitClosed


def _common(actor, subject: Gegenstand, eintrag, at: datetime) -> dict:
    check_open(subject)
    _check_fuer(actor, eintrag.fuer, subject, at)
    return {
        **_about(subject),
        "person": eintrag.fuer.person,
        "einheit": eintrag.fuer.einheit,
        "text": eintrag.text[:500],
        "at": at,
        "by": getattr(actor, "works_for", None),
    }


@action(Permission.TERMIN_EDIT, Event.WIEDERVORLAGE_PLANNED, locks=False)
def plan_wiedervorlage(
    actor, subject: Gegenstand, *, eintrag: Eintrag, at: datetime
) -> Wiedervorlage:
    """Let an Akte, a Vorgang or a Dokument come up again on a day. Raises the refusals above."""
    row = Wiedervorlage.objects.create(
        due_on=eintrag.due_on, angabe=eintrag.angabe[:60], **_common(actor, subject, eintrag, at)
    )
    audit.note_change("Wiedervorlage", None, row.due_on)
    audit.note_change("Für", None, eintrag.fuer)
    audit.note_change("Wozu", None, row.text)
    return row


@action(Permission.TERMIN_EDIT, Event.AUFGABE_GIVEN, locks=False)
def give_aufgabe(actor, subject: Gegenstand, *, eintrag: Eintrag, at: datetime) -> Aufgabe:
    """Give somebody something to do for a Vorgang by a day. Raises the refusals above."""
    row = Aufgabe.objects.create(due_on=eintrag.due_on, **_common(actor, subject, eintrag, at))
    audit.note_change("Aufgabe", None, row.text)
    audit.note_change("Für", None, eintrag.fuer)
    audit.note_change("Bis", None, row.due_on)
    return row


@action(Permission.TERMIN_EDIT, Event.FRIST_ENTERED, locks=False)
def enter_frist(
    actor, subject: Vorgang | Dokument, *, eintrag: Fristeintrag, weg: Rechenweg, at: datetime
) -> Frist:
    """Enter a Frist of a Vorgang with the steps of its computation.

    Raises NotComputable, VorfristMissing, ZweiteMissing and the refusals above.
    """
    try:
        found = compute(eintrag.angaben, weg.kalender, weg.regeln)
    except ValueError as error:
        raise NotComputable(str(error)) from error
    if eintrag.is_ausschluss:
        others = (getattr(actor, "person_id", None), getattr(eintrag.fuer.person, "pk", None))
        check_ausschluss(found.ends_on, eintrag.vorfrist_on, eintrag.zweite, others)
        _check_person(actor, eintrag.zweite, subject)
    row = Frist.objects.create(
        due_on=found.ends_on,
        is_ausschluss=eintrag.is_ausschluss,
        vorfrist_on=eintrag.vorfrist_on,
        zweite=eintrag.zweite,
        eingaben=eintrag.angaben.data(),
        schritte=[
            {"on": step.on.isoformat(), "text": step.text, "norm": step.norm}
            for step in found.schritte
        ],
        hinweise=list(found.warnings),
        **_common(actor, subject, eintrag, at),
    )
    audit.note_change(row.label, None, row.due_on)
    audit.note_change("Für", None, eintrag.fuer)
    audit.note_change("Vorfrist", None, row.vorfrist_on)
    audit.note_change("Zweite Person", None, eintrag.zweite and eintrag.zweite.name)
    return row


def _ending(actor, termin: Termin) -> Gegenstand:
    if not may_settle_termin(actor, termin):
        raise PermissionDenied(Permission.TERMIN_DO)
    if not termin.is_open:
        raise TerminOver
    return termin.subject


@action(Permission.TERMIN_DO, Event.TERMIN_DONE, about="result")
def settle_termin(actor, termin: Termin, *, at: datetime) -> Gegenstand:
    """Note that it is done; the log of the object it is about tells. Raises TerminOver."""
    subject = _ending(actor, termin)
    termin.done_at, termin.done_by = at, actor.person_id
    termin.save(update_fields=["done_at", "done_by"])
    audit.note_change(str(termin), termin.text or str(termin.due_on), None)
    return subject


@action(Permission.TERMIN_DO, Event.TERMIN_WITHDRAWN, about="result")
def withdraw_termin(actor, termin: Termin, *, grund: str, at: datetime) -> Gegenstand:
    """Take it back; a Frist only with a reason. Raises TerminOver, GrundMissing."""
    subject = _ending(actor, termin)
    if isinstance(termin, Frist) and not grund.strip():
        raise GrundMissing
    termin.withdrawn_at, termin.withdrawn_by, termin.grund = at, actor.person_id, grund[:500]
    termin.save(update_fields=["withdrawn_at", "withdrawn_by", "grund"])
    audit.note_change(str(termin), termin.text or str(termin.due_on), None)
    audit.note_change("Grund", None, termin.grund)
    return subject


@action(Permission.TERMIN_DO, Event.WIEDERVORLAGE_MOVED, about="result")
def move_wiedervorlage(
    actor, termin: Wiedervorlage | Aufgabe, *, due_on: date, angabe: str = ""
) -> Gegenstand:
    """Let it come up on another day. Raises TerminOver."""
    subject = _ending(actor, termin)
    audit.note_change(termin._meta.verbose_name, termin.due_on, due_on)
    termin.due_on = due_on
    if isinstance(termin, Wiedervorlage):
        termin.angabe = angabe[:60]
    termin.save()
    return subject


@action(Permission.TERMIN_DO, Event.TERMIN_TAKEN, about="result")
def take_termin(actor, termin: Termin, *, on: date) -> Gegenstand:
    """Take over what lies with a unit of one's own, or with somebody one leads. Raises TerminOver."""
    if not may_take_termin(actor, termin, led_by(actor, on)):
        raise PermissionDenied(Permission.TERMIN_DO)
    if not termin.is_open:
        raise TerminOver
    audit.note_change(str(termin), termin.person or termin.einheit, actor.name)
    termin.person_id, termin.einheit = actor.works_for, None
    termin.save(update_fields=["person", "einheit"])
    return termin.subject
