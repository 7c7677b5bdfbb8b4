"""How a step ends without being done: given back, passed over, called back."""

from datetime import datetime

from django.utils.timezone import localdate

from verbundakte.core import audit
from verbundakte.core.actions import action
from verbundakte.geschaeftsgang.actions.adressat import Rollenname, Ziel
from verbundakte.geschaeftsgang.actions.lauf import (
    IsOver,
    ReasonMissing,
    advance,
    check_open,
    check_yours,
    end,
    locked,
)
from verbundakte.geschaeftsgang.actions.personen import acting
from verbundakte.geschaeftsgang.actions.verfuegung import (
    Zeile,
    check_steers,
    copy_of,
    insert_after,
    new_schritt,
    start,
)
from verbundakte.geschaeftsgang.events import Event
from verbundakte.geschaeftsgang.models import (
    Rueckruf,
    Schritt,
    SchrittArt,
    Uebergehung,
    Verfuegung,
    Zurueckgabe,
)
from verbundakte.geschaeftsgang.permissions import Permission


@action(Permission.SCHRITT_DO, Event.SCHRITT_RETURNED, locks=False)
def return_schritt(actor, schritt: Schritt, *, grund: str, at: datetime) -> Zurueckgabe:
    """Give a step back with the reason: who drew up the Verfügung works on it, then it comes again.

    Raises ReasonMissing, IsOver, NotYet, NotYours.
    """
    if not grund.strip():
        raise ReasonMissing
    row = locked(schritt)
    check_open(row)
    check_yours(actor, row, at=at)
    verfuegung = row.verfuegung
    back = Zeile(
        SchrittArt.BEARBEITUNG,
        Ziel(rolle=Rollenname.VERFASSER),
        text=grund.strip(),
        dokument=row.dokument,
    )
    answer = new_schritt(actor, back, verfuegung, at)
    again = copy_of(actor, row, at=at)
    insert_after(row, [answer, again], first=0)
    answer.vorgaenger = row
    for step in (answer, again):
        start(actor, step, at)
    who = acting(actor, row, on=localdate(at))
    back_row = Zurueckgabe.objects.create(
        schritt=row, grund=grund.strip()[:1000], an=answer, erneut=again, at=at, **who
    )
    audit.note_change("Grund", None, grund.strip())
    end(row, at=at)
    advance(actor, verfuegung, at=at)
    return back_row


@action(Permission.VERFUEGUNG_EDIT, Event.SCHRITT_SKIPPED, locks=False)
def skip_schritt(actor, schritt: Schritt, *, grund: str, at: datetime) -> Uebergehung:
    """Pass over a step, with the reason. Raises ReasonMissing, IsOver, NotYourRoute."""
    if not grund.strip():
        raise ReasonMissing
    row = locked(schritt)
    check_steers(actor, row.verfuegung)
    if row.ended_at is not None:
        raise IsOver
    who = acting(actor, None, on=localdate(at))
    made = Uebergehung.objects.create(schritt=row, grund=grund.strip()[:1000], at=at, **who)
    audit.note_change("Grund", None, grund.strip())
    _close(actor, row, at)
    return made


@action(Permission.VERFUEGUNG_EDIT, Event.SCHRITT_RECALLED, locks=False)
def recall_schritt(actor, schritt: Schritt, *, at: datetime, grund: str = "") -> Rueckruf:
    """Call a step back that nobody has done. Raises IsOver, NotYourRoute."""
    row = locked(schritt)
    check_steers(actor, row.verfuegung)
    if row.ended_at is not None:
        raise IsOver
    made = call_back(actor, row, grund, at)
    _close(actor, row, at)
    return made


def call_back(actor, row: Schritt, grund: str, at: datetime) -> Rueckruf:
    """Write that a step was called back; the caller ends it."""
    who = acting(actor, None, on=localdate(at))
    audit.note_change(f"Zurückgerufen: {row.get_art_display()}", row.adressat, None)
    return Rueckruf.objects.create(schritt=row, grund=grund.strip()[:1000], at=at, **who)


def _close(actor, row: Schritt, at: datetime) -> None:
    end(row, at=at)
    advance(actor, row.verfuegung, at=at)


@action(Permission.VERFUEGUNG_EDIT, Event.VERFUEGUNG_RECALLED)
def recall_verfuegung(
    actor, verfuegung: Verfuegung, *, at: datetime, grund: str = ""
) -> list[Rueckruf]:
    """Call back every step that has not ended. What was done stays. Raises NotYourRoute, IsOver."""
    check_steers(actor, verfuegung)
    rows = list(verfuegung.schritte.not_over().select_for_update(of=("self",), no_key=True))
    if not rows:
        raise IsOver
    made = []
    for row in rows:
        row.verfuegung = verfuegung
        made.append(call_back(actor, row, grund, at))
        end(row, at=at)
    advance(actor, verfuegung, at=at)
    return made
