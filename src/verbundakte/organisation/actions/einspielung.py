"""The whole organisation from tables: bring them, order what they change, perform it, go back."""

from datetime import date, datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction

from verbundakte.core import audit, jobs
from verbundakte.core.actions import Refusal, action
from verbundakte.organisation.actions.einheit import change_einheit, close_einheit, create_einheit
from verbundakte.organisation.actions.person import change_person, create_person, deactivate_person
from verbundakte.organisation.actions.rolle import assign_rolle, take_rolle
from verbundakte.organisation.actions.stelle import (
    change_stelle,
    create_stelle,
    end_stelle,
    occupy_stelle,
    vacate_stelle,
)
from verbundakte.organisation.actor import Actor
from verbundakte.organisation.comparison import CHANGE, FINISH, NEW, Organisation, Step
from verbundakte.organisation.csv_tables import DAYS, FLAGS, Tables, Values
from verbundakte.organisation.events import Event
from verbundakte.organisation.models import Einspielung, Organisationseinheit, Person, Stelle
from verbundakte.organisation.permissions import Permission

JOB = "organisation.einspielung.perform"
REVIVED = ("besetzungen", "rollen")
"""What can begin again after it was ended; a unit, a Stelle or a person does not come back."""


class AlreadyOrdered(Refusal):
    message = "Diese Dateien sind schon übernommen oder werden es gerade."


class NothingToUndo(Refusal):
    message = "Hier ist nichts zurückzunehmen."


@action(Permission.EINHEIT_EDIT, Event.EINSPIELUNG_BROUGHT, about="result")
def bring_einspielung(
    actor: Actor, subject: None, *, file_name: str, tables: Tables, is_whole: bool, at: datetime
) -> Einspielung:
    """Keep tables that were brought, to be looked at; the organisation stays as it is."""
    return _keep(actor, file_name, _content(tables), at, is_whole=is_whole)


@action(Permission.EINHEIT_EDIT, Event.EINSPIELUNG_ORDERED)
def order_einspielung(actor: Actor, einspielung: Einspielung, *, at: datetime) -> Einspielung:
    """Let a job do what the tables ask for. Raises AlreadyOrdered, PermissionDenied."""
    for permission in NEEDED:
        if not actor.may(permission, None):
            raise PermissionDenied(permission)
    if einspielung.started_at is not None:
        raise AlreadyOrdered
    label = f"Organisation übernehmen: {einspielung.file_name}"
    row = jobs.start(actor, JOB, subject=einspielung, label=label[:200], einspielung=einspielung.pk)
    einspielung.started_at, einspielung.job = at, row.pk
    einspielung.save(update_fields=["started_at", "job"])
    audit.note_change("Datei", None, einspielung.file_name)
    return einspielung


@action(Permission.EINHEIT_EDIT, Event.EINSPIELUNG_BROUGHT, about="result")
def bring_way_back(
    actor: Actor, einspielung: Einspielung, *, on: date, at: datetime
) -> Einspielung:
    """Bring tables that put back what was performed, as far as that goes. Raises NothingToUndo.

    What was set up ends, what was changed is as before, an ended Besetzung or role begins anew.
    """
    lines: dict[tuple, Values] = {}
    for step in reversed(einspielung.result):
        if not step["refused"] and (values := _way_back(step, on)) is not None:
            lines[(step["table"], *step["key"])] = values
    if not lines:
        raise NothingToUndo
    content: dict[str, list] = {}
    for (table, *_), values in lines.items():
        rows = content.setdefault(table, [])
        rows.append([f"{table}.csv", len(rows) + 2, values])
    return _keep(actor, f"Rückweg zu {einspielung.file_name}"[:255], content, at)


NEEDED = (
    Permission.EINHEIT_EDIT,
    Permission.PERSON_EDIT,
    Permission.STELLE_OCCUPY,
    Permission.ROLLE_ASSIGN,
)


def _content(tables: Tables) -> dict[str, list]:
    return {
        name: [[line.file, line.number, line.values] for line in lines]
        for name, lines in tables.lines.items()
    }


def _keep(actor, file_name: str, content: dict, at: datetime, *, is_whole: bool = False):
    return Einspielung.objects.create(
        file_name=file_name,
        created_at=at,
        created_by=getattr(actor, "person_id", None),
        is_whole=is_whole,
        content=content,
    )


def can_go_back(step: dict, on: date) -> bool:
    """Tell whether a performed step can be put back."""
    return _way_back(step, on) is not None


def _way_back(step: dict, on: date) -> Values | None:
    if step["kind"] == NEW:
        return {**step["values"], "end": on.isoformat()}
    if step["kind"] == CHANGE:
        return step["before"]
    if step["table"] in REVIVED and step["values"]["end"] <= on.isoformat():
        return {**step["values"], "from_on": on.isoformat(), "end": ""}
    return None


def perform_step(actor: Actor, step: Step, there: Organisation, *, on: date) -> None:
    """Do one step through the action for it; what is new is written into `there`. Raises Refusal."""
    _PERFORM[step.kind](actor, step, there, on)


def _object(model, there: Organisation, table: str, key: str):
    """Return the row behind a key. Raises Refusal when a step before could not make it."""
    pk = there.ids[table].get((key,))
    if pk is None:
        raise Refusal(f"„{key}“ gibt es nicht, weil es sich nicht anlegen ließ.")
    return model.objects.get(pk=pk)


def _einheit(there: Organisation, key: str) -> Organisationseinheit | None:
    return _object(Organisationseinheit, there, "einheiten", key) if key else None


def _pair(step: Step, there: Organisation) -> tuple[Stelle, Person]:
    stelle = _object(Stelle, there, "stellen", step.values["stelle"])
    return stelle, _object(Person, there, "personen", step.values["person"])


def _rolle(step: Step, there: Organisation) -> tuple[Person, UUID]:
    person = _object(Person, there, "personen", step.values["person"])
    return person, there.ids["rolle"][(step.values["rolle"],)]


def _begin(actor: Actor, step: Step, there: Organisation, on: date) -> None:
    values = _typed(step.values, there)
    if step.table == "einheiten":
        made = create_einheit(actor, values.pop("parent"), **values)
    elif step.table == "stellen":
        made = create_stelle(actor, values.pop("einheit"), **values)
    elif step.table == "personen":
        made = create_person(actor, None, **values)
    elif step.table == "besetzungen":
        stelle, person = _pair(step, there)
        made = occupy_stelle(actor, stelle, person=person, from_on=values["from_on"])
    else:
        person, key = _rolle(step, there)
        made = assign_rolle(actor, person, rolle_key=key, from_on=values["from_on"])
    there.ids[step.table][step.key] = made.pk


def _change(actor: Actor, step: Step, there: Organisation, on: date) -> None:
    names = {name for name, value in step.values.items() if value != (step.before or {}).get(name)}
    values = {name: one for name, one in _typed(step.values, there).items() if name in names}
    if step.table == "einheiten":
        unit = _object(Organisationseinheit, there, "einheiten", step.key[0])
        change_einheit(actor, unit, seen=unit.revision, on=on, **values)
    elif step.table == "stellen":
        stelle = _object(Stelle, there, "stellen", step.key[0])
        change_stelle(actor, stelle, seen=stelle.revision, **values)
    elif step.table == "personen":
        person = _object(Person, there, "personen", step.key[0])
        change_person(actor, person, seen=person.revision, **values)
    else:
        raise Refusal("Das lässt sich nur beenden, nicht ändern.")


def _finish(actor: Actor, step: Step, there: Organisation, on: date) -> None:
    end = date.fromisoformat(step.values["end"])
    if step.table == "einheiten":
        close_einheit(actor, _object(Organisationseinheit, there, "einheiten", step.key[0]), on=end)
    elif step.table == "stellen":
        end_stelle(actor, _object(Stelle, there, "stellen", step.key[0]), on=end)
    elif step.table == "personen":
        deactivate_person(actor, _object(Person, there, "personen", step.key[0]), on=end)
    elif step.table == "besetzungen":
        stelle, person = _pair(step, there)
        vacate_stelle(actor, stelle, person=person, on=end)
    else:
        person, key = _rolle(step, there)
        take_rolle(actor, person, rolle_key=key, on=end)


_PERFORM = {NEW: _begin, CHANGE: _change, FINISH: _finish}


def _typed(values: Values, there: Organisation) -> dict:
    """Return texts as the actions take them, without the end."""
    found: dict = dict(values)
    found.pop("end")
    for name in found.keys() & set(DAYS):
        found[name] = date.fromisoformat(values[name]) if values[name] else None
    for name in found.keys() & set(FLAGS):
        found[name] = values[name] == "ja"
    for name in found.keys() & {"parent", "einheit"}:
        found[name] = _einheit(there, values[name])
    return found


def keep_result(einspielung: Einspielung, *, finished_at: datetime | None = None) -> None:
    """Keep what became of the steps so far; with the end the lines themselves are forgotten."""
    if finished_at is not None:
        einspielung.finished_at, einspielung.content = finished_at, {}
    with transaction.atomic():
        einspielung.save(update_fields=["result", "finished_at", "content"])


def drop_einspielungen(before: date) -> int:
    """Delete what was brought before a day, with the names in it; return how many."""
    count, _ = Einspielung.objects.filter(created_at__date__lt=before).delete()
    return count


def told(step: Step, refused: str = "") -> dict:
    """Return a performed step as its Einspielung keeps it."""
    return {
        "kind": step.kind,
        "table": step.table,
        "key": list(step.key),
        "name": step.name,
        "values": step.values,
        "before": step.before,
        "refused": refused,
    }
