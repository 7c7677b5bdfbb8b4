"""How much waits for how long, for whoever leads the post room. No figures of single persons."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Avg, Count, F, Min, Q

from verbundakte.organisation.models import Organisationseinheit
from verbundakte.posteingang.models import Eingang, KanalArt
from verbundakte.posteingang.permissions import Permission
from verbundakte.posteingang.queries.eingang import eingaenge, require
from verbundakte.posteingang.rules import ESCALATION_DAYS

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
    """What waits, by age, unit and way; how long filing took on average, for groups of five or more."""

    alter: list[tuple[str, int]]
    einheiten: list[Gruppe]
    kanaele: list[Gruppe]
    dauern: list[tuple[str, int, timedelta]]
    eskaliert: list[Eingang]


def rueckstand(actor, *, at: datetime) -> Rueckstand:
    """Return the backlog as far as the actor may see it (five queries)."""
    require(actor, Permission.POSTSTELLE_LEAD)
    rows = Eingang.objects.visible_to(actor).filter(done_at=None).order_by()
    late = Q(eingegangen_at__lt=at - timedelta(days=ESCALATION_DAYS))
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
        _ages(rows, at),
        _groups([(str(names[row["einheit"]]), row) for row in units]),
        _groups([(str(KanalArt(row["kanal__art"]).label), row) for row in arten]),
        _durations(actor, at),
        list(overdue[:MOST]),
    )


def _groups(rows: list[tuple[str, dict]]) -> list[Gruppe]:
    found = [Gruppe(label, row["offen"], row["zu_lange"], row["seit"]) for label, row in rows]
    return sorted(found, key=lambda one: (-one.zu_lange, -one.offen, one.label))


def _ages(rows, at: datetime) -> list[tuple[str, int]]:
    steps = (("bis 1 Tag", 0, 1), ("2 bis 3 Tage", 1, 3), ("4 bis 5 Tage", 3, ESCALATION_DAYS))
    parts = {
        f"a{number}": Count(
            "pk",
            filter=Q(eingegangen_at__gte=at - timedelta(days=last))
            & ~Q(
                eingegangen_at__gte=at - timedelta(days=first) if first else at + timedelta(days=1)
            ),
        )
        for number, (_, first, last) in enumerate(steps)
    }
    late = Count("pk", filter=Q(eingegangen_at__lt=at - timedelta(days=ESCALATION_DAYS)))
    found = rows.aggregate(**parts, late=late)
    ages = [(label, found[f"a{number}"]) for number, (label, _, _) in enumerate(steps)]
    return [*ages, (f"über {ESCALATION_DAYS} Tage", found["late"])]


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
