"""What is done with a Wiedervorlage that is a line "Wv." of a Verfügung is done with the line, too."""

from datetime import datetime

from django.utils.timezone import localdate

from verbundakte.core import audit
from verbundakte.core.actions import Gone, Refusal
from verbundakte.core.audit import Change
from verbundakte.geschaeftsgang.actions.lauf import advance, end, locked, place
from verbundakte.geschaeftsgang.actions.lesen import give_reading
from verbundakte.geschaeftsgang.actions.personen import acting
from verbundakte.geschaeftsgang.actions.verfuegung import check_runs, copy_of, insert_after
from verbundakte.geschaeftsgang.events import Event
from verbundakte.geschaeftsgang.models import (
    Ergebnis,
    Erledigung,
    Schritt,
    Termin,
    Uebergehung,
    Wiedervorlage,
)
from verbundakte.geschaeftsgang.queries.platz import may_steer

WITHDRAWN = "Wiedervorlage zurückgenommen"


class LineOfVerfuegung(Refusal):
    """Whoever does not steer the route takes no line out of it."""

    message = (
        "Diese Wiedervorlage ist eine Zeile einer Verfügung. Zurücknehmen kann sie, wer die Verfügung"
        " getroffen hat oder den Vorgang bearbeitet. Sie können sie erledigen oder verschieben."
    )


def locked_termin(termin: Termin) -> Termin:
    """Return a Termin as it stands now, locked until the end of the transaction, with its line where
    it has one. The line first: whoever ends that takes the same order. Raises Gone."""
    key = getattr(termin, "schritt_id", None)
    line = locked(termin.schritt) if key else None
    rows = type(termin).objects.select_for_update(of=("self",), no_key=True)
    row = rows.filter(pk=termin.pk).first()
    if row is None:
        raise Gone
    if line is not None:
        row.schritt = line
    return row


def line_of(termin: Termin) -> Schritt | None:
    """Return the line of a locked Termin that has not ended."""
    line = termin.schritt if isinstance(termin, Wiedervorlage) and termin.schritt_id else None
    return line if line is not None and line.ended_at is None else None


def _ended(actor, line: Schritt, event: Event, told: str, at: datetime) -> None:
    changes = [Change("Schritt", None, line.get_art_display()), Change("Ergebnis", None, told)]
    audit.record(event, actor=actor, subject=line, changes=changes)
    end(line, at=at)
    advance(actor, line.verfuegung, at=at)


def complete_line(actor, termin: Termin, *, at: datetime) -> None:
    """Note that the line is done; the next ones have their turn."""
    line = line_of(termin)
    if line is None:
        return
    done = Erledigung.objects.create(
        schritt=line, at=at, ergebnis=Ergebnis.ERLEDIGT, **acting(actor, line, on=localdate(at))
    )
    _ended(actor, line, Event.SCHRITT_DONE, done.get_ergebnis_display(), at)


def skip_line(actor, termin: Termin, *, grund: str, at: datetime) -> None:
    """Pass over the line. Raises LineOfVerfuegung for who does not steer the Verfügung."""
    line = line_of(termin)
    if line is None:
        return
    if not may_steer(actor, line.verfuegung):
        raise LineOfVerfuegung
    grund = grund.strip() or WITHDRAWN
    who = acting(actor, None, on=localdate(at))
    Uebergehung.objects.create(schritt=line, grund=grund[:1000], at=at, **who)
    _ended(actor, line, Event.SCHRITT_SKIPPED, grund, at)


def change_line(actor, termin: Termin, *, at: datetime) -> None:
    """Let the line name the day and the person that its Wiedervorlage names now."""
    line = line_of(termin)
    if line is None:
        return
    changes = [Change("Frist", str(line.frist_on or ""), str(termin.due_on))]
    line.frist_on = termin.due_on
    if termin.person_id and line.platz != termin.person_id:
        changes.append(Change("Person", line.adressat, str(termin.person)))
        line.person, line.stelle, line.einheit = termin.person, None, None
    place(line, at=at)
    line.revision += 1
    line.save()
    audit.record(Event.SCHRITT_CHANGED, actor=actor, subject=line, changes=changes)


def ask_line_again(actor, termin: Termin, *, at: datetime) -> None:
    """Put the line into its Verfügung once more; what ended stays as it is. Raises VorgangClosed."""
    line = termin.schritt
    check_runs(line.verfuegung)
    again = copy_of(actor, line, at=at)
    again.frist_on = termin.due_on
    insert_after(line, [again], first=0)
    again.save()
    audit.record(
        Event.SCHRITT_ADDED,
        actor=actor,
        subject=line.verfuegung,
        changes=[Change(f"{again.position}. {again.get_art_display()}", None, again.adressat)],
    )
    give_reading(actor, again, at=at)
    advance(actor, line.verfuegung, at=at)
