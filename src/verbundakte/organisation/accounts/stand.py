"""The marks of a town's rights, read together with who comes in."""

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef

from verbundakte.core.models import Rechtestand


def rechtestand(tenant: str) -> ArraySubquery:
    """Return the marks of the town that the column `tenant` names, for an annotation; none before
    anything was ever changed in it."""
    rows = Rechtestand.objects.filter(tenant=OuterRef(tenant)).order_by("pk")
    return ArraySubquery(rows.values("marke"))
