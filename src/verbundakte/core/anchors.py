"""The heads of the chains as the last check saw them, kept outside of the database.

Whoever owns the database can compute a whole chain anew; it then no longer holds what was seen.
"""

import json

from django.conf import settings

from verbundakte.core.audit import Problem, tenant_uuid
from verbundakte.core.models import AuditEvent
from verbundakte.core.tenancy.context import current_tenant

ANCHORS = "chain_heads.json"


def _kept() -> dict[str, list]:
    path = settings.DATA_DIR / ANCHORS
    return json.loads(path.read_text()) if path.exists() else {}


def compare_with_anchor() -> list[Problem]:
    """Return what is wrong with the link of the open town that the last good check saw."""
    seq, digest = _kept().get(str(tenant_uuid(current_tenant())), (0, ""))
    if not seq:
        return []
    found = AuditEvent.objects.filter(seq=seq).values_list("hash", flat=True).first()
    if found is None:
        return [Problem(seq, "Dieser Eintrag war bei der letzten Prüfung da und fehlt jetzt.")]
    if bytes(found).hex() != digest:
        return [
            Problem(seq, "Bis hierher wurde die Kette seit der letzten Prüfung neu geschrieben.")
        ]
    return []


def keep_anchor() -> None:
    """Remember the last link of the open town, after a check that found nothing."""
    last = AuditEvent.objects.filter(seq__isnull=False).order_by("-seq").first()
    if last is None:
        return
    kept = _kept() | {str(tenant_uuid(current_tenant())): [last.seq, bytes(last.hash).hex()]}
    path = settings.DATA_DIR / ANCHORS
    fresh = path.with_suffix(".new")
    fresh.write_text(json.dumps(kept))
    fresh.replace(path)
