"""Numbers from a circle. The circle's row is locked until the end of the transaction."""

from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from django.db import connection
from django.db.models import Q
from django.utils import timezone

from verbundakte.akten import nummern
from verbundakte.akten.models import Akte, Aktenplaneinheit, Dokument, Nummernmuster, Vorgang
from verbundakte.akten.nummern import Gegenstand, Muster, Place
from verbundakte.core.actions import Refusal
from verbundakte.core.ids import uuid7
from verbundakte.core.tenancy.context import current_tenant
from verbundakte.organisation.models import Organisationseinheit

TAKE = """
INSERT INTO akten_nummernkreis (id, tenant, key, last) VALUES (%s, %s, %s, %s)
ON CONFLICT (tenant, key) DO UPDATE SET last = greatest(akten_nummernkreis.last + 1, excluded.last)
RETURNING last
"""
MOST_STEPS = 10_000
USED = {
    Gegenstand.AKTE: (Akte, "aktenzeichen"),
    Gegenstand.TEILAKTE: (Akte, "aktenzeichen"),
    Gegenstand.VORGANG: (Vorgang, "aktenzeichen"),
    Gegenstand.TEILVORGANG: (Vorgang, "aktenzeichen"),
    Gegenstand.DOKUMENT: (Dokument, "kennzeichen"),
}


class AktenzeichenTaken(Refusal):
    """A number that came from outside stands here already."""

    def __init__(self, aktenzeichen: str):
        super().__init__(
            f"Das Aktenzeichen {aktenzeichen} ist hier schon vergeben. Geben Sie ein anderes an"
            " oder lassen Sie es leer, dann wird das nächste freie vergeben."
        )


class NoNumberLeft(Refusal):
    """The circle runs through numbers that are all in use."""

    message = (
        "Für diese Nummern ist in der Zählung kein Platz mehr. Lassen Sie das Nummernmuster ändern."
    )


def take_number(key: str, start: int = 1) -> int:
    """Return the next number of a circle: no double under concurrency, no gap after a rollback."""
    with connection.cursor() as cursor:
        cursor.execute(TAKE, (uuid7(), current_tenant(), key, start))
        return cursor.fetchone()[0]


def check_free(model: type[Akte] | type[Vorgang], given: str) -> None:
    """Raise AktenzeichenTaken when a number that came from outside stands here already."""
    if model.objects.filter(aktenzeichen=given).exists():
        raise AktenzeichenTaken(given)


def _released(gegenstand: Gegenstand, on: date, key: UUID | None) -> Nummernmuster | None:
    """Return the pattern named by `key`, else the town's, else None."""
    rows = Nummernmuster.objects.valid_on(on).filter(gegenstand=gegenstand)
    found = list(rows.filter(Q(key=key) | Q(is_standard=True)))
    named = [row for row in found if row.key == key] or found
    return named[0] if named else None


def muster_of(gegenstand: Gegenstand, on: date, key: UUID | None = None) -> Muster | None:
    """Return the pattern that holds: the one named by `key`, else the town's, else the usual one."""
    row = _released(gegenstand, on, key)
    return row.muster if row else nummern.STANDARD.get(gegenstand)


def _next(muster: Muster, place: Place, circle: str = "") -> str:
    """Return the next number of a place that nothing bears yet (e.g. from a migration)."""
    model, field = USED[muster.gegenstand]
    circle = circle or nummern.circle(muster, place)
    for _ in range(MOST_STEPS):
        number = nummern.render(muster, place, take_number(circle, muster.start))
        if not model.objects.filter(**{field: number}).exists():
            return number
    raise NoNumberLeft


def akte_number(unit: Aktenplaneinheit, federfuehrung: Organisationseinheit, at: datetime) -> str:
    """Return the next Aktenzeichen of an Akte under a plan unit. Raises NoNumberLeft."""
    on = timezone.localdate(at)
    muster = muster_of(Gegenstand.AKTE, on, unit.nummernmuster_key)
    return _next(muster, Place(on.year, unit.kennzeichen, federfuehrung.kennzeichen))


def provisional_number(unit: Aktenplaneinheit, at: datetime) -> str:
    """Return the number of a requested Akte whose pattern is gap-free, else "".

    A gap-free number is given when the Akte is confirmed: a refused request would leave a gap.
    """
    on = timezone.localdate(at)
    row = _released(Gegenstand.AKTE, on, unit.nummernmuster_key)
    if row is None or not row.is_lueckenlos:
        return ""
    return _next(nummern.VORLAEUFIG, Place(on.year), f"vorlaeufig:{on.year}")


def _below(akte: Akte, on: date) -> Place:
    unit, lead = akte.planeinheit, akte.federfuehrung
    key = str(akte.pk)
    return Place(on.year, unit.kennzeichen, lead.kennzeichen, akte.aktenzeichen, akte_key=key)


def teilakte_number(akte: Akte, at: datetime) -> str:
    """Return the next number of a Teilakte inside an Akte. Raises NoNumberLeft."""
    on = timezone.localdate(at)
    return _next(muster_of(Gegenstand.TEILAKTE, on), _below(akte, on))


def vorgang_number(akte: Akte, at: datetime) -> str:
    """Return the next number of a Vorgang in an Akte. Raises NoNumberLeft."""
    on = timezone.localdate(at)
    return _next(muster_of(Gegenstand.VORGANG, on), _below(akte, on))


def _in(vorgang: Vorgang, on: date) -> Place:
    place = _below(vorgang.akte, on)
    return replace(place, vorgang=vorgang.aktenzeichen, vorgang_key=str(vorgang.pk))


def teilvorgang_number(vorgang: Vorgang, at: datetime) -> str:
    """Return the next number of a Teilvorgang inside a Vorgang. Raises NoNumberLeft."""
    on = timezone.localdate(at)
    return _next(muster_of(Gegenstand.TEILVORGANG, on), _in(vorgang, on))


def dokument_number(vorgang: Vorgang, on: date) -> str:
    """Return the next number of a Dokument in a Vorgang; "" where the town gives them none."""
    muster = muster_of(Gegenstand.DOKUMENT, on)
    return _next(muster, _in(vorgang, on)) if muster else ""
