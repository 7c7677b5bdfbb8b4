"""Members of a Verbund, and founding a tenant."""

from verbundakte.verbund.actions.auszug import (
    AlreadyConfirmed,
    AlreadyLeaving,
    NotLeaving,
    SamePerson,
    TooEarly,
    check_may_leave,
    confirm_auszug,
    request_auszug,
    withdraw_auszug,
)
from verbundakte.verbund.actions.mitgliedschaft import (
    AlreadyMember,
    NotAMember,
    NotAVerbund,
    add_member,
    end_membership,
)
from verbundakte.verbund.actions.paket import (
    NoKey,
    PaketInWork,
    PlainNotAllowed,
    keep_paket,
    note_paket_fetched,
    order_paket,
    tell_paket_key,
)
from verbundakte.verbund.actions.tenant import add_tenant, create_tenant

__all__ = [
    "AlreadyConfirmed",
    "AlreadyLeaving",
    "AlreadyMember",
    "NoKey",
    "NotAMember",
    "NotAVerbund",
    "NotLeaving",
    "PaketInWork",
    "PlainNotAllowed",
    "SamePerson",
    "TooEarly",
    "add_member",
    "add_tenant",
    "check_may_leave",
    "confirm_auszug",
    "create_tenant",
    "end_membership",
    "keep_paket",
    "note_paket_fetched",
    "order_paket",
    "request_auszug",
    "tell_paket_key",
    "withdraw_auszug",
]
