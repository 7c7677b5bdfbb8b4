"""Ask for an Akte and file into it at once; the Registratur confirms it, lays it elsewhere, refuses.

What was filed stays findable under its provisional numbers.
"""

from datetime import datetime

from django.core.exceptions import PermissionDenied

from verbundakte.akten.actions.akte import open_akte, unit_for
from verbundakte.akten.actions.nummer import akte_number, provisional_number
from verbundakte.akten.actions.own import drop_merkzettel
from verbundakte.akten.actions.verschiebung import SamePlace, move_vorgang, renumber_akte
from verbundakte.akten.events import Event
from verbundakte.akten.models import (
    Akte,
    Aktenantrag,
    Aktenplaneinheit,
    Anmerkung,
    Aushebung,
    Ausleihe,
    Beteiligung,
    Entscheidung,
    FruehereNummer,
    Papierteil,
    Vorgang,
)
from verbundakte.akten.permissions import Permission
from verbundakte.core import audit
from verbundakte.core.actions import Refusal, action
from verbundakte.core.search.fold import fold
from verbundakte.core.search.outbox import touch


class RegistraturShutOut(Refusal):
    """Nobody could decide: the Registratur sees no file of a Geheimnisklasse."""

    message = (
        "Akten dieser Einheit sieht die Registratur nicht, sie kann darüber nicht entscheiden."
        " Bitten Sie jemanden der federführenden Einheit, die Akte anzulegen."
    )


class AntragDecided(Refusal):
    """Deciding twice, or where nothing was asked for."""

    message = "Über diese Akte ist schon entschieden. Laden Sie die Seite neu."


class GrundMissing(Refusal):
    """Whoever asked must know why not."""

    message = "Nennen Sie den Grund. Wer die Akte beantragt hat, liest ihn."


class HoldsUnseen(Refusal):
    """What is narrowed cannot be laid elsewhere by whoever may not see it."""

    message = (
        "In der Akte liegt ein Vorgang, den Sie nicht bearbeiten dürfen. Bestätigen Sie die Akte,"
        " oder bitten Sie die antragstellende Person, ihn zu verschieben."
    )


class HoldsMore(Refusal):
    """Teilakten and paper belong to the Akte itself."""

    message = (
        "Zu dieser Akte gehören Teilakten oder Papier. Bestätigen Sie sie, und verschieben Sie dann,"
        " was anderswo liegen soll."
    )


class AkteHoldsSomething(Refusal):
    """Only an empty Akte goes."""

    message = "In der Akte liegt noch etwas. Verschieben Sie es zuerst in eine andere Akte."


@action(Permission.AKTE_REQUEST, Event.AKTE_REQUESTED, about="result", locks=False)
def request_akte(
    actor, planeinheit: Aktenplaneinheit, *, betreff: str, at: datetime, hinweis: str = "", **more
) -> Akte:
    """Begin an Akte that the Registratur has still to decide; filing into it begins at once.

    It gets its number now, where its pattern is gap-free only when it is confirmed. `more` as for
    `create_akte`. Raises RegistraturShutOut, PlaneinheitEnded, PlaneinheitStillgelegt,
    FederfuehrungMissing.
    """
    unit = unit_for(planeinheit, Permission.AKTE_REQUEST, actor=actor, at=at)
    if unit.geheimnisklasse:
        raise RegistraturShutOut
    vorlaeufig = provisional_number(unit, at)
    akte = open_akte(unit, actor=actor, betreff=betreff, at=at, aktenzeichen=vorlaeufig, **more)
    Aktenantrag.objects.create(
        akte=akte,
        hinweis=hinweis,
        vorlaeufig=vorlaeufig,
        requested_at=at,
        requested_by=actor.person_id,
    )
    audit.note_change("Hinweis an die Registratur", None, hinweis or None)
    return akte


def _undecided(akte: Akte) -> Aktenantrag:
    antrag = akte.antraege.select_for_update(of=("self",)).undecided().first()
    if antrag is None:
        raise AntragDecided
    return antrag


def _decide(actor, antrag: Aktenantrag, what: Entscheidung, at: datetime, **more) -> None:
    antrag.entscheidung, antrag.decided_at = what, at
    antrag.decided_by = getattr(actor, "person_id", None)
    for name, value in more.items():
        setattr(antrag, name, value)
    antrag.save()
    audit.note_change("Antrag", "beantragt", what.label)


def _is_empty(akte: Akte) -> bool:
    vorgaenge = Vorgang.objects.filter(akte=akte, trashed_at=None)
    return not vorgaenge.exists() and not akte.teilakten.filter(trashed_at=None).exists()


def _take_away(akte: Akte, at: datetime) -> None:
    akte.trashed_at = at
    akte.save(update_fields=["trashed_at"])
    drop_merkzettel([akte.pk])
    touch(akte)


@action(Permission.AKTE_CONFIRM, Event.AKTE_CONFIRMED)
def confirm_akte(actor, akte: Akte, *, at: datetime) -> Akte:
    """Let a requested Akte hold; a provisional number becomes the next of its pattern.

    Raises AntragDecided, NoNumberLeft.
    """
    antrag = _undecided(akte)
    if antrag.vorlaeufig and antrag.vorlaeufig == akte.aktenzeichen:
        number = akte_number(akte.planeinheit, akte.federfuehrung, at)
        renumber_akte(akte, number, actor=actor, place=antrag.pk, at=at)
    _decide(actor, antrag, Entscheidung.BESTAETIGT, at)
    return akte


@action(Permission.AKTE_CONFIRM, Event.AKTE_REFILED)
def refile_akte(actor, akte: Akte, *, to: Akte, at: datetime) -> Akte:
    """Lay what a requested Akte holds into another one, which is found by its number from now on.

    Raises AntragDecided, SamePlace, HoldsUnseen, HoldsMore and what `move_vorgang` raises.
    """
    antrag = _undecided(akte)
    if akte.pk == to.pk:
        raise SamePlace
    _check_can_leave(akte)
    rows = Vorgang.objects.filter(akte=akte, trashed_at=None, parent=None).order_by("aktenzeichen")
    vorgaenge = list(rows)
    if not all(actor.may(Permission.VORGANG_EDIT, row) for row in vorgaenge):
        raise HoldsUnseen
    for row in vorgaenge:
        move_vorgang(actor, row, to=to, seen_revision=row.revision, at=at)
    Anmerkung.objects.filter(akte=akte).update(akte=to)
    known = Beteiligung.objects.filter(akte=to).values_list("kontakt_id", "rolle")
    there = set(known)
    for row in Beteiligung.objects.filter(akte=akte):
        if (row.kontakt_id, row.rolle) not in there:
            row.akte = to
            row.save(update_fields=["akte"])
    FruehereNummer.objects.create(
        akte=to,
        aktenzeichen=akte.aktenzeichen,
        aktenzeichen_folded=fold(akte.aktenzeichen),
        place_id=antrag.pk,
        moved_at=at,
        moved_by=getattr(actor, "person_id", None),
    )
    touch(to)
    _decide(actor, antrag, Entscheidung.UMGELEGT, at, ziel=to)
    audit.note_change("Akte", akte.aktenzeichen, to.aktenzeichen)
    _take_away(akte, at)
    return to


def _check_can_leave(akte: Akte) -> None:
    has_paper = any(
        model.objects.filter(akte=akte).exists() for model in (Papierteil, Ausleihe, Aushebung)
    )
    if has_paper or akte.teilakten.filter(trashed_at=None).exists():
        raise HoldsMore


@action(Permission.AKTE_CONFIRM, Event.AKTE_REFUSED)
def refuse_akte(actor, akte: Akte, *, grund: str, at: datetime) -> None:
    """Refuse a requested Akte; an empty one goes, from another one its Vorgänge must be moved.

    Raises AntragDecided, GrundMissing.
    """
    antrag = _undecided(akte)
    if not grund.strip():
        raise GrundMissing
    _decide(actor, antrag, Entscheidung.ABGELEHNT, at, grund=grund)
    audit.note_change("Grund", None, grund)
    touch(akte)
    if _is_empty(akte):
        _take_away(akte, at)


@action(Permission.AKTE_REQUEST, Event.AKTE_WITHDRAWN)
def withdraw_akte(actor, akte: Akte, *, at: datetime) -> None:
    """Take one's own request back, or put away a refused Akte, when nothing lies in it.

    Raises AntragDecided, PermissionDenied (not hers), AkteHoldsSomething.
    """
    antrag = akte.antraege.select_for_update(of=("self",)).unconfirmed().first()
    if antrag is None or akte.trashed_at is not None:
        raise AntragDecided
    if antrag.requested_by != actor.person_id:
        raise PermissionDenied(Permission.AKTE_REQUEST)
    if not _is_empty(akte):
        raise AkteHoldsSomething
    if antrag.decided_at is None:
        _decide(actor, antrag, Entscheidung.ZURUECKGEZOGEN, at)
    _take_away(akte, at)
