"""Joining and leaving a Verbund; done in the open Verbund and written into its log."""

from datetime import date

from verbundakte.core import audit
from verbundakte.core.actions import Refusal, action
from verbundakte.core.models import Tenant, TenantKind
from verbundakte.core.tenancy.context import current_tenant
from verbundakte.organisation.actor import Actor
from verbundakte.verbund.events import Event
from verbundakte.verbund.models import Mitgliedschaft
from verbundakte.verbund.permissions import Permission


class NotAVerbund(Refusal):
    message = "Mitglieder hat nur ein Verbund."


class AlreadyMember(Refusal):
    message = "Die Kommune ist schon Mitglied."


class NotAMember(Refusal):
    message = "Die Kommune ist kein Mitglied."


@action(Permission.MITGLIED_EDIT, Event.MITGLIED_ADDED, about="result")
def add_member(actor: Actor, verbund: Tenant, *, member: Tenant, from_on: date) -> Mitgliedschaft:
    """Take a municipality into the open Verbund. Raises NotAVerbund or AlreadyMember."""
    if verbund.kind != TenantKind.VERBUND or verbund.pk != current_tenant():
        raise NotAVerbund
    if Mitgliedschaft.objects.filter(verbund=verbund, member=member, to_on=None).exists():
        raise AlreadyMember
    audit.note_change("Mitglied", None, member)
    audit.note_change("Ab", None, from_on)
    return Mitgliedschaft.objects.create(verbund=verbund, member=member, from_on=from_on)


@action(Permission.MITGLIED_EDIT, Event.MITGLIED_ENDED, about="result")
def end_membership(actor: Actor, verbund: Tenant, *, member: Tenant, on: date) -> Mitgliedschaft:
    """End a membership of the open Verbund: `on` is the first day without it. Raises NotAMember."""
    if verbund.pk != current_tenant():
        raise NotAVerbund
    rows = Mitgliedschaft.objects.select_for_update(of=("self",))
    row = rows.filter(verbund=verbund, member=member, to_on=None).first()
    if row is None:
        raise NotAMember
    row.to_on = max(on, row.from_on)
    row.save(update_fields=["to_on"])
    audit.note_change("Mitglied", member, None)
    audit.note_change("Endet am", None, row.to_on)
    return row
