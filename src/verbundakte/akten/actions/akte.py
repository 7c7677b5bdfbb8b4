"""What can be done with an Akte."""

from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from verbundakte.akten.actions.nummer import akte_number, check_free, teilakte_number
from verbundakte.akten.actions.own import drop_merkzettel
from verbundakte.akten.events import Event
from verbundakte.akten.models import Akte, Aktenplaneinheit, Vorgang, ZdaVerfuegung, is_zda
from verbundakte.akten.permissions import Permission
from verbundakte.core import audit
from verbundakte.core.access.zones import settled_zone
from verbundakte.core.actions import Refusal, action, assign, check_unchanged, count_change
from verbundakte.core.search.fold import fold
from verbundakte.core.search.outbox import touch
from verbundakte.organisation.models import Organisationseinheit, present_einheit


class PlaneinheitStillgelegt(Refusal):
    """No new Akten under a closed unit."""

    message = "Diese Aktenplaneinheit ist stillgelegt. Wählen Sie eine andere."


class PlaneinheitEnded(Refusal):
    """A new version of the plan holds by now, and it has no such unit."""

    message = (
        "Diese Einheit gibt es im geltenden Aktenplan nicht mehr. Wählen Sie eine andere:"
        " „Wohin gehört die Akte?“ kennt den neuen Plan."
    )


class FederfuehrungMissing(Refusal):
    """Neither the plan nor the actor names a unit."""

    message = "Es ist nicht bestimmt, wer die Akte führt. Wählen Sie die federführende Einheit."


class AkteAlreadyClosed(Refusal):
    """Closing twice."""

    message = "Die Akte ist bereits zu den Akten verfügt."


class AkteNotClosed(Refusal):
    """Reopening what is open."""

    message = "Die Akte ist nicht zu den Akten verfügt."


class AkteProvisional(Refusal):
    """An Akte that the Registratur has not confirmed is not closed."""

    message = (
        "Die Akte ist nur beantragt. Zu den Akten verfügt werden kann sie, wenn die Registratur sie"
        " bestätigt hat."
    )


class AkteHasOpenVorgaenge(Refusal):
    """An Akte closes after its Vorgänge; those the actor may not see are not named."""

    message = (
        "In der Akte ist noch etwas in Bearbeitung, das Sie nicht sehen dürfen."
        " Wenden Sie sich an die federführende Einheit."
    )

    def __init__(self, count: int, first: str):
        if not count:
            super().__init__()
            return
        more = f" und {count - 1} weitere" if count > 1 else ""
        verb = "sind" if count > 1 else "ist"
        super().__init__(
            f"{first}{more} {verb} noch in Bearbeitung. Verfügen Sie die Vorgänge zuerst z. d. A."
        )


def holding_unit(planeinheit: Aktenplaneinheit, on: date) -> Aktenplaneinheit:
    """Return the row of the unit that holds on this day, locked against its end.

    A release may have ended the row since it was read; its successor in the new version is taken.
    Raises PlaneinheitEnded, PlaneinheitStillgelegt.
    """
    rows = Aktenplaneinheit.objects.select_for_update(of=("self",), no_key=True)
    unit = rows.get(pk=planeinheit.pk)
    if unit.valid_to and unit.valid_to <= on:
        unit = rows.valid_on(on).filter(item_id=unit.item_id).first()
    if unit is None:
        raise PlaneinheitEnded
    if unit.is_stillgelegt:
        raise PlaneinheitStillgelegt
    return unit


class AkteHasOpenTeilakten(Refusal):
    """An Akte closes after its Teilakten; those the actor may not see are not named."""

    message = "Eine Teilakte ist noch offen. Verfügen Sie sie zuerst z. d. A."

    def __init__(self, first: str):
        super().__init__(
            f"Die Teilakte {first} ist noch offen. Verfügen Sie sie zuerst z. d. A."
            if first
            else ""
        )


class TeilakteInside(Refusal):
    """Teilakten have one level only."""

    message = "Eine Teilakte hat keine eigenen Teilakten. Legen Sie sie in der ganzen Akte an."


class ClosedAkte(Refusal):
    """Nothing new in a closed Akte."""

    message = "Die Akte ist zu den Akten verfügt. Nehmen Sie sie zuerst wieder auf."


def retention_of(planeinheit: Aktenplaneinheit) -> dict:
    """Return the retention an Akte copies from its plan unit when it begins."""
    reason = planeinheit.begruendung or "örtliche Festlegung"
    return {
        "aufbewahrungsdauer": planeinheit.aufbewahrungsdauer,
        "aussonderungsart": planeinheit.aussonderungsart,
        "retention_source": f"Aktenplan {planeinheit.kennzeichen} (Stand {planeinheit.version}): {reason}"[
            :340
        ],
        "geheimnisklasse": planeinheit.geheimnisklasse,
    }


@action(Permission.AKTE_CREATE, Event.AKTE_CREATED, about="result", locks=False)
def create_akte(
    actor,
    planeinheit: Aktenplaneinheit,
    *,
    betreff: str,
    at: datetime,
    federfuehrung: Organisationseinheit | None = None,
    aktenzeichen: str = "",
    **more,
) -> Akte:
    """Create an Akte under a plan unit; it gets the next number of the pattern that holds.

    `aktenzeichen`: the number it has already (taken over). `more`: further fields of the Akte
    (medium, laufzeit_from, laufzeit_to, bemerkung).
    Raises PlaneinheitEnded, PlaneinheitStillgelegt, FederfuehrungMissing, AktenzeichenTaken.
    """
    planeinheit = unit_for(planeinheit, Permission.AKTE_CREATE, actor=actor, at=at)
    values = {"federfuehrung": federfuehrung, "aktenzeichen": aktenzeichen, **more}
    return open_akte(planeinheit, actor=actor, betreff=betreff, at=at, **values)


def unit_for(unit: Aktenplaneinheit, permission: str, *, actor, at: datetime) -> Aktenplaneinheit:
    """Return the row of the unit that holds now, if the actor may do `permission` to it.

    Raises PermissionDenied, PlaneinheitEnded, PlaneinheitStillgelegt.
    """
    unit = holding_unit(unit, timezone.localdate(at))
    if not actor.may(permission, unit):
        raise PermissionDenied(permission)
    return unit


def open_akte(planeinheit: Aktenplaneinheit, *, actor, betreff: str, at: datetime, **more) -> Akte:
    """Make the Akte for the action that asked for the right; the unit is locked (`unit_for`).

    Raises FederfuehrungMissing, AktenzeichenTaken.
    """
    federfuehrung = more.pop("federfuehrung", None) or present_einheit(
        planeinheit.federfuehrung, timezone.localdate(at)
    )
    aktenzeichen = more.pop("aktenzeichen", "")
    if federfuehrung is None:
        raise FederfuehrungMissing
    if aktenzeichen:
        check_free(Akte, aktenzeichen)
    aktenzeichen = aktenzeichen or akte_number(planeinheit, federfuehrung, at)
    akte = Akte.objects.create(
        planeinheit=planeinheit,
        aktenzeichen=aktenzeichen,
        aktenzeichen_folded=fold(aktenzeichen),
        betreff=betreff,
        betreff_folded=fold(betreff),
        federfuehrung=federfuehrung,
        zone_id=settled_zone(planeinheit),
        created_at=at,
        created_by=getattr(actor, "person_id", None),
        **retention_of(planeinheit),
        **more,
    )
    audit.note_change("Aktenzeichen", None, aktenzeichen)
    audit.note_change("Betreff", None, betreff)
    touch(akte)
    return akte


@action(Permission.AKTE_CREATE, Event.AKTE_CREATED, about="result", locks=False)
def create_teilakte(actor, akte: Akte, *, betreff: str, at: datetime, **more) -> Akte:
    """Create a Teilakte; it inherits access, Federführung and retention of the whole.

    `more`: further fields (medium, vertraulichkeit, bemerkung). Raises TeilakteInside,
    ClosedAkte.
    """
    if akte.parent_id is not None:
        raise TeilakteInside
    if akte.zda_verfuegungen.filter(reopened_at=None).exists():
        raise ClosedAkte
    aktenzeichen = teilakte_number(akte, at)
    inherited = ("federfuehrung_id", "planeinheit_id", *retention_of(akte.planeinheit))
    part = Akte.objects.create(
        parent=akte,
        aktenzeichen=aktenzeichen,
        aktenzeichen_folded=fold(aktenzeichen),
        betreff=betreff,
        betreff_folded=fold(betreff),
        zone_id=settled_zone(akte),
        created_at=at,
        created_by=getattr(actor, "person_id", None),
        **{name: getattr(akte, name) for name in inherited},
        **more,
    )
    audit.note_change("Aktenzeichen", None, aktenzeichen)
    audit.note_change("Betreff", None, betreff)
    touch(part)
    return part


@action(Permission.AKTE_EDIT, Event.AKTE_CHANGED)
def change_akte(actor, akte: Akte, *, seen_revision: int, values: dict) -> Akte:
    """Change fields of an Akte. Raises core.actions.Changed when somebody was faster."""
    check_unchanged(akte, seen_revision)
    if assign(akte, values | {"betreff_folded": fold(values.get("betreff", akte.betreff))}):
        touch(akte)
    return akte


@action(Permission.AKTE_CLOSE, Event.AKTE_CLOSED)
def close_akte(actor, akte: Akte, *, on: date, at: datetime) -> ZdaVerfuegung:
    """Close the Akte (z. d. A.).

    Raises AkteAlreadyClosed, AkteProvisional, AkteHasOpenTeilakten, AkteHasOpenVorgaenge.
    """
    if akte.zda_verfuegungen.filter(reopened_at=None).exists():
        raise AkteAlreadyClosed
    if akte.antraege.unconfirmed().exists():
        raise AkteProvisional
    if parts := list(Akte.objects.filter(~is_zda("akte"), parent=akte)[:100]):
        seen = (row.aktenzeichen for row in parts if actor.may(Permission.AKTE_READ, row))
        raise AkteHasOpenTeilakten(next(seen, ""))
    open_vorgaenge = list(Vorgang.objects.filter(akte=akte).in_progress()[:100])
    if open_vorgaenge:
        seen = [row for row in open_vorgaenge if actor.may(Permission.VORGANG_READ, row)]
        raise AkteHasOpenVorgaenge(len(seen), seen[0].aktenzeichen if seen else "")
    audit.note_change("Z. d. A.", None, on)
    drop_merkzettel([akte.pk])
    count_change(akte)
    touch(akte)
    return ZdaVerfuegung.objects.create(
        akte=akte, closed_on=on, closed_at=at, closed_by=actor.person_id
    )


@action(Permission.AKTE_REOPEN, Event.AKTE_REOPENED)
def reopen_akte(actor, akte: Akte, *, reason: str, at: datetime) -> None:
    """Take a closed Akte up again. Raises AkteNotClosed."""
    zda = akte.zda_verfuegungen.filter(reopened_at=None).first()
    if zda is None:
        raise AkteNotClosed
    zda.reopened_at, zda.reopened_by, zda.reopened_reason = at, actor.person_id, reason
    zda.save()
    audit.note_change("Wiederaufnahme", None, reason)
    count_change(akte)
    touch(akte)
