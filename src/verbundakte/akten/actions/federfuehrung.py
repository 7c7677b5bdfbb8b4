"""Which unit is in charge of an Akte, a Vorgang or a Dokument, and of units of the Aktenplan."""

import copy
from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction

from verbundakte.akten.actions.aktenplan import release_plan, released_before
from verbundakte.akten.actions.aktenplan_entwurf import begin_draft, change_plan
from verbundakte.akten.actions.verschiebung import GeheimnisklasseDiffers, take_zone
from verbundakte.akten.actions.zugriff import settle_below
from verbundakte.akten.aktenplan import AKTENPLAN
from verbundakte.akten.events import Event
from verbundakte.akten.models import Akte, Aktenplaneinheit, Dokument, Vorgang
from verbundakte.akten.permissions import Permission
from verbundakte.akten.plan_changes import Plan
from verbundakte.core import audit
from verbundakte.core.actions import Refusal, action, assign
from verbundakte.core.bausteine.versions import content_of
from verbundakte.core.models import Baustein, BausteinVersion, Level
from verbundakte.core.search.outbox import touch, touch_ids
from verbundakte.organisation.access import who_may
from verbundakte.organisation.models import Organisationseinheit


class NobodyThere(Refusal):
    """Files that nobody could work on would be lost."""

    message = (
        "In der neuen Einheit arbeitet niemand, der daran arbeiten dürfte. Besetzen Sie dort zuerst"
        " eine Stelle."
    )


class SameEinheit(Refusal):
    """Nothing would change hands."""

    message = (
        "Diese Aktenplaneinheit führt keine andere Einheit. Wählen Sie eine, die die neue Einheit"
        " führt."
    )


class TeilakteStays(Refusal):
    """A Teilakte alone."""

    message = "Eine Teilakte geht nur mit ihrer Akte über."


def _change(subject, to: Organisationseinheit):
    if assign(subject, {"federfuehrung": to}):
        touch(subject)
    return subject


@action(Permission.AKTE_EDIT, Event.AKTE_CHANGED)
def _change_akte(actor, akte: Akte, *, to: Organisationseinheit) -> Akte:
    return _change(akte, to)


@action(Permission.VORGANG_EDIT, Event.VORGANG_CHANGED)
def _change_vorgang(actor, vorgang: Vorgang, *, to: Organisationseinheit) -> Vorgang:
    return _change(vorgang, to)


@action(Permission.DOKUMENT_EDIT, Event.DOKUMENT_CHANGED)
def _change_dokument(actor, dokument: Dokument, *, to: Organisationseinheit) -> Dokument:
    return _change(dokument, to)


CHANGES = {Akte: _change_akte, Vorgang: _change_vorgang, Dokument: _change_dokument}


def change_federfuehrung(actor, subject: Akte | Vorgang | Dokument, *, to: Organisationseinheit):
    """Let another unit be in charge; number, access and retention stay as they are."""
    return CHANGES[type(subject)](actor, subject, to=to)


@action(Permission.AKTE_EDIT, Event.AKTE_PASSED)
def pass_akte(
    actor, akte: Akte, *, to: Organisationseinheit, planeinheit: Aktenplaneinheit
) -> Akte:
    """Give an Akte with all it holds to another unit: Federführung and access; numbers stay.

    `planeinheit` is the row of its plan unit that names the other unit; named persons, exclusions
    and retention stay as they are. Raises NobodyThere.
    """
    before = akte.federfuehrung
    akten = [akte, *Akte.objects.filter(parent=akte)]
    audit.note_change("Federführung", before, to)
    take_zone(akte, planeinheit)
    if not any(reader.level == Level.WRITE for reader in who_may(akte.zone_id)):
        raise NobodyThere
    for row in akten:
        row.planeinheit = planeinheit
        row.federfuehrung = to if row.federfuehrung_id == before.pk else row.federfuehrung
        row.revision += 1
    Akte.objects.bulk_update(akten, ["planeinheit", "federfuehrung", "zone", "revision"])
    for model, kind in ((Vorgang, "vorgang"), (Dokument, "dokument")):
        led = model.objects.filter(akte__in=akten, federfuehrung=before)
        ids = list(led.values_list("pk", flat=True))
        led.update(federfuehrung=to)
        touch_ids(kind, ids)
    touch(*akten, is_moved=True)
    settle_below(akte, by=actor)
    return akte


def give_akte(actor, akte: Akte, *, planeinheit: Aktenplaneinheit) -> Akte:
    """Give one Akte to the unit that leads another plan unit, and lay it there; its number stays.

    Whoever does that decides who sees it: she needs the right to change its access. Raises
    TeilakteStays, SameEinheit, GeheimnisklasseDiffers, and what `pass_akte` raises.
    """
    if not actor.may(Permission.ZUGRIFF_EDIT, akte):
        raise PermissionDenied(Permission.ZUGRIFF_EDIT)
    if akte.parent_id:
        raise TeilakteStays
    to = planeinheit.federfuehrung
    if to is None or to.pk == akte.federfuehrung_id:
        raise SameEinheit
    is_guarded = akte.federfuehrung is not None and akte.federfuehrung.is_geschuetzt
    if akte.geheimnisklasse != planeinheit.geheimnisklasse or is_guarded != to.is_geschuetzt:
        raise GeheimnisklasseDiffers
    return pass_akte(actor, akte, to=to, planeinheit=planeinheit)


def _led_elsewhere(old: UUID, new: UUID, zweige: Iterable[str] | None):
    """Return the change of a plan that lets another unit lead (the branches `zweige`, None: all)."""

    def change(plan: Plan) -> Plan:
        made = plan.changed()
        keys = [key for key in zweige if key in made.units] if zweige is not None else None
        units = made.data["einheiten"]
        if keys is not None:
            units = [unit for key in keys for unit in made.branch(key)]
        for unit in units:
            if unit["federfuehrung"] and unit["federfuehrung"]["key"] == str(old):
                unit["federfuehrung"] = {**copy.deepcopy(unit["federfuehrung"]), "key": str(new)}
        return Plan(made.data)

    return change


def pass_plan(
    actor,
    einheit: Organisationseinheit,
    to: Organisationseinheit,
    *,
    zweige: Iterable[str] | None,
    on: date,
    at: datetime,
) -> None:
    """Let the Aktenplan name `to` where it names a unit, in a version of its own; a draft follows.

    `zweige`: ids of plan units whose branches go, None for all. A version that is to hold later
    keeps its day; the new one then begins with it. Raises what releasing a plan raises.
    """
    baustein = Baustein.objects.of_kind(AKTENPLAN).first()
    released = released_before(baustein.key) if baustein else None
    if released is None:
        return
    change = _led_elsewhere(einheit.pk, to.pk, zweige)
    now_plan = Plan(content_of(released))
    reason = f"Federführung von {einheit} an {to}"
    with transaction.atomic():
        draft = BausteinVersion.objects.filter(baustein=baustein).drafts().first()
        if change(now_plan).data != now_plan.data:
            fresh = begin_draft(actor, baustein, on=on, source=released, reason=reason)
            fresh = change_plan(actor, fresh, change=change)
            release_plan(actor, fresh, valid_from=max(on, released.valid_from), at=at)
            if draft is not None:
                again = begin_draft(actor, baustein, on=on, source=draft, reason=draft.reason)
                change_plan(actor, again, change=change)
        elif draft is not None:
            change_plan(actor, draft, change=change)
