"""What operators may order about signatures."""

from django.db import transaction

from verbundakte.core.actor import SystemActor
from verbundakte.core.models import Tenant
from verbundakte.core.tenancy.context import use_tenant
from verbundakte.signaturen.actions import renew_pruefungen
from verbundakte.signaturen.vertrauen import load_vertrauen

RENEWER = SystemActor(id="rebuild", permissions=frozenset())


def renew_signatures(tenant: Tenant, *, everything: bool = False) -> int:
    """Let the signatures of a town be verified with the trust of today; return how many files."""
    with use_tenant(tenant.pk), transaction.atomic():
        return renew_pruefungen(RENEWER, load_vertrauen().name, everything=everything)
