"""The draft of the Aktenplan: begin it, change it, put it aside. Release stands in aktenplan.py."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction

from verbundakte.akten.aktenplan import AKTENPLAN, AktenplanSpec
from verbundakte.akten.events import Event
from verbundakte.akten.permissions import Permission
from verbundakte.akten.plan_changes import (
    Plan,
    differences,
    hand_down,
    move_branch,
    put_unit,
    remove_branch,
    retire_branch,
)
from verbundakte.core import audit
from verbundakte.core.actions import Changed, Refusal, action
from verbundakte.core.bausteine import SpecInvalid
from verbundakte.core.bausteine.actions import Invalid, NotADraft, create_draft, withdraw
from verbundakte.core.bausteine.spec import canonical, digest
from verbundakte.core.bausteine.versions import content_of
from verbundakte.core.models import Baustein, BausteinVersion
from verbundakte.core.permissions import Permission as CorePermission
from verbundakte.organisation.models import Organisationseinheit

MOST_NOTED, MOST_TOLD = 60, 5
Change = Callable[[Plan], Plan]


class UnitChanged(Changed):
    """Somebody else changed the same unit of the draft."""

    message = (
        "Diese Einheit hat inzwischen jemand anderes im Entwurf geändert. Vergleichen Sie unten und"
        " entscheiden Sie: „Speichern“ übernimmt jetzt Ihre Angaben."
    )


class UnitGone(Refusal):
    message = "Diese Einheit steht nicht mehr im Entwurf. Laden Sie den Entwurf neu."


class NumberTaken(Refusal):
    """Two units with one Kennzeichen."""

    def __init__(self, unit: dict):
        super().__init__(
            f"Das Kennzeichen {unit['kennzeichen']} hat schon „{unit['titel']}“. Wählen Sie ein"
            " anderes."
        )


class UnderItself(Refusal):
    message = "Eine Einheit kann nicht unter sich selbst liegen. Wählen Sie eine andere."


class StillReleased(Refusal):
    message = (
        "Wegnehmen lassen sich nur Einheiten, die noch nie galten. Legen Sie diese still: Dann"
        " entstehen dort keine neuen Akten mehr."
    )


def state_of(unit: dict | None) -> str:
    """Return what names the state of a unit, for telling whether somebody else changed it."""
    text = json.dumps(unit, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _keeper(actor, baustein: Baustein):
    """Whoever keeps the plan edits this one Baustein, not the others."""
    if not actor.may(Permission.AKTENPLAN_EDIT, baustein):
        raise PermissionDenied(Permission.AKTENPLAN_EDIT)
    more = {CorePermission.BAUSTEIN_EDIT, CorePermission.BAUSTEIN_RELEASE}
    return replace(actor, permissions=actor.permissions | more)


def begin_draft(
    actor, baustein: Baustein, *, on: date, source: BausteinVersion | None = None, reason: str = ""
) -> BausteinVersion:
    """Begin a draft with the content of any version (undo), else of the one released last.

    A draft that is there is put aside; it stays among the versions and can be taken back this way.
    """
    with transaction.atomic():
        put_aside_draft(actor, baustein, on=on)
        return create_draft(_keeper(actor, baustein), baustein, source=source, reason=reason)


def put_aside_draft(actor, baustein: Baustein, *, on: date) -> BausteinVersion | None:
    """Put the draft aside, if there is one; return it."""
    keeper = _keeper(actor, baustein)
    with transaction.atomic():
        drafts = BausteinVersion.objects.filter(baustein=baustein).drafts()
        draft = drafts.select_for_update(of=("self",), no_key=True).first()
        if draft:
            withdraw(keeper, draft, on=on, reason="beiseitegelegt")
        return draft


@action(Permission.AKTENPLAN_EDIT, Event.AKTENPLAN_CHANGED)
def change_plan(actor, version: BausteinVersion, *, change: Change) -> BausteinVersion:
    """Change the draft as it stands now; two editors of different units do not disturb each other.

    `change` makes the new plan of the present one and may raise a Refusal.
    Raises NotADraft, Invalid.
    """
    if not version.is_draft:
        raise NotADraft
    before = Plan(content_of(version))
    after = change(before)
    try:
        spec = AktenplanSpec.read(after.data)
    except SpecInvalid as invalid:
        raise Invalid(invalid.problems[:MOST_TOLD]) from invalid
    _note(before, Plan(spec.data()))
    version.content = canonical(spec)
    version.digest = digest(AKTENPLAN, version.content)
    version.revision += 1
    version.save()
    return version


def _note(before: Plan, after: Plan) -> None:
    einheiten = {str(unit.pk): str(unit) for unit in Organisationseinheit.objects.all()}
    found = differences(before, after, einheiten)
    for unit in found[:MOST_NOTED]:
        if not unit.changes:
            is_new = unit.kind == "neu"
            audit.note_change(
                unit.name, None if is_new else unit.name, unit.name if is_new else None
            )
        for one in unit.changes:
            audit.note_change(f"{unit.name}, {one.label}", one.before, one.after)
    if len(found) > MOST_NOTED:
        audit.note_change("Weitere Einheiten", None, len(found) - MOST_NOTED)


def replace_draft(
    actor, baustein: Baustein, *, plan: Plan, seen: tuple[UUID | None, int], on: date, reason: str
) -> BausteinVersion:
    """Make a whole plan (from a file) the draft; the one before is put aside, for undoing.

    `seen` is id and revision of the draft the plan was made from. Raises Changed, Invalid.
    """
    with transaction.atomic():
        draft = BausteinVersion.objects.filter(baustein=baustein).drafts().first()
        if draft is not None and (draft.pk, draft.revision) != seen:
            raise Changed
        if draft is None and seen[0] is not None:
            raise Changed
        fresh = begin_draft(actor, baustein, on=on, source=draft, reason=reason)
        return change_plan(actor, fresh, change=lambda _: plan)


def unit_put(unit: dict, *, seen: str, for_all_below: bool = False) -> Change:
    """Return the change that saves a unit, new or known, as a form gives it."""

    def change(plan: Plan) -> Plan:
        current = plan.units.get(unit["id"])
        if state_of(current) != seen:
            raise UnitChanged
        if unit["parent"] is not None and unit["parent"] not in plan.units:
            raise UnitGone
        made = plan
        if current and current["kennzeichen"] != unit["kennzeichen"]:
            made = _moved(plan, unit["id"], unit["parent"], unit["kennzeichen"])
        elif taken := plan.number_taken(unit["kennzeichen"], unit["id"]):
            raise NumberTaken(taken)
        made = put_unit(made, unit)
        return hand_down(made, unit["id"], unit["federfuehrung"]) if for_all_below else made

    return change


def _moved(plan: Plan, key: str, parent: str | None, kennzeichen: str) -> Plan:
    branch = {unit["id"] for unit in plan.branch(key)}
    if parent in branch:
        raise UnderItself
    moved = move_branch(plan, key, parent=parent, kennzeichen=kennzeichen)
    others = {unit["kennzeichen"]: unit for one, unit in moved.units.items() if one not in branch}
    for one in branch:
        if taken := others.get(moved.units[one]["kennzeichen"]):
            raise NumberTaken(taken)
    return moved


def branch_moved(key: str, *, parent: str | None, kennzeichen: str) -> Change:
    """Return the change that moves a branch; the numbers below follow."""

    def change(plan: Plan) -> Plan:
        if key not in plan.units or (parent is not None and parent not in plan.units):
            raise UnitGone
        return _moved(plan, key, parent, kennzeichen)

    return change


def branch_retired(key: str, *, is_stillgelegt: bool) -> Change:
    """Return the change that closes a branch to new Akten, or opens it again."""

    def change(plan: Plan) -> Plan:
        if key not in plan.units:
            raise UnitGone
        return retire_branch(plan, key, is_stillgelegt=is_stillgelegt)

    return change


def branch_removed(key: str, released: Plan | None) -> Change:
    """Return the change that takes a branch away which never held."""

    def change(plan: Plan) -> Plan:
        if key not in plan.units:
            raise UnitGone
        if released and any(unit["id"] in released.units for unit in plan.branch(key)):
            raise StillReleased
        return remove_branch(plan, key)

    return change


def minima_changed(*, added: dict | None, gone: str) -> Change:
    """Return the change that adds a minimum of retention, or takes one away."""

    def change(plan: Plan) -> Plan:
        minima = [one for one in plan.data["mindestfristen"] if one["id"] != gone]
        return Plan({**plan.data, "mindestfristen": [*minima, *filter(None, [added])]})

    return change
