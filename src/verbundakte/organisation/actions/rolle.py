"""Roles: give to persons, take away, and install the standard ones in a new town."""

from datetime import date
from uuid import UUID

from verbundakte.core import audit
from verbundakte.core.actions import Refusal, action
from verbundakte.core.bausteine.actions import create_baustein, release
from verbundakte.core.models import Baustein, BausteinVersion, Membership
from verbundakte.core.permissions import Permission as CorePermission
from verbundakte.core.tenancy.context import current_tenant
from verbundakte.organisation.actor import Actor
from verbundakte.organisation.bausteine import ROLLE, RolleSpec
from verbundakte.organisation.events import Event
from verbundakte.organisation.models import Person, Rolle, Rollenzuweisung
from verbundakte.organisation.permissions import Permission
from verbundakte.organisation.samples import STANDARD_ROLLEN

STANDARD = "Standard"


class UnknownRolle(Refusal):
    message = "Diese Rolle ist nicht freigegeben."


class AlreadyAssigned(Refusal):
    message = "Die Person hat diese Rolle schon."


class NotAssigned(Refusal):
    message = "Die Person hat diese Rolle nicht."


class LastAdministrator(Refusal):
    message = (
        "Danach könnte niemand mehr Rollen zuweisen. Geben Sie dieses Recht zuerst jemand anderem."
    )


def _administering(on: date) -> list[Rollenzuweisung]:
    """Return the assignments that let somebody assign roles, locked: two cannot end the last two.

    Only of people who can log in and are not about to leave.
    """
    granting = [
        rolle.key
        for rolle in Rolle.objects.valid_on(on)
        if Permission.ROLLE_ASSIGN in rolle.permissions
    ]
    holding = Rollenzuweisung.objects.filter(rolle_key__in=granting, to_on=None, from_on__lte=on)
    logins = Membership.objects.filter(
        tenant=current_tenant(), ended_at=None, account__is_active=True
    )
    holding = holding.filter(person__is_active=True, person__austritte=None)
    holding = holding.filter(person__in=logins.values("person_id"))
    list(holding.order_by("pk").select_for_update(of=("self",)))
    return list(holding)  # asked anew: who held the locks may have changed what counts


def check_administrator_stays(on: date, *, without: Person, rolle_key: UUID | None = None) -> None:
    """Raise LastAdministrator when nobody else could assign roles.

    `without` loses one role (`rolle_key`) or all of them (None).
    """
    rows = _administering(on)
    left = [
        row for row in rows if row.person_id != without.pk or rolle_key not in (None, row.rolle_key)
    ]
    if rows and not left:
        raise LastAdministrator


def check_rolle_successor(key: UUID, spec: RolleSpec | None, on: date) -> None:
    """Raise LastAdministrator when a new version of a role (or its end) would leave nobody."""
    if spec and Permission.ROLLE_ASSIGN in spec.permissions:
        return
    rows = _administering(on)
    if rows and all(row.rolle_key == key for row in rows):
        raise LastAdministrator


@action(Permission.ROLLE_ASSIGN, Event.ROLLE_ASSIGNED)
def assign_rolle(
    actor: Actor, person: Person, *, rolle_key: UUID, from_on: date
) -> Rollenzuweisung:
    """Give a role from a day on. Raises UnknownRolle or AlreadyAssigned."""
    rolle = Rolle.objects.valid_on(from_on).filter(key=rolle_key).first()
    if rolle is None:
        raise UnknownRolle
    mine = Rollenzuweisung.objects.filter(person=person, rolle_key=rolle_key)
    if mine.filter(to_on=None).exists() or mine.valid_on(from_on).exists():
        raise AlreadyAssigned
    audit.note_change("Rolle", None, rolle)
    audit.note_change("Ab", None, from_on)
    return Rollenzuweisung.objects.create(person=person, rolle_key=rolle_key, from_on=from_on)


@action(Permission.ROLLE_ASSIGN, Event.ROLLE_TAKEN)
def take_rolle(actor: Actor, person: Person, *, rolle_key: UUID, on: date) -> None:
    """Take a role away: `on` is the first day without it. Raises NotAssigned, LastAdministrator."""
    rows = list(Rollenzuweisung.objects.filter(person=person, rolle_key=rolle_key, to_on=None))
    if not rows:
        raise NotAssigned
    check_administrator_stays(on, without=person, rolle_key=rolle_key)
    for row in rows:
        row.to_on = max(on, row.from_on)
        row.save(update_fields=["to_on"])
    names = Rolle.objects.filter(key=rolle_key).order_by("-version")
    audit.note_change("Rolle", names.first() or rolle_key, None)
    audit.note_change("Endet am", None, on)


@action(CorePermission.BAUSTEIN_RELEASE, Event.ROLLE_INSTALLED, about="result")
def install_standard_rolle(actor: Actor, short: str, *, on: date) -> Baustein:
    """Release one of the standard roles in this town; one that is here already stays as it is."""
    sample = STANDARD_ROLLEN[short]
    here = Baustein.objects.of_kind(ROLLE).filter(key=sample.key).first()
    if here:
        return here
    baustein = create_baustein(
        actor, ROLLE, data=sample.data(), key=sample.key, origin=STANDARD, reason="Grundausstattung"
    )
    release(actor, BausteinVersion.objects.get(baustein=baustein), valid_from=on)
    return baustein


def project_rolle(key: UUID, number: int, spec: RolleSpec, valid_from: date) -> None:
    """Make the row of a released version (called by its release)."""
    Rolle.objects.create(
        key=key,
        version=number,
        bezeichnung=spec.bezeichnung,
        beschreibung=spec.beschreibung,
        permissions=list(spec.permissions),
        needs_second_factor=spec.needs_second_factor,
        valid_from=valid_from,
    )
