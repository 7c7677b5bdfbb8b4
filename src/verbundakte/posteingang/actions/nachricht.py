"""A message of several files becomes one Eingang: its letter, its Anlagen, what proves its sender."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from verbundakte.akten.actions import Arrived, add_anlage
from verbundakte.core import audit
from verbundakte.core.actions import action
from verbundakte.core.blobs.register import register
from verbundakte.core.blobs.store import Stored
from verbundakte.posteingang.actions.aufnahme import record_eingang
from verbundakte.posteingang.actions.quarantaene import Verdaechtig, hold
from verbundakte.posteingang.ankunft import Ankunft
from verbundakte.posteingang.events import Event
from verbundakte.posteingang.models import Eingang, Eingangskanal, Pruefprotokoll
from verbundakte.posteingang.permissions import Permission


@dataclass(frozen=True)
class Nachweis:
    """What was checked, how it came out in one German sentence, and the protocol itself."""

    art: str
    ergebnis: str
    angaben: dict = field(default_factory=dict)
    stored: Stored | None = None


@dataclass(frozen=True)
class Sendung:
    """A message whose files lie in the store: letter, Anlagen, proofs, and what is held back."""

    haupt: Arrived | None
    anlagen: Sequence[Arrived] = ()
    nachweise: Sequence[Nachweis] = ()
    verdaechtig: Sequence[Verdaechtig] = ()


def record_message(
    actor, kanal: Eingangskanal, *, ankunft: Ankunft, sendung: Sendung, at: datetime
) -> Eingang:
    """Return the Eingang of a message, recorded once with all that belongs to it.

    Raises as `record_eingang`.
    """
    with transaction.atomic():
        eingang = record_eingang(actor, kanal, ankunft=ankunft, arrived=sendung.haupt, at=at)
        if Pruefprotokoll.objects.filter(eingang=eingang).exists():
            return eingang
        for anlage in sendung.anlagen:
            add_anlage(actor, eingang.dokument, arrived=anlage, at=at)
        for nachweis in sendung.nachweise:
            note_pruefung(actor, eingang, nachweis=nachweis, at=at)
        for one in sendung.verdaechtig:
            hold(actor, eingang, verdaechtig=one, at=at)
        return eingang


@action(Permission.EINGANG_RECORD, Event.SENDER_CHECKED)
def note_pruefung(actor, eingang: Eingang, *, nachweis: Nachweis, at: datetime) -> Pruefprotokoll:
    """Keep what was checked of an Eingang, with its protocol, as an object of its own."""
    audit.note_change("Ergebnis", None, nachweis.ergebnis)
    return Pruefprotokoll.objects.create(
        eingang=eingang,
        art=nachweis.art,
        ergebnis=nachweis.ergebnis[:300],
        angaben=nachweis.angaben,
        blob=register(nachweis.stored) if nachweis.stored else None,
        at=at,
    )
