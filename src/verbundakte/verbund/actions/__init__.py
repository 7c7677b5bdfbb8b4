"""Members of a Verbund, and founding a tenant."""

from verbundakte.verbund.actions.mitgliedschaft import (
    AlreadyMember,
    NotAMember,
    NotAVerbund,
    add_member,
    end_membership,
)
from verbundakte.verbund.actions.tenant import add_tenant, create_tenant

__all__ = [
    "AlreadyMember",
    "NotAMember",
    "NotAVerbund",
    "add_member",
    "add_tenant",
    "create_tenant",
    "end_membership",
]
