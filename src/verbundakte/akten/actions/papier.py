"""The paper part: place, loan, request from the Altregistratur; originals and things of value."""

from datetime import date, datetime

from verbundakte.akten.events import Event
from verbundakte.akten.models import (
    Akte,
    Aushebung,
    Ausleihe,
    Papierteil,
    Verwahrstueck,
    Vorgang,
)
from verbundakte.akten.permissions import Permission
from verbundakte.core import audit
from verbundakte.core.actions import Refusal, action, assign


class LentAlready(Refusal):
    """It cannot be with two people."""

    message = "Die Papierakte ist schon ausgeliehen. Vermerken Sie zuerst die Rückgabe."


class DoneAlready(Refusal):
    """Done in another window."""

    message = "Das ist schon erledigt. Laden Sie die Seite neu."


class StillKept(Refusal):
    """What belongs to others goes back before the file is closed."""

    def __init__(self, what: str):
        super().__init__(
            f"Noch in Verwahrung: „{what}“. Geben Sie es zurück und vermerken Sie die Rückgabe"
            " („Papier und Originale“)."
        )


@action(Permission.PAPIER_EDIT, Event.PAPIER_CHANGED)
def change_papierteil(actor, akte: Akte, *, values: dict) -> Papierteil:
    """Write down where the paper lies, and until when there is paper."""
    row, _ = Papierteil.objects.get_or_create(akte=akte)
    assign(row, values)
    return row


@action(Permission.PAPIER_EDIT, Event.PAPIER_LENT)
def lend(actor, akte: Akte, *, an: str, on: date, due_on: date) -> Ausleihe:
    """Hand the paper out. Raises LentAlready."""
    if Ausleihe.objects.filter(akte=akte, returned_on=None).exists():
        raise LentAlready
    audit.note_change("An", None, an)
    audit.note_change("Zurück bis", None, due_on)
    return Ausleihe.objects.create(
        akte=akte, an=an, lent_on=on, due_on=due_on, created_by=actor.person_id
    )


@action(Permission.PAPIER_EDIT, Event.PAPIER_RETURNED)
def take_back(actor, akte: Akte, *, ausleihe: Ausleihe, on: date) -> None:
    """The paper is back. Raises DoneAlready."""
    changed = Ausleihe.objects.filter(pk=ausleihe.pk, returned_on=None).update(returned_on=on)
    if not changed:
        raise DoneAlready
    audit.note_change("Von", None, ausleihe.an)


@action(Permission.PAPIER_REQUEST, Event.PAPIER_REQUESTED, locks=False)
def request_papier(actor, akte: Akte, *, wunsch: str, at: datetime) -> Aushebung:
    """Ask the Altregistratur for the paper or a scan of it."""
    audit.note_change("Wunsch", None, wunsch)
    return Aushebung.objects.create(
        akte=akte, wunsch=wunsch, requested_at=at, requested_by=actor.person_id
    )


@action(Permission.PAPIER_EDIT, Event.PAPIER_FETCHED, locks=False)
def settle_request(actor, akte: Akte, *, aushebung: Aushebung, ergebnis: str, at: datetime) -> None:
    """Say what became of a request (fetched, Fehlblatt found, scanned). Raises DoneAlready."""
    changed = Aushebung.objects.filter(pk=aushebung.pk, done_at=None).update(
        done_at=at, done_by=actor.person_id, ergebnis=ergebnis
    )
    if not changed:
        raise DoneAlready
    audit.note_change("Ergebnis", None, ergebnis)


@action(Permission.VERWAHRUNG_EDIT, Event.VERWAHRUNG_BEGUN, locks=False)
def keep_safe(actor, vorgang: Vorgang, *, values: dict) -> Verwahrstueck:
    """Enter an original to return or a thing of value; it keeps the Vorgang open."""
    row = Verwahrstueck.objects.create(vorgang=vorgang, created_by=actor.person_id, **values)
    audit.note_change(row.get_art_display(), None, row.bezeichnung)
    return row


@action(Permission.VERWAHRUNG_EDIT, Event.VERWAHRUNG_ENDED, locks=False)
def give_back(actor, vorgang: Vorgang, *, row: Verwahrstueck, to: str, on: date) -> None:
    """Record that it went back, to whom and when. Raises DoneAlready."""
    changed = Verwahrstueck.objects.filter(pk=row.pk, returned_on=None).update(
        returned_on=on, returned_to=to
    )
    if not changed:
        raise DoneAlready
    audit.note_change(row.get_art_display(), row.bezeichnung, f"zurück an {to}")


def refuse_while_kept(actor, vorgang: Vorgang) -> None:
    """Subscriber of `vorgang_closing`: raises StillKept."""
    row = Verwahrstueck.objects.filter(vorgang=vorgang, returned_on=None).first()
    if row is not None:
        raise StillKept(row.bezeichnung)
