"""Somebody leaves who is named in files that only named persons see: who comes after her there."""

from datetime import datetime

from django.core.exceptions import PermissionDenied

from verbundakte.akten.events import Event
from verbundakte.akten.kinds import JobKind
from verbundakte.akten.models import Nachbenennung
from verbundakte.akten.permissions import Permission
from verbundakte.akten.queries.nachbenennung import leads, units_naming
from verbundakte.core import audit, jobs
from verbundakte.core.actions import Refusal, action
from verbundakte.organisation.models import Person
from verbundakte.organisation.permissions import Permission as OrganisationPermission


class AlreadyDecided(Refusal):
    message = "Die Nachfolge ist schon benannt. Laden Sie die Seite neu."


class SuccessorGone(Refusal):
    message = "Benennen Sie jemand anderen, der hier arbeitet."


@action(OrganisationPermission.PERSON_EDIT, Event.NACHBENENNUNG_PROPOSED)
def propose_successor(actor, person: Person, *, to: Person, at: datetime) -> int:
    """Ask the Leitung of each unit in charge who comes after a person; return how many units.

    Who lets her go proposes somebody and sees nothing of the files.
    """
    units = units_naming(person.pk)
    for unit in units:
        Nachbenennung.objects.update_or_create(
            person=person,
            einheit=unit,
            decided_at=None,
            defaults={"vorschlag": to, "created_at": at},
        )
    audit.note_change("Vorschlag", None, to.name)
    return len(units)


@action(Permission.ZUGRIFF_EDIT, Event.NACHBENENNUNG_DECIDED)
def decide_successor(
    actor, nachbenennung: Nachbenennung, *, to: Person, at: datetime
) -> Nachbenennung:
    """Name who comes after a person in a unit's files; a job writes it into each of them.

    Raises PermissionDenied (only the Leitung of the unit), AlreadyDecided, SuccessorGone.
    """
    if not leads(actor, nachbenennung.einheit_id):
        raise PermissionDenied(Permission.ZUGRIFF_EDIT)
    if nachbenennung.decided_at is not None:
        raise AlreadyDecided
    if not to.is_active or to.pk == nachbenennung.person_id:
        raise SuccessorGone
    nachbenennung.nachfolge = to
    nachbenennung.decided_at = at
    nachbenennung.decided_by = getattr(actor, "person_id", None)
    nachbenennung.save()
    audit.note_change("Nachfolge", nachbenennung.person.name, to.name)
    label = f"Nachfolge von {nachbenennung.person.name}: {to.name}"[:200]
    jobs.start(actor, JobKind.NAME_SUCCESSOR, label=label, nachbenennung=nachbenennung.pk)
    return nachbenennung
