"""Wiedervorlagen, Aufgaben and Fristen: enter, move, settle, withdraw, take over."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.utils.timezone import localdate

from verbundakte.akten.actions import check_open
from verbundakte.akten.models import Akte, Dokument, Vorgang
from verbundakte.core import audit
from verbundakte.core.actions import Refusal, action
from verbundakte.core.kalender import Arbeitskalender
from verbundakte.geschaeftsgang.actions.wv_zeile import (
    ask_line_again,
    change_line,
    complete_line,
    locked_termin,
    skip_line,
)
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


class TerminOpen(Refusal):
    message = "Das liegt schon wieder an. Laden Sie die Seite neu."


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
    if fuer.einheit is not None and fuer.einheit.valid_to and fuer.einheit.valid_to <= localdate(at):
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


def _ending(actor, termin: Termin) -> Termin:
    """Return an open Termin that the actor may end or move, locked. Raises TerminOver."""
    if not may_settle_termin(actor, termin):
        raise PermissionDenied(Permission.TERMIN_DO)
    row = locked_termin(termin)
    if not row.is_open:
        raise TerminOver
    return row


@action(Permission.TERMIN_DO, Event.TERMIN_DONE, about="result", locks=False)
def settle_termin(actor, termin: Termin, *, at: datetime) -> Gegenstand:
    """Note that it is done; the log of the object it is about tells. Raises TerminOver.

    A line "Wv." of a Verfügung is done with it.
    """
    row = _ending(actor, termin)
    row.done_at, row.done_by = at, actor.person_id
    row.save(update_fields=["done_at", "done_by"])
    audit.note_change(str(row), row.text or str(row.due_on), None)
    complete_line(actor, row, at=at)
    return row.subject


@action(Permission.TERMIN_DO, Event.TERMIN_WITHDRAWN, about="result", locks=False)
def withdraw_termin(actor, termin: Termin, *, grund: str, at: datetime) -> Gegenstand:
    """Take it back; a Frist only with a reason. A line of a Verfügung is passed over with it.

    Raises TerminOver, GrundMissing, LineOfVerfuegung.
    """
    row = _ending(actor, termin)
    if isinstance(row, Frist) and not grund.strip():
        raise GrundMissing
    row.withdrawn_at, row.withdrawn_by, row.grund = at, actor.person_id, grund[:500]
    row.save(update_fields=["withdrawn_at", "withdrawn_by", "grund"])
    audit.note_change(str(row), row.text or str(row.due_on), None)
    audit.note_change("Grund", None, row.grund)
    skip_line(actor, row, grund=grund, at=at)
    return row.subject


@action(Permission.TERMIN_DO, Event.TERMIN_REOPENED, about="result", locks=False)
def reopen_termin(actor, termin: Termin, *, at: datetime) -> Gegenstand:
    """Let it lie open again that was done or taken back by mistake; a line of a Verfügung is asked
    once more. Raises TerminOpen, AkteClosed, VorgangClosed."""
    if not may_settle_termin(actor, termin):
        raise PermissionDenied(Permission.TERMIN_DO)
    row = locked_termin(termin)
    if row.is_open:
        raise TerminOpen
    check_open(row.subject)
    audit.note_change(str(row), None, row.text or str(row.due_on))
    if isinstance(row, Wiedervorlage) and row.schritt_id:
        if _open_again(row):
            raise TerminOpen
        ask_line_again(actor, row, at=at)
        return row.subject
    ended = ("done_at", "done_by", "withdrawn_at", "withdrawn_by")
    for name in ended:
        setattr(row, name, None)
    row.grund = ""
    row.save(update_fields=[*ended, "grund"])
    return row.subject


def _open_again(row: Wiedervorlage) -> bool:
    """Tell whether the line was asked once more already."""
    return row.schritt.nachfolger.filter(art=row.schritt.art).exists()


@action(Permission.TERMIN_DO, Event.WIEDERVORLAGE_MOVED, about="result", locks=False)
def move_wiedervorlage(
    actor, termin: Wiedervorlage | Aufgabe, *, due_on: date, at: datetime, angabe: str = ""
) -> Gegenstand:
    """Let it come up on another day. Raises TerminOver."""
    row = _ending(actor, termin)
    audit.note_change(row._meta.verbose_name, row.due_on, due_on)
    row.due_on = due_on
    if isinstance(row, Wiedervorlage):
        row.angabe = angabe[:60]
    row.save()
    change_line(actor, row, at=at)
    return row.subject


@action(Permission.TERMIN_EDIT, Event.TERMIN_HANDED_OVER, about="result", locks=False)
def hand_over_termin(
    actor, termin: Termin, *, person: UUID, to: Person, at: datetime
) -> Gegenstand:
    """Give to another what is due for a person, or for which she is the second one.

    Raises AddresseeLeft, AddresseeSeesNothing, ZweiteMissing.
    """
    row = locked_termin(termin)
    _check_person(actor, to, row.subject)
    audit.note_change(str(row), Person.objects.get(pk=person).name, to.name)
    if row.person_id == person:
        row.person = to
    elif getattr(row, "zweite_id", None) == person:
        row.zweite = to
    if getattr(row, "zweite_id", None) is not None and row.zweite_id == row.person_id:
        raise ZweiteMissing
    row.save()
    change_line(actor, row, at=at)
    return row.subject


@action(Permission.TERMIN_DO, Event.TERMIN_TAKEN, about="result", locks=False)
def take_termin(actor, termin: Termin, *, at: datetime) -> Gegenstand:
    """Take over what lies with a unit of one's own, or with somebody one leads. Raises TerminOver."""
    if not may_take_termin(actor, termin, led_by(actor, localdate(at))):
        raise PermissionDenied(Permission.TERMIN_DO)
    row = locked_termin(termin)
    if not row.is_open:
        raise TerminOver
    audit.note_change(str(row), row.person or row.einheit, actor.name)
    row.person_id, row.einheit = actor.works_for, None
    row.save(update_fields=["person", "einheit"])
    change_line(actor, row, at=at)
    return row.subject
