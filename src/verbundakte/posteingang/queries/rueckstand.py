"""How much waits for how long, for whoever leads the post room. No figures of single persons."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Avg, Count, F, Min, Q
from django.utils.timezone import localdate

from verbundakte.core.db.ready import Ready
from verbundakte.organisation.models import Organisationseinheit
from verbundakte.posteingang.models import Eingang, KanalArt, Liegefrist
from verbundakte.posteingang.permissions import Permission
from verbundakte.posteingang.queries.eingang import eingaenge, require
from verbundakte.posteingang.rules import USUAL_DAYS, age_steps, days_told

SMALLEST_GROUP = 5
LOOKED_BACK = timedelta(days=90)
MOST = 50


@dataclass(frozen=True)
class Gruppe:
    """What waits in a unit or came on one way: how much, how much of it too long, since when."""

    label: str
    offen: int
    zu_lange: int
    aelteste_at: datetime


@dataclass(frozen=True)
class Rueckstand:
    """What waits, by age, unit and way; how long filing took on average, for groups of five or more.

    `tage`: so long something may lie.
    """

    tage: int
    alter: list[tuple[str, int]]
    einheiten: list[Gruppe]
    kanaele: list[Gruppe]
    dauern: list[tuple[str, int, timedelta]]
    eskaliert: list[Eingang]


def liegetage(actor, *, on: date) -> int:
    """Return how many days post may lie on a day: the shortest Liegefrist, or what is usual."""
    return _LIEGETAGE.first(on=on) or USUAL_DAYS


def _liegetage(actor, on: date):
    return Liegefrist.objects.valid_on(on).values_list("tage", flat=True)[:1]


def lying_too_long(actor, *, at: datetime) -> list[Eingang]:
    """Return what lies too long, the oldest first, one more than MOST at most; for whoever leads the
    post room (two queries)."""
    require(actor, Permission.POSTSTELLE_LEAD)
    since = at - timedelta(days=liegetage(actor, on=localdate(at)))
    return _TOO_LONG.all(actor, since=since)


def _too_long(actor, since: datetime):
    rows = eingaenge(actor).filter(eingegangen_at__lt=since, done_at=None)
    return rows.order_by("eingegangen_at", "pk")[: MOST + 1]


_LIEGETAGE = Ready(_liegetage, on=date)
_TOO_LONG = Ready(_too_long, plans=True, since=datetime)


def rueckstand(actor, *, at: datetime) -> Rueckstand:
    """Return the backlog as far as the actor may see it (six queries)."""
    require(actor, Permission.POSTSTELLE_LEAD)
    days = liegetage(actor, on=localdate(at))
    rows = Eingang.objects.visible_to(actor).filter(done_at=None).order_by()
    late = Q(eingegangen_at__lt=at - timedelta(days=days))
    told = {
        "offen": Count("pk"),
        "zu_lange": Count("pk", filter=late),
        "seit": Min("eingegangen_at"),
    }
    units = rows.values("einheit").annotate(**told)
    names = Organisationseinheit.objects.in_bulk([row["einheit"] for row in units])
    arten = rows.values("kanal__art").annotate(**told)
    overdue = eingaenge(actor).filter(late, done_at=None).order_by("eingegangen_at", "pk")
    return Rueckstand(
        days,
        _ages(rows, at, days),
        _groups([(str(names[row["einheit"]]), row) for row in units]),
        _groups([(str(KanalArt(row["kanal__art"]).label), row) for row in arten]),
        _durations(actor, at),
        list(overdue[:MOST]),
    )


def _groups(rows: list[tuple[str, dict]]) -> list[Gruppe]:
    found = [Gruppe(label, row["offen"], row["zu_lange"], row["seit"]) for label, row in rows]
    return sorted(found, key=lambda one: (-one.zu_lange, -one.offen, one.label))


def _ages(rows, at: datetime, days: int) -> list[tuple[str, int]]:
    steps = age_steps(days)
    parts = {
        f"a{end}": Count(
            "pk", filter=Q(eingegangen_at__gte=at - timedelta(days=end)) & _older(at, begin)
        )
        for _, begin, end in steps
    }
    found = rows.aggregate(**parts, late=Count("pk", filter=_older(at, days)))
    ages = [(label, found[f"a{end}"]) for label, _, end in steps]
    return [*ages, (f"über {days_told(days)}", found["late"])]


def _older(at: datetime, days: int) -> Q:
    """Return the condition of lying longer; nothing is younger than no day."""
    return Q(eingegangen_at__lt=at - timedelta(days=days)) if days else Q()


def _durations(actor, at: datetime) -> list[tuple[str, int, timedelta]]:
    done = Eingang.objects.visible_to(actor).filter(done_at__gte=at - LOOKED_BACK).order_by()
    rows = done.values("kanal__art").annotate(
        count=Count("pk"), took=Avg(F("done_at") - F("erfasst_at"))
    )
    return [
        (str(KanalArt(row["kanal__art"]).label), row["count"], row["took"])
        for row in rows
        if row["count"] >= SMALLEST_GROUP
    ]
