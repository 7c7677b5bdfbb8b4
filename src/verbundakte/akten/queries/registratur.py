"""What the Registratur looks after: idle Vorgänge, Betreffe that say nothing, fields that are
missing, Akten twice."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db.models import Count, Exists, OuterRef

from verbundakte.akten import rules
from verbundakte.akten.models import Akte, Dokument, Vorgang
from verbundakte.akten.permissions import Permission
from verbundakte.akten.queries.feldspalten import lacking
from verbundakte.akten.queries.objects import akten, dokumente, vorgaenge

SHOWN = 100
LOOKED_AT = 3_000


def _may(actor) -> None:
    if Permission.REGISTRATUR_READ not in actor.permissions:
        raise PermissionDenied(Permission.REGISTRATUR_READ)


def idle_vorgaenge(actor, *, since: datetime) -> list[Vorgang]:
    """Return visible Vorgänge in progress into which nothing was filed since a moment, oldest first."""
    _may(actor)
    lately = Dokument.objects.filter(vorgang=OuterRef("pk"), created_at__gte=since)
    rows = vorgaenge(actor).in_progress().filter(~Exists(lately), created_at__lt=since)
    return list(rows.order_by("created_at", "pk")[:SHOWN])


def poor_betreffe(actor) -> list[Akte | Vorgang]:
    """Return the newest visible Akten and Vorgänge whose Betreff says nothing."""
    _may(actor)
    found: list = []
    for rows in (akten(actor), vorgaenge(actor).in_progress()):
        newest = rows.order_by("-created_at", "-pk").values_list("pk", "betreff")[:LOOKED_AT]
        keys = [key for key, betreff in newest if rules.is_poor_betreff(betreff)][:SHOWN]
        found += rows.filter(pk__in=keys).order_by("aktenzeichen")
    return found


def without_pflichtangaben(actor) -> list[Vorgang | Dokument]:
    """Return the newest visible Vorgänge in progress and Dokumente that lack a mandatory own field."""
    _may(actor)
    vorgange = lacking(actor, vorgaenge(actor).in_progress()).order_by("-created_at", "-pk")
    papers = lacking(actor, dokumente(actor).filter(vorgang__isnull=False, erased_at=None))
    papers = papers.select_related("vorgang").order_by("-created_at", "-pk")
    return [*vorgange[:SHOWN], *papers[:SHOWN]]


def doubled_akten(actor) -> list[Akte]:
    """Return visible Akten that stand under the same unit with the same Betreff, side by side."""
    _may(actor)
    groups = akten(actor).order_by().values("planeinheit", "betreff_folded")
    doubled = groups.annotate(number=Count("pk")).filter(number__gt=1)[:SHOWN]
    wanted = {(group["planeinheit"], group["betreff_folded"]) for group in doubled}
    rows = akten(actor).filter(
        planeinheit__in={unit for unit, _ in wanted},
        betreff_folded__in={betreff for _, betreff in wanted},
    )
    rows = rows.order_by("betreff_folded", "aktenzeichen")[: SHOWN * 2]
    return [row for row in rows if (row.planeinheit_id, row.betreff_folded) in wanted]
