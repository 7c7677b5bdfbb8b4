"""A line "Wv." of a Verfügung and its Wiedervorlage are one thing: what happens to one, happens to both."""

from datetime import datetime

from django.utils.timezone import localdate

from verbundakte.core import audit
from verbundakte.core.audit import Change
from verbundakte.core.kalender import kalender_of_town
from verbundakte.geschaeftsgang.actions.adressat import occupants
from verbundakte.geschaeftsgang.events import Event
from verbundakte.geschaeftsgang.models import (
    Erledigung,
    Rueckruf,
    Schritt,
    Uebergehung,
    Wiedervorlage,
    Zurueckgabe,
)
from verbundakte.organisation.models import Stelle


def _for(schritt: Schritt, at: datetime) -> dict:
    """Return with whom a Wiedervorlage of this step lies: a Stelle means who holds it alone, else
    whoever of its unit sees to it."""
    if schritt.platz == schritt.einheit_id:
        return {"person_id": None, "einheit_id": schritt.einheit_id}
    stelle = Stelle.objects.filter(pk=schritt.platz).first()
    if stelle is None:
        return {"person_id": schritt.platz, "einheit_id": None}
    there = occupants(on=localdate(at), stelle=stelle)
    if len(there) == 1:
        return {"person_id": there[0].pk, "einheit_id": None}
    return {"person_id": None, "einheit_id": stelle.einheit_id}


def _values(schritt: Schritt, at: datetime) -> dict:
    wanted = schritt.frist_on or localdate(at)
    verfuegung = schritt.verfuegung
    return {
        **_for(schritt, at),
        "due_on": kalender_of_town(localdate(at)).arbeitstag(wanted),
        "text": (schritt.text or verfuegung.betreff)[:500],
    }


def plan_for_schritt(actor, schritt: Schritt, at: datetime) -> None:
    """Let what a line "Wv." names come up again on its day (`at_begin`).

    Whoever lets the step begin, by ending the one before, needs no right to plan one.
    """
    verfuegung = schritt.verfuegung
    row = Wiedervorlage.objects.create(
        schritt=schritt,
        vorgang=verfuegung.vorgang,
        dokument=schritt.dokument or verfuegung.dokument,
        at=at,
        by=verfuegung.urheber_id,
        **_values(schritt, at),
    )
    told = [
        Change("Wiedervorlage", None, f"{row.due_on:%d.%m.%Y}"),
        Change("Für", None, str(row.person or row.einheit)),
    ]
    audit.record(Event.WIEDERVORLAGE_PLANNED, actor=actor, subject=row.subject, changes=told)


def _open(schritt: Schritt):
    return Wiedervorlage.objects.open().filter(schritt=schritt)


def follow_schritt(schritt: Schritt, at: datetime) -> None:
    """Let the Wiedervorlage of a line that was changed say the same: day, text, for whom."""
    if _open(schritt).exists():
        _open(schritt).update(**_values(schritt, at))


def end_with_schritt(schritt: Schritt, at: datetime) -> None:
    """End the Wiedervorlage of a line that has ended (`at_end`): done, or taken back with the reason."""
    done = Erledigung.objects.filter(schritt=schritt).first()
    if done is not None:
        _open(schritt).update(done_at=at, done_by=done.person_id)
        return
    for model in (Rueckruf, Uebergehung, Zurueckgabe):
        ended = model.objects.filter(schritt=schritt).first()
        if ended is not None:
            _open(schritt).update(
                withdrawn_at=at, withdrawn_by=ended.person_id, grund=ended.grund[:500]
            )
