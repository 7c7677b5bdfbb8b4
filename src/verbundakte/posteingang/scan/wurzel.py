"""Where watched folders may lie: below the root of the operator, each town in its own part of it."""

from pathlib import Path

from django.conf import settings

from verbundakte.core.models import Tenant
from verbundakte.core.tenancy.context import current_tenant
from verbundakte.posteingang.models import Eingangskanal
from verbundakte.posteingang.scan.ordner import parts_of

ORDNER = "ordner"


def root() -> Path:
    """Return the root below which folders are watched."""
    return settings.EINGANG_ORDNER


def folder_of(kanal: Eingangskanal) -> list[str]:
    """Return the steps from the root to the folder of a way in. Raises OrdnerProblem."""
    slug = Tenant.objects.values_list("slug", flat=True).get(pk=current_tenant())
    return [slug, *parts_of(kanal.einstellungen.get(ORDNER, ""))]
