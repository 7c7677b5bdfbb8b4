"""What of a person's work in files is handed over when she leaves, and the jobs that do it."""

from collections.abc import Callable
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from verbundakte.akten.actions.nachbenennung import propose_successor
from verbundakte.akten.actions.uebergabe import hand_over_entwurf, hand_over_vorgang
from verbundakte.akten.actions.zugriff import change_zugriff
from verbundakte.akten.kinds import JobKind
from verbundakte.akten.models import Choice, Dokument, Nachbenennung, Vorgang, Zugriffsregel
from verbundakte.akten.permissions import Permission
from verbundakte.akten.queries.nachbenennung import rules_naming
from verbundakte.core.clock import now
from verbundakte.core.jobs import JobFailed, job, start
from verbundakte.core.jobs.handover import hand_over_each
from verbundakte.core.models import PrincipalKind
from verbundakte.core.registry import HandoverSource
from verbundakte.organisation.models import Person


def open_vorgaenge(person_id: UUID) -> QuerySet[Vorgang]:
    """Return the Vorgänge in a person's care that are not zu den Akten verfügt."""
    return Vorgang.objects.filter(sachbearbeitung=person_id).in_progress()


def own_entwuerfe(person_id: UUID) -> QuerySet[Dokument]:
    """Return the drafts without Vorgang that name the person in their access."""
    return Dokument.objects.filter(
        is_entwurf=True,
        vorgang=None,
        akte=None,
        zone__entries__principal_kind=PrincipalKind.PERSON,
        zone__entries__principal_id=person_id,
    )


def _persons(person: str, to: str) -> tuple[Person, Person]:
    with transaction.atomic():
        found = {str(row.pk): row for row in Person.objects.filter(pk__in=[person, to])}
    if person not in found or to not in found:
        raise JobFailed("Die Person gibt es nicht mehr.")
    if not found[to].is_active:
        raise JobFailed(f"{found[to].name} arbeitet nicht mehr hier. Wählen Sie jemand anderen.")
    return found[person], found[to]


def _each(progress, rows: QuerySet, hand_over: Callable) -> dict:
    with transaction.atomic():
        found = list(rows.order_by("pk"))
    return hand_over_each(progress, found, hand_over)


@job(
    JobKind.HAND_OVER_VORGAENGE,
    "Vorgänge übergeben",
    permissions=(Permission.VORGANG_EDIT,),
)
def hand_over_vorgaenge(actor, progress, *, person: str, to: str) -> dict:
    """Hand all open Vorgänge of a person to another; a second run does what is left."""
    source, receiver = _persons(person, to)
    return _each(
        progress,
        open_vorgaenge(source.pk),
        lambda row: hand_over_vorgang(actor, row, to=receiver),
    )


@job(
    JobKind.HAND_OVER_ENTWUERFE,
    "Entwürfe übergeben",
    permissions=(Permission.DOKUMENT_EDIT,),
)
def hand_over_entwuerfe(actor, progress, *, person: str, to: str) -> dict:
    """Hand all own drafts of a person to another; a second run does what is left."""
    source, receiver = _persons(person, to)
    return _each(
        progress,
        own_entwuerfe(source.pk),
        lambda row: hand_over_entwurf(actor, row, person=source, to=receiver),
    )


def _source(kind: JobKind, label: str, rows: Callable[[UUID], QuerySet]) -> HandoverSource:
    def begin(actor, person: Person, to: Person):
        text = f"{label} von {person.name} an {to.name}"
        return start(actor, kind, label=text[:200], person=person.pk, to=to.pk)

    return HandoverSource(str(kind), label, lambda person_id: rows(person_id).count(), begin)


@job(
    JobKind.NAME_SUCCESSOR,
    "Nachfolge eintragen",
    permissions=(Permission.ZUGRIFF_EDIT,),
)
def name_successor(actor, progress, *, nachbenennung: str) -> dict:
    """Name the successor in each file instead of who left; a second run does what is left."""
    with transaction.atomic():
        row = Nachbenennung.objects.filter(pk=UUID(nachbenennung)).first()
        if row is None or row.nachfolge_id is None:
            raise JobFailed("Diese Benennung gibt es nicht mehr.")

    def name(rule: Zugriffsregel) -> None:
        persons = [key for key in rule.persons if key != row.person_id]
        persons += [row.nachfolge_id] if row.nachfolge_id not in persons else []
        subject = rule.akte or rule.vorgang or rule.dokument
        change_zugriff(actor, subject, choice=Choice.NUR, persons=persons)

    return _each(progress, rules_naming(row.person_id, row.einheit_id), name)


def _propose(actor, person: Person, to: Person):
    propose_successor(actor, person, to=to, at=now())


SOURCES = (
    _source(JobKind.HAND_OVER_VORGAENGE, "Vorgänge in Bearbeitung", open_vorgaenge),
    _source(JobKind.HAND_OVER_ENTWUERFE, "Eigene Entwürfe ohne Vorgang", own_entwuerfe),
    HandoverSource(
        str(JobKind.NAME_SUCCESSOR),
        "Nur Genannten zugängliche Akten, als Vorschlag",
        lambda person_id: rules_naming(person_id).count(),
        _propose,
    ),
)
