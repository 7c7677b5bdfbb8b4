"""What somebody does with a step that lies with her."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.timezone import localdate

from verbundakte.akten.actions import close_vorgang
from verbundakte.core import audit
from verbundakte.core.actions import Refusal, action
from verbundakte.geschaeftsgang.actions.lauf import (
    ReasonMissing,
    advance,
    check_open,
    check_yours,
    end,
    locked,
)
from verbundakte.geschaeftsgang.actions.personen import acting, signing_on_paper
from verbundakte.geschaeftsgang.actions.verfuegung import copy_of, insert_after, start
from verbundakte.geschaeftsgang.actions.zeichnung import (
    check_four_eyes,
    check_seen,
    lock_dokument_of,
    sign,
    standing_fassung,
    subject_of,
)
from verbundakte.geschaeftsgang.events import Event
from verbundakte.geschaeftsgang.models import (
    SIGNED,
    Ergebnis,
    Erledigung,
    Schritt,
    SchrittArt,
)
from verbundakte.geschaeftsgang.permissions import Permission
from verbundakte.organisation.models import Person, Stellenbesetzung
from verbundakte.signaturen.actions import check_form

AGREED = (Ergebnis.ZUGESTIMMT, Ergebnis.BEMERKUNG)


class OtherWay(Refusal):
    """Each kind of step has its own way to be done."""

    def __init__(self, schritt: Schritt):
        super().__init__(
            f"Ein Schritt „{schritt.get_art_display()}“ wird auf andere Weise erledigt."
        )


class AussenAnswers(Refusal):
    """What an outside authority is asked is answered by it and booked here."""

    message = "Diesen Schritt beantwortet eine andere Behörde. Erfassen Sie ihre Antwort mit Datum."


class PaperImpossible(Refusal):
    """What cannot have been signed like that."""


@dataclass(frozen=True)
class Papier:
    """What stands on paper: who signed, on which day, and what."""

    person: Person
    on: date
    ergebnis: Ergebnis = Ergebnis.ZUGESTIMMT
    bemerkung: str = ""


@dataclass(frozen=True)
class Antwort:
    """What an outside authority answered: in whose name, on which day."""

    on: date
    ergebnis: Ergebnis = Ergebnis.ERLEDIGT
    wer: str = ""
    bemerkung: str = ""


def _yours(actor, schritt: Schritt, arten: Iterable[str], at: datetime, uebernahme: str) -> Schritt:
    """Return the step, locked, where the actor may do it in this way now."""
    row = locked(schritt)
    if row.art not in arten:
        raise OtherWay(row)
    check_open(row)
    check_yours(actor, row, at=at, uebernahme=uebernahme)
    return row


def _note_done(actor, row: Schritt, at: datetime, **values) -> Erledigung:
    """Write that a step was done, and let the next ones begin."""
    done = Erledigung(schritt=row, at=at, **values)
    done.save(force_insert=True)
    audit.note_change("Ergebnis", None, done.get_ergebnis_display())
    audit.note_change("Schritt", None, row.get_art_display())
    if done.uebernommen_grund:
        audit.note_change("Übernommen", None, done.uebernommen_grund)
    end(row, at=at)
    return done


def _taken(actor, row: Schritt, at: datetime, uebernahme: str) -> dict:
    return {
        **acting(actor, row, on=localdate(at)),
        "uebernommen_grund": uebernahme.strip()[:500],
    }


WORK = tuple(
    set(SchrittArt) - set(SIGNED) - {SchrittArt.KENNTNIS}
)  # what is simply done, with a note


@action(Permission.SCHRITT_DO, Event.SCHRITT_DONE, locks=False)
def complete_schritt(
    actor, schritt: Schritt, *, at: datetime, bemerkung: str = "", ergebnis: Ergebnis = Ergebnis.ERLEDIGT,
    uebernahme: str = "",
) -> Erledigung:  # fmt: skip
    """Do a step that is work (Bearbeitung, Stellungnahme, Versand ...); z. d. A. closes the Vorgang.

    Raises IsOver, NotYet, NotYours, OtherWay, AussenAnswers, and what closing the Vorgang raises.
    """
    row = _yours(actor, schritt, WORK, at, uebernahme)
    if row.aussen:
        raise AussenAnswers
    fassung = standing_fassung(subject_of(row))
    who = _taken(actor, row, at, uebernahme)
    done = _note_done(
        actor, row, at, ergebnis=ergebnis, bemerkung=bemerkung, fassung=fassung, **who
    )
    advance(actor, row.verfuegung, at=at)
    if row.art == SchrittArt.ZDA:
        close_vorgang(actor, row.verfuegung.vorgang, on=localdate(at), at=at)
    return done


@action(Permission.SCHRITT_DO, Event.SCHRITT_NOTED, locks=False)
def acknowledge_schritt(
    actor, schritt: Schritt, *, at: datetime, seen: UUID | None = None, bemerkung: str = ""
) -> Erledigung:
    """Set one's Namenszeichen: what the step is about was shown and is known.

    `seen`: the Fassung that was shown. Nobody takes note in place of another, except in Vertretung.
    Raises IsOver, NotYet, NotYours, OtherWay, NothingToSign, FassungChanged.
    """
    row = _yours(actor, schritt, (SchrittArt.KENNTNIS,), at, "")
    dokument = subject_of(row)
    shown = standing_fassung(dokument)
    fassung = check_seen(row, seen) if dokument is not None and shown is not None else None
    who = acting(actor, row, on=localdate(at))
    done = _note_done(
        actor, row, at, ergebnis=Ergebnis.KENNTNIS, bemerkung=bemerkung, fassung=fassung, **who
    )
    advance(actor, row.verfuegung, at=at)
    return done


def acknowledge_all(
    actor, schritte: list[tuple[Schritt, UUID | None]], *, at: datetime
) -> tuple[list[Erledigung], list[tuple[Schritt, str]]]:
    """Set one's Namenszeichen on several steps (with the Fassung shown); the only batch there is.

    Return what was done, and what was refused with its sentence; each stands for itself.
    """
    done, refused = [], []
    for schritt, seen in schritte:
        try:
            with transaction.atomic():
                done.append(acknowledge_schritt(actor, schritt, at=at, seen=seen))
        except Refusal as refusal:
            refused.append((schritt, refusal.message))
    return done, refused


def _sign(actor, row: Schritt, seen: UUID | None, at: datetime, **values) -> Erledigung:
    fassung = check_seen(row, seen)
    is_schluss = row.art == SchrittArt.SCHLUSSZEICHNUNG
    if is_schluss:
        signer = {values["person_id"], values.get("vertretung_fuer_id")} - {None}
        check_four_eyes(signer, row, fassung, at=at)
        on_paper = bool(values.get("is_papier"))
        check_form(actor, subject_of(row), schritt=row.art, on_paper=on_paper)
    done = _note_done(actor, row, at, fassung=fassung, **values)
    audit.note_change("Fassung", None, fassung.nummer)
    sign(done, fassung, is_schluss=is_schluss)
    advance(actor, row.verfuegung, at=at)
    return done


@action(Permission.SCHRITT_SIGN, Event.SCHRITT_AGREED, locks=False)
def agree_schritt(
    actor, schritt: Schritt, *, seen: UUID, at: datetime, bemerkung: str = "", uebernahme: str = ""
) -> Erledigung:
    """Sign a Mitzeichnung, with a remark where there is one. `seen`: the Fassung that was read.

    Raises IsOver, NotYet, NotYours, OtherWay, NothingToSign, FassungChanged.
    """
    lock_dokument_of(schritt)
    row = _yours(actor, schritt, (SchrittArt.MITZEICHNUNG,), at, uebernahme)
    ergebnis = Ergebnis.BEMERKUNG if bemerkung.strip() else Ergebnis.ZUGESTIMMT
    who = _taken(actor, row, at, uebernahme)
    return _sign(actor, row, seen, at, ergebnis=ergebnis, bemerkung=bemerkung.strip(), **who)


@action(Permission.SCHRITT_SIGN, Event.SCHRITT_DISSENTED, locks=False)
def dissent_schritt(
    actor, schritt: Schritt, *, seen: UUID, grund: str, at: datetime, uebernahme: str = ""
) -> Erledigung:
    """Do not agree, with the reason; that is evidence, too, and the Verfügung goes on.

    Raises ReasonMissing, and as agreeing.
    """
    if not grund.strip():
        raise ReasonMissing
    lock_dokument_of(schritt)
    row = _yours(actor, schritt, (SchrittArt.MITZEICHNUNG,), at, uebernahme)
    who = _taken(actor, row, at, uebernahme)
    return _sign(actor, row, seen, at, ergebnis=Ergebnis.ABGELEHNT, bemerkung=grund.strip(), **who)


@action(Permission.SCHRITT_SIGN, Event.SCHRITT_FINALLY_SIGNED, locks=False)
def finally_sign(
    actor, schritt: Schritt, *, seen: UUID, at: datetime, bemerkung: str = "", uebernahme: str = ""
) -> Erledigung:
    """Sign finally: it binds the Fassung that leaves the house.

    Raises FourEyes where a released rule wants somebody else, FormMissing where a rule demands a form
    before, and as agreeing.
    """
    lock_dokument_of(schritt)
    row = _yours(actor, schritt, (SchrittArt.SCHLUSSZEICHNUNG,), at, uebernahme)
    ergebnis = Ergebnis.BEMERKUNG if bemerkung.strip() else Ergebnis.ZUGESTIMMT
    who = _taken(actor, row, at, uebernahme)
    return _sign(actor, row, seen, at, ergebnis=ergebnis, bemerkung=bemerkung.strip(), **who)


@action(Permission.SCHRITT_DO, Event.SCHRITT_ANSWERED, locks=False)
def answer_schritt(actor, schritt: Schritt, *, antwort: Antwort, at: datetime) -> Erledigung:
    """Book what another authority answered: Stellungnahme, Einvernehmen, Benehmen, Beschluss of a
    Gremium, never a signature. What was put off is asked again.

    Raises IsOver, NotYet, NotYours, OtherWay, PaperImpossible.
    """
    row = _yours(actor, schritt, WORK, at, "")
    if not row.aussen:
        raise OtherWay(row)
    _check_day(antwort.on, row, at)
    who = acting(actor, None, on=localdate(at))
    done = _note_done(
        actor,
        row,
        at,
        ergebnis=antwort.ergebnis,
        bemerkung=antwort.bemerkung,
        gezeichnet_on=antwort.on,
        person_name=", ".join(part for part in (antwort.wer, row.aussen) if part)[:300],
        stelle=row.aussen,
        erfasst_by=who["person_id"],
        erfasst_name=who["person_name"],
    )
    if antwort.ergebnis == Ergebnis.VERTAGT:
        again = copy_of(actor, row, at=at)
        insert_after(row, [again], first=0)
        start(actor, again, at)
    advance(actor, row.verfuegung, at=at)
    return done


def _check_day(on: date, row: Schritt, at: datetime) -> None:
    begun = localdate(row.verfuegung.created_at)
    if not begun <= on <= localdate(at):
        raise PaperImpossible(
            f"Der Tag {on:%d.%m.%Y} liegt nicht zwischen der Verfügung ({begun:%d.%m.%Y}) und heute."
        )


def _works_there(person: Person, row: Schritt, on: date) -> bool:
    """Tell whether a step is addressed to somebody: herself, her Stelle, her unit."""
    if row.person_id:
        return row.person_id == person.pk
    where = {"stelle": row.stelle_id} if row.stelle_id else {"stelle__einheit": row.einheit_id}
    return Stellenbesetzung.objects.valid_on(on).filter(person=person, **where).exists()


def _was_hers(person: Person, row: Schritt, on: date) -> str:
    """Return for whom somebody signed in Vertretung ("" for herself). Raises PaperImpossible."""
    if _works_there(person, row, on):
        return ""
    rows = person.vertritt.valid_on(on).select_related("person")
    for vertretung in rows:
        if _works_there(vertretung.person, row, on):
            return vertretung.person.name
    raise PaperImpossible(
        f"Der Schritt liegt bei {row.adressat}; {person.name} arbeitet dort nicht und vertritt dort"
        " niemanden."
    )


@action(Permission.PAPIER_BOOK, Event.SCHRITT_BOOKED, locks=False)
def book_paper(
    actor, schritt: Schritt, *, papier: Papier, seen: UUID | None, at: datetime
) -> Erledigung:
    """Book a step that was signed in ink: who signed when, and who booked it (a media break).

    Whoever books needs no right to sign. Raises IsOver, NotYet, PaperImpossible, ReasonMissing,
    NothingToSign, FassungChanged, FourEyes, and PermissionDenied where she does not read it.
    """
    lock_dokument_of(schritt)
    row = locked(schritt)
    check_open(row)
    zones = actor.zones_read
    if zones is not None and row.verfuegung.vorgang.zone_id not in zones:
        raise PermissionDenied(Permission.PAPIER_BOOK)
    if row.aussen:
        raise AussenAnswers
    _check_day(papier.on, row, at)
    if papier.ergebnis == Ergebnis.ABGELEHNT and not papier.bemerkung.strip():
        raise ReasonMissing
    booked = acting(actor, None, on=localdate(at))
    values = {
        **signing_on_paper(papier.person, row, on=papier.on),
        "vertretung_name": _was_hers(papier.person, row, papier.on),
        "ergebnis": papier.ergebnis,
        "bemerkung": papier.bemerkung.strip(),
        "is_papier": True,
        "gezeichnet_on": papier.on,
        "erfasst_by": booked["person_id"],
        "erfasst_name": booked["person_name"],
    }
    audit.note_change("Auf Papier gezeichnet von", None, papier.person.name)
    if row.is_signed:
        return _sign(actor, row, seen, at, **values)
    done = _note_done(actor, row, at, **values)
    advance(actor, row.verfuegung, at=at)
    return done
