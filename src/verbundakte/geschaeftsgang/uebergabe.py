"""Steps and Termine of a person go to others before she leaves; what is left falls to the head."""

from collections.abc import Callable
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from verbundakte.core.clock import now
from verbundakte.core.jobs import JobFailed, job, start
from verbundakte.core.jobs.handover import hand_over_each
from verbundakte.core.registry import HandoverSource
from verbundakte.geschaeftsgang.actions import Ziel, change_schritt, hand_over_termin
from verbundakte.geschaeftsgang.kinds import JobKind
from verbundakte.geschaeftsgang.models import TERMINE, Frist, Schritt, SchrittArt
from verbundakte.geschaeftsgang.permissions import Permission
from verbundakte.organisation.models import Person


def _schritte(person: UUID):
    """Return the steps addressed to a person whose turn it is or will be; a running Wv. goes with its
    Wiedervorlage."""
    rows = Schritt.objects.not_over().filter(person=person)
    return rows.exclude(art=SchrittArt.WIEDERVORLAGE, begun_at__isnull=False)


def _termine(person: UUID) -> list:
    """Return by kind what is due for a person, or for which she is the second one."""
    found = []
    for model in TERMINE.values():
        hers = Q(person=person)
        if model is Frist:
            hers |= Q(zweite=person)
        found.append(model.objects.open().filter(hers).order_by("pk"))
    return found


def _receiver(to: str) -> Person:
    found = Person.objects.filter(pk=UUID(to), is_active=True).first()
    if found is None:
        raise JobFailed("Die Person gibt es nicht mehr.")
    return found


@job(
    JobKind.HAND_OVER_SCHRITTE,
    "Schritte im Geschäftsgang übergeben",
    permissions=(Permission.VERFUEGUNG_EDIT,),
)
def hand_over_schritte(actor, progress, *, person: str, to: str) -> dict:
    """Give all steps of a person to another; a second run does what is left."""
    with transaction.atomic():
        ziel = Ziel(person=_receiver(to))
        rows = list(_schritte(UUID(person)).order_by("pk"))

    def hand_over(row: Schritt) -> None:
        change_schritt(actor, row, seen_revision=row.revision, values={}, at=now(), ziel=ziel)

    return hand_over_each(progress, rows, hand_over)


@job(
    JobKind.HAND_OVER_TERMINE,
    "Fristen, Wiedervorlagen und Aufgaben übergeben",
    permissions=(Permission.TERMIN_EDIT,),
)
def hand_over_termine(actor, progress, *, person: str, to: str) -> dict:
    """Give all Termine of a person to another; a second run does what is left."""
    with transaction.atomic():
        receiver = _receiver(to)
        rows = [row for found in _termine(UUID(person)) for row in found]
    left = UUID(person)
    return hand_over_each(
        progress,
        rows,
        lambda row: hand_over_termin(actor, row, person=left, to=receiver, at=now()),
    )


def _source(kind: JobKind, label: str, count: Callable[[UUID], int]) -> HandoverSource:
    def begin(actor, person: Person, to: Person):
        told = f"{label} von {person.name} an {to.name}"[:200]
        return start(actor, kind, label=told, person=person.pk, to=to.pk)

    return HandoverSource(str(kind), label, count, begin)


SOURCES = (
    _source(
        JobKind.HAND_OVER_SCHRITTE,
        "Schritte im Geschäftsgang",
        lambda person: _schritte(person).count(),
    ),
    _source(
        JobKind.HAND_OVER_TERMINE,
        "Fristen, Wiedervorlagen und Aufgaben",
        lambda person: sum(rows.count() for rows in _termine(person)),
    ),
)
