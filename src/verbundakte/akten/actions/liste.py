"""What a person keeps of her lists: columns and views; and what she takes out of them."""

from datetime import datetime
from typing import BinaryIO
from uuid import UUID

from verbundakte.akten.events import Event
from verbundakte.akten.kinds import JobKind
from verbundakte.akten.models import Listenansicht, Spaltenwahl
from verbundakte.akten.permissions import Permission
from verbundakte.core import audit
from verbundakte.core.actions import Refusal, action
from verbundakte.core.ausgaben import fill_ausgabe, order_ausgabe
from verbundakte.core.jobs import start
from verbundakte.core.models import Ausgabe
from verbundakte.organisation.models import Organisationseinheit

MOST_VIEWS = 50
Content = tuple[BinaryIO, list[UUID]]


class NotInEinheit(Refusal):
    """Views of a unit are kept by those who work in it."""

    message = "In dieser Einheit haben Sie keine Stelle. Wählen Sie Ihre eigene."


class ViewExists(Refusal):
    """Two views under one name would be told apart by nobody."""

    message = "Eine Ansicht mit diesem Namen gibt es schon. Wählen Sie einen anderen Namen."


class TooManyViews(Refusal):
    """A menu that nobody reads to its end."""

    message = "Mehr als 50 Ansichten je Liste sind nicht möglich. Löschen Sie zuerst eine andere."


def keep_columns(actor, *, liste: str, spalten: list[str]) -> None:
    """Remember which columns the person wants to see in a kind of list; none: the usual ones."""
    mark = {"person_id": actor.person_id, "liste": liste}
    if not spalten:
        Spaltenwahl.objects.filter(**mark).delete()
        return
    Spaltenwahl.objects.update_or_create(**mark, defaults={"spalten": spalten})


def _save(rows, **values) -> Listenansicht:
    same = rows.filter(liste=values["liste"])
    if same.filter(name=values["name"]).exists():
        raise ViewExists
    if same.count() >= MOST_VIEWS:
        raise TooManyViews
    return Listenansicht.objects.create(**values)


def save_own_view(actor, *, liste: str, name: str, abfrage: str, at: datetime) -> Listenansicht:
    """Save a view for oneself. Raises ViewExists, TooManyViews."""
    return _save(
        Listenansicht.objects.filter(person=actor.person_id),
        person_id=actor.person_id,
        liste=liste,
        name=name,
        abfrage=abfrage,
        created_at=at,
        created_by=actor.person_id,
    )


@action(Permission.ANSICHT_EDIT, Event.ANSICHT_SAVED, about="result")
def save_unit_view(
    actor, einheit: Organisationseinheit, *, liste: str, name: str, abfrage: str, at: datetime
) -> Listenansicht:
    """Save a view for everybody of a unit. Raises NotInEinheit, ViewExists, TooManyViews."""
    if einheit.pk not in actor.einheiten:
        raise NotInEinheit
    audit.note_change("Ansicht", None, name)
    return _save(
        Listenansicht.objects.filter(einheit=einheit),
        einheit=einheit,
        liste=liste,
        name=name,
        abfrage=abfrage,
        created_at=at,
        created_by=actor.person_id,
    )


def drop_own_view(actor, ansicht: Listenansicht) -> None:
    """Delete a view of one's own."""
    Listenansicht.objects.filter(pk=ansicht.pk, person=actor.person_id).delete()


@action(Permission.ANSICHT_EDIT, Event.ANSICHT_ENDED)
def drop_unit_view(actor, einheit: Organisationseinheit, *, ansicht: Listenansicht) -> None:
    """Delete a view of a unit. Raises NotInEinheit."""
    if einheit.pk not in actor.einheiten:
        raise NotInEinheit
    audit.note_change("Ansicht", ansicht.name, None)
    Listenansicht.objects.filter(pk=ansicht.pk, einheit=einheit).delete()


@action(Permission.AUSGABE_READ, Event.LISTE_EXPORTED, about="result", locks=False)
def export_list(
    actor, subject, *, request: dict, label: str, at: datetime, content: Content | None = None
) -> Ausgabe:
    """Take out a list (`subject` is what it lies in, or None); return the row of the file.

    `content` is the file when it is made already, with the ids of its rows; without it a job makes
    it. `request` says what is asked for: liste, ort, abfrage, art, and with a content file_name
    and media_type.
    """
    ausgabe = order_ausgabe(actor, request, at=at)
    audit.note_change("Liste", None, label)
    audit.note_change("Form", None, request["art"].upper())
    if content is None:
        start(actor, JobKind.EXPORT_LIST, label=f"Liste ausgeben: {label}", ausgabe=ausgabe.pk)
    else:
        fill_ausgabe(
            ausgabe,
            content[0],
            subjects=content[1],
            file_name=request["file_name"],
            media_type=request["media_type"],
            at=at,
        )
    return ausgabe
