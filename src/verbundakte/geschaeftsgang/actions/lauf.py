"""How a Verfügung goes on: a step begins, ends, and the next ones have their turn."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.utils.timezone import localdate

from verbundakte.core.actions import Gone, Refusal
from verbundakte.geschaeftsgang.actions.adressat import desk_for, resolve
from verbundakte.geschaeftsgang.actions.lesen import end_reading, give_reading
from verbundakte.geschaeftsgang.models import Reihenfolge, Schritt, Verfuegung
from verbundakte.geschaeftsgang.queries.platz import lies_with, may_take, reads
from verbundakte.geschaeftsgang.rules import Stand, due_to_begin, rang_of

TOGETHER = ("person", "stelle__einheit", "einheit", "dokument")
at_begin: dict[str, list[Callable]] = {}
"""What else happens when a step of a kind has its turn: `function(actor, schritt, at)`."""
at_end: dict[str, list[Callable]] = {}
"""What else happens when a step of a kind has ended: `function(schritt, at)`."""


class IsOver(Refusal):
    """What ended is not done again."""

    message = "Dieser Schritt ist schon beendet. Laden Sie die Seite neu."


class NotYet(Refusal):
    """One after the other."""

    message = "Dieser Schritt ist noch nicht an der Reihe. Vorher stehen noch andere Schritte aus."


class NotYours(Refusal):
    """Somebody else's step."""

    def __init__(self, schritt: Schritt, *, may_take: bool):
        how = (
            " Als Leitung können Sie ihn mit Begründung übernehmen."
            if may_take
            else " Erledigen kann ihn, wer dort arbeitet, die Vertretung oder die Leitung."
        )
        super().__init__(f"Dieser Schritt liegt bei {schritt.adressat}.{how}")


class ReasonMissing(Refusal):
    """What must be explained."""

    message = "Schreiben Sie dazu, warum."


def locked(schritt: Schritt) -> Schritt:
    """Return a step as it stands now; it and its Verfügung are locked until the transaction ends.

    The Verfügung first: so two steps that end side by side cannot both miss that the next begins.
    """
    verfuegung = (
        Verfuegung.objects.select_for_update(of=("self",), no_key=True)
        .select_related("vorgang__sachbearbeitung", "vorgang__federfuehrung", "dokument", "urheber")
        .filter(pk=schritt.verfuegung_id)
        .first()
    )
    rows = Schritt.objects.select_for_update(of=("self",), no_key=True)
    row = rows.select_related(*TOGETHER).filter(pk=schritt.pk).first()
    if verfuegung is None or row is None:
        raise Gone
    row.verfuegung = verfuegung
    return row


def check_open(schritt: Schritt) -> None:
    """Refuse what has ended or has not begun. Raises IsOver, NotYet."""
    if schritt.ended_at is not None:
        raise IsOver
    if schritt.begun_at is None:
        raise NotYet


def check_yours(actor, schritt: Schritt, *, at: datetime, uebernahme: str = "") -> None:
    """Refuse whoever does not work where the step lies, unless she leads there and says why.

    Raises NotYours.
    """
    on = localdate(at)
    if reads(actor, schritt.verfuegung) and lies_with(actor, schritt, on=on):
        return
    leads = may_take(actor, schritt, on=on)
    if leads and uebernahme.strip():
        return
    raise NotYours(schritt, may_take=leads)


def begin(actor, schritt: Schritt, *, at: datetime) -> None:
    """Let a step have its turn: its role becomes somebody, its Frist a day, it lies on a desk."""
    on = localdate(at)
    if schritt.rolle and not (schritt.person_id or schritt.stelle_id or schritt.einheit_id):
        found = resolve(schritt.rolle, schritt.verfuegung, on=on)
        if found is not None:
            schritt.person, schritt.stelle, schritt.einheit = (
                found.person,
                found.stelle,
                found.einheit,
            )
            give_reading(actor, schritt, at=at)
    if schritt.frist_on is None and schritt.frist_tage is not None:
        schritt.frist_on = on + timedelta(days=schritt.frist_tage)
    schritt.begun_at = at
    place(schritt, at=at)
    schritt.save()
    for function in at_begin.get(schritt.art, ()):
        function(actor, schritt, at)


def place(schritt: Schritt, *, at: datetime) -> None:
    """Compute again on which desk a step lies, and where there."""
    schritt.rang = rang_of(schritt.frist_on, is_eilig=schritt.is_eilig)
    if schritt.begun_at is not None:
        schritt.platz = desk_for(schritt, on=localdate(at))


def end(schritt: Schritt, *, at: datetime) -> None:
    """Note that a step has ended; the row that ends it is written by the caller."""
    schritt.ended_at = at
    schritt.revision += 1
    schritt.save(update_fields=["ended_at", "revision"])
    end_reading(schritt, at=at)
    for function in at_end.get(schritt.art, ()):
        function(schritt, at)


def advance(actor, verfuegung: Verfuegung, *, at: datetime) -> None:
    """Begin the steps whose turn has come; a Verfügung without any ends, one with some goes on."""
    rows = verfuegung.schritte.not_over().order_by("position").select_related(*TOGETHER)
    steps = {row.pk: row for row in rows}
    told = [Stand(row.pk, row.stufe, row.begun_at is not None) for row in steps.values()]
    is_frei = verfuegung.reihenfolge == Reihenfolge.FREI
    for key in due_to_begin(told, is_frei=is_frei):
        steps[key].verfuegung = verfuegung
        begin(actor, steps[key], at=at)
    verfuegung.ended_at = None if steps else at
    verfuegung.revision += 1
    verfuegung.save(update_fields=["ended_at", "revision"])
