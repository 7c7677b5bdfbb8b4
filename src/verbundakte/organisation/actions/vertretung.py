"""Vertretungen: plan, end, take up."""

from collections.abc import Iterable
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db.models import Q

from verbundakte.core import audit
from verbundakte.core.actions import Refusal, action
from verbundakte.core.registry import registry
from verbundakte.organisation.actions.vertretungskette import (
    Zeit,
    check_is_there,
    end_passed_on,
    pass_on,
)
from verbundakte.organisation.actor import Actor, leads
from verbundakte.organisation.events import Event
from verbundakte.organisation.models import (
    Person,
    Rollenzuweisung,
    Vertretung,
    VertretungArt,
)
from verbundakte.organisation.permissions import Permission
from verbundakte.organisation.rules import only_assistenz


class VertretungByOneself(Refusal):
    message = "Eine Person kann sich nicht selbst vertreten. Wählen Sie jemand anderen."


class VertretungWithoutEnd(Refusal):
    message = (
        "Eine Abwesenheit hat einen letzten Tag. Ohne Ende gibt es nur die allgemeine Vertretung."
    )


class VertretungPeriod(Refusal):
    message = "Der letzte Tag liegt vor dem ersten. Prüfen Sie die beiden Tage."


class VertretungTwice(Refusal):
    message = (
        "Diese Vertretung gibt es für einen Teil der Zeit schon. Beenden oder ändern Sie jene."
    )


class VertretungByAssistenz(Refusal):
    message = (
        "Assistenz ist keine Vertretung: Wer nur diese Rolle hat, zeichnet nicht."
        " Wählen Sie jemand anderen."
    )


class PersonLeft(Refusal):
    message = "Diese Person arbeitet nicht mehr hier. Wählen Sie jemand anderen."


class VertretungOver(Refusal):
    message = "Diese Vertretung gilt heute nicht. Laden Sie die Seite neu."


def _check_may_plan(actor: Actor, person: Person, on: date) -> None:
    """Only the person herself, her Leitung, or whoever looks after all Vertretungen.

    Whoever stands in for one of them plans nothing, or a Vertretung could prolong itself.
    """
    if actor.on_behalf_of and actor.kind == "person":
        raise PermissionDenied(Permission.VERTRETUNG_PLAN)
    is_own = str(actor.id) == str(person.pk)
    if not (is_own or actor.may(Permission.VERTRETUNG_EDIT, person) or leads(actor, person, on)):
        raise PermissionDenied(Permission.VERTRETUNG_PLAN)


def _check(person: Person, values: dict) -> None:
    vertreter, first, end = values["vertreter"], values["from_on"], values["to_on"]
    if vertreter.pk == person.pk:
        raise VertretungByOneself
    if not (vertreter.is_active and person.is_active):
        raise PersonLeft
    if end is None and values["art"] == VertretungArt.ABWESENHEIT:
        raise VertretungWithoutEnd
    if end is not None and end <= first:
        raise VertretungPeriod
    rollen = Rollenzuweisung.objects.filter(person=vertreter).filter(
        Q(to_on=None) | Q(to_on__gt=first)
    )
    if only_assistenz(rollen.values_list("rolle_key", flat=True)):
        raise VertretungByAssistenz
    same = Vertretung.objects.filter(person=person, vertreter=vertreter).not_over(first)
    if end is not None:
        same = same.filter(from_on__lt=end)
    if same.exclude(to_on=first).exists():
        raise VertretungTwice
    if end is not None and values["art"] == VertretungArt.ABWESENHEIT:
        check_is_there(person, vertreter, Zeit(first, end))


@action(Permission.VERTRETUNG_PLAN, Event.VERTRETUNG_PLANNED)
def plan_vertretung(actor: Actor, person: Person, *, on: date, **values) -> Vertretung:
    """Let `vertreter` stand in for a person: art, from_on, to_on (first day without), is_persoenlich,
    perhaps `arten`.

    `on` is today: whose Leitung the actor is counts now. Only the person herself opens what names
    her personally. For whom the absent person stands in herself, `vertreter` does, too. Raises
    PermissionDenied, VertreterAbsent and the refusals above.
    """
    _check_may_plan(actor, person, on)
    _check(person, values)
    if str(actor.id) != str(person.pk):
        values["is_persoenlich"] = False
    vertretung = Vertretung.objects.create(
        person=person, created_by=getattr(actor, "person_id", None), **values
    )
    audit.note_change("Vertretung durch", None, vertretung.vertreter)
    audit.note_change("Art", None, vertretung.get_art_display())
    audit.note_change("Ab", None, vertretung.from_on)
    audit.note_change("Endet am", None, vertretung.to_on)
    audit.note_change("Auch wo sie persönlich genannt ist", None, vertretung.is_persoenlich)
    audit.note_change("Nur für", None, kinds_text(vertretung.arten))
    if vertretung.art == VertretungArt.ABWESENHEIT:
        pass_on(vertretung)
    return vertretung


def kinds_text(arten: Iterable[str]) -> str:
    """Return kinds of work (`registry.vertretbar`) in words, "" for none."""
    known = registry.vertretbar
    return ", ".join(known[art].label for art in arten if art in known)


@action(Permission.VERTRETUNG_PLAN, Event.VERTRETUNG_ENDED)
def end_vertretung(actor: Actor, vertretung: Vertretung, *, on: date, today: date) -> None:
    """End a Vertretung: `on` is the first day without it. Raises VertretungOver, PermissionDenied."""
    _check_may_plan(actor, vertretung.person, today)
    if vertretung.to_on is not None and vertretung.to_on <= today:
        raise VertretungOver
    old = vertretung.to_on
    vertretung.to_on = max(on, vertretung.from_on)
    vertretung.save(update_fields=["to_on"])
    audit.note_change("Endet am", old, vertretung.to_on)
    end_passed_on(vertretung)


@action(Permission.VERTRETUNG_PLAN, Event.VERTRETUNG_TAKEN_UP)
def take_up_vertretung(actor: Actor, vertretung: Vertretung, *, on: date) -> None:
    """Begin to work in place of somebody. Raises VertretungOver when it does not hold (any more)."""
    is_own = vertretung.vertreter_id == getattr(actor, "person_id", None)
    if not (is_own and Vertretung.objects.valid_on(on).filter(pk=vertretung.pk).exists()):
        raise VertretungOver
