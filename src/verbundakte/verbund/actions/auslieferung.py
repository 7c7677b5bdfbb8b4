"""Bausteine that a Verbund shares: its release is delivered to every member, which adopts and adapts it."""

from verbundakte.core.bausteine.versions import content_of
from verbundakte.core.models import BausteinVersion, Tenant, TenantKind
from verbundakte.core.search.synonymliste import SYNONYME
from verbundakte.core.tenancy.context import current_tenant
from verbundakte.verbund.models import Auslieferung

SHARED = frozenset({SYNONYME})


def deliver(actor, version: BausteinVersion) -> None:
    """Deliver what the open Verbund has released (called by release and withdrawal)."""
    baustein = version.baustein
    if baustein.kind not in SHARED:
        return
    verbund = Tenant.objects.get(pk=current_tenant())
    if verbund.kind != TenantKind.VERBUND:
        return
    place = {"verbund": verbund, "kind": baustein.kind, "key": baustein.key}
    newest = (
        BausteinVersion.objects.released().filter(baustein=baustein).order_by("-number").first()
    )
    if newest is None:
        Auslieferung.objects.filter(**place).delete()
        return
    values = {"content": content_of(newest), "released_at": newest.released_at}
    Auslieferung.objects.update_or_create(**place, defaults=values)
