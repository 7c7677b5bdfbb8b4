"""Evaluating who read secrets takes two persons; what is no longer needed is erased by itself."""

from datetime import date, datetime, timedelta

from django.utils.timezone import localdate

from verbundakte.core import audit, reads
from verbundakte.core.actions import Refusal, action
from verbundakte.core.models import Tenant
from verbundakte.datenschutz.events import Event
from verbundakte.datenschutz.models import LONGEST, SHORTEST, Leseauswertung, Speicherdauer
from verbundakte.datenschutz.permissions import Permission

VISIBLE = timedelta(days=14)
LONGEST_PERIOD = timedelta(days=366)


class PeriodWrong(Refusal):
    """The days of an Auswertung."""

    message = (
        "Der Zeitraum endet vor seinem Anfang, liegt in der Zukunft oder ist länger als ein Jahr."
        " Ändern Sie die Tage."
    )


class OnePerson(Refusal):
    """Whoever asks does not release."""

    message = (
        "Diese Auswertung haben Sie selbst beantragt. Freigeben muss sie jemand anderes aus der"
        " Personalvertretung."
    )


class AlreadyDecided(Refusal):
    """Released or declined in another window."""

    message = "Über diese Auswertung ist schon entschieden."


class DaysWrong(Refusal):
    """How long Lesevermerke are kept."""

    message = f"Die Speicherdauer beträgt {SHORTEST} bis {LONGEST} Tage."


@action(Permission.AUSWERTUNG_REQUEST, Event.AUSWERTUNG_REQUESTED, about="result", locks=False)
def request_auswertung(actor, town: Tenant, *, values: dict, at: datetime) -> Leseauswertung:
    """Ask who read a file (`aktenzeichen`), or what a person read (`person_id`), on which occasion
    (`anlass`) and days (`from_on`, `to_on`). Raises PeriodWrong."""
    from_on, to_on = values["from_on"], values["to_on"]
    if not from_on <= to_on <= localdate(at) or to_on - from_on > LONGEST_PERIOD:
        raise PeriodWrong
    audit.note_change("Anlass", None, values["anlass"])
    audit.note_change("Zeitraum", None, f"{from_on:%d.%m.%Y} bis {to_on:%d.%m.%Y}")
    audit.note_change("Umfang", None, values["aktenzeichen"] or "eine Person")
    return Leseauswertung.objects.create(**values, requested_at=at, requested_by=actor.person_id)


def _check_open(actor, auswertung: Leseauswertung) -> None:
    if auswertung.requested_by == actor.person_id:
        raise OnePerson
    if auswertung.is_decided:
        raise AlreadyDecided


@action(Permission.AUSWERTUNG_RELEASE, Event.AUSWERTUNG_RELEASED)
def release_auswertung(actor, auswertung: Leseauswertung, *, at: datetime) -> Leseauswertung:
    """Let both see the result for 14 days. Raises OnePerson, AlreadyDecided."""
    _check_open(actor, auswertung)
    auswertung.released_at, auswertung.released_by = at, actor.person_id
    auswertung.visible_until = at + VISIBLE
    auswertung.save()
    return auswertung


@action(Permission.AUSWERTUNG_RELEASE, Event.AUSWERTUNG_DECLINED)
def decline_auswertung(
    actor, auswertung: Leseauswertung, *, reason: str, at: datetime
) -> Leseauswertung:
    """Do not release it, and say why. Raises OnePerson, AlreadyDecided."""
    _check_open(actor, auswertung)
    auswertung.declined_at, auswertung.declined_by = at, actor.person_id
    auswertung.decline_reason = reason
    auswertung.save()
    audit.note_change("Grund", None, reason)
    return auswertung


@action(Permission.AUSWERTUNG_READ, Event.AUSWERTUNG_EXPORTED, locks=False)
def note_export(actor, auswertung: Leseauswertung, *, count: int) -> None:
    """Write down that the result left the house as a table."""
    audit.note_change("Zeilen", None, count)


@action(Permission.SPEICHERDAUER_EDIT, Event.SPEICHERDAUER_SET, about="result", locks=False)
def set_speicherdauer(
    actor, town: Tenant, *, days: int, reason: str, at: datetime
) -> Speicherdauer:
    """Let Lesevermerke be kept so long from now on. Raises DaysWrong."""
    if not SHORTEST <= days <= LONGEST:
        raise DaysWrong
    audit.note_change("Tage", None, days)
    audit.note_change("Dienstvereinbarung oder Grund", None, reason)
    return Speicherdauer.objects.create(days=days, reason=reason, set_at=at, set_by=actor.person_id)


@action(Permission.SPEICHERDAUER_EDIT, Event.LESEVERMERKE_ERASED, locks=False)
def erase_lesevermerke(actor, town: Tenant, *, before: date) -> int:
    """Erase what was read before a day; the links of the chain stay. Return how many."""
    count = reads.erase_before(before)
    audit.note_change("Anzahl", None, count)
    return count
